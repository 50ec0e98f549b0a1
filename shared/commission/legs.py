"""Legs, stages and consignments: the facts of carriage that commissions are computed from, as pure values."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shared.commission.local_time import local_date, local_period
from shared.network import PlaceRole

__all__ = [
    "Consignment",
    "CrateLeg",
    "CrateUnit",
    "Stage",
    "WithheldReason",
    "local_date",
    "local_period",
    "stage_of",
]


class Stage(StrEnum):
    """The part of the way a crate is carried; the roles of its two ends decide."""

    COLLECTION = "collection"
    TRANSFER = "transfer"
    DELIVERY = "delivery"
    DIRECT = "direct"


class WithheldReason(StrEnum):
    """Why a leg pays nothing until the coordinator decides."""

    START_UNPROVEN = "start_unproven"
    END_UNPROVEN = "end_unproven"
    DISCREPANCY = "discrepancy"
    STAGE_OPEN = "stage_open"
    REPEATED_STAGE = "repeated_stage"
    DISPUTED = "disputed"


_STAGES: dict[tuple[PlaceRole, PlaceRole], Stage] = {
    (PlaceRole.FARM, PlaceRole.HUB): Stage.COLLECTION,
    (PlaceRole.HUB, PlaceRole.HUB): Stage.TRANSFER,
    (PlaceRole.HUB, PlaceRole.RELAY): Stage.DELIVERY,
    (PlaceRole.HUB, PlaceRole.LOCKER): Stage.DELIVERY,
    (PlaceRole.FARM, PlaceRole.RELAY): Stage.DIRECT,
    (PlaceRole.FARM, PlaceRole.LOCKER): Stage.DIRECT,
}


def stage_of(from_role: PlaceRole, to_role: PlaceRole) -> Stage | None:
    """The stage between two roles; None for a way no tariff pays, such as back to the farm."""
    return _STAGES.get((from_role, to_role))


@dataclass(frozen=True, slots=True)
class CrateUnit:
    """One crate of a consignment, with its weight when it is known."""

    code: str
    weight_g: int | None = None


@dataclass(frozen=True, slots=True)
class Consignment:
    """The goods of one producer for one place on one distribution day, with the turnover the shop reported.

    `keeper_id` is who kept the relay point or locker `place_id` on that day; `unlabelled_count` how many of
    its crates have no code yet: their part of every amount is paid to nobody until they are bound.
    """

    id: str
    producer_id: str
    place_id: str
    date: date
    turnover_ttc_cents: int
    turnover_ht_cents: int | None
    crates: tuple[CrateUnit, ...]
    keeper_id: str | None = None
    unlabelled_count: int = 0


@dataclass(frozen=True, slots=True)
class CrateLeg:
    """Custody of one crate by one carrier between two spots.

    `stage_index` counts the stages of the crate's chain: legs joined by handovers share it, and
    `carrier_order` (0, 1, …) ranks their carriers. `ended_at_ms` is the effective time of the event that
    ends the leg, `local_date` its day in France: it decides the period and the tariff.
    """

    crate: str
    consignment_id: str
    stage: Stage
    stage_index: int
    carrier_id: str
    carrier_order: int
    round_id: str | None
    from_place_id: str | None
    to_place_id: str | None
    distance_m: int | None
    ended_at_ms: int
    local_date: date
    event_ids: tuple[str, ...]
    proven: bool
    withheld_reason: WithheldReason | None = None
