"""What a tariff would have paid in a month, beside what the tariffs in force pay: nothing is stored.

Both sides are the same function of the same facts, read in one transaction: they differ by the tariff alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from sqlmodel import Session

from shared.commission.line_values import NETWORK, POOL, CommissionError
from shared.commission.tariff import Reach, Tariff, TariffBook
from sync_server.commission import queries
from sync_server.commission.compute import value_under
from sync_server.commission.settled import settled_cents_of_period
from sync_server.commission.tariffs import load_tariffs

_NOBODY = frozenset({NETWORK, POOL})
Compared = tuple[int, int]
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Side:
    """What one choice of tariffs pays in a month, in cents: to whom, by whom, in which round."""

    paid_cents: int
    withheld_cents: int
    by_helper: Mapping[str, int]
    by_farm: Mapping[str, int]
    by_round: Mapping[str | None, int]
    network_cents: int
    errors: tuple[CommissionError, ...]


@dataclass(frozen=True, slots=True)
class MonthSimulated:
    """A month under the tariffs in force and under the one tried.

    `settled_cents` is what settlements have paid for that month so far; None before the first.
    """

    period: str
    before: Side
    after: Side
    settled_cents: int | None


@dataclass(slots=True)
class Totals:
    """Several months added up: each pair is what is in force and what is tried."""

    paid: Compared = (0, 0)
    network: Compared = (0, 0)
    helpers: dict[str, Compared] = field(default_factory=dict[str, Compared])
    farms: dict[str, Compared] = field(default_factory=dict[str, Compared])
    rounds: dict[str | None, Compared] = field(default_factory=dict[str | None, Compared])

    def add(self, month: MonthSimulated) -> None:
        """Adds a month."""
        before, after = month.before, month.after
        self.paid = _plus(self.paid, before.paid_cents, after.paid_cents)
        self.network = _plus(self.network, before.network_cents, after.network_cents)
        for name, sums in (("by_helper", self.helpers), ("by_farm", self.farms), ("by_round", self.rounds)):
            old, new = getattr(before, name), getattr(after, name)
            for key in {*old, *new}:
                sums[key] = _plus(sums.get(key, (0, 0)), old.get(key, 0), new.get(key, 0))


def simulate_month(session: Session, period: str, tried: Tariff) -> MonthSimulated:
    """The month as it is and as the tariff would have made it, had it been in force from its first day."""
    # In force on every day there is: a leg of the month before may share a stage with one of this month.
    alone = TariffBook((replace(tried, valid_from=date.min),))
    in_force = load_tariffs(session)
    return MonthSimulated(
        period,
        before=side_of(session, period, in_force),
        after=side_of(session, period, alone),
        settled_cents=settled_cents_of_period(session, period),
    )


def side_of(session: Session, period: str, tariffs: TariffBook) -> Side:
    """What some tariffs pay in a month."""
    whole_rounds = any(tariff.reach is not Reach.CONSIGNMENT for tariff in tariffs.tariffs)
    pks = queries.consignment_pks_of_period(session, period, whole_rounds=whole_rounds)
    valuation = value_under(session, tariffs, pks)
    due = [line for line in valuation.lines if line.period == period]
    withheld = sum(line.amount_cents for line in valuation.withheld if line.period == period)
    by_helper = _sums((line.beneficiary_id, line.amount_cents) for line in due)
    by_farm = _sums((line.payer_id, line.amount_cents) for line in due)
    return Side(
        paid_cents=sum(cents for who, cents in by_helper.items() if who not in _NOBODY),
        withheld_cents=withheld,
        by_helper={who: cents for who, cents in by_helper.items() if who not in _NOBODY},
        by_farm={who: cents for who, cents in by_farm.items() if who not in _NOBODY},
        by_round=_sums((line.round_id, line.amount_cents) for line in due if line.beneficiary_id != POOL),
        network_cents=by_farm.get(NETWORK, 0),
        errors=tuple(each for each in valuation.errors if _is_of(each, period)),
    )


def _is_of(error: CommissionError, period: str) -> bool:
    return error.local_date is None or error.local_date.isoformat().startswith(period)


def _sums(pairs: Iterable[tuple[Key, int]]) -> dict[Key, int]:
    sums: dict[Key, int] = defaultdict(int)
    for key, cents in pairs:
        sums[key] += cents
    return dict(sums)


def _plus(pair: Compared, before_cents: int, after_cents: int) -> Compared:
    return pair[0] + before_cents, pair[1] + after_cents
