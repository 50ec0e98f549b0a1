"""What confirming an import would move in closed periods: tried out, measured in cents, and undone."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from sync_server.commission.kept import open_values
from sync_server.db.feed import lock_feed
from sync_server.db.runtime import Runtime
from sync_server.db.session import begin
from sync_server.imports.confirm import Confirmation, confirm
from sync_server.imports.faults import FileRefused
from sync_server.imports.prepare import Asking, prepare
from sync_server.settlement.differences import differences
from sync_server.settlement.queries import closed_periods
from sync_server.upkeep.after_planning import follow_consignments


@dataclass(frozen=True, slots=True)
class ClosedPeriodMoved:
    """A closed period that the import bears on. It stays as it is: the next closing carries the difference.

    `line_count` and `cents` are what confirming adds to the adjustments that wait already.
    """

    period: str
    line_count: int
    cents: int


def closed_among(session: Session, days: tuple[str, ...]) -> tuple[str, ...]:
    """The closed periods that these days belong to, in order."""
    closed = {one.period for one in closed_periods(session)}
    return tuple(sorted({day[:7] for day in days} & closed))


def moved_by_import(runtime: Runtime, asking: Asking, periods: tuple[str, ...]) -> list[ClosedPeriodMoved]:
    """Confirms the file in a transaction that is taken back, and compares what each closing would add.

    Only for files that touch a closed period: it holds the write lock while it computes.
    """
    with begin(runtime.database) as session:
        before = _waiting(session, periods)
        _try(session, runtime, asking)
        after = _waiting(session, periods)
        session.rollback()
    return [_moved(period, before[period], after[period]) for period in periods]


def _try(session: Session, runtime: Runtime, asking: Asking) -> None:
    feed = lock_feed(session)
    prepared = prepare(session, asking)
    if isinstance(prepared, FileRefused):
        return
    confirmation = Confirmation("", runtime.now_ms(), are_rejects_accepted=True)
    confirmed = confirm(session, feed, prepared, confirmation, runtime.random_bytes)
    if confirmed.consignments is not None:
        follow_consignments(session, feed, confirmed.consignments.changed_pks, runtime.now_ms())


def _waiting(
    session: Session, periods: tuple[str, ...]
) -> Mapping[str, Mapping[tuple[str | None, ...], int]]:
    """The differences that the next closing would carry, by the closed period they are of."""
    found: dict[str, dict[tuple[str | None, ...], int]] = {period: {} for period in periods}
    for each in differences(open_values(session).unsettled, max(periods)):
        if each.line.period in found:
            found[each.line.period][each.line.identity] = each.line.amount_cents
    return found


def _moved(
    period: str,
    before: Mapping[tuple[str | None, ...], int],
    after: Mapping[tuple[str | None, ...], int],
) -> ClosedPeriodMoved:
    moved = [after.get(key, 0) - before.get(key, 0) for key in {*before, *after}]
    return ClosedPeriodMoved(period, sum(1 for cents in moved if cents), sum(moved))
