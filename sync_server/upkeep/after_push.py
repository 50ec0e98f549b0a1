"""After events are stored: rounds, crates, work items and lines computed; a failure never fails the push."""

from collections.abc import Iterable, Mapping

from sqlmodel import Session

from shared.custody.discrepancies import Discrepancy, DiscrepancyKind
from sync_server.commission.disputed_rows import tell_of_disputes
from sync_server.commission.open_rows import refresh_lines
from sync_server.custody.busy_days import busy_days, phone_day_of, phone_days
from sync_server.custody.compartments import banks_named_by, publish_banks
from sync_server.custody.crate_queries import (
    StoredFact,
    all_crates,
    dirty_consignments,
    dirty_crates,
    facts_by_pk,
    forget_dirty_consignments,
    mark_crates_dirty,
)
from sync_server.custody.dispute_queries import disputed_keys
from sync_server.custody.findings import Findings
from sync_server.custody.ingest import Taken
from sync_server.custody.projection import project_crates
from sync_server.custody.round_state import note_round_states
from sync_server.custody.second_reading import (
    SecondReading,
    bodies_of_unknown,
    read_bodies,
    read_quarantine,
)
from sync_server.custody.withdrawals import starts_withdrawn_by
from sync_server.db.bulk import in_chunks
from sync_server.db.feed import LockedFeed, lock_feed
from sync_server.db.runtime import Runtime
from sync_server.db.session import begin, read
from sync_server.evidence.naming import note_evidence
from sync_server.log import log_alarm
from sync_server.reconciliation.queries import open_keys_of
from sync_server.reconciliation.service import close_gone, open_or_close


def project_what_was_taken(session: Session, feed: LockedFeed, taken: Taken, now_ms: int) -> bool:
    """Computes again what the new events touch, in a savepoint of the push's own transaction.

    Whether commission lines must be computed again too.
    """
    if not (taken.new_facts or taken.touched_crates or taken.quarantined):
        return False
    before = (feed.seq, feed.fh)
    try:
        with session.begin_nested():
            return _project(session, feed, taken, now_ms)
    # Whatever goes wrong in what is computed, the facts are kept: it is computed again later.
    except Exception as error:  # noqa: BLE001
        feed.seq, feed.fh = before
        mark_crates_dirty(session.connection(), taken.touched_crates)
        log_alarm("projection_failed", error=type(error).__name__, crates=len(taken.touched_crates))
        return False


def refresh_dirty_lines(runtime: Runtime) -> None:
    """Computes again the commission lines whose legs changed, in a transaction of its own."""
    try:
        with begin(runtime.database) as session:
            feed = lock_feed(session)
            dirty = dirty_consignments(session.connection())
            refresh_lines(session, feed, dirty)
            forget_dirty_consignments(session.connection(), dirty)
    # The consignments stay marked: the next push that moves a leg tries again, closing needs no rows.
    except Exception as error:  # noqa: BLE001
        log_alarm("lines_not_refreshed", error=type(error).__name__)


def project_again(runtime: Runtime, *, everything: bool) -> int:
    """Projects the crates whose projection failed, or every crate there is; how many."""
    with read(runtime.database) as session:
        connection = session.connection()
        codes = all_crates(connection) if everything else dirty_crates(connection)
    for chunk in in_chunks(codes):
        with begin(runtime.database) as session:
            projection = project_crates(session, lock_feed(session), chunk)
            open_or_close(session, projection.findings, runtime.now_ms())
    refresh_dirty_lines(runtime)
    return len(codes)


def read_quarantine_again(runtime: Runtime) -> SecondReading:
    """Reads what an older program could not; what becomes an event is projected like any other."""
    now_ms = runtime.now_ms()
    with begin(runtime.database) as session:
        feed = lock_feed(session)
        found = read_quarantine(session, feed)
        legs_moved = follow_reading(session, feed, found, now_ms)
    if legs_moved:
        refresh_dirty_lines(runtime)
    return found


def read_what_waited_for(runtime: Runtime, device_id: str) -> None:
    """Reads what came while the server knew of no such phone, as after an old backup took its place."""
    with read(runtime.database) as session:
        if not bodies_of_unknown(session, device_id):
            return
    now_ms = runtime.now_ms()
    with begin(runtime.database) as session:
        feed = lock_feed(session)
        found = read_bodies(session, feed, bodies_of_unknown(session, device_id))
        legs_moved = follow_reading(session, feed, found, now_ms)
    if legs_moved:
        refresh_dirty_lines(runtime)


def follow_reading(session: Session, feed: LockedFeed, found: SecondReading, now_ms: int) -> bool:
    """Projects what left quarantine and closes its items; whether commission lines must be computed again."""
    close_gone(session, [unreadable_key(log_id, seq) for log_id, seq in found.freed], now_ms)
    legs_moved = project_what_was_taken(session, feed, found.taken, now_ms)
    for log_id, seq in found.freed:
        note_evidence(session, log_id, seq, seq, now_ms)
    return legs_moved


def _project(session: Session, feed: LockedFeed, taken: Taken, now_ms: int) -> bool:
    facts = {
        new.pk: StoredFact(new.fact, new.time.at_ms, new.time.source.value, now_ms) for new in taken.new_facts
    }
    connection = session.connection()
    withdrawn = starts_withdrawn_by(connection, (new.fact for new in taken.new_facts))
    facts |= facts_by_pk(connection, taken.judged_again | withdrawn)
    closed = note_round_states(session, feed, (new.fact for new in taken.new_facts))
    projection = project_crates(session, feed, taken.touched_crates | closed, facts)
    # Also where only an incident, or the withdrawal of one, says something of a door.
    named = banks_named_by(session.connection(), (each.fact for each in facts.values()))
    publish_banks(session, feed, named)
    # Also of those whose time moved: what is told says since when.
    tell_of_disputes(session, feed, disputed_keys(connection, (each.fact for each in facts.values())))
    open_or_close(session, projection.findings, now_ms)
    _note_busy_days(session, facts, moved=bool(taken.judged_again), now_ms=now_ms)
    if taken.quarantined:
        open_or_close(session, Findings(tuple(_unreadable(taken, now_ms))), now_ms)
    return bool(projection.dirty_consignments)


def _note_busy_days(session: Session, facts: Mapping[int, StoredFact], *, moved: bool, now_ms: int) -> None:
    """Phones that recorded too much on a day; where times moved, a day may have been emptied."""
    days = phone_days((each.fact.device, each.effective_ms) for each in facts.values())
    held: list[str] = []
    if moved:
        devices = {day.device_id for day in days}
        named = [(key, phone_day_of(key)) for key in open_keys_of(session, DiscrepancyKind.TOO_MANY_FACTS)]
        kept = {key: day for key, day in named if day is not None and day.device_id in devices}
        days |= set(kept.values())
        held = list(kept)
    found = busy_days(session.connection(), days)
    open_or_close(session, Findings(tuple(found)), now_ms)
    still = {each.key for each in found}
    close_gone(session, [key for key in held if key not in still], now_ms)


def _unreadable(taken: Taken, now_ms: int) -> Iterable[Discrepancy]:
    """Somebody must look at what was quarantined: it may be a fact that pays somebody."""
    kind = DiscrepancyKind.BODY_UNREADABLE
    for each in taken.quarantined:
        yield Discrepancy(kind, unreadable_key(taken.log_id, each.seq), at_ms=now_ms)


def unreadable_key(log_id: str, seq: int) -> str:
    """The discrepancy of a position in quarantine."""
    return f"{DiscrepancyKind.BODY_UNREADABLE.value}:{log_id}:{seq}"
