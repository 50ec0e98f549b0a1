"""Rule 8: a pot for logistics that producers fill by their sales and helpers share by what they carried."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from shared.commission.carriage import Carriage
from shared.commission.crate_cents import CrateCents
from shared.commission.legs import Consignment
from shared.commission.line_values import (
    POOL,
    CommissionError,
    CommissionErrorCode,
    CommissionLine,
    LineKind,
)
from shared.commission.local_time import period_of
from shared.commission.percent import events_of
from shared.commission.tariff import Pool, PoolKey, Tariff, TariffBook
from shared.money import BP_PER_WHOLE, half_away, split_by_largest_remainder

# One crate counts for this much, so that a handover can share it in whole numbers.
CRATE_UNITS = 10_000


@dataclass(slots=True)
class _Pot:
    """Sales and carriage of one period under one version of the tariff."""

    period: str
    tariff: Tariff
    scheme: Pool
    sales_cents: dict[str, int] = field(default_factory=lambda: defaultdict[str, int](int))
    carried: list[Carriage] = field(default_factory=list[Carriage])

    @property
    def amount_cents(self) -> int:
        return half_away(
            sum(self.sales_cents.values()) * self.scheme.sales_bp * self.scheme.logistics_bp,
            BP_PER_WHOLE * BP_PER_WHOLE,
        )


def pool_lines(
    consignments: Iterable[Consignment],
    carriages: Iterable[Carriage],
    tariffs: TariffBook,
    crate_cents: CrateCents,
) -> tuple[list[CommissionLine], list[CommissionError]]:
    """What producers pay into each pot and helpers get out of it: the same cents in and out.

    Sales fall in the month of their distribution day, carriage in the month its leg ended. A pot that
    nobody carried for is not filled: it is an error for the coordinator.
    """
    if all(tariff.pool is None for tariff in tariffs.tariffs):
        return [], []
    pots, errors = _pots_with_sales(consignments, tariffs)
    for carriage in carriages:
        pot = pots.get((carriage.period, carriage.tariff.version))
        if pot is not None and carriage.leg.proven and not carriage.is_own_goods:
            pot.carried.append(carriage)
    lines: list[CommissionLine] = []
    for pot in pots.values():
        if pot.amount_cents <= 0:
            continue
        if pot.carried:
            lines += [*_lines_in(pot), *_lines_out(pot, crate_cents)]
        else:
            code, version = CommissionErrorCode.POOL_WITHOUT_CARRIER, pot.tariff.version
            errors.append(CommissionError(code, None, None, None, (), version))
    return lines, errors


def _pots_with_sales(
    consignments: Iterable[Consignment], tariffs: TariffBook
) -> tuple[dict[tuple[str, str], _Pot], list[CommissionError]]:
    pots: dict[tuple[str, str], _Pot] = {}
    errors: list[CommissionError] = []
    for consignment in consignments:
        tariff = tariffs.in_force_on(consignment.date)
        if not isinstance(tariff, Tariff) or tariff.pool is None:
            continue
        base_cents = tariff.base_cents(consignment)
        if base_cents is None:
            code, day = CommissionErrorCode.NO_UNTAXED_TURNOVER, consignment.date
            errors.append(CommissionError(code, consignment.id, None, day, (), tariff.version))
            continue
        period = period_of(consignment.date)
        pot = pots.setdefault((period, tariff.version), _Pot(period, tariff, tariff.pool))
        pot.sales_cents[consignment.producer_id] += base_cents
    return pots, errors


def _lines_in(pot: _Pot) -> Iterable[CommissionLine]:
    producer_ids = sorted(pot.sales_cents)
    # Refunds larger than the sales do not make a producer a beneficiary of the pool.
    weights = [max(0, pot.sales_cents[producer_id]) for producer_id in producer_ids]
    parts = split_by_largest_remainder(pot.amount_cents, weights)
    for producer_id, part_cents in zip(producer_ids, parts, strict=True):
        own = [each for each in pot.carried if each.consignment.producer_id == producer_id]
        # A producer whose crates nobody carried still pays for the logistics of all: those are the facts.
        yield _line(pot, LineKind.POOL_IN, producer_id, POOL, part_cents, events_of(own or pot.carried))


def _lines_out(pot: _Pot, crate_cents: CrateCents) -> Iterable[CommissionLine]:
    carried_by: dict[str, list[Carriage]] = defaultdict(list)
    for carriage in pot.carried:
        carried_by[carriage.leg.carrier_id].append(carriage)
    helper_ids = sorted(carried_by)
    measures = [_measure(pot, carried_by[helper_id], crate_cents) for helper_id in helper_ids]
    parts = split_by_largest_remainder(pot.amount_cents, measures)
    for helper_id, part_cents in zip(helper_ids, parts, strict=True):
        yield _line(pot, LineKind.POOL_OUT, POOL, helper_id, part_cents, events_of(carried_by[helper_id]))


def _measure(pot: _Pot, carried: Sequence[Carriage], crate_cents: CrateCents) -> int:
    """What one helper carried, in the unit of the key; a handed-over crate counts for his part of it."""
    match pot.scheme.key:
        case PoolKey.STOPS:
            return len({(each.leg.round_id, place_id) for each in carried for place_id in each.stops})
        case PoolKey.CRATES:
            measure = _crate_units
        case PoolKey.GRAMS:
            # One unknown weight would make grams unfair to its carrier: crates are counted instead.
            weighed = all(_weight_g(each) is not None for each in pot.carried)
            measure = _grams if weighed else _crate_units
        case PoolKey.TURNOVER:
            measure = partial(_turnover_cents, crate_cents=crate_cents)
    return max(0, sum(each.carriers_part(measure(each)) for each in carried))


def _crate_units(_carriage: Carriage) -> int:
    return CRATE_UNITS


def _weight_g(carriage: Carriage) -> int | None:
    crates = carriage.consignment.crates
    return next(crate.weight_g for crate in crates if crate.code == carriage.leg.crate)


def _grams(carriage: Carriage) -> int:
    return _weight_g(carriage) or 0


def _turnover_cents(carriage: Carriage, crate_cents: CrateCents) -> int:
    return crate_cents.of(carriage.leg.crate, carriage.base_cents, carriage.consignment, carriage.tariff)


def _line(
    pot: _Pot, kind: LineKind, payer_id: str, beneficiary_id: str, part_cents: int, events: tuple[str, ...]
) -> CommissionLine:
    return CommissionLine(
        period=pot.period,
        payer_id=payer_id,
        beneficiary_id=beneficiary_id,
        consignment_id=None,
        stage_or_kind=kind,
        round_id=None,
        tariff_version=pot.tariff.version,
        crates=(),
        crate_count_total=0,
        base_cents=pot.amount_cents,
        rate_bp=0,
        amount_cents=part_cents,
        event_ids=events,
    )
