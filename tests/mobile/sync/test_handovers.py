"""Two phones hand crates over without network; whichever meets the server first, the same people are owed."""

import json
from typing import Any

import pytest

from mobile.actions.keep_receipt import SomeNotTaken
from mobile.actions.outcomes import Recorded, RefusalReason, Refused
from mobile.actions.scan_handover import (
    HandoverRefused,
    OfferSeen,
    ShortOfferSeen,
)
from mobile.actions.take_handover import TakeHandover, take_handover
from mobile.store.handovers import GivenHandover, own_handover, own_handovers
from mobile.store.overlay import sights_of_crates
from mobile.store.rounds import round_plan
from mobile.store.stops import TaskState, stop_plan
from shared.custody.chain import CarriedBy
from shared.custody.handover_code import write_handover
from shared.custody.handover_rules import HandoverNo
from shared.custody.handover_short import short_offer, short_receipt
from tests.builders_phone import FARM, HELPER, HUB, RELAY, ROUND
from tests.mobile.sync.conftest import Scene
from tests.mobile.sync.handover_hall import HOUR_MS, Hall
from tests.mobile.sync.world import CARRIER, DELIVERY


@pytest.fixture
def hall(scene: Scene) -> Hall:
    return Hall(scene)


def carriers(hall: Hall) -> set[str]:
    """Who has the crates, as Bruno's phone shows it."""
    with hall.bruno.store.reading() as connection:
        holders = [sight.holder for sight in sights_of_crates(connection, hall.codes).values()]
    return {holder.person_id for holder in holders if isinstance(holder, CarriedBy)}


def told(order: str, scene: Scene, *, typed: bool) -> tuple[list[Any], list[Any], list[Any]]:
    hall = Hall(scene)
    offer = hall.give()
    assert isinstance(hall.scan(write_handover(offer)), OfferSeen)
    hall.take(offer, typed=typed)
    hall.drop_all_at_the_hub()
    hall.sync(*({"b": hall.bruno, "c": hall.chloe}[each] for each in order))
    return hall.settled()


@pytest.mark.parametrize("typed", [False, True], ids=["scanned", "typed"])
@pytest.mark.parametrize("order", ["bc", "cb", "cbcb"], ids=["giver-first", "taker-first", "again"])
def test_whichever_phone_syncs_first_one_leg_each_and_the_same_cents(
    scene: Scene, order: str, *, typed: bool
):
    legs, odd, lines = told(order, scene, typed=typed)
    assert odd == []
    assert legs == [
        row
        for code in sorted(scene.codes)
        for row in ((code, HELPER, 0, FARM, None, 1, None), (code, CARRIER, 1, None, HUB, 1, None))
    ]
    # 57 700 cents x 2 %, shared by the two who carried.
    assert sum(cents for _, _, cents, _ in lines) == 1154
    assert sorted(cents for _, _, cents, _ in lines) == [576, 578]


def test_only_the_giver_has_synced_the_handover_stays_open_and_pays_nobody(hall: Hall):
    hall.take(hall.give())
    hall.drop_all_at_the_hub()
    hall.sync(hall.bruno)
    legs, odd, lines = hall.settled()
    assert (legs, lines) == ([], [])
    assert {kind for kind, _ in odd} == {"handover_open"}
    hall.sync(hall.chloe)
    assert hall.settled()[1] == []


def test_only_the_taker_has_synced_her_legs_wait_for_the_other_side(hall: Hall):
    hall.take(hall.give())
    hall.drop_all_at_the_hub()
    hall.sync(hall.chloe)
    _, odd, lines = hall.settled()
    assert {kind for kind, _ in odd} == {"handover_one_sided"}
    assert lines == []
    hall.sync(hall.bruno)
    assert hall.settled()[1] == []
    assert len(hall.settled()[2]) == 2


def test_a_receipt_tells_the_giver_before_any_network_and_stays_true_after_his_sync(hall: Hall):
    offer = hall.give()
    assert carriers(hall) == {HELPER}
    receipt = hall.take(offer)
    assert isinstance(hall.keep(write_handover(receipt)), Recorded)
    given = own_handover(hall.bruno.store, offer.given_id)
    assert isinstance(given, GivenHandover)
    assert given.receipt is not None
    assert (given.receipt.taker_name, len(given.receipt.crates), given.is_open) == ("Chloé", 8, False)
    assert carriers(hall) == {CARRIER}
    # The server knows nothing of the taker's half yet: its rows say the giver still has them.
    hall.sync(hall.bruno)
    hall.sync(hall.bruno)
    assert carriers(hall) == {CARRIER}
    hall.sync(hall.chloe, hall.bruno)
    assert carriers(hall) == {CARRIER}
    assert hall.settled()[1] == []


def test_crates_given_back_are_the_givers_again_whatever_receipt_he_kept(hall: Hall):
    offer = hall.give()
    hall.keep(write_handover(hall.take(offer)))
    hall.go_on(HOUR_MS)
    back = TakeHandover(hall.bruno.intent(), hall.codes, giver_id=CARRIER, round_id=ROUND)
    assert isinstance(
        take_handover(back, hall.bruno.store, hall.bruno.clock, hall.bruno.randomness), Recorded
    )
    assert carriers(hall) == {HELPER}


def test_seven_of_eight_taken_the_eighth_is_still_the_givers_and_still_due(hall: Hall):
    offer = hall.give()
    lost = hall.codes[3]
    receipt = hall.take(offer, without=(lost,))
    assert isinstance(hall.keep(write_handover(receipt)), Recorded)
    given = own_handover(hall.bruno.store, offer.given_id)
    assert isinstance(given, GivenHandover)
    assert given.receipt is not None
    assert set(given.receipt.crates) == {*hall.codes} - {lost}
    assert given.kept == (lost,)
    plan = stop_plan(hall.bruno.store, ROUND, HUB)
    assert plan is not None
    assert {task.code for task in plan.drops if task.state is TaskState.TODO} == {lost}
    hall.sync(hall.bruno, hall.chloe)
    assert [(kind, json.loads(crates)) for kind, crates in hall.settled()[1]] == [("handover_open", [lost])]


def test_what_was_taken_over_is_to_be_left_where_the_giver_said(hall: Hall):
    """Nobody planned these crates in Chloé's round, and her phone never heard of them."""
    offer = hall.give()
    assert [lot.destination_id for lot in offer.lots] == [RELAY]
    hall.take(offer)
    plan = stop_plan(hall.chloe.store, DELIVERY, RELAY)
    assert plan is not None
    assert {task.code for task in plan.drops} == set(hall.codes)
    assert isinstance(hall.chloe.drop(*hall.codes, at=RELAY, round_id=DELIVERY), Recorded)
    whole = round_plan(hall.chloe.store, DELIVERY)
    assert whole is not None
    assert whole.carried == ()


def test_a_typed_receipt_says_how_many_and_asks_which(hall: Hall):
    offer = hall.give()
    lost = hall.codes[0]
    receipt = hall.take(offer, without=(lost,), typed=True)
    code = short_receipt(receipt)
    answer = hall.keep(code)
    assert isinstance(answer, SomeNotTaken)
    assert (answer.given_id, answer.taken, answer.given) == (offer.given_id, 7, 8)
    assert isinstance(hall.keep(code, lost), Recorded)
    given = own_handover(hall.bruno.store, offer.given_id)
    assert isinstance(given, GivenHandover)
    assert given.receipt is not None
    assert (given.receipt.taker_id, lost in given.receipt.crates) == (CARRIER, False)


def test_a_typed_offer_names_its_giver(hall: Hall):
    offer = hall.give()
    seen = hall.scan(short_offer(offer).lower())
    assert isinstance(seen, ShortOfferSeen)
    assert [giver.name for giver in seen.givers] == ["Bruno"]
    assert seen.count == 8


def test_each_code_that_is_not_for_here_has_its_word_and_is_kept(hall: Hall):
    offer = hall.give()
    text = write_handover(offer)
    receipt = write_handover(hall.take(offer))
    mine = hall.scan(text, hall.bruno)
    again = hall.scan(text)
    wrong_way = hall.scan(receipt)
    assert [mine.why, again.why, wrong_way.why] == [
        HandoverNo.OWN_CODE,
        HandoverNo.ALREADY_DONE,
        HandoverNo.A_RECEIPT,
    ]
    assert all(answer.fact_id for answer in (mine, again, wrong_way))
    assert isinstance(hall.try_to_take(offer), Refused)
    assert hall.try_to_take(offer) == Refused(RefusalReason.ALREADY_DONE)
    assert hall.keep(text).why is HandoverNo.OWN_CODE
    assert isinstance(hall.keep(receipt), Recorded)
    assert hall.keep(receipt).why is HandoverNo.ALREADY_DONE


def test_a_code_for_somebody_else_or_of_another_day_has_its_word(hall: Hall):
    for_another = hall.give(hall.codes[0], to="P001")
    assert hall.scan(write_handover(for_another)).why is HandoverNo.FOR_SOMEBODY_ELSE
    assert hall.scan(short_offer(for_another)).why is HandoverNo.FOR_SOMEBODY_ELSE
    old = hall.give(hall.codes[1])
    hall.go_on(30 * HOUR_MS)
    assert hall.scan(write_handover(old)).why is HandoverNo.ANOTHER_DAY
    garbled = hall.scan("RH1/G/AAAA")
    assert isinstance(garbled, HandoverRefused)
    assert garbled.fact_id is None


def test_withdrawn_on_both_sides_nothing_is_left_but_the_story(hall: Hall):
    offer = hall.give()
    receipt = hall.take(offer)
    kept = hall.keep(write_handover(receipt))
    hall.bruno.undo(kept)
    hall.bruno.undo(Recorded((offer.given_id,)))
    hall.chloe.undo(Recorded((receipt.taken_id,)))
    assert carriers(hall) == {HELPER}
    assert [one.is_voided for one in own_handovers(hall.bruno.store)] == [True]
    hall.sync(hall.chloe, hall.bruno)
    assert hall.settled()[1] == []
    # The same crates may be handed over again.
    hall.take(hall.give())


def test_a_handover_lost_in_the_valley_for_days_arrives_once(hall: Hall):
    offer = hall.give()
    hall.keep(write_handover(hall.take(offer)))
    hall.drop_all_at_the_hub()
    hall.go_on(9 * 24 * HOUR_MS)
    hall.sync(hall.chloe, hall.bruno)
    hall.sync(hall.bruno, hall.chloe)
    legs, odd, lines = hall.settled()
    assert (len(legs), odd, len(lines)) == (16, [], 2)
