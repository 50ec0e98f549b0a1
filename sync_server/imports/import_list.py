"""Imports that were confirmed, for the coordinator's list: what each held and which lines it left out."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from sync_server.db.base import table_of
from sync_server.imports.tables import ImportFile, ImportReject

_FILE = table_of(ImportFile)
_REJECT = table_of(ImportReject)


@dataclass(frozen=True, slots=True)
class ListedImport:
    """A confirmed import without its content."""

    id: int
    name: str
    sha256: str
    profile: str
    imported_at_ms: int
    imported_by: str
    order_count: int
    line_count: int
    reject_count: int
    amount_ttc_cents: int


_COLUMNS = tuple(_FILE.c[name] for name in ListedImport.__slots__)


def latest_imports(session: Session, limit: int) -> list[ListedImport]:
    """The imports confirmed last."""
    statement = select(*_COLUMNS).order_by(_FILE.c.id.desc()).limit(limit)
    return [ListedImport(*row) for row in session.connection().execute(statement)]


def find_import(session: Session, import_id: int) -> ListedImport | None:
    """One confirmed import."""
    row = session.connection().execute(select(*_COLUMNS).where(_FILE.c.id == import_id)).first()
    return None if row is None else ListedImport(*row)


def rejects_of_import(session: Session, import_id: int) -> list[str]:
    """Why each line left out was left out, in the order of the file."""
    statement = select(_REJECT.c.sentence).where(_REJECT.c.import_id == import_id).order_by(_REJECT.c.row_no)
    return list(session.connection().execute(statement).scalars())
