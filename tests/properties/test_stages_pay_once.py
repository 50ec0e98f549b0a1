"""Whatever a crate went through, it leaves its farm once, arrives once, and no doubt is paid."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from shared.commission.legs import Stage
from shared.commission.stages import StagedLeg, crate_legs, stage_legs_of_chain
from shared.custody.chain import Movement, fold_chain
from shared.custody.events import Kind
from shared.network import PlaceRole

ROLES = {
    "FARM": PlaceRole.FARM,
    "HUB": PlaceRole.HUB,
    "HUB2": PlaceRole.HUB,
    "R": PlaceRole.RELAY,
    "L": PlaceRole.LOCKER,
}
MOVES = st.lists(
    st.tuples(
        st.sampled_from((Kind.PICKUP, Kind.DROP, Kind.HANDOVER_GIVEN, Kind.HANDOVER_TAKEN)),
        st.sampled_from(("A", "B", "C")),
        st.sampled_from(tuple(ROLES)),
        st.sampled_from((None, "A", "B", "C")),
    ),
    max_size=14,
)
Move = tuple[Kind, str, str, str | None]


def movements_of(moves: list[Move]) -> list[Movement]:
    return [
        Movement(f"e{hour:02d}", kind, who, hour * 3_600_000, place, f"r-{who}", other_id=other)
        for hour, (kind, who, place, other) in enumerate(moves)
    ]


def staged(moves: list[Move]) -> tuple[StagedLeg, ...]:
    return stage_legs_of_chain(fold_chain(movements_of(moves)), ROLES, "FARM", "R")


@given(moves=MOVES)
def test_a_crate_leaves_its_farm_once_and_arrives_once_for_money(moves: list[Move]):
    paid_stages = {(each.stage_index, each.stage) for each in staged(moves) if each.proven}
    count = Counter(stage for _, stage in paid_stages)
    assert count[Stage.COLLECTION] + count[Stage.DIRECT] <= 1
    assert count[Stage.DELIVERY] + count[Stage.DIRECT] <= 1


@given(moves=MOVES)
def test_a_paid_leg_has_both_ends_recorded_and_no_claim_against_it(moves: list[Move]):
    for each in staged(moves):
        if each.proven:
            assert each.leg.start_event_id is not None
            assert not each.leg.contested
        assert each.proven == (each.withheld_reason is None)


@given(moves=MOVES)
def test_every_leg_of_a_stage_is_either_paid_or_withheld_and_none_is_lost(moves: list[Move]):
    legs = staged(moves)
    assert [each.leg for each in sorted(legs, key=lambda each: each.leg.end_event_id)] == sorted(
        fold_chain(movements_of(moves)).legs, key=lambda leg: leg.end_event_id
    )
    carried = crate_legs("X", "c", legs, lambda _from, _to: None)
    assert len(carried) == sum(each.stage is not None for each in legs)
    orders = Counter((leg.stage_index, leg.carrier_order) for leg in carried)
    assert set(orders.values()) <= {1}
