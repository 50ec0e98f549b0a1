"""Drafts of tariffs: forms kept as they were left, to be simulated and voted later."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlmodel import Session

from sync_server.commission.tables import TariffDraft
from sync_server.db.base import table_of

_DRAFT = table_of(TariffDraft)


@dataclass(frozen=True, slots=True)
class Draft:
    """A form as it was left, by whom and when."""

    id: int
    form: Mapping[str, str]
    by: str
    at_ms: int


def keep_draft(
    session: Session, form: Mapping[str, str], by: str, now_ms: int, draft_id: int | None = None
) -> int:
    """Keeps a form, in place of an earlier state of the same draft; its id.

    A draft that somebody dropped meanwhile is kept as a new one: nothing typed is lost.
    """
    row = {"form": json.dumps(dict(form), ensure_ascii=False, sort_keys=True), "by": by, "at_ms": now_ms}
    if draft_id is not None:
        kept = session.connection().execute(update(_DRAFT).where(_DRAFT.c.id == draft_id).values(row))
        if kept.rowcount:
            return draft_id
    made = session.connection().execute(insert(_DRAFT).values(row).returning(_DRAFT.c.id))
    return int(made.scalar_one())


def find_draft(session: Session, draft_id: int) -> Draft | None:
    """A draft; None where there is none of that id."""
    row = session.connection().execute(select(_DRAFT).where(_DRAFT.c.id == draft_id)).first()
    return None if row is None else _draft(row)


def list_drafts(session: Session) -> list[Draft]:
    """All drafts, the latest first."""
    rows = session.connection().execute(select(_DRAFT).order_by(_DRAFT.c.at_ms.desc(), _DRAFT.c.id.desc()))
    return [_draft(row) for row in rows]


def drop_draft(session: Session, draft_id: int) -> bool:
    """Forgets a draft; False where it was forgotten already."""
    return session.connection().execute(delete(_DRAFT).where(_DRAFT.c.id == draft_id)).rowcount > 0


def _draft(row: Any) -> Draft:
    return Draft(row.id, json.loads(row.form), row.by, row.at_ms)
