"""Showing a piece to a coordinator: only while it is in question, and never without a trace."""

from enum import StrEnum

from sqlmodel import Session, col, select

from sync_server.evidence import queries
from sync_server.evidence.pieces import PieceState
from sync_server.evidence.questions import pieces_in_question
from sync_server.evidence.tables import EvidenceAudit

SHOWN = "shown"


class NotShown(StrEnum):
    """Why nobody sees a piece."""

    NOT_HELD = "evidence-not-held"
    NOT_IN_QUESTION = "evidence-not-in-question"


def show_piece(session: Session, name: str, who: str, reason: str, now_ms: int) -> bytes | NotShown:
    """The copy made for people to see, noted in the audit in the caller's transaction.

    Photos and signatures come as JPEG, positions as JSON.
    """
    connection = session.connection()
    shown = queries.shown_bytes(connection, name)
    if shown is None:
        return NotShown.NOT_HELD
    if name not in pieces_in_question(session, [name]):
        return NotShown.NOT_IN_QUESTION
    queries.write_audit(connection, SHOWN, [name], who, reason, now_ms)
    return shown


def is_held(session: Session, name: str) -> bool:
    """Whether a piece has come and was not erased since."""
    return queries.state_of(session.connection(), name) == PieceState.HELD.value


def show_offered_photo(session: Session, name: str, who: str, reason: str, now_ms: int) -> bytes | None:
    """The copy of a photo somebody offers for others to see; None where it is not held. Noted all the same.

    Its caller has seen that the fact which names it offers it: no question need be open about it.
    """
    connection = session.connection()
    shown = queries.shown_bytes(connection, name)
    if shown is not None:
        queries.write_audit(connection, SHOWN, [name], who, reason, now_ms)
    return shown


def latest_shown(session: Session, limit: int) -> list[EvidenceAudit]:
    """Which pieces were shown to whom and why, the last one first."""
    shown = select(EvidenceAudit).where(EvidenceAudit.act == SHOWN)
    return list(session.exec(shown.order_by(col(EvidenceAudit.id).desc()).limit(limit)))
