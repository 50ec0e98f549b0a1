"""The phone's app served to a browser by our own server, which stops at the first signal."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

import flet as ft
import flet_web.fastapi
import uvicorn

ASSETS = Path(__file__).parent / "assets"
GRACE_S = 1
LEAVING_S = 5

# Flet's client asks a CDN for `rive_native.js` whatever one sets: the browser is told to ask nobody but us.
CONTENT_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "connect-src 'self' ws: wss: blob: data:",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "media-src 'self' blob:",
        "worker-src 'self' blob:",
        "frame-ancestors 'none'",
    )
)

PageMain = Callable[[ft.Page], Awaitable[None]]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
WebApp = Callable[[Message, Receive, Send], Awaitable[None]]


def local_only(app: WebApp) -> WebApp:
    """The same app, each answer carrying the policy by which nothing is asked from outside this server."""

    async def answer(scope: Message, receive: Receive, send: Send) -> None:
        async def send_with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                policy = (b"content-security-policy", CONTENT_POLICY.encode())
                message["headers"] = [*message["headers"], policy]
            await send(message)

        await app(scope, receive, send_with_policy if scope["type"] == "http" else send)

    return answer


def outliving_browsers(app: WebApp) -> WebApp:
    """The same app, to which a browser that leaves at any moment is no error.

    Flet 1.0.5 gives up the whole connection when a frame finds nobody, and never closes the page's session:
    here the frame is dropped, and that the browser left is told to the one who listens to it. Of a browser
    that leaves before it has said who it is, Flet goes on waiting for ever: here not longer than `LEAVING_S`.
    """

    async def answer(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await app(scope, receive, send)
            return
        has_left = asyncio.Event()

        async def receive_and_note() -> Message:
            message = await receive()
            if message["type"] == "websocket.disconnect":
                has_left.set()
            return message

        async def send_to_whoever_is_there(message: Message) -> None:
            with suppress(OSError):
                await send(message)

        drawing = asyncio.ensure_future(app(scope, receive_and_note, send_to_whoever_is_there))
        # Cancelled from outside, the server is leaving: so does the browser, and nobody has to hear of it.
        with suppress(asyncio.CancelledError):
            await _until_done_or_left(drawing, has_left)
        if drawing.cancel():
            with suppress(asyncio.CancelledError):
                await drawing
        else:
            drawing.result()

    return answer


async def _until_done_or_left(drawing: "asyncio.Future[None]", has_left: asyncio.Event) -> None:
    leaving = asyncio.ensure_future(has_left.wait())
    try:
        await asyncio.wait({drawing, leaving}, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.wait({drawing}, timeout=LEAVING_S if not drawing.done() else 0)
    finally:
        leaving.cancel()


def build_web_app(main: PageMain, *, name: str = "Relais fermier") -> WebApp:
    """The Flet client, our fonts, and the socket on which `main` draws."""
    app = flet_web.fastapi.app(main, assets_dir=str(ASSETS), app_name=name, app_short_name=name, no_cdn=True)
    return local_only(outliving_browsers(cast(WebApp, app)))


def serve(main: PageMain, *, host: str, port: int) -> None:
    """Serve until SIGINT or SIGTERM, then leave within a second even with a browser connected.

    `ft.run` does not: it waits for the browser.
    """
    config = uvicorn.Config(
        build_web_app(main),
        host=host,
        port=port,
        log_level="warning",
        timeout_graceful_shutdown=GRACE_S,
        lifespan="on",
    )
    uvicorn.Server(config).run()
