"""The phone's app served to a browser by our own server, which stops at the first signal."""

from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

import flet as ft
import flet_web.fastapi
import uvicorn

ASSETS = Path(__file__).parent / "assets"
GRACE_S = 1

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
    """The same app, to which a browser that leaves while it is drawn for is no error.

    Flet 1.0.5 gives up the whole connection when a frame finds nobody, and never closes the page's session.
    Here the frame is dropped: that the browser left is told to the one who listens to it.
    """

    async def answer(scope: Message, receive: Receive, send: Send) -> None:
        async def send_to_whoever_is_there(message: Message) -> None:
            with suppress(OSError):
                await send(message)

        await app(scope, receive, send_to_whoever_is_there if scope["type"] == "websocket" else send)

    return answer


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
