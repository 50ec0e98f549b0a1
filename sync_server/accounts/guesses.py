"""Slows down guessing: after ten wrong passwords, or five codes, a quarter of an hour without evaluation.

Failures stand in the database: every process of a server counts the same, and a restart forgets none.
"""

from hashlib import sha256

from sqlalchemy import delete, func, insert, select
from sqlmodel import Session

from sync_server.accounts.tables import FailedTry
from sync_server.db.base import table_of

TRIES_MAX = 10
CODE_TRIES_MAX = 5
WINDOW_MS = 15 * 60_000
_TRY = table_of(FailedTry)


def is_closed(session: Session, source: str, tries_max: int, now_ms: int) -> bool:
    """Whether this source (address and login, or account) has failed too often to be heard now."""
    recent = _TRY.c.at_ms > now_ms - WINDOW_MS
    failed = select(func.count()).where(_TRY.c.source_sha256 == _kept(source), recent)
    return session.connection().execute(failed).scalar_one() >= tries_max


def note_failure(session: Session, source: str, now_ms: int) -> None:
    """Counts one wrong password or code; those that count no more, of anybody, go."""
    session.connection().execute(delete(_TRY).where(_TRY.c.at_ms <= now_ms - WINDOW_MS))
    session.connection().execute(insert(_TRY).values(source_sha256=_kept(source), at_ms=now_ms))


def _kept(source: str) -> str:
    """Whoever reads the database learns no address of anybody."""
    return sha256(source.encode("utf-8", "surrogatepass")).hexdigest()
