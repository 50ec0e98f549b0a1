"""Which stage a leg is part of, and what withholds it."""

from dataclasses import replace

from shared.commission.legs import Stage, WithheldReason, stage_of
from shared.commission.stages import StagedLeg, Verdicts, crate_legs, stage_legs_of_chain
from shared.custody.chain import Movement, fold_chain
from shared.custody.events import Kind
from shared.network import PlaceRole

ROLES = {
    "FARM": PlaceRole.FARM,
    "HUB": PlaceRole.HUB,
    "HUB2": PlaceRole.HUB,
    "R": PlaceRole.RELAY,
    "R2": PlaceRole.RELAY,
    "L": PlaceRole.LOCKER,
}


def move(hour: int, kind: Kind, who: str, place: str | None = None, **more: str) -> Movement:
    return Movement(f"e{hour}", kind, who, hour * 3_600_000, place, f"r-{who}", **more)


def pickup(hour: int, who: str, place: str) -> Movement:
    return move(hour, Kind.PICKUP, who, place)


def drop(hour: int, who: str, place: str) -> Movement:
    return move(hour, Kind.DROP, who, place)


def taken(hour: int, who: str, giver: str) -> Movement:
    return move(hour, Kind.HANDOVER_TAKEN, who, other_id=giver)


def staged(*movements: Movement, **verdicts: frozenset[str]) -> tuple[StagedLeg, ...]:
    return stage_legs_of_chain(fold_chain(movements), ROLES, "FARM", "R", Verdicts(**verdicts))


def told(legs: tuple[StagedLeg, ...]) -> list[tuple[str, Stage | None, WithheldReason | None]]:
    return [(each.leg.carrier_id, each.stage, each.withheld_reason) for each in legs]


def test_the_roles_of_both_ends_make_the_stage():
    assert stage_of(PlaceRole.FARM, PlaceRole.HUB) is Stage.COLLECTION
    assert stage_of(PlaceRole.HUB, PlaceRole.HUB) is Stage.TRANSFER
    assert stage_of(PlaceRole.HUB, PlaceRole.LOCKER) is Stage.DELIVERY
    assert stage_of(PlaceRole.FARM, PlaceRole.RELAY) is Stage.DIRECT
    assert stage_of(PlaceRole.RELAY, PlaceRole.HUB) is None


def test_a_crate_goes_by_two_hubs_to_its_relay_in_three_stages():
    legs = staged(
        pickup(1, "A", "FARM"),
        drop(2, "A", "HUB"),
        pickup(3, "B", "HUB"),
        drop(4, "B", "HUB2"),
        pickup(5, "C", "HUB2"),
        drop(6, "C", "R"),
    )
    assert told(legs) == [
        ("A", Stage.COLLECTION, None),
        ("B", Stage.TRANSFER, None),
        ("C", Stage.DELIVERY, None),
    ]
    assert [each.stage_index for each in legs] == [0, 1, 2]


def test_a_handover_on_the_road_makes_one_stage_with_two_carriers():
    legs = staged(pickup(1, "A", "FARM"), taken(2, "B", "A"), drop(3, "B", "R"))
    assert told(legs) == [("A", Stage.DIRECT, None), ("B", Stage.DIRECT, None)]
    carried = crate_legs("X", "c", legs, lambda _start, _end: 1_000)
    assert [(leg.stage_index, leg.carrier_order) for leg in carried] == [(0, 0), (0, 1)]
    # The spot of the handover has no place, so neither distance is known.
    assert [leg.distance_m for leg in carried] == [None, None]


def test_a_leg_given_on_is_withheld_until_the_crate_arrives():
    assert told(staged(pickup(1, "A", "FARM"), taken(2, "B", "A"))) == [
        ("A", Stage.DIRECT, WithheldReason.STAGE_OPEN)
    ]


def test_a_drop_without_pickup_is_withheld_as_the_stage_from_where_the_crate_was():
    legs = staged(drop(2, "A", "HUB"), pickup(3, "B", "HUB"), drop(4, "B", "R"))
    assert told(legs) == [
        ("A", Stage.COLLECTION, WithheldReason.START_UNPROVEN),
        ("B", Stage.DELIVERY, None),
    ]


def test_two_claims_withhold_both_until_a_coordinator_upholds_one():
    movements = (pickup(1, "A", "FARM"), pickup(2, "B", "FARM"), drop(3, "B", "R"))
    withheld = staged(*movements)
    assert {each.withheld_reason for each in withheld} == {WithheldReason.DISCREPANCY}
    upheld = staged(*movements, upheld_event_ids=frozenset({"e3"}))
    assert told(upheld) == [("B", Stage.DIRECT, None)]


def test_a_drop_at_a_place_of_no_plan_is_withheld_while_its_discrepancy_is_open():
    movements = (pickup(1, "A", "FARM"), drop(2, "A", "R2"))
    assert told(staged(*movements, blocked_event_ids=frozenset({"e2"}))) == [
        ("A", Stage.DIRECT, WithheldReason.DISCREPANCY)
    ]


def test_a_crate_put_back_where_it_was_taken_has_made_no_stage():
    assert told(staged(pickup(1, "A", "HUB"), drop(2, "A", "HUB"))) == [("A", None, None)]
    assert crate_legs("X", "c", staged(pickup(1, "A", "HUB"), drop(2, "A", "HUB")), lambda _a, _b: None) == ()


def test_a_crate_arrives_once_so_a_second_delivery_is_withheld():
    legs = staged(
        pickup(1, "A", "HUB"),
        drop(2, "A", "R"),
        pickup(3, "A", "R"),
        drop(4, "A", "HUB"),
        pickup(5, "B", "HUB"),
        drop(6, "B", "R"),
    )
    assert told(legs) == [
        ("A", Stage.DELIVERY, None),
        ("A", None, None),
        ("B", Stage.DELIVERY, WithheldReason.REPEATED_STAGE),
    ]


def test_legs_carry_the_events_the_day_and_the_distance_of_their_ends():
    legs = staged(pickup(1, "A", "FARM"), drop(2, "A", "L"))
    (carried,) = crate_legs("X", "c", legs, lambda start, end: 700 if (start, end) == ("FARM", "L") else None)
    assert (carried.event_ids, carried.distance_m, carried.proven) == (("e1", "e2"), 700, True)
    assert (carried.from_place_id, carried.to_place_id, carried.round_id) == ("FARM", "L", "r-A")
    assert carried.local_date.isoformat() == "1970-01-01"
    assert replace(carried, crate="Y").consignment_id == "c"
