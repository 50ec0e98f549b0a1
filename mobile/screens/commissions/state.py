"""What « Mes commissions » shows: the totals of each period, and the lines of the one looked at."""

from dataclasses import dataclass

from mobile.screens.contract import Gesture, Reading
from mobile.store.lines import LineRow, LineStatus, PeriodTotal, lines_of_period, period_totals
from shared.commission.line_values import LineKind


@dataclass(frozen=True, slots=True)
class LineShown:
    """One line as a row shows it; `kind` is None where this program does not know it."""

    key: str
    payer_name: str
    kind: LineKind | None
    crates: int
    of: int
    amount_cents: int
    status: LineStatus
    is_disputed: bool


@dataclass(frozen=True, slots=True)
class PeriodShown:
    """One period: what is due, what is withheld, and its lines."""

    period: str
    due_cents: int
    withheld_cents: int
    is_settled: bool
    lines: tuple[LineShown, ...]


@dataclass(frozen=True, slots=True)
class ChoosePeriod(Gesture):
    """Look at another month."""

    period: str


@dataclass(frozen=True, slots=True)
class CommissionsDraft:
    """The month looked at; None is the newest."""

    period: str | None = None


def new_draft(_intent_id: str) -> CommissionsDraft:
    """The newest month."""
    return CommissionsDraft()


def change(draft: CommissionsDraft, news: object) -> CommissionsDraft:
    """Another month, as chosen."""
    return CommissionsDraft(news.period) if isinstance(news, ChoosePeriod) else draft


def load(reading: Reading) -> tuple[PeriodShown, ...]:
    """Every period this phone knows, newest first."""
    return tuple(
        _period(total, lines_of_period(reading.store, total.period)) for total in period_totals(reading.store)
    )


def _period(total: PeriodTotal, lines: tuple[LineRow, ...]) -> PeriodShown:
    return PeriodShown(
        period=total.period,
        due_cents=total.due_cents + total.settled_cents,
        withheld_cents=total.withheld_cents,
        is_settled=bool(lines) and all(line.settlement_id is not None for line in lines),
        lines=tuple(line_shown(line) for line in lines),
    )


def line_shown(line: LineRow) -> LineShown:
    """The part of a line that a row shows."""
    return LineShown(
        key=line.key,
        payer_name=line.payer_name,
        kind=LineKind(line.what) if line.what in tuple(LineKind) else None,
        crates=len(line.crates),
        of=line.of,
        amount_cents=line.amount_cents,
        status=line.status,
        is_disputed=line.is_disputed,
    )
