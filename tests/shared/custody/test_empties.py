"""The balance of crates of each place: what came less what left, the same in whatever order it is told."""

import random

from hypothesis import given
from hypothesis import strategies as st

from shared.custody.empties import CratesMoved, EmptiesBalance, Passage, balances

moves = st.lists(
    st.builds(
        CratesMoved, st.sampled_from(["F001", "R001"]), st.sampled_from(list(Passage)), st.integers(1, 60)
    ),
    max_size=30,
)


def test_a_point_keeps_what_was_emptied_there_until_it_is_taken_back() -> None:
    told = [CratesMoved("R001", Passage.FULL_IN, 8), CratesMoved("R001", Passage.EMPTY_OUT, 5)]
    assert balances(told) == {"R001": EmptiesBalance(full_in=8, empty_out=5)}
    assert balances(told)["R001"].crates == 3


def test_a_farm_is_owed_what_left_full_and_has_not_come_back() -> None:
    told = [CratesMoved("F001", Passage.FULL_OUT, 12), CratesMoved("F001", Passage.EMPTY_IN, 7)]
    assert balances(told)["F001"].crates == -5


@given(moves, st.randoms())
def test_the_order_of_movements_changes_nothing(told: list[CratesMoved], chance: random.Random) -> None:
    shuffled = list(told)
    chance.shuffle(shuffled)
    assert balances(shuffled) == balances(told)


@given(moves)
def test_what_leaves_one_place_for_another_leaves_the_whole_as_it_was(told: list[CratesMoved]) -> None:
    carried = [
        CratesMoved(place_id, passage, each.crates)
        for each in told
        for place_id, passage in (("F001", Passage.FULL_OUT), ("R001", Passage.FULL_IN))
    ]
    assert sum(balance.crates for balance in balances(carried).values()) == 0
