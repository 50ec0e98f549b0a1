"""What was done about who may see and do what: rows that are only added, kept for six months."""

from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session, col, delete, func, select

from sync_server.accounts.audit_kept import KEPT_MS
from sync_server.accounts.tables import AuditEvent


class AuditAct(StrEnum):
    """One thing worth remembering about an account, a session, a second factor or the code of a door."""

    SIGNED_IN = "signed-in"
    FACTOR_SET = "factor-set"
    FACTOR_REFUSED = "factor-refused"
    FACTOR_RESET = "factor-reset"
    CODES_RENEWED = "codes-renewed"
    PASSWORD_CHANGED = "password-changed"
    USER_ADDED = "user-added"
    ROLES_CHANGED = "roles-changed"
    USER_CLOSED = "user-closed"
    USER_OPENED = "user-opened"
    LINK_MADE = "link-made"
    SESSIONS_ENDED = "sessions-ended"
    DOOR_CODE_SET = "door-code-set"
    DOOR_CODE_FORGOTTEN = "door-code-forgotten"


@dataclass(frozen=True, slots=True)
class AuditRow:
    """Who did what to whose account or which door, and what is to be said of it. Ids, never words typed."""

    at_ms: int
    by: str
    act: AuditAct
    about: str
    note: str


def write_audit(session: Session, row: AuditRow) -> None:
    """Adds a row, and forgets those that are older than six months."""
    session.add(AuditEvent(at_ms=row.at_ms, by=row.by, act=row.act.value, about=row.about, note=row.note))
    session.flush()
    forget_old_audit(session, row.at_ms)


def forget_old_audit(session: Session, now_ms: int) -> int:
    """Forgets what is older than six months; how many rows. The table itself lets no younger one go."""
    newest = select(func.max(AuditEvent.at_ms)).scalar_subquery()
    gone = session.exec(
        delete(AuditEvent)
        .where(col(AuditEvent.at_ms) <= now_ms - KEPT_MS)
        .where(col(AuditEvent.at_ms) <= newest - KEPT_MS)
    )
    return gone.rowcount


def latest_audit(session: Session, limit: int) -> list[AuditRow]:
    """The latest rows, the last one first."""
    rows = session.exec(select(AuditEvent).order_by(col(AuditEvent.id).desc()).limit(limit))
    return [AuditRow(row.at_ms, row.by, AuditAct(row.act), row.about, row.note) for row in rows]
