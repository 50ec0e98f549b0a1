"""Confirming an import: the scopes that changed are replaced as a whole, consignments and crates follow."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session

from sync_server.db.feed import LockedFeed
from sync_server.imports import queries
from sync_server.imports.aliases import KnownAlias, put_alias
from sync_server.imports.naming import AliasKind
from sync_server.imports.older_export import newest_order
from sync_server.imports.past_scopes import keep_scopes
from sync_server.imports.prepare import Prepared
from sync_server.imports.preview import ScopeState, order_count
from sync_server.imports.queries import ScopeInForce
from sync_server.imports.scope_content import ScopeContent, line_row
from sync_server.imports.texts import reject_sentence
from sync_server.network.consignments import ConsignmentKey, ConsignmentsChanged, follow_orders
from sync_server.network.crates import RandomBytes


class Outcome(StrEnum):
    """How a confirmation ended."""

    IMPORTED = "imported"
    UNCHANGED = "unchanged"
    ASKED = "asked"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Who confirms and when; rejected lines are left out only when that is accepted."""

    by: str
    at_ms: int
    are_rejects_accepted: bool = False


@dataclass(frozen=True, slots=True)
class Confirmed:
    """How it ended; without an import id nothing was written."""

    outcome: Outcome
    import_id: int | None = None
    consignments: ConsignmentsChanged | None = None


def confirm(
    session: Session,
    feed: LockedFeed,
    prepared: Prepared,
    confirmation: Confirmation,
    random_bytes: RandomBytes,
) -> Confirmed:
    """Replaces the scopes that changed, then lets consignments and crates follow, all in this transaction."""
    preview = prepared.preview
    if preview.questions:
        return Confirmed(Outcome.ASKED)
    # A point whose lines are all rejected would look absent, and a whole cycle would empty it.
    if preview.rejects and (prepared.is_whole_cycle or not confirmation.are_rejects_accepted):
        return Confirmed(Outcome.REJECTED)
    emptied = _scopes_in_state(prepared, ScopeState.ABSENT) if prepared.is_whole_cycle else []
    if preview.is_unchanged and not emptied:
        return Confirmed(Outcome.UNCHANGED)
    import_id = _write_file(session, prepared, confirmation)
    replaced = [*_scopes_in_state(prepared, ScopeState.CHANGED), *emptied]
    keep_scopes(session, prepared.preview.source.value, replaced, import_id)
    gone = {one.key for one in queries.amounts_of_scopes(session, [scope.id for scope in replaced])}
    queries.delete_lines(session, [scope.id for scope in replaced])
    queries.delete_scopes(session, [scope.id for scope in emptied])
    written = _write_scopes(session, prepared, import_id)
    _remember_days(session, prepared, confirmation)
    changed = let_consignments_follow(session, feed, gone | written, random_bytes)
    return Confirmed(Outcome.IMPORTED, import_id, changed)


def _write_file(session: Session, prepared: Prepared, confirmation: Confirmation) -> int:
    preview = prepared.preview
    values: dict[str, object] = {
        "name": preview.file_name,
        "sha256": preview.sha256,
        "profile": preview.source.value,
        "raw": prepared.kept,
        "imported_at_ms": confirmation.at_ms,
        "imported_by": confirmation.by,
        "order_count": preview.order_count,
        "line_count": preview.line_count,
        "amount_ttc_cents": preview.amount_ttc_cents,
        "reject_count": len(preview.rejects),
    }
    rejects: list[dict[str, object]] = [
        {
            "row_no": reject.row_no,
            "column": reject.column,
            "reason": reject.fault.value,
            "sentence": reject_sentence(reject),
        }
        for reject in preview.rejects
    ]
    return queries.insert_file(session, values, rejects)


def _write_scopes(session: Session, prepared: Prepared, import_id: int) -> set[ConsignmentKey]:
    """Writes the scopes that are new or changed; the consignments they bear on."""
    touched: set[ConsignmentKey] = set()
    rows: list[tuple[object, ...]] = []
    for change in prepared.preview.scopes:
        if change.state not in (ScopeState.NEW, ScopeState.CHANGED):
            continue
        content = prepared.after[change.scope_key]
        scope_id = _put_scope(session, prepared, content, import_id)
        rows += [line_row(line, scope_id, import_id) for line in content.lines]
        touched |= {
            ConsignmentKey(line.producer_id, line.place_id, line.pickup_date) for line in content.lines
        }
    queries.insert_lines(session, rows)
    return touched


def _put_scope(session: Session, prepared: Prepared, content: ScopeContent, import_id: int) -> int:
    known = prepared.before.get(content.scope_key)
    values: dict[str, object] = {
        "source": prepared.preview.source.value,
        "scope_key": content.scope_key,
        "group_key": content.group_key,
        "import_id": import_id,
        "content_sha256": content.content_sha256,
        "order_count": order_count(content.lines),
        "line_count": len(content.lines),
        "amount_ttc_cents": sum(line.read.amount_ttc_cents for line in content.lines),
        "latest_order_at": newest_order(content.lines),
    }
    return queries.put_scope(session, known.id if known else None, values)


def _scopes_in_state(prepared: Prepared, state: ScopeState) -> list[ScopeInForce]:
    return [prepared.before[change.scope_key] for change in prepared.preview.scopes if change.state is state]


def let_consignments_follow(
    session: Session, feed: LockedFeed, touched: Iterable[ConsignmentKey], random_bytes: RandomBytes
) -> ConsignmentsChanged:
    """Brings these consignments in line with all orders in force."""
    keys = sorted(touched, key=lambda key: key.id)
    in_force = queries.ordered_by_consignment(session, {key.date for key in keys})
    ordered = [in_force[key] for key in keys if key in in_force]
    cancelled = [key for key in keys if key not in in_force]
    return follow_orders(session, feed, ordered, cancelled, random_bytes)


def _remember_days(session: Session, prepared: Prepared, confirmation: Confirmation) -> None:
    """A cycle's day is asked once: the next export of the same cycle finds it."""
    for content in prepared.after.values():
        cycle, day = content.lines[0].read.cycle, content.lines[0].pickup_date
        if cycle:
            put_alias(session, KnownAlias(AliasKind.CYCLE, cycle, day, confirmation.by, confirmation.at_ms))
