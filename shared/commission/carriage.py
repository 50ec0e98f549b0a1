"""Legs set beside their consignment, tariff and fellow carriers; an error where one of them lacks."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import itemgetter

from shared.commission.crate_cents import split_over_carriers
from shared.commission.legs import Consignment, CrateLeg, Stage, WithheldReason
from shared.commission.line_values import CommissionError, CommissionErrorCode
from shared.commission.local_time import period_of
from shared.commission.tariff import NoTariff, Tariff, TariffBook
from shared.errors import RelaisError


@dataclass(frozen=True, slots=True)
class Carriage:
    """One leg with all it is valued by.

    `stage_legs` are the legs of its stage in order, this one among them. `passage` is 1 the first time the
    crate goes over such a stage, 2 the second: a crate may be transferred from hub to hub to hub.
    """

    leg: CrateLeg
    consignment: Consignment
    tariff: Tariff
    base_cents: int
    stage_legs: Sequence[CrateLeg]
    passage: int = 1

    @property
    def is_own_goods(self) -> bool:
        """Whether the carrier is the producer: recorded, counted in cost and fairness, paid nothing."""
        return self.leg.carrier_id == self.consignment.producer_id

    @property
    def is_arrival(self) -> bool:
        """Whether this leg ends with the drop at the relay point or locker."""
        return self.leg.stage in (Stage.DELIVERY, Stage.DIRECT) and self.stage_legs[-1] is self.leg

    @property
    def stops(self) -> tuple[str, ...]:
        """The places where this carrier took the crate or left it; a handover spot is no stop."""
        taken_at = self.leg.from_place_id if self.stage_legs[0] is self.leg else None
        left_at = self.leg.to_place_id if self.stage_legs[-1] is self.leg else None
        return tuple(place_id for place_id in (taken_at, left_at) if place_id is not None)

    @property
    def period(self) -> str:
        """The local month of the event that ends the leg."""
        return period_of(self.leg.local_date)

    @property
    def passage_detail(self) -> str:
        """What tells a line of a second passage from the first one's: nothing for the first."""
        return "" if self.passage == 1 else str(self.passage)

    @property
    def withheld_reason(self) -> WithheldReason | None:
        """Why the leg pays nothing yet; None when it is proven."""
        if self.leg.proven:
            return None
        return self.leg.withheld_reason or WithheldReason.END_UNPROVEN

    def carriers_part(self, crate_cents: int) -> int:
        """This carrier's part of the crate's cents of the stage."""
        if len(self.stage_legs) == 1:
            return crate_cents
        parts = split_over_carriers(crate_cents, self.stage_legs, self.tariff)
        return next(part for part, leg in zip(parts, self.stage_legs, strict=True) if leg is self.leg)


class _Errors:
    """Errors of legs, one for each cause, with all the crates it touches."""

    def __init__(self) -> None:
        self._crates: dict[CommissionError, set[str]] = defaultdict(set)

    def add(self, code: CommissionErrorCode, leg: CrateLeg, tariff: Tariff | None = None) -> None:
        version = None if tariff is None else tariff.version
        cause = CommissionError(code, leg.consignment_id, leg.stage, leg.local_date, (), version)
        self._crates[cause].add(leg.crate)

    def listed(self) -> list[CommissionError]:
        return [replace(cause, crates=tuple(sorted(crates))) for cause, crates in self._crates.items()]


def value_legs(
    consignments: Iterable[Consignment], legs: Iterable[CrateLeg], tariffs: TariffBook
) -> tuple[list[Carriage], list[CommissionError]]:
    """Each leg that can be valued, and an error for each cause why others cannot.

    Raises: RelaisError `consignment-given-twice`, since only one of the turnovers would count.
    """
    known: dict[str, Consignment] = {}
    for consignment in consignments:
        if consignment.id in known:
            raise RelaisError("consignment-given-twice", consignment_id=consignment.id)
        known[consignment.id] = consignment
    codes = {id_: {crate.code for crate in known[id_].crates} for id_ in known}
    stages = _legs_by_stage(legs)
    in_force: dict[date, Tariff | NoTariff] = {}
    carriages: list[Carriage] = []
    errors = _Errors()
    for stage_legs, passage in stages:
        for leg in stage_legs:
            consignment = known.get(leg.consignment_id)
            if consignment is None:
                errors.add(CommissionErrorCode.UNKNOWN_CONSIGNMENT, leg)
                continue
            if leg.crate not in codes[consignment.id]:
                errors.add(CommissionErrorCode.UNBOUND_CRATE, leg)
                continue
            tariff = in_force.get(leg.local_date)
            if tariff is None:
                tariff = in_force[leg.local_date] = tariffs.in_force_on(leg.local_date)
            if isinstance(tariff, NoTariff):
                errors.add(CommissionErrorCode.NO_TARIFF, leg)
                continue
            base_cents = tariff.base_cents(consignment)
            if base_cents is None:
                errors.add(CommissionErrorCode.NO_UNTAXED_TURNOVER, leg, tariff)
                continue
            carriages.append(Carriage(leg, consignment, tariff, base_cents, stage_legs, passage))
    return carriages, errors.listed()


def _legs_by_stage(legs: Iterable[CrateLeg]) -> Iterable[tuple[list[CrateLeg], int]]:
    """The legs of each stage of each crate in the carriers' order, and which passage over it that is."""
    stages: dict[tuple[str, str, int], list[CrateLeg]] = defaultdict(list)
    for leg in legs:
        stages[leg.consignment_id, leg.crate, leg.stage_index].append(leg)
    passages: dict[tuple[str, str, Stage], int] = defaultdict(int)
    for consignment_id, crate, stage_index in sorted(stages, key=itemgetter(2)):
        stage_legs = stages[consignment_id, crate, stage_index]
        if len(stage_legs) > 1:
            stage_legs.sort(key=lambda leg: (leg.carrier_order, leg.ended_at_ms, leg.carrier_id))
        passages[consignment_id, crate, stage_legs[0].stage] += 1
        yield stage_legs, passages[consignment_id, crate, stage_legs[0].stage]
