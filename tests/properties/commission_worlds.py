"""Random weeks of consignments, legs and tariffs for Hypothesis."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from hypothesis import strategies as st

from shared.commission.legs import Consignment, CrateLeg, Stage, WithheldReason
from shared.commission.line_values import CommissionLine
from shared.commission.lines import compute_lines
from shared.commission.tariff import (
    CrateWeights,
    HandoverSplit,
    PercentRates,
    Pool,
    PoolKey,
    Tariff,
    TariffBook,
)
from tests.shared.commission.facts import a_consignment, a_leg

PEOPLE = ("P1", "P2", "P3", "H1", "H2")
DAYS = (date(2026, 10, 30), date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 2))
WAYS = (
    (Stage.DIRECT,),
    (Stage.COLLECTION, Stage.DELIVERY),
    (Stage.COLLECTION, Stage.TRANSFER, Stage.DELIVERY),
)


@dataclass(frozen=True)
class World:
    consignments: tuple[Consignment, ...]
    legs: tuple[CrateLeg, ...]
    tariffs: TariffBook


def rates() -> st.SearchStrategy[int]:
    return st.integers(0, 2_000)


@st.composite
def tariffs(draw: st.DrawFn, version: str, valid_from: date, *, simple: bool) -> Tariff:
    extras: dict[str, Any] = {}
    if not simple:
        extras = {
            "flat_per_crate_cents": draw(st.integers(0, 99)),
            "flat_per_stop_cents": draw(st.integers(0, 999)),
            "round_floor_cents": draw(st.none() | st.integers(0, 3_000)),
            "round_cap_cents": draw(st.none() | st.integers(3_000, 9_000)),
            "pool": draw(
                st.none() | st.builds(Pool, rates(), st.integers(0, 10_000), st.sampled_from(PoolKey))
            ),
        }
    return Tariff(
        version,
        valid_from,
        percent=PercentRates(draw(rates()), draw(rates()), draw(rates()), draw(rates())),
        keeper_bp=draw(rates()),
        crate_weights=draw(st.sampled_from(CrateWeights)),
        handover_split=draw(st.sampled_from(HandoverSplit)),
        **extras,
    )


@st.composite
def crate_ways(draw: st.DrawFn, consignment: Consignment, number: int) -> list[CrateLeg]:
    """The legs of one crate, perhaps only the first of them, perhaps unproven, with handovers."""
    stages = draw(st.sampled_from(WAYS))[: draw(st.integers(0, 3))]
    legs: list[CrateLeg] = []
    for index, stage in enumerate(stages):
        for order in range(draw(st.sampled_from((1, 1, 1, 2, 3)))):
            carrier = draw(st.sampled_from(PEOPLE))
            legs.append(
                a_leg(
                    consignment,
                    number,
                    carrier,
                    stage=stage,
                    stage_index=index,
                    carrier_order=order,
                    day=draw(st.sampled_from(DAYS)),
                    distance_m=draw(st.none() | st.integers(0, 50_000)),
                    withheld=draw(st.sampled_from((None, None, None, WithheldReason.DISCREPANCY))),
                )
            )
    return legs


@st.composite
def worlds(draw: st.DrawFn, *, simple: bool) -> World:
    consignments: list[Consignment] = []
    legs: list[CrateLeg] = []
    for producer in draw(st.lists(st.sampled_from(("P1", "P2", "P3")), min_size=1, unique=True)):
        count = draw(st.integers(1, 5))
        weight = st.none() if draw(st.booleans()) else st.integers(1, 30_000)
        consignment = a_consignment(
            draw(st.integers(-5_000, 90_000)),
            crates=count,
            producer=producer,
            day=draw(st.sampled_from(DAYS)),
            weights=tuple(draw(weight) for _ in range(count)),
            keeper_id=draw(st.sampled_from((None, "P1", "K"))),
            unlabelled_count=draw(st.sampled_from((0, 0, 1))),
        )
        consignments.append(consignment)
        for number in range(1, count + 1):
            legs += draw(crate_ways(consignment, number))
    first = draw(tariffs("v1", date(2026, 1, 1), simple=simple))
    second = draw(tariffs("v2", date(2026, 11, 1), simple=simple))
    return World(tuple(consignments), tuple(legs), TariffBook((first, second)))


def all_lines(world: World) -> tuple[CommissionLine, ...]:
    computed = compute_lines(world.consignments, world.legs, world.tariffs)
    return computed.lines + computed.withheld
