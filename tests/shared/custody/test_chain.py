"""The chain of a crate, told as little stories of who did what where."""

from dataclasses import replace
from itertools import permutations

from shared.custody.chain import AtPlace, CarriedBy, Movement, NotSeen, Oddity, fold_chain
from shared.custody.events import Kind

FARM, HUB, RELAY, TOWN_HALL = "F001", "R100", "R014", "R015"


def story(*steps: str) -> list[Movement]:
    """`alice picks F001`, `alice drops R014`, `alice gives bruno`, `bruno takes alice`."""
    kinds = {
        "picks": Kind.PICKUP,
        "drops": Kind.DROP,
        "gives": Kind.HANDOVER_GIVEN,
        "takes": Kind.HANDOVER_TAKEN,
    }
    movements: list[Movement] = []
    for number, step in enumerate(steps, start=1):
        actor, verb, other = step.split()
        kind = kinds[verb]
        is_handover = kind in (Kind.HANDOVER_GIVEN, Kind.HANDOVER_TAKEN)
        movements.append(
            Movement(
                f"e{number}",
                kind,
                actor,
                number * 1000,
                None if is_handover else other,
                "r_1",
                other_id=other if is_handover else None,
            )
        )
    return movements


def oddities(*steps: str) -> list[Oddity]:
    return [odd.oddity for odd in fold_chain(story(*steps)).oddities]


def test_a_crate_nobody_moved_is_not_seen():
    assert fold_chain([]).holder == NotSeen()


def test_a_crate_carried_by_way_of_the_hub_makes_two_proven_legs():
    chain = fold_chain(
        story(f"alice picks {FARM}", f"alice drops {HUB}", f"bruno picks {HUB}", f"bruno drops {RELAY}")
    )
    assert chain.holder == AtPlace(RELAY, 4000, "e4")
    assert [(leg.carrier_id, leg.from_place_id, leg.to_place_id) for leg in chain.legs] == [
        ("alice", FARM, HUB),
        ("bruno", HUB, RELAY),
    ]
    assert all(leg.is_proven for leg in chain.legs)
    assert [leg.run for leg in chain.legs] == [1, 2]
    assert not chain.oddities


def test_a_handover_joins_two_legs_into_one_run():
    chain = fold_chain(
        story(f"alice picks {FARM}", "alice gives bruno", "bruno takes alice", f"bruno drops {RELAY}")
    )
    assert [(leg.carrier_id, leg.run, leg.order) for leg in chain.legs] == [("alice", 1, 0), ("bruno", 1, 1)]
    assert all(leg.is_proven for leg in chain.legs)
    assert (chain.legs[0].from_place_id, chain.legs[-1].to_place_id) == (FARM, RELAY)


def test_a_handover_typed_instead_of_scanned_is_the_same_handover():
    """The taker's half names the giver, and not the giver's fact."""
    for first, second in (
        ("alice gives bruno", "bruno takes alice"),
        ("bruno takes alice", "alice gives bruno"),
    ):
        chain = fold_chain(story(f"alice picks {FARM}", first, second, f"bruno drops {RELAY}"))
        assert not chain.oddities
        assert [leg.carrier_id for leg in chain.legs] == ["alice", "bruno"]
        assert all(leg.is_proven for leg in chain.legs)


def test_a_taker_whose_clock_is_slow_closes_the_handover_he_scanned():
    picked, given, taken = story(f"alice picks {FARM}", "alice gives bruno", "bruno takes alice")
    early = replace(taken, at_ms=given.at_ms - 1, ref=given.event_id)
    for order in permutations((picked, given, early)):
        chain = fold_chain(order)
        assert not chain.oddities
        assert chain.holder == CarriedBy("bruno", early.at_ms, taken.event_id)


def test_a_handover_to_somebody_else_is_not_closed_by_who_took_the_crate():
    assert oddities(f"alice picks {FARM}", "alice gives chloe", "bruno takes alice") == [Oddity.HANDOVER_OPEN]


def test_one_taking_closes_one_handover():
    assert (
        oddities(
            f"alice picks {FARM}",
            "alice gives bruno",
            "bruno takes alice",
            "bruno gives alice",
            "alice takes bruno",
        )
        == []
    )
    assert oddities(f"alice picks {FARM}", "alice gives bruno", "alice gives bruno", "bruno takes alice") == [
        Oddity.HANDOVER_OPEN
    ]


def test_a_handover_that_nobody_took_stays_open_with_the_giver():
    chain = fold_chain(story(f"alice picks {FARM}", "alice gives bruno"))
    assert chain.holder == CarriedBy("alice", 1000, "e1")
    assert [odd.oddity for odd in chain.oddities] == [Oddity.HANDOVER_OPEN]


def test_a_drop_after_an_untaken_handover_proves_nobody():
    chain = fold_chain(story(f"alice picks {FARM}", "alice gives bruno", f"bruno drops {RELAY}"))
    assert Oddity.HANDOVER_ONE_SIDED in {odd.oddity for odd in chain.oddities}
    assert not any(leg.is_proven for leg in chain.legs)


def test_two_who_claim_one_crate_keep_both_claims_and_neither_is_proven():
    chain = fold_chain(
        story(
            f"alice picks {FARM}", f"bruno picks {FARM}", f"bruno drops {RELAY}", f"alice drops {TOWN_HALL}"
        )
    )
    assert [leg.carrier_id for leg in chain.legs] == ["bruno", "alice"]
    assert not any(leg.is_proven for leg in chain.legs)
    assert [odd.oddity for odd in chain.oddities] == [Oddity.DOUBLE_CLAIM, Oddity.DOUBLE_DROP]


def test_two_drops_of_one_crate_are_told_once():
    assert oddities(f"alice drops {RELAY}", f"bruno drops {TOWN_HALL}") == [Oddity.DOUBLE_DROP]


def test_a_drop_without_pickup_is_a_leg_without_start():
    chain = fold_chain(story(f"alice drops {RELAY}"))
    assert chain.legs[0].start_event_id is None
    assert not chain.legs[0].is_proven
    assert [odd.oddity for odd in chain.oddities] == [Oddity.DROP_WITHOUT_PICKUP]


def test_saying_the_same_twice_changes_nothing():
    once = fold_chain(story(f"alice picks {FARM}", f"alice drops {RELAY}"))
    twice = fold_chain(
        story(f"alice picks {FARM}", f"alice picks {FARM}", f"alice drops {RELAY}", f"alice drops {RELAY}")
    )
    assert len(twice.legs) == len(once.legs) == 1
    assert not twice.oddities


def test_a_crate_found_elsewhere_than_it_was_left_was_moved_without_record():
    chain = fold_chain(story(f"alice picks {FARM}", f"alice drops {HUB}", f"bruno picks {TOWN_HALL}"))
    assert [odd.oddity for odd in chain.oddities] == [Oddity.MOVED_WITHOUT_RECORD]
    assert chain.legs[0].is_proven


def test_any_order_of_arrival_gives_the_same_chain():
    told = story(f"alice picks {FARM}", "alice gives bruno", "bruno takes alice", f"bruno drops {RELAY}")
    chains = {fold_chain(order) for order in permutations(told)}
    assert len(chains) == 1
