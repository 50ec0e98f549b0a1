"""What a shop's names mean: said by somebody, kept with who and when, listed, and taken back."""

from dataclasses import dataclass

from sqlalchemy import and_, delete, insert, select
from sqlmodel import Session

from sync_server.db.base import table_of
from sync_server.imports.naming import AliasKind
from sync_server.imports.profiles import clean_cell
from sync_server.imports.tables import Alias, AliasDecision
from sync_server.network.queries import places_by_id, producers_by_id

_ALIAS = table_of(Alias)
_DECISION = table_of(AliasDecision)


@dataclass(frozen=True, slots=True)
class KnownAlias:
    """A name that means one of ours, or the day of a cycle, as last decided."""

    kind: AliasKind
    text: str
    target_id: str
    confirmed_by: str
    confirmed_at_ms: int


def known_aliases(session: Session) -> list[KnownAlias]:
    """All names remembered, by kind, the latest decided first."""
    statement = select(_ALIAS).order_by(_ALIAS.c.kind, _ALIAS.c.confirmed_at_ms.desc(), _ALIAS.c.text)
    rows = session.connection().execute(statement)
    return [
        KnownAlias(AliasKind(row.kind), row.text, row.target_id, row.confirmed_by, row.confirmed_at_ms)
        for row in rows
    ]


def confirm_alias(session: Session, kind: AliasKind, text: str, target_id: str, by: str, at_ms: int) -> bool:
    """Remembers that a shop's name means one of ours; False where there is no such producer or place."""
    known = producers_by_id(session) if kind is AliasKind.PRODUCER else places_by_id(session)
    name = clean_cell(text)
    if target_id not in known or not name:
        return False
    put_alias(session, KnownAlias(kind, name, target_id, by, at_ms))
    return True


def put_alias(session: Session, alias: KnownAlias) -> None:
    """Writes what a name means from now on; saying the same again changes nothing, not even who said it."""
    before = session.get(Alias, (alias.kind.value, alias.text))
    if before is not None and before.target_id == alias.target_id:
        return
    session.merge(
        Alias(
            kind=alias.kind.value,
            text=alias.text,
            target_id=alias.target_id,
            confirmed_by=alias.confirmed_by,
            confirmed_at_ms=alias.confirmed_at_ms,
        )
    )
    session.flush()
    _note(session, alias.kind, alias.text, alias.target_id, alias.confirmed_by, alias.confirmed_at_ms)


def forget_alias(session: Session, kind: AliasKind, text: str, by: str, at_ms: int) -> bool:
    """The name will be asked again; False where nothing was remembered of it."""
    found = session.connection().execute(
        delete(_ALIAS).where(and_(_ALIAS.c.kind == kind.value, _ALIAS.c.text == text))
    )
    session.expire_all()
    if not found.rowcount:
        return False
    _note(session, kind, text, None, by, at_ms)
    return True


def _note(session: Session, kind: AliasKind, text: str, target_id: str | None, by: str, at_ms: int) -> None:
    values = {
        "kind": kind.value,
        "text": text,
        "target_id": target_id,
        "decided_by": by,
        "decided_at_ms": at_ms,
    }
    session.connection().execute(insert(_DECISION).values(values))
