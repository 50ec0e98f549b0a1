"""The app served to a browser: what happens when the browser leaves while the app draws for it."""

import asyncio
from typing import Any, cast

import flet as ft
import msgpack
import pytest

from mobile import web_host
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


def test_a_browser_that_leaves_before_it_said_who_it_is_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Flet's own socket: before, its task stayed until the server ended, and then ended in an error."""
    monkeypatch.setattr(web_host, "LEAVING_S", 0)

    async def main(page: ft.Page) -> None:
        raise AssertionError("nobody is there")

    said = [{"type": "websocket.connect"}, {"type": "websocket.disconnect", "code": 1001}]

    async def receive() -> Message:
        return said.pop(0)

    async def send(message: Message) -> None:
        assert message["type"] == "websocket.accept"

    async def story() -> None:
        await build_web_app(main)(dict(SOCKET), receive, send)
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(story())
    assert said == []


def test_a_server_that_leaves_says_nothing_of_the_browsers_it_leaves() -> None:
    """Before, each of them left a traceback in the log."""

    async def main(page: ft.Page) -> None:
        raise AssertionError("nobody is there")

    async def story() -> None:
        waits = asyncio.Event()
        said = [{"type": "websocket.connect"}]

        async def receive() -> Message:
            if not said:
                waits.set()
                await asyncio.Event().wait()
            return said.pop(0)

        async def send(message: Message) -> None:
            assert message["type"] == "websocket.accept"

        async def answer() -> None:
            await build_web_app(main)(dict(SOCKET), receive, send)

        connection = asyncio.ensure_future(answer())
        await waits.wait()
        connection.cancel()
        await connection

    asyncio.run(story())


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
