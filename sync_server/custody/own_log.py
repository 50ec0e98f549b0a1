"""The server's own log: what coordinators decide is a fact, in the same envelope and chain as a phone's."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import Session

from shared.custody.bodies import read_body, write_body
from shared.custody.events import SERVER_DEVICE, ClockMark, Fact, Kind
from shared.errors import RelaisError
from shared.ids import uuid4, uuid7
from shared.sync.hashchain import chain_hashes, log_start
from sync_server.config import APP_VERSION
from sync_server.custody.ingest import Taken, take_stretch
from sync_server.custody.log_queries import HeldLog, begin_log, held_log
from sync_server.custody.stretch import PushedBody, Sender, Stretch
from sync_server.custody.tables import LogHead
from sync_server.db.base import table_of
from sync_server.db.feed import LockedFeed

_HEAD = table_of(LogHead)
# One boot session for ever: the server's clock is what phones are anchored to.
BOOT_KEY = SERVER_DEVICE


class OwnFactUnreadable(RelaisError):
    """What a coordinator was to record could not be read back: nothing may be stored of it."""

    code = "own-fact-unreadable"


@dataclass(frozen=True, slots=True)
class OwnFact:
    """What a coordinator records. `id` is made by the form, so that sending it twice is recording it once."""

    id: str
    kind: Kind
    by: str
    ref: str
    crates: tuple[str, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class OwnPen:
    """When something is recorded, and where its log's and its clock mark's ids come from."""

    now_ms: int
    random_bytes: Callable[[int], bytes]


def record_own(session: Session, feed: LockedFeed, facts: Sequence[OwnFact], pen: OwnPen) -> Taken:
    """Appends facts to the server's own log, as a push of its own. One recorded before is left as it is.

    Raises: OwnFactUnreadable.
    """
    log = _own_log(session.connection(), pen)
    # The log begins with a clock mark: every fact after it is anchored to the server's time.
    first = [] if log.seq else [_clock_mark(facts[0].by, pen)]
    texts = [*first, *(_body(fact, log.seq + n, pen) for n, fact in enumerate(facts, 1 + len(first)))]
    raw = [text.encode() for text in texts]
    hashes = chain_hashes(log.hash, raw)
    bodies = tuple(
        PushedBody(log.seq + n, text, each, hash_, read_body(text))
        for n, (text, each, hash_) in enumerate(zip(texts, raw, hashes, strict=True), 1)
    )
    if any(not isinstance(body.reading, Fact) for body in bodies):
        raise OwnFactUnreadable(ids=[fact.id for fact in facts])
    stretch = Stretch(log.log_id, log.seq + 1, log.hash if log.seq else None, hashes[-1], bodies)
    taken = take_stretch(session, feed, stretch, Sender(SERVER_DEVICE, SERVER_DEVICE), pen.now_ms)
    if not isinstance(taken, Taken) or taken.quarantined:
        raise OwnFactUnreadable(ids=[fact.id for fact in facts])
    return taken


def _own_log(connection: Connection, pen: OwnPen) -> HeldLog:
    found = connection.execute(select(_HEAD.c.log_id).where(_HEAD.c.device_id == SERVER_DEVICE)).scalar()
    log = None if found is None else held_log(connection, found)
    if log is not None:
        return log
    log_id = uuid4(pen.random_bytes(16))
    return begin_log(connection, log_id, SERVER_DEVICE, log_start(log_id))


def _clock_mark(by: str, pen: OwnPen) -> str:
    mark = {"server_time": pen.now_ms, "boot": pen.now_ms, "rtt": 0}
    fact_id = uuid7(pen.now_ms, pen.random_bytes(10))
    return write_body(Fact(fact_id, Kind.CLOCK, by, SERVER_DEVICE, APP_VERSION, _clock(pen), 1, data=mark))


def _body(fact: OwnFact, n: int, pen: OwnPen) -> str:
    return write_body(
        Fact(
            id=fact.id,
            kind=fact.kind,
            actor=fact.by,
            device=SERVER_DEVICE,
            app=APP_VERSION,
            clock=_clock(pen),
            n=n,
            crates=fact.crates,
            ref=fact.ref,
            data=dict(fact.data),
        )
    )


def _clock(pen: OwnPen) -> ClockMark:
    return ClockMark(pen.now_ms, pen.now_ms, BOOT_KEY)
