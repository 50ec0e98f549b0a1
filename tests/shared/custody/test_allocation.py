"""Which crate goes behind which door: cold goods stay cold, nothing is lost, the same each time."""

from hypothesis import given
from hypothesis import strategies as st

from shared.custody.allocation import CRATE_ML, Door, DoorState, Load, content_of_crate_ml, propose
from shared.network import TemperatureClass

COLD, AMBIENT = TemperatureClass.CHILLED_4, TemperatureClass.AMBIENT

doors = st.lists(
    st.builds(
        Door,
        st.sampled_from(["A1", "A2", "A3", "B1", "B2", "B3"]),
        st.sampled_from(["S", "M", "L", "?"]),
        st.booleans(),
        st.sampled_from(DoorState),
    ),
    unique_by=lambda door: door.compartment,
)
loads = st.lists(
    st.builds(
        Load,
        st.text("0123456789ABCDEF", min_size=8, max_size=8),
        st.sampled_from([None, *TemperatureClass]),
        st.integers(1, CRATE_ML),
    ),
    unique_by=lambda load: load.code,
)


@given(doors, loads)
def test_every_proposal_can_be_followed(bank: list[Door], crates: list[Load]):
    found = propose(bank, crates)
    by_id, by_code = {door.compartment: door for door in bank}, {load.code: load for load in crates}
    assert len(set(found.values())) == len(found)
    for code, compartment in found.items():
        assert by_id[compartment].state is DoorState.FREE
        assert by_id[compartment].suits(by_code[code])
        assert not by_code[code].suits_no_locker


@given(doors, loads)
def test_a_crate_is_left_out_only_where_no_door_is_left_for_it(bank: list[Door], crates: list[Load]):
    found = propose(bank, crates)
    left = [door for door in bank if door.state is DoorState.FREE and door.compartment not in found.values()]
    for load in crates:
        if load.code not in found and not load.suits_no_locker:
            assert not any(door.suits(load) for door in left)


@given(doors, loads)
def test_the_same_bank_and_crates_give_the_same_proposal(bank: list[Door], crates: list[Load]):
    assert propose(bank, crates) == propose(list(reversed(bank)), list(reversed(crates)))


def test_cold_doors_are_kept_for_cold_goods():
    bank = [Door("A1", "M", is_cold=True), Door("B1", "M", is_cold=False)]
    assert propose(bank, [Load("X", AMBIENT), Load("Y", COLD)]) == {"X": "B1", "Y": "A1"}


def test_a_small_door_is_for_what_is_small_and_a_large_one_for_what_is_left():
    bank = [Door("A1", "S", is_cold=False), Door("A2", "M", is_cold=False), Door("A3", "L", is_cold=False)]
    crates = [Load("X", AMBIENT, 9_000), Load("Y", AMBIENT), Load("Z", AMBIENT)]
    assert propose(bank, crates) == {"X": "A1", "Y": "A2", "Z": "A3"}


def test_nothing_frozen_and_nothing_hot_goes_into_a_locker():
    bank = [Door("A1", "L", is_cold=True)]
    assert propose(bank, [Load("X", TemperatureClass.FROZEN), Load("Y", TemperatureClass.HOT_63)]) == {}


def test_all_crates_of_a_consignment_are_full_but_the_last():
    assert [content_of_crate_ml(90_000, rank, 3) for rank in (1, 2, 3)] == [40_000, 40_000, 10_000]
    assert content_of_crate_ml(0, 1, 1) == CRATE_ML
