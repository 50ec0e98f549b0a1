"""The rules of rates in exact fractions, from the contract: a second opinion that shares no arithmetic."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import floor

from shared.commission.legs import Consignment, CrateLeg
from shared.commission.tariff import NoTariff, Tariff, TariffBook

# Period, payer, beneficiary, stage or « keeper », tariff version, whether it is due.
Sums = dict[tuple[str, str, str, str, str, bool], int]


def half_away(amount: Fraction) -> int:
    """Rounded to the cent, halves away from zero."""
    return floor(abs(amount) + Fraction(1, 2)) * (1 if amount >= 0 else -1)


def shared_out(cents: int, weights: Sequence[int]) -> list[int]:
    """Largest remainder; equal remainders to who comes first; nobody weighs anything: alike."""
    if cents < 0:
        return [-part for part in shared_out(-cents, weights)]
    weights = weights if sum(weights) else [1] * len(weights)
    exact = [Fraction(cents * weight, sum(weights)) for weight in weights]
    parts = [floor(each) for each in exact]
    neediest = sorted(range(len(parts)), key=lambda place: (parts[place] - exact[place], place))
    for place in neediest[: cents - sum(parts)]:
        parts[place] += 1
    return parts


def sums_by_rates(consignments: Iterable[Consignment], legs: Iterable[CrateLeg], book: TariffBook) -> Sums:
    """Rules 1 to 5: what each leg is worth, added up; own goods and what rounds to nothing left out."""
    lots = {each.id: each for each in consignments}
    stages: dict[tuple[str, str, int], list[CrateLeg]] = defaultdict(list)
    for leg in legs:
        stages[leg.consignment_id, leg.crate, leg.stage_index].append(leg)
    sums: Sums = defaultdict(int)
    for stage in stages.values():
        stage.sort(key=lambda leg: leg.carrier_order)
        for leg in stage:
            _add_leg(sums, lots[leg.consignment_id], leg, stage, book)
    return {key: cents for key, cents in sums.items() if cents}


def _add_leg(sums: Sums, lot: Consignment, leg: CrateLeg, stage: list[CrateLeg], book: TariffBook) -> None:
    tariff = book.in_force_on(leg.local_date)
    assert not isinstance(tariff, NoTariff)
    period, payer = f"{leg.local_date:%Y-%m}", lot.producer_id
    if leg.carrier_id != payer:
        rate_bp = {
            "collection": tariff.percent.collection,
            "transfer": tariff.percent.transfer,
            "delivery": tariff.percent.delivery,
            "direct": tariff.percent.direct,
        }[leg.stage.value]
        part = shared_out(_of_crate(lot, leg.crate, rate_bp, tariff), _shares(stage, tariff))[
            stage.index(leg)
        ]
        sums[period, payer, leg.carrier_id, leg.stage.value, tariff.version, leg.proven] += part
    arrives = leg is stage[-1] and leg.stage.value in ("delivery", "direct")
    if arrives and lot.keeper_id not in (None, payer):
        part = _of_crate(lot, leg.crate, tariff.keeper_bp, tariff)
        sums[period, payer, str(lot.keeper_id), "keeper", tariff.version, leg.proven] += part


def _of_crate(lot: Consignment, code: str, rate_bp: int, tariff: Tariff) -> int:
    base_cents = lot.turnover_ttc_cents if tariff.base.value == "ttc" else lot.turnover_ht_cents
    assert base_cents is not None
    crates = sorted(lot.crates, key=lambda crate: crate.code)
    grams = [crate.weight_g for crate in crates if crate.weight_g is not None]
    by_grams = (
        tariff.crate_weights.value == "grams" and not lot.unlabelled_count and len(grams) == len(crates)
    )
    weights = grams if by_grams else [1] * (len(crates) + lot.unlabelled_count)
    whole = half_away(Fraction(base_cents * rate_bp, 10_000))
    return shared_out(whole, weights)[[crate.code for crate in crates].index(code)]


def _shares(stage: list[CrateLeg], tariff: Tariff) -> list[int]:
    metres = [leg.distance_m for leg in stage if leg.distance_m is not None]
    by_distance = tariff.handover_split.value == "distance" and len(metres) == len(stage)
    return metres if by_distance else [1] * len(stage)
