"""Facts of a removed phone let in after all: a coordinator's act with a reason, itself a fact."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlmodel import Session

from shared.custody.decisions import Resolution
from shared.custody.events import Kind
from sync_server.commission.open_rows import refresh_lines
from sync_server.custody.crate_queries import dirty_consignments, forget_dirty_consignments
from sync_server.custody.log_queries import accepted_bodies
from sync_server.custody.own_log import OwnFact, OwnPen, record_own
from sync_server.custody.second_reading import KeptBody, bodies_aside, read_bodies
from sync_server.db.feed import lock_feed
from sync_server.upkeep.after_push import follow_reading
from sync_server.upkeep.deciding import BECAUSE_MAX


@dataclass(frozen=True, slots=True)
class LettingIn:
    """Who lets what in and why; `shown` is how many facts the form listed, `fact_id` comes with it."""

    device_id: str
    fact_id: str
    by: str
    because: str
    shown: int


class LetIn(StrEnum):
    """What became of it."""

    DONE = "done"
    NOTHING_ASIDE = "nothing-aside"
    MORE_CAME = "more-came"
    NO_REASON = "no-reason"


def let_in(session: Session, wanted: LettingIn, now_ms: int, random_bytes: Callable[[int], bytes]) -> LetIn:
    """Makes events of what a removed phone sent; sent twice, or by two coordinators, it is done once.

    The decision is a fact of the server's own log; what it lets in are facts like any other from then on.
    What arrives from the phone later is kept aside again.

    Raises: OwnFactUnreadable.
    """
    feed = lock_feed(session)
    if wanted.fact_id in accepted_bodies(session.connection(), [wanted.fact_id]):
        return LetIn.DONE
    if not wanted.because.strip() or len(wanted.because) > BECAUSE_MAX:
        return LetIn.NO_REASON
    kept = bodies_aside(session, wanted.device_id)
    if not kept:
        return LetIn.NOTHING_ASIDE
    if len(kept) != wanted.shown:
        return LetIn.MORE_CAME
    record_own(session, feed, [_fact(wanted, kept)], OwnPen(now_ms, random_bytes))
    follow_reading(session, feed, read_bodies(session, feed, kept), now_ms)
    dirty = dirty_consignments(session.connection())
    refresh_lines(session, feed, dirty)
    forget_dirty_consignments(session.connection(), dirty)
    return LetIn.DONE


def _fact(wanted: LettingIn, kept: Sequence[KeptBody]) -> OwnFact:
    positions: dict[str, list[int]] = {}
    for each in kept:
        positions.setdefault(each.log_id, []).append(each.body.seq)
    data: dict[str, Any] = {
        "resolution": Resolution.ACCEPTED.value,
        "because": wanted.because.strip(),
        # First and last position, and how many, in each log.
        "let_in": {log_id: [min(at), max(at), len(at)] for log_id, at in positions.items()},
    }
    return OwnFact(wanted.fact_id, Kind.DECISION, wanted.by, f"phone:{wanted.device_id}", (), data)
