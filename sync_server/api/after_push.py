"""After events are stored: rounds and crates projected; a failure here never fails the push."""

from sqlmodel import Session

from sync_server.custody.crate_queries import StoredFact, facts_by_pk, mark_crates_dirty
from sync_server.custody.ingest import Taken
from sync_server.custody.projection import project_crates
from sync_server.custody.round_state import note_round_states
from sync_server.db.feed import LockedFeed
from sync_server.log import log_alarm


def project_what_was_taken(session: Session, feed: LockedFeed, taken: Taken, now_ms: int) -> None:
    """Computes again what the new events touch, in a savepoint of the push's own transaction."""
    if not taken.new_facts and not taken.touched_crates:
        return
    before = (feed.seq, feed.fh)
    try:
        with session.begin_nested():
            _project(session, feed, taken, now_ms)
    # Whatever goes wrong in what is computed, the facts are kept: it is computed again later.
    except Exception as error:  # noqa: BLE001
        feed.seq, feed.fh = before
        mark_crates_dirty(session.connection(), taken.touched_crates)
        log_alarm("projection_failed", error=type(error).__name__, crates=len(taken.touched_crates))


def _project(session: Session, feed: LockedFeed, taken: Taken, now_ms: int) -> None:
    facts = {
        new.pk: StoredFact(new.fact, new.time.at_ms, new.time.source.value, now_ms) for new in taken.new_facts
    }
    facts |= facts_by_pk(session.connection(), taken.moved_events)
    closed = note_round_states(session, feed, (new.fact for new in taken.new_facts))
    project_crates(session, feed, taken.touched_crates | closed, facts)
