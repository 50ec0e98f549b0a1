"""What stands in the way of closing a period: each point as a value, and the rule that finds them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlmodel import Session

from shared.commission.line_values import CommissionError, CommissionErrorCode
from shared.commission.local_time import period_of
from shared.custody.discrepancies import DiscrepancyKind
from sync_server.backup.queries import phones_not_back
from sync_server.reconciliation.items import WorkItem
from sync_server.reconciliation.queries import ItemFilter, open_items
from sync_server.settlement import queries
from sync_server.settlement.calendar import end_of_period_ms, last_day_of_period

DAY_MS = 24 * 3_600_000
# A phone not heard for longer is put away: it holds nobody up.
SILENT_WITHIN_MS = 14 * DAY_MS


@dataclass(frozen=True, slots=True)
class PeriodNotOver:
    """Facts of this period are still to come. A coordinator may close early, giving a reason."""

    code: ClassVar[str] = "period-not-over"

    last_day: date


@dataclass(frozen=True, slots=True)
class LaterPeriodClosed:
    """What was still open of this period went into the settlement of a later one."""

    code: ClassVar[str] = "later-period-closed"

    closed_period: str


@dataclass(frozen=True, slots=True)
class OpenDiscrepancies:
    """Blocking discrepancies of one kind and month that nobody has decided."""

    code: ClassVar[str] = "open-discrepancies"

    kind: DiscrepancyKind
    period: str
    item_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SilentPhone:
    """A phone in use, silent since the period's end. A coordinator may do without, giving a reason."""

    code: ClassVar[str] = "silent-phone"

    device_id: str
    person_id: str
    person_name: str
    last_seen_ms: int


@dataclass(frozen=True, slots=True)
class UnvaluedLegs:
    """Legs whose amount cannot be computed, such as those without a tariff in force."""

    code: ClassVar[str] = "unvalued-legs"

    error: CommissionErrorCode
    consignment_id: str | None
    day: date
    crates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CratesNotProjected:
    """Crates whose events were received but not yet turned into legs."""

    code: ClassVar[str] = "crates-not-projected"

    crates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LogGap:
    """A phone's log that lacks positions it should have."""

    code: ClassVar[str] = "log-gap"

    log_id: str
    device_id: str
    missing_count: int


@dataclass(frozen=True, slots=True)
class PhoneNotBackSinceRestore:
    """A phone in use before the database was restored, silent since. May be done without, with a reason."""

    code: ClassVar[str] = "phone-not-back"

    device_id: str
    person_id: str
    person_name: str
    restored_ms: int


BlockingPoint = (
    PeriodNotOver
    | LaterPeriodClosed
    | OpenDiscrepancies
    | SilentPhone
    | PhoneNotBackSinceRestore
    | UnvaluedLegs
    | CratesNotProjected
    | LogGap
)


@dataclass(frozen=True, slots=True)
class Overrides:
    """What a coordinator closes in spite of, and why; None where he does not."""

    silent_reason: str | None = None
    early_reason: str | None = None

    def lift(self, point: BlockingPoint) -> bool:
        """Whether this point is set aside."""
        match point:
            case SilentPhone() | PhoneNotBackSinceRestore():
                return _is_given(self.silent_reason)
            case PeriodNotOver():
                return _is_given(self.early_reason)
            case _:
                return False


def _is_given(reason: str | None) -> bool:
    return reason is not None and bool(reason.strip())


NO_OVERRIDES = Overrides()


def blocking_points(
    session: Session, period: str, errors: Iterable[CommissionError], now_ms: int
) -> tuple[BlockingPoint, ...]:
    """Everything that stands in the way of closing the period now."""
    closed_period = queries.last_closed_period(session)
    if closed_period is not None and closed_period > period:
        return (LaterPeriodClosed(closed_period),)
    points: list[BlockingPoint] = []
    end_ms = end_of_period_ms(period)
    if now_ms < end_ms:
        points.append(PeriodNotOver(last_day_of_period(period)))
    points += _open_discrepancies(open_items(session, ItemFilter(is_blocking=True)), closed_period, period)
    points += _unvalued_legs(errors, closed_period, period)
    not_projected = queries.crates_not_projected(session)
    if not_projected:
        points.append(CratesNotProjected(not_projected))
    points += [LogGap(*row) for row in queries.logs_with_a_gap(session)]
    points += _phones_to_hear(session, end_ms, now_ms)
    return tuple(points)


def _phones_to_hear(session: Session, end_ms: int, now_ms: int) -> Iterable[BlockingPoint]:
    """Phones that may hold facts the server lacks; one that a restore waits for is told once."""
    awaited = phones_not_back(session)
    for phone in awaited:
        yield PhoneNotBackSinceRestore(phone.device_id, phone.person_id, phone.person_name, phone.restored_ms)
    if now_ms < end_ms:
        return
    told = {phone.device_id for phone in awaited}
    for device_id, person_id, name, seen_ms in queries.devices_seen_between(
        session, now_ms - SILENT_WITHIN_MS, end_ms
    ):
        if device_id not in told:
            yield SilentPhone(device_id, person_id, name, seen_ms)


def _open_discrepancies(
    items: Sequence[WorkItem], closed_period: str | None, period: str
) -> Iterable[OpenDiscrepancies]:
    grouped: dict[tuple[str, DiscrepancyKind], list[int]] = defaultdict(list)
    for item in items:
        if _is_being_closed(item.period, closed_period, period):
            grouped[item.period, item.kind].append(item.id)
    for (month, kind), item_ids in sorted(grouped.items()):
        yield OpenDiscrepancies(kind, month, tuple(item_ids))


def _unvalued_legs(
    errors: Iterable[CommissionError], closed_period: str | None, period: str
) -> Iterable[UnvaluedLegs]:
    for error in errors:
        day = error.local_date
        if day is not None and _is_being_closed(period_of(day), closed_period, period):
            yield UnvaluedLegs(error.code, error.consignment_id, day, error.crates)


def _is_being_closed(month: str, closed_period: str | None, period: str) -> bool:
    """Whether a month's lines come into this settlement for the first time."""
    return month <= period and (closed_period is None or month > closed_period)
