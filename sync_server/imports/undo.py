"""Taking an import back: what it had replaced is in force again, in one act that says who and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import insert, select
from sqlmodel import Session

from sync_server.db.base import table_of
from sync_server.db.feed import LockedFeed
from sync_server.imports import queries
from sync_server.imports.aliases import KnownAlias, forget_alias, put_alias
from sync_server.imports.confirm import Confirmation, let_consignments_follow
from sync_server.imports.import_list import find_import
from sync_server.imports.naming import AliasKind
from sync_server.imports.past_scopes import KeptScope, replaced_by_import, replacements_of_import
from sync_server.imports.queries import ScopeInForce
from sync_server.imports.tables import ImportUndo
from sync_server.network.consignments import ConsignmentKey, ConsignmentsChanged
from sync_server.network.crates import RandomBytes

_UNDO = table_of(ImportUndo)


class UndoOutcome(StrEnum):
    """How taking an import back ended."""

    UNDONE = "undone"
    ALREADY = "already"
    SUPERSEDED = "superseded"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Undone:
    """How it ended; `later_import_id` is the one to take back first."""

    outcome: UndoOutcome
    consignments: ConsignmentsChanged | None = None
    later_import_id: int | None = None


@dataclass(frozen=True, slots=True)
class UndoRecord:
    """Who took an import back, when and why."""

    undone_by: str
    undone_at_ms: int
    because: str


def undo_record(session: Session, import_id: int) -> UndoRecord | None:
    """How an import was taken back, if it was."""
    columns = [_UNDO.c[name] for name in UndoRecord.__slots__]
    row = session.connection().execute(select(*columns).where(_UNDO.c.import_id == import_id)).first()
    return None if row is None else UndoRecord(*row)


def undone_imports(session: Session) -> frozenset[int]:
    """The imports that were taken back."""
    return frozenset(session.connection().execute(select(_UNDO.c.import_id)).scalars())


def later_import(session: Session, import_id: int) -> int | None:
    """The last import that replaced something of this one: it has to be taken back first."""
    in_force = queries.scopes_of_import(session, import_id)
    later = [
        by
        for source, scope_key, by in replacements_of_import(session, import_id)
        if (source, scope_key) not in in_force
    ]
    # What it emptied may have been filled again since.
    for kept in replaced_by_import(session, import_id):
        now = queries.scope_in_force(session, kept.source, kept.scope_key)
        if now is not None and now.import_id != import_id:
            later.append(now.import_id)
    return max(later, default=None)


def undo_import(
    session: Session,
    feed: LockedFeed,
    import_id: int,
    because: str,
    confirmation: Confirmation,
    random_bytes: RandomBytes,
) -> Undone:
    """Puts back what the import had replaced, takes out what it had added; consignments follow."""
    if find_import(session, import_id) is None:
        return Undone(UndoOutcome.MISSING)
    if undo_record(session, import_id) is not None:
        return Undone(UndoOutcome.ALREADY)
    later = later_import(session, import_id)
    if later is not None:
        return Undone(UndoOutcome.SUPERSEDED, later_import_id=later)
    values = {
        "import_id": import_id,
        "undone_by": confirmation.by,
        "undone_at_ms": confirmation.at_ms,
        "because": because,
    }
    session.connection().execute(insert(_UNDO).values(values))
    added = queries.scopes_of_import(session, import_id)
    kept = replaced_by_import(session, import_id)
    scope_ids = [scope.id for scope in added.values()]
    touched = {one.key for one in queries.amounts_of_scopes(session, scope_ids)}
    queries.delete_lines(session, scope_ids)
    touched |= _put_back(session, added, kept)
    _say_days_again(session, added, kept, confirmation)
    return Undone(UndoOutcome.UNDONE, let_consignments_follow(session, feed, touched, random_bytes))


def _put_back(
    session: Session, added: dict[tuple[str, str], ScopeInForce], kept: Sequence[KeptScope]
) -> set[ConsignmentKey]:
    """Writes the scopes as they were, forgets those there were none of; the consignments they bear on."""
    touched: set[ConsignmentKey] = set()
    rows: list[tuple[object, ...]] = []
    for scope in kept:
        known = added.get((scope.source, scope.scope_key))
        values: dict[str, object] = {
            "source": scope.source,
            "scope_key": scope.scope_key,
            "group_key": scope.group_key,
            "import_id": scope.import_id,
            "content_sha256": scope.content_sha256,
            "order_count": scope.order_count,
            "line_count": scope.line_count,
            "amount_ttc_cents": scope.amount_ttc_cents,
            "latest_order_at": scope.latest_order_at,
        }
        rows += scope.rows(queries.put_scope(session, known.id if known else None, values))
        touched |= scope.consignments()
    restored = {(scope.source, scope.scope_key) for scope in kept}
    queries.delete_scopes(session, [scope.id for key, scope in added.items() if key not in restored])
    queries.insert_lines(session, rows)
    return touched


def _say_days_again(
    session: Session,
    added: dict[tuple[str, str], ScopeInForce],
    kept: Sequence[KeptScope],
    confirmation: Confirmation,
) -> None:
    """A cycle is on the day it had before; one of which nothing is left is asked again."""
    days = {scope.group_key: scope.day() for scope in kept if scope.line_count}
    remembered = queries.aliases(session, AliasKind.CYCLE)
    for source, cycle in sorted({(source, scope.group_key) for (source, _), scope in added.items()}):
        day = days.get(cycle)
        if cycle not in remembered or (day is None and queries.scopes_of_groups(session, source, [cycle])):
            continue
        if day is None:
            forget_alias(session, AliasKind.CYCLE, cycle, confirmation.by, confirmation.at_ms)
        else:
            put_alias(session, KnownAlias(AliasKind.CYCLE, cycle, day, confirmation.by, confirmation.at_ms))
