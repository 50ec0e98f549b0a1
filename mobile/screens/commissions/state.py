"""What « Mes commissions » shows: the totals of each period, and the lines of the one looked at."""

from collections import defaultdict
from dataclasses import dataclass, replace

from mobile.screens.contract import Gesture, Reading
from mobile.store.lines import LineRow, LineStatus, PeriodTotal, lines_of_period, period_totals
from shared.commission.line_values import LineKind


@dataclass(frozen=True, slots=True)
class LineShown:
    """One line as a row shows it; `kind` is None where this program does not know it."""

    key: str
    payer_name: str
    kind: LineKind | None
    place_name: str | None
    crates: int
    of: int
    amount_cents: int
    status: LineStatus
    is_disputed: bool


@dataclass(frozen=True, slots=True)
class PayerShown:
    """What one farm owes in a period, with its lines, the largest first."""

    payer_id: str
    name: str
    due_cents: int
    withheld_cents: int
    lines: tuple[LineShown, ...]


@dataclass(frozen=True, slots=True)
class PeriodShown:
    """One period: what is due, what is withheld, and who owes it."""

    period: str
    due_cents: int
    withheld_cents: int
    is_settled: bool
    payers: tuple[PayerShown, ...]


@dataclass(frozen=True, slots=True)
class ChoosePeriod(Gesture):
    """Look at another month."""

    period: str


@dataclass(frozen=True, slots=True)
class TogglePayer(Gesture):
    """Show the lines of a farm, or fold them away."""

    payer_id: str


@dataclass(frozen=True, slots=True)
class CommissionsDraft:
    """The month looked at (None is the newest), and the farms whose lines are shown."""

    period: str | None = None
    opened: frozenset[str] = frozenset()


def new_draft(_intent_id: str) -> CommissionsDraft:
    """The newest month, every farm on one line."""
    return CommissionsDraft()


def change(draft: CommissionsDraft, news: object) -> CommissionsDraft:
    """Another month, or one farm more or less in detail."""
    match news:
        case ChoosePeriod(period=period):
            return CommissionsDraft(period)
        case TogglePayer(payer_id=payer_id):
            return replace(draft, opened=draft.opened ^ {payer_id})
        case _:
            return draft


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
        payers=_payers(lines),
    )


def _payers(lines: tuple[LineRow, ...]) -> tuple[PayerShown, ...]:
    by_payer: defaultdict[str, list[LineRow]] = defaultdict(list)
    for line in lines:
        by_payer[line.payer_id].append(line)
    payers = [_payer(payer_id, members) for payer_id, members in by_payer.items()]
    return tuple(sorted(payers, key=lambda payer: (-payer.due_cents, payer.name)))


def _payer(payer_id: str, lines: list[LineRow]) -> PayerShown:
    withheld_cents = sum(line.amount_cents for line in lines if line.status is LineStatus.WITHHELD)
    return PayerShown(
        payer_id,
        lines[0].payer_name,
        due_cents=sum(line.amount_cents for line in lines) - withheld_cents,
        withheld_cents=withheld_cents,
        lines=tuple(
            line_shown(line) for line in sorted(lines, key=lambda line: (-line.amount_cents, line.key))
        ),
    )


def line_shown(line: LineRow) -> LineShown:
    """The part of a line that a row shows."""
    return LineShown(
        key=line.key,
        payer_name=line.payer_name,
        kind=LineKind(line.what) if line.what in tuple(LineKind) else None,
        place_name=line.place_name,
        crates=len(line.crates),
        of=line.of,
        amount_cents=line.amount_cents,
        status=line.status,
        is_disputed=line.is_disputed,
    )
