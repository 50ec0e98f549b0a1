"""What people set by hand in the network, field by field: who, when, what it was; files leave it alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import insert, select
from sqlmodel import Session

from sync_server.db.base import table_of
from sync_server.network.tables import NetworkEdit

_EDIT = table_of(NetworkEdit)


class Subject(StrEnum):
    """What was set by hand."""

    PLACE = "place"
    PERSON = "person"


class EditedField(StrEnum):
    """The side of it that was set."""

    NAME = "name"
    POSITION = "position"
    AREA = "area"
    NOTE = "note"
    ROLE = "role"
    KEEPER = "keeper"
    ROLES = "roles"
    PHOTO = "photo"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Edit:
    """One field set by hand, as it is shown."""

    field: EditedField
    before: str
    after: str
    edited_by: str
    edited_at_ms: int


@dataclass(frozen=True, slots=True)
class EditOf:
    """Whose act it is and of what: what every edit of one form has in common."""

    subject: Subject
    subject_id: str
    by: str
    at_ms: int


def note_edits(
    session: Session, edit: EditOf, before: Mapping[EditedField, str], after: Mapping[EditedField, str]
) -> int:
    """Writes one row for each field that is another than before; how many."""
    rows = [
        {
            "subject": edit.subject.value,
            "subject_id": edit.subject_id,
            "field": field.value,
            "before": before.get(field, ""),
            "after": value,
            "edited_by": edit.by,
            "edited_at_ms": edit.at_ms,
        }
        for field, value in after.items()
        if value != before.get(field, "")
    ]
    if rows:
        session.connection().execute(insert(_EDIT), rows)
    return len(rows)


def edits_of(session: Session, subject: Subject, subject_id: str) -> list[Edit]:
    """What was set by hand, the latest first."""
    statement = (
        select(_EDIT)
        .where(_EDIT.c.subject == subject.value, _EDIT.c.subject_id == subject_id)
        .order_by(_EDIT.c.id.desc())
    )
    return [
        Edit(EditedField(row.field), row.before, row.after, row.edited_by, row.edited_at_ms)
        for row in session.connection().execute(statement)
    ]


def edited_fields(session: Session, subject: Subject) -> frozenset[tuple[str, EditedField]]:
    """Every (id, field) that somebody has set by hand."""
    statement = select(_EDIT.c.subject_id, _EDIT.c.field).where(_EDIT.c.subject == subject.value).distinct()
    return frozenset((row[0], EditedField(row[1])) for row in session.connection().execute(statement))
