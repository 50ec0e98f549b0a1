"""Properties of the chain: whatever is recorded, in whatever order it arrives, nothing is lost or doubled."""

from hypothesis import given
from hypothesis import strategies as st

from shared.custody.chain import CrateChain, Movement, fold_chain
from shared.custody.discrepancies import CratePlan, discrepancies_of_crate
from shared.custody.events import Kind

PEOPLE = ("alice", "bruno", "chloe")
PLACES = ("F001", "R100", "R014")
PLAN = CratePlan("R014", frozenset({"R100", "R014"}), (("r_1", "F001", "R100"), ("r_1", "R100", "R014")))


@st.composite
def stories(draw: st.DrawFn) -> list[Movement]:
    steps = draw(
        st.lists(
            st.tuples(
                st.sampled_from([Kind.PICKUP, Kind.DROP, Kind.HANDOVER_GIVEN, Kind.HANDOVER_TAKEN]),
                st.sampled_from(PEOPLE),
                st.sampled_from(PLACES),
                st.sampled_from(PEOPLE),
                st.integers(0, 5),
            ),
            max_size=10,
        )
    )
    return [
        Movement(
            f"e{n}",
            kind,
            actor,
            at,
            place if kind in (Kind.PICKUP, Kind.DROP) else None,
            "r_1",
            f"e{n - 1}" if kind is Kind.HANDOVER_TAKEN and n % 2 else None,
            other,
        )
        for n, (kind, actor, place, other, at) in enumerate(steps)
    ]


@given(stories(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_never_matters(told: list[Movement], random: object):
    shuffled = list(told)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert fold_chain(shuffled) == fold_chain(told)


@given(stories())
def test_every_leg_ends_with_an_event_of_its_own_and_a_proven_one_starts_with_one_too(told: list[Movement]):
    legs = fold_chain(told).legs
    assert len({(leg.end_event_id, leg.carrier_id) for leg in legs}) == len(legs)
    for leg in legs:
        assert not leg.is_proven or leg.start_event_id is not None
        assert leg.started_ms is None or leg.started_ms <= leg.ended_ms


@given(stories())
def test_no_start_of_a_leg_serves_twice(told: list[Movement]):
    starts = [leg.start_event_id for leg in fold_chain(told).legs if leg.start_event_id]
    assert len(starts) == len(set(starts))


@given(stories())
def test_contested_events_are_always_told_as_an_oddity(told: list[Movement]):
    chain: CrateChain = fold_chain(told)
    told_events = {event_id for odd in chain.oddities for event_id in odd.event_ids}
    for leg in chain.legs:
        if leg.contested:
            assert {leg.start_event_id, leg.end_event_id} & told_events


@given(stories())
def test_each_discrepancy_of_a_crate_has_a_key_of_its_own(told: list[Movement]):
    found = discrepancies_of_crate("A", fold_chain(told), PLAN)
    assert len({each.key for each in found}) == len(found)
