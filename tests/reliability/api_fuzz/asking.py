"""One request to the real application as bytes, without a client that would refuse to send what is wrong."""

import asyncio
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from fastapi import FastAPI

HOST = b"127.0.0.1"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it would come off the socket."""

    method: str
    path: bytes
    query: bytes = b""
    headers: tuple[tuple[bytes, bytes], ...] = ()
    content: bytes = b""

    @property
    def everything(self) -> str:
        """All that was sent, for telling an echo from a leak."""
        sent = b" ".join((self.path, self.query, *(value for _, value in self.headers), self.content))
        return unquote(sent.decode("latin-1").replace("+", " ")).lower()


@dataclass(slots=True)
class Answered:
    """What came back; `error` where the application let an exception out."""

    status: int = 0
    headers: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    content: bytes = b""
    error: str = ""

    def header(self, name: str) -> str:
        """One header's value, "" where there is none."""
        return next((value for key, value in self.headers if key == name), "")

    @property
    def media_type(self) -> str:
        """The content type without its parameters."""
        return self.header("content-type").partition(";")[0].strip()


class Door:
    """An application on an event loop of its own, asked one request at a time."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        self._runner = asyncio.Runner()

    def ask(self, asked: Asked) -> Answered:
        """What the application answers."""
        return self._runner.run(self._ask(asked))

    def close(self) -> None:
        """Ends the loop."""
        self._runner.close()

    async def _ask(self, asked: Asked) -> Answered:
        answered = Answered()
        pieces = [asked.content[at : at + 65_536] for at in range(0, len(asked.content), 65_536)] or [b""]

        ended = asyncio.Event()

        async def receive() -> dict[str, Any]:
            if pieces:
                return {"type": "http.request", "body": pieces.pop(0), "more_body": bool(pieces)}
            # As a browser does: it waits for its answer, and only then is gone.
            await ended.wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                answered.status = message["status"]
                answered.headers = [
                    (name.decode("latin-1").lower(), value.decode("latin-1"))
                    for name, value in message["headers"]
                ]
            elif message["type"] == "http.response.body":
                answered.content += message.get("body", b"")
                if not message.get("more_body"):
                    ended.set()

        try:
            await self._app(_scope(asked), receive, send)
        # The framework answers 500 and lets it go on for the server to log: a finding either way.
        except Exception as error:  # noqa: BLE001
            answered.error = f"{type(error).__name__}: {error}"[:300]
        return answered


def _scope(asked: Asked) -> dict[str, Any]:
    length = (b"content-length", str(len(asked.content)).encode())
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": asked.method,
        "scheme": "http",
        # As uvicorn does it.
        "path": unquote(asked.path.decode("ascii")),
        "raw_path": asked.path,
        "query_string": asked.query,
        "root_path": "",
        "headers": [(b"host", HOST), length, *asked.headers],
        "client": ("127.0.0.1", 40_000),
        "server": ("127.0.0.1", 80),
    }
