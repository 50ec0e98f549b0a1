"""Where a world takes hold of the real server: its chance, its threads, the kinds it can read."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import anyio.to_thread

from shared.custody.events import EnvelopeFault, Fact, Kind, QuarantineReason
from sync_server.custody import stretch


@dataclass(slots=True)
class SeededBytes:
    """Random bytes that are the same in every run; the sequence goes on whatever is restored."""

    seed: str
    turns: int = 0
    drawn: list[bytes] = field(default_factory=list[bytes])
    # What is drawn once more, for a second server that is asked the same.
    again: list[bytes] | None = None

    def __call__(self, size: int) -> bytes:
        if self.again is not None:
            return self.again.pop(0)
        self.turns += 1
        found = b"".join(
            sha256(f"{self.seed} {self.turns} {block}".encode()).digest() for block in range(size // 32 + 1)
        )
        self.drawn.append(found[:size])
        return found[:size]


@contextmanager
def without_threads() -> Generator[None]:
    """One request at a time, in this thread: a world must not depend on how the machine shares its cores."""
    kept = anyio.to_thread.run_sync
    anyio.to_thread.run_sync = _run_here
    try:
        yield
    finally:
        anyio.to_thread.run_sync = kept


@contextmanager
def reading_without(kinds: frozenset[Kind]) -> Generator[None]:
    """The reader of an older program: these kinds are unknown to it."""
    kept = stretch.read_body

    def read_as_yesterday(text: str) -> Fact | EnvelopeFault:
        reading = kept(text)
        if isinstance(reading, Fact) and reading.kind in kinds:
            return EnvelopeFault(QuarantineReason.UNKNOWN_KIND, "kind", reading.id)
        return reading

    if kinds:
        stretch.read_body = read_as_yesterday
    try:
        yield
    finally:
        stretch.read_body = kept


async def _run_here(act: Callable[..., Any], *arguments: Any, **_: Any) -> Any:
    return act(*arguments)
