"""Claims on one crate: which of them stay unproven."""

from shared.custody.chain import CarriedBy, Movement, Oddity, fold_chain
from shared.custody.events import Kind


def test_neither_of_two_drops_is_proven():
    chain = fold_chain(
        [
            Movement("e1", Kind.PICKUP, "alice", 1_000, "F001", "r_1"),
            Movement("e2", Kind.DROP, "alice", 2_000, "R014", "r_1"),
            Movement("e3", Kind.DROP, "bruno", 3_000, "R015", "r_2"),
        ]
    )
    assert [odd.oddity for odd in chain.oddities] == [Oddity.DOUBLE_DROP]
    assert [(leg.carrier_id, leg.contested) for leg in chain.legs] == [("alice", True), ("bruno", True)]


def test_a_claim_that_another_made_too_is_unproven_even_where_only_one_of_them_leaves_the_crate():
    chain = fold_chain(
        [
            Movement("e1", Kind.PICKUP, "alice", 1_000, "F001", "r_1"),
            Movement("e2", Kind.PICKUP, "bruno", 2_000, "F001", "r_2"),
            Movement("e3", Kind.DROP, "bruno", 3_000, "R014", "r_2"),
        ]
    )
    assert [odd.oddity for odd in chain.oddities] == [Oddity.DOUBLE_CLAIM]
    assert [(leg.carrier_id, leg.is_proven) for leg in chain.legs] == [("bruno", False)]


def test_two_who_act_at_the_same_instant_are_put_in_order_by_the_ids_of_their_facts():
    picks = [
        Movement(f"e{n}", Kind.PICKUP, name, 1_000, "F001", "r_1") for n, name in ((1, "alice"), (2, "bruno"))
    ]
    assert fold_chain(picks) == fold_chain(reversed(picks))
    assert fold_chain(picks).holder == CarriedBy("bruno", 1_000, "e2")
