"""Doors of locker banks: how they are named, who is behind one and until when, when two claim the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.custody.chain import Movement, fold_chain
from shared.custody.compartments import (
    KEPT_IN_LOCKER_MS,
    Stay,
    clashes,
    compartment_label,
    read_compartment,
    stays_of_crate,
)
from shared.custody.discrepancies import DiscrepancyKind
from shared.custody.events import Kind

BANK, NOON_MS, HOUR_MS = "R016", 1_793_962_800_000, 3_600_000


def a_stay(crate: str, actor: str, from_ms: int, until_ms: int | None = None, event: str = "") -> Stay:
    return Stay(crate, BANK, "A1", event or f"drop of {crate}", actor, "r_1", from_ms, until_ms)


def move(kind: Kind, at_ms: int, event_id: str, place_id: str = BANK, actor: str = "P002") -> Movement:
    return Movement(event_id, kind, actor, at_ms, place_id, "r_1")


@pytest.mark.parametrize("text", ["b4", " B4 ", "r016:b4", compartment_label(BANK, "B4")])
def test_a_compartment_is_read_as_its_door_says(text: str):
    assert read_compartment(text, BANK) == "B4"


@pytest.mark.parametrize("text", ["R014:B4", "", "R016:", "B 4", "B4/5", "COMPARTMENT", "é4"])
def test_what_is_no_compartment_of_this_bank_is_none(text: str):
    assert read_compartment(text, BANK) is None


def test_a_crate_is_behind_the_door_its_drop_names_until_it_is_taken_again():
    movements = [
        move(Kind.PICKUP, 1, "e1", "F001"),
        move(Kind.DROP, 2, "e2"),
        move(Kind.PICKUP, 5, "e3", actor="P003"),
        move(Kind.DROP, 9, "e4", "R002", actor="P003"),
    ]
    named = {"e2": "A1"}
    still = stays_of_crate("X", fold_chain(movements[:2]), named)
    assert [(stay.compartment, stay.from_ms, stay.until_ms) for stay in still] == [("A1", 2, None)]
    taken = stays_of_crate("X", fold_chain(movements[:3]), named)
    gone = stays_of_crate("X", fold_chain(movements), named)
    assert [stay.until_ms for stay in taken] == [stay.until_ms for stay in gone] == [5]


def test_a_crate_taken_before_and_dropped_elsewhere_since_is_behind_no_door():
    claimed_by_two = [
        move(Kind.PICKUP, 1, "e1", "F001"),
        move(Kind.DROP, 4, "e2", actor="P003"),
        move(Kind.DROP, 9, "e3", "R002"),
    ]
    [stay] = stays_of_crate("X", fold_chain(claimed_by_two), {"e2": "A1"})
    assert stay.until_ms == 9


@given(
    st.lists(
        st.tuples(
            st.sampled_from((Kind.PICKUP, Kind.DROP, Kind.DROP, Kind.HANDOVER_TAKEN)),
            st.sampled_from((BANK, "R002")),
            st.sampled_from(("P001", "P002")),
        ),
        min_size=2,
        max_size=8,
    )
)
def test_who_is_behind_a_door_without_end_is_at_that_place(acts: list[tuple[Kind, str, str]]):
    movements = [move(kind, n, f"e{n}", place, actor) for n, (kind, place, actor) in enumerate(acts)]
    chain = fold_chain(movements)
    named = {each.event_id: "A1" for each in movements if each.kind is Kind.DROP}
    there = [stay for stay in stays_of_crate("X", chain, named) if stay.until_ms is None]
    assert len(there) <= 1
    assert [stay.place_id for stay in there] in ([], [getattr(chain.holder, "place_id", None)])


def test_a_drop_that_names_no_door_is_behind_none():
    chain = fold_chain([move(Kind.PICKUP, 1, "e1", "F001"), move(Kind.DROP, 2, "e2")])
    assert stays_of_crate("X", chain, {}) == ()


def test_two_people_behind_one_door_at_one_time_contradict_each_other():
    found = clashes([a_stay("X", "P002", NOON_MS), a_stay("Y", "P003", NOON_MS + HOUR_MS)])
    assert [(each.kind, each.crates) for each in found] == [(DiscrepancyKind.COMPARTMENT_TAKEN, ("X", "Y"))]
    assert found[0].event_ids == ("drop of X", "drop of Y")
    assert not found[0].is_blocking


def test_the_key_does_not_depend_on_who_is_looked_at_first():
    stays = [a_stay("X", "P002", NOON_MS), a_stay("Y", "P003", NOON_MS)]
    assert clashes(stays) == clashes(reversed(stays))


@pytest.mark.parametrize(
    "other",
    [
        a_stay("Y", "P002", NOON_MS + HOUR_MS),
        a_stay("Y", "P003", NOON_MS - 2 * HOUR_MS, NOON_MS),
        a_stay("Y", "P003", NOON_MS + KEPT_IN_LOCKER_MS),
    ],
    ids=["the same person saw what is in it", "it was taken again before", "long ago: the customer came"],
)
def test_what_can_be_true_together_is_no_contradiction(other: Stay):
    assert clashes([a_stay("X", "P002", NOON_MS), other]) == []


def test_the_crates_of_one_deposit_are_one_claim():
    together = [a_stay(crate, "P002", NOON_MS, event="one drop") for crate in ("X", "Y")]
    found = clashes([*together, a_stay("Z", "P003", NOON_MS + 1)])
    assert [each.crates for each in found] == [("X", "Y", "Z")]
