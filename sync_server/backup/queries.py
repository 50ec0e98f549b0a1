"""All SQL of backups: what is safe of each log, copies made, restores, and phones not back since."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import and_, bindparam, func, insert, select
from sqlmodel import Session

from sync_server.accounts.devices import DeviceStatus
from sync_server.accounts.tables import Device, Person
from sync_server.backup.tables import Backup, Rewind, SafePosition
from sync_server.db.base import table_of
from sync_server.db.bulk import insert_many, rows_of, update_many
from sync_server.db.feed import read_head

_SAFE = table_of(SafePosition)
_BACKUP = table_of(Backup)
_REWIND = table_of(Rewind)
_DEVICE = table_of(Device)
_PERSON = table_of(Person)
_SAFE_SEQ = select(_SAFE.c.seq).where(_SAFE.c.log_id == bindparam("log_id"))
# A phone not heard for longer before the backup was put away: nobody waits for it.
HEARD_WITHIN_MS = 14 * 24 * 3_600_000


@dataclass(frozen=True, slots=True)
class PhoneNotBack:
    """A phone in use when the backup was made, that has not synced since the restore."""

    device_id: str
    person_id: str
    person_name: str
    restored_ms: int


def safe_seq(session: Session, log_id: str) -> int:
    """The last position of a log that a verified backup holds, 0 where none does."""
    found = rows_of(session.connection(), _SAFE_SEQ, log_id=log_id)
    return found[0][0] if found else 0


def raise_safe(session: Session, held: Mapping[str, int]) -> None:
    """A verified backup holds these logs up to these positions. `safe` never goes back."""
    rows = session.connection().execute(select(_SAFE.c.log_id, _SAFE.c.seq)).all()
    before: dict[str, int] = {log_id: seq for log_id, seq in rows}
    connection = session.connection()
    new = [(log_id, seq) for log_id, seq in held.items() if log_id not in before]
    further = [(seq, log_id) for log_id, seq in held.items() if seq > before.get(log_id, seq)]
    insert_many(connection, SafePosition, ("log_id", "seq"), new)
    update_many(connection, SafePosition, ("seq",), ("log_id",), further)


def note_backup(session: Session, made: Backup) -> None:
    """Keeps that a verified copy was made."""
    session.connection().execute(insert(_BACKUP), [made.model_dump(exclude={"id"})])


def mark_rewound(session: Session, file_name: str, now_ms: int) -> int:
    """This database went back to an older state just now; the feed number it went back to."""
    feed_seq, _, _ = read_head(session)
    heard_ms = session.connection().execute(select(func.max(_DEVICE.c.last_seen_ms))).scalar()
    values = {
        "restored_ms": now_ms,
        "heard_ms": now_ms if heard_ms is None else heard_ms,
        "feed_seq": feed_seq,
        "file_name": file_name,
    }
    session.connection().execute(insert(_REWIND), [values])
    return feed_seq


def phones_not_back(session: Session) -> list[PhoneNotBack]:
    """Active phones that may hold what a restore took away, by name: heard before it, and not since."""
    awaited = and_(
        _DEVICE.c.last_seen_ms >= _REWIND.c.heard_ms - HEARD_WITHIN_MS,
        _DEVICE.c.last_seen_ms < _REWIND.c.restored_ms,
    )
    statement = (
        select(_DEVICE.c.id, _PERSON.c.id, _PERSON.c.name, func.max(_REWIND.c.restored_ms))
        .select_from(_DEVICE)
        .join(_PERSON, _PERSON.c.id == _DEVICE.c.person_id)
        .join(_REWIND, awaited)
        .where(_DEVICE.c.status == DeviceStatus.ACTIVE.value)
        .group_by(_DEVICE.c.id, _PERSON.c.id, _PERSON.c.name)
        .order_by(_PERSON.c.name, _DEVICE.c.id)
    )
    return [PhoneNotBack(*row) for row in session.connection().execute(statement)]
