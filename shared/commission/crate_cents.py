"""Rules 1 to 3: an amount of a consignment over its crates, a crate's cents over its carriers."""

from collections.abc import Sequence

from shared.commission.legs import Consignment, CrateLeg
from shared.commission.tariff import CrateWeights, HandoverSplit, Tariff
from shared.money import split_by_largest_remainder, split_equally


def crate_total(consignment: Consignment) -> int:
    """All the consignment's crates, those without a code included."""
    return len(consignment.crates) + consignment.unlabelled_count


def shares_by_grams(consignment: Consignment, tariff: Tariff) -> bool:
    """Whether weights count: the tariff says so, and every crate has been weighed."""
    if tariff.crate_weights is CrateWeights.EQUAL or consignment.unlabelled_count:
        return False
    return all(crate.weight_g is not None for crate in consignment.crates)


def split_over_crates(amount_cents: int, consignment: Consignment, tariff: Tariff) -> dict[str, int]:
    """Each crate's cents by largest remainder; equal remainders go to the smaller code.

    Crates without a code come last and keep their part. A single unknown weight makes all crates equal.
    """
    crates = sorted(consignment.crates, key=lambda crate: crate.code)
    if shares_by_grams(consignment, tariff):
        parts = split_by_largest_remainder(amount_cents, [crate.weight_g or 0 for crate in crates])
    else:
        parts = split_equally(amount_cents, crate_total(consignment))
    return {crate.code: cents for crate, cents in zip(crates, parts, strict=False)}


def split_over_carriers(crate_cents: int, stage_legs: Sequence[CrateLeg], tariff: Tariff) -> tuple[int, ...]:
    """A crate's cents over the carriers of one stage, in their order; equal remainders go to the earlier one.

    Distance counts when the tariff says so and every leg's is known; else all legs are equal.
    """
    distances = [leg.distance_m for leg in stage_legs if leg.distance_m is not None]
    if tariff.handover_split is HandoverSplit.DISTANCE and len(distances) == len(stage_legs):
        return split_by_largest_remainder(crate_cents, distances)
    return split_equally(crate_cents, len(stage_legs))


class CrateCents:
    """Crates' cents, computed once for each consignment, tariff and amount."""

    def __init__(self) -> None:
        self._splits: dict[tuple[str, str, int], dict[str, int]] = {}

    def of(self, crate: str, amount_cents: int, consignment: Consignment, tariff: Tariff) -> int:
        """One crate's part of an amount of its consignment."""
        key = (consignment.id, tariff.version, amount_cents)
        split = self._splits.get(key)
        if split is None:
            split = self._splits[key] = split_over_crates(amount_cents, consignment, tariff)
        return split[crate]
