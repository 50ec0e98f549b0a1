"""Erasing evidence after two months, twelve where it is in question, or one piece at once; facts stay."""

from dataclasses import dataclass

from sqlmodel import Session

from sync_server.db.bulk import in_chunks
from sync_server.evidence import queries
from sync_server.evidence.pieces import PieceState
from sync_server.evidence.questions import pieces_in_question

DAY_MS = 24 * 3_600_000
KEPT_MS = 60 * DAY_MS
KEPT_IN_QUESTION_MS = 365 * DAY_MS
# What a phone did not go on sending for so long, it sends from the beginning.
UPLOAD_LIFE_MS = 7 * DAY_MS
BY_RULE = "retention"
ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Erased:
    """What a run erased, and what it kept although it is two months old: it is in question."""

    names: tuple[str, ...]
    kept_in_question: int


def erase_old_evidence(session: Session, now_ms: int) -> Erased:
    """Erase every piece whose time has come, also the names of those that never arrived."""
    connection = session.connection()
    queries.forget_uploads_before(connection, now_ms - UPLOAD_LIFE_MS)
    dates = queries.unerased_with_dates(connection)
    old = sorted(name for name, at_ms in dates.items() if at_ms < now_ms - KEPT_MS)
    if not old:
        return Erased((), 0)
    in_question = pieces_in_question(session, old)
    kept = {name for name in in_question if dates[name] >= now_ms - KEPT_IN_QUESTION_MS}
    names = tuple(name for name in old if name not in kept)
    _erase(session, names, BY_RULE, BY_RULE, now_ms)
    return Erased(names, len(kept))


def erase_piece(session: Session, name: str, who: str, reason: str, now_ms: int) -> bool:
    """Erase one piece now, whatever its age; False where no fact names it, or it is erased already."""
    state = queries.state_of(session.connection(), name)
    if state is None or state == PieceState.ERASED.value:
        return False
    _erase(session, (name,), who, reason, now_ms)
    return True


def _erase(session: Session, names: tuple[str, ...], who: str, reason: str, now_ms: int) -> None:
    connection = session.connection()
    for chunk in in_chunks(names):
        queries.erase_bytes(connection, chunk, reason, now_ms)
        queries.write_audit(connection, ERASED, chunk, who, reason, now_ms)
