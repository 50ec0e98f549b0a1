"""The app served to a browser: what happens when the browser leaves while the app draws for it."""

import asyncio
from typing import Any, cast

import flet as ft
import msgpack
import pytest

from mobile.web_host import Message, Receive, Send, build_web_app, outliving_browsers

REGISTER = 1
SOCKET = {
    "type": "websocket",
    "path": "/ws",
    "raw_path": b"/ws",
    "root_path": "",
    "scheme": "ws",
    "query_string": b"",
    "headers": [(b"host", b"127.0.0.1")],
    "client": ("127.0.0.1", 1),
    "server": ("127.0.0.1", 80),
    "subprotocols": [],
}
OPENED: dict[str, Any] = {"route": "/", "width": 390, "height": 844, "web": True, "pwa": False}


def test_a_browser_that_leaves_while_it_is_drawn_for_ends_its_session_without_error():
    """Flet's own socket: before, the error passed through and the session stayed connected for ever."""
    pages: list[ft.Page] = []
    left = asyncio.Event()

    async def main(page: ft.Page) -> None:
        pages.append(page)
        page.add(ft.Text("Tournée du jour"))

    said: asyncio.Queue[Message] = asyncio.Queue()
    said.put_nowait({"type": "websocket.connect"})
    register = [REGISTER, {"session_id": "", "page_name": "", "page": OPENED}]
    packed = cast(bytes, msgpack.packb(register))  # pyright: ignore[reportUnknownMemberType]
    said.put_nowait({"type": "websocket.receive", "bytes": b"\x00" + packed})

    async def receive() -> Message:
        if said.empty():
            await left.wait()
            return {"type": "websocket.disconnect", "code": 1001}
        return said.get_nowait()

    async def send(message: Message) -> None:
        if message["type"] == "websocket.send":
            left.set()
            raise OSError("the browser is gone")

    async def story() -> None:
        await build_web_app(main)(dict(SOCKET), receive, send)

    asyncio.run(story())

    assert [page.session.connection for page in pages] == [None]


def test_an_answer_that_finds_nobody_is_still_an_error_of_its_request():
    """Only a drawing goes on without its browser."""

    async def app(scope: Message, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def refused(message: Message) -> None:
        raise OSError("closed")

    async def nothing() -> Message:
        return {"type": "http.disconnect"}

    async def story() -> None:
        await outliving_browsers(app)({"type": "http"}, nothing, refused)

    with pytest.raises(OSError, match="closed"):
        asyncio.run(story())
