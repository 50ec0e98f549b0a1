"""What every answer of the console carries and every request must show: headers, origin, size."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sync_server.console.problems import Problem, problem_response

BODY_MAX_BYTES = 8_000_000
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_CONTENT_SECURITY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SECURITY_HEADERS = {
    "Content-Security-Policy": _CONTENT_SECURITY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not `no-referrer`: browsers would then send `Origin: null` with our own forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class _BodyTooLarge(Exception):
    """The request's body passed the limit while it was being read."""


class Guard:
    """Refuses what comes from another site or is too large, before any page sees it; adds the headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(receive, send)
        refusal = _refusal(scope["method"], Headers(scope=scope))
        if refusal is not None:
            await problem_response(refusal)(scope, receive, exchange.send)
            return
        try:
            await self._app(scope, exchange.receive, exchange.send)
        except _BodyTooLarge:
            # Raised where the body was read; the framework may also have made an answer of its own of it.
            exchange.is_too_large = True
        if exchange.is_too_large and not exchange.is_answered:
            await problem_response(Problem.TOO_LARGE)(scope, receive, exchange.send_headed)


class _Exchange:
    """One request's two directions: the body is counted as it comes, the headers are added as they leave."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive = receive
        self._send = send
        self._seen_bytes = 0
        self.is_too_large = False
        self.is_answered = False

    async def receive(self) -> Message:
        """The next piece of the request. Raises: _BodyTooLarge."""
        message = await self._receive()
        self._seen_bytes += len(message.get("body", b""))
        if self._seen_bytes > BODY_MAX_BYTES:
            self.is_too_large = True
            raise _BodyTooLarge
        return message

    async def send(self, message: Message) -> None:
        """The next piece of the answer, unless another one is due."""
        if not self.is_too_large or self.is_answered:
            await self.send_headed(message)

    async def send_headed(self, message: Message) -> None:
        """A piece of an answer, with the console's headers on its start."""
        if message["type"] == "http.response.start":
            self.is_answered = True
            headers = MutableHeaders(scope=message)
            for name, value in SECURITY_HEADERS.items():
                headers[name] = value
            headers.setdefault("Cache-Control", "no-store")
        await self._send(message)


def _refusal(method: str, headers: Headers) -> Problem | None:
    if method in _SAFE_METHODS:
        return None
    if not _is_same_origin(headers):
        return Problem.OTHER_SITE
    announced = headers.get("content-length", "0")
    return Problem.TOO_LARGE if not announced.isdecimal() or int(announced) > BODY_MAX_BYTES else None


def _is_same_origin(headers: Headers) -> bool:
    """Whether our own page sent this: by Sec-Fetch-Site, and by Origin for browsers that do not send it."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin, host = headers.get("origin", ""), headers.get("host", "")
    return bool(host) and origin in (f"http://{host}", f"https://{host}")
