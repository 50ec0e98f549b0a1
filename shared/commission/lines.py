"""F: from consignments, legs and tariffs to every commission line, due or withheld, to the cent."""

from collections.abc import Iterable, Sequence

from shared.commission.carriage import value_legs
from shared.commission.crate_cents import CrateCents, crate_total
from shared.commission.flat import flat_crate_lines, flat_stop_lines
from shared.commission.keepers import KeeperBook
from shared.commission.legs import Consignment, CrateLeg
from shared.commission.limits import limit_lines
from shared.commission.line_values import (
    CommissionError,
    CommissionErrorCode,
    CommissionLine,
    Computation,
    LineKind,
    UnlabelledPart,
)
from shared.commission.percent import keeper_lines, stage_lines
from shared.commission.pool import pool_lines
from shared.commission.tariff import TariffBook
from shared.money import split_equally

__all__ = [
    "CommissionError",
    "CommissionErrorCode",
    "CommissionLine",
    "Computation",
    "LineKind",
    "UnlabelledPart",
    "compute_lines",
]

FORMULA_VERSION = "1"


def compute_lines(
    consignments: Sequence[Consignment],
    legs: Iterable[CrateLeg],
    tariffs: TariffBook,
    keepers: KeeperBook | None = None,
) -> Computation:
    """Every line that follows from the facts, in key order, whatever the order of what is given.

    `keepers` names who kept a relay point or locker other than the consignment's own on its day, for crates
    left at a fallback point. Lines of zero cents are not made. Rules 6 to 8 look at whole rounds or periods:
    `Tariff.reach` says what has to be given together.
    """
    carriages, errors = value_legs(consignments, legs, tariffs)
    crate_cents = CrateCents()
    carried = stage_lines(carriages, crate_cents)
    # Parts that no tariff has are not looked for: most co-ops have rates alone.
    if any(tariff.flat_per_crate_cents for tariff in tariffs.tariffs):
        carried += flat_crate_lines(carriages)
    if any(tariff.flat_per_stop_cents for tariff in tariffs.tariffs):
        carried += flat_stop_lines(carriages)
    kept = keeper_lines(carriages, keepers or KeeperBook(), crate_cents)
    pooled, pool_errors = pool_lines(consignments, carriages, tariffs, crate_cents)
    limited = limit_lines([line for line in carried if line.withheld_reason is None], tariffs)
    lines = [*carried, *kept, *limited, *pooled]
    return Computation(
        lines=_in_key_order(line for line in lines if line.withheld_reason is None),
        withheld=_in_key_order(line for line in lines if line.withheld_reason is not None),
        errors=tuple(sorted(errors + pool_errors, key=_error_order)),
        unlabelled=tuple(_unlabelled_parts(consignments)),
    )


def _in_key_order(lines: Iterable[CommissionLine]) -> tuple[CommissionLine, ...]:
    return tuple(sorted((line for line in lines if line.amount_cents), key=lambda line: line.key))


def _error_order(error: CommissionError) -> tuple[str, ...]:
    day = "" if error.local_date is None else error.local_date.isoformat()
    return (error.code, error.consignment_id or "", error.stage or "", day, error.tariff_version or "")


def _unlabelled_parts(consignments: Iterable[Consignment]) -> Iterable[UnlabelledPart]:
    for consignment in sorted(consignments, key=lambda each: each.id):
        total = crate_total(consignment)
        if not total:
            # No crate is even expected yet: the whole turnover is unlabelled.
            yield UnlabelledPart(consignment.id, 0, 0, consignment.turnover_ttc_cents)
        elif consignment.unlabelled_count:
            parts = split_equally(consignment.turnover_ttc_cents, total)
            unlabelled_cents = sum(parts[len(consignment.crates) :])
            yield UnlabelledPart(consignment.id, consignment.unlabelled_count, total, unlabelled_cents)
