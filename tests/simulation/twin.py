"""The same server beside, on PostgreSQL: it is asked everything the first one is, and must say the same."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
from sqlalchemy import text
from sqlmodel import Session

from sync_server.app import app_on
from sync_server.config import Settings
from sync_server.db.feed import LockedFeed, lock_feed
from sync_server.db.migrate import migrate
from sync_server.db.runtime import Runtime
from sync_server.db.session import begin, open_database, read
from tests.simulation.ground import fill_database
from tests.simulation.violation import Violation

HISTORY = (
    "SELECT seq, kind, ref, fh FROM feed_entry ORDER BY seq",
    "SELECT pk, id, effective_ms, time_source, received_ms, body FROM event ORDER BY pk",
    "SELECT t, k, d, stamp, deleted FROM pull_row ORDER BY stamp",
    "SELECT log_pk, seq, hash, event_pk, quarantine_reason, body FROM log_entry ORDER BY log_pk, seq",
    "SELECT crate_code, holder_kind, holder_id, since_ms, event_id FROM crate_state ORDER BY crate_code",
    "SELECT key, kind, blocking, status, crates, event_ids, period FROM discrepancy ORDER BY key",
    "SELECT settlement_id, key, beneficiary_id, amount_cents FROM commission_line ORDER BY id",
)


class Twin:
    """A server on another database, with the same time and the same chance as the first."""

    def __init__(
        self, url: str, settings: Settings, clock: Callable[[], int], random_bytes: Callable[[int], bytes]
    ) -> None:
        self._settings = settings.model_copy(update={"database_url": url})
        self._database = open_database(url)
        migrate(self._database)
        self.runtime = Runtime(self._settings, self._database, clock, random_bytes)
        self._transport = httpx.ASGITransport(app_on(self.runtime), raise_app_exceptions=False)

    def fill(self, variant: int) -> None:
        """The network the first server began with."""
        fill_database(self._database, variant)

    def coordinate(self, act: Callable[[Session, LockedFeed], Any]) -> None:
        """The same act of the coordinator."""
        with begin(self._database) as session:
            act(session, lock_feed(session))

    def follow(self, loop: asyncio.AbstractEventLoop, request: httpx.Request, first: httpx.Response) -> None:
        """The same request; the answer must be the first server's, byte for byte."""
        again = httpx.Request(request.method, request.url, headers=request.headers, content=request.content)
        second = loop.run_until_complete(self._ask(again))
        said = [_said(first), _said(second)]
        if said[0] != said[1]:
            at = next((n for n, both in enumerate(zip(*said, strict=False)) if both[0] != both[1]), 0)
            shown = [each[max(0, at - 80) : at + 80] for each in said]
            raise Violation("I6", f"{request.url.path}: on SQLite {shown[0]!r}, here {shown[1]!r}")

    def history(self) -> list[list[tuple[Any, ...]]]:
        """Everything that was received and what was made of it."""
        with read(self._database) as session:
            connection = session.connection()
            return [[tuple(row) for row in connection.execute(text(each))] for each in HISTORY]

    def close(self) -> None:
        """The world ends."""
        self._database.close()

    async def _ask(self, request: httpx.Request) -> httpx.Response:
        answer = await self._transport.handle_async_request(request)
        raw = b"".join([chunk async for chunk in answer.stream])  # type: ignore[union-attr]
        return httpx.Response(answer.status_code, headers=answer.headers, stream=httpx.ByteStream(raw))


def _said(answer: httpx.Response) -> bytes:
    """Status and content of an answer that somebody else is still to read."""
    raw = b"".join(answer.stream)  # type: ignore[arg-type]
    copy = httpx.Response(answer.status_code, headers=answer.headers, content=raw)
    return f"{answer.status_code} ".encode() + copy.content
