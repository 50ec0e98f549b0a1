"""What is asked of a decision before it is made, and that it is a fact only coordinators write."""

import pytest

from shared.custody.bodies import read_body
from shared.custody.decisions import Resolution
from shared.custody.events import Fact, Kind
from sync_server.backup.chains import ProvenContent, prove
from sync_server.db.session import begin
from sync_server.reconciliation.items import ItemStatus
from sync_server.reconciliation.items import Resolution as Rest
from sync_server.upkeep.deciding import (
    CannotBe,
    Decided,
    DecidedMeanwhile,
    DecisionFault,
    FactsMoved,
    Supplied,
    accept_all,
)
from tests.builders import ServerInProcess
from tests.builders_network import FARM, HUB, RELAY
from tests.sync_server.settlement.rounds import lines_on
from tests.sync_server.upkeep.deciding_scene import CRATE, Scene

COLLECTED = ("P002", "collection", True, None)
CHLOE_PAID = ("P003", "delivery", True, None)
STORED = "SELECT id, kind, actor, device, ref, body FROM event WHERE device = 'server' ORDER BY pk"


@pytest.fixture
def scene(server: ServerInProcess) -> Scene:
    return Scene(server)


def test_the_same_form_sent_twice_decides_once(scene: Scene) -> None:
    said = scene.both_claim()
    item = scene.open_items(blocking=True)[0]
    wanted = scene.wanted(item, Resolution.ATTRIBUTED, said["chloe took"])
    first, again = scene.tries(wanted), scene.tries(wanted)
    assert isinstance(first, Decided)
    assert isinstance(again, Decided)
    assert (first.is_new, again.is_new) == (True, False)
    assert len(scene.told("SELECT id FROM event WHERE kind = 'decision'")) == 1


def test_who_comes_second_is_told_who_decided_and_nothing_is_done(scene: Scene) -> None:
    said = scene.both_claim()
    item = scene.open_items(blocking=True)[0]
    late = scene.wanted(item, Resolution.ATTRIBUTED, said["david took"], by="C02")
    scene.decides(item, Resolution.ATTRIBUTED, said["chloe took"])
    outcome = scene.tries(late)
    assert isinstance(outcome, DecidedMeanwhile)
    assert outcome.decision is not None
    assert outcome.decision.by == "C01"
    assert scene.legs() == [COLLECTED, CHLOE_PAID]


def test_a_decision_on_facts_that_moved_meanwhile_is_not_made(scene: Scene) -> None:
    said = scene.both_claim()
    item = scene.open_items(blocking=True)[0]
    stale = scene.wanted(item, Resolution.ATTRIBUTED, said["chloe took"], seen_ids=frozenset({"other"}))
    assert isinstance(scene.tries(stale), FactsMoved)
    assert scene.told("SELECT id FROM event WHERE device = 'server'") == []


@pytest.mark.parametrize(
    ("resolution", "more", "fault"),
    [
        (Resolution.ATTRIBUTED, {"because": "  "}, DecisionFault.NO_REASON),
        (Resolution.ATTRIBUTED, {"because": "x" * 401}, DecisionFault.REASON_TOO_LONG),
        (Resolution.ATTRIBUTED, {}, DecisionFault.WHICH_CLAIM),
        (Resolution.ATTRIBUTED, {"event_ids": ("other",)}, DecisionFault.WHICH_CLAIM),
        (Resolution.ACCEPTED, {}, DecisionFault.NOT_OFFERED),
        (Resolution.SUPPLIED, {}, DecisionFault.NOT_OFFERED),
    ],
)
def test_a_decision_that_cannot_be_does_nothing(
    scene: Scene, resolution: Resolution, more: dict[str, object], fault: DecisionFault
) -> None:
    scene.both_claim()
    item = scene.open_items(blocking=True)[0]
    outcome = scene.tries(scene.wanted(item, resolution, **more))
    assert isinstance(outcome, CannotBe)
    assert outcome.fault is fault
    assert scene.told("SELECT id FROM event WHERE device = 'server'") == []


def test_a_supplied_movement_must_agree_with_what_is_recorded(scene: Scene) -> None:
    scene.says(scene.bruno, Kind.DROP, scene.at(2), HUB)
    scene.bruno.push()
    scene.server.clock.forward(s=4 * 3600)
    (item,) = scene.open_items()
    for place_id, at_ms, fault in (
        ("nowhere", scene.at(1), DecisionFault.WHERE),
        (FARM, scene.at(2, 1), DecisionFault.WHEN),
        (FARM, None, DecisionFault.WHEN),
    ):
        wanted = scene.wanted(item, Resolution.SUPPLIED, supplied=Supplied(None, place_id, at_ms))
        outcome = scene.tries(wanted)
        assert isinstance(outcome, CannotBe)
        assert outcome.fault is fault


def test_many_harmless_ones_are_left_as_they_are_with_one_reason_and_blocking_ones_are_not(
    scene: Scene,
) -> None:
    scene.both_claim()
    scene.bruno.record(Kind.STOP_ARRIVED, place_id="R404", wall_ms=scene.at(1))
    scene.bruno.record(Kind.STOP_ARRIVED, place_id="R405", wall_ms=scene.at(2))
    scene.bruno.push()
    harmless = [each.id for each in scene.open_items(blocking=False)]
    blocking = [each.id for each in scene.open_items(blocking=True)]
    runtime = scene.server.runtime
    form = "0199c1f2-0000-7000-8000-000000000001"
    for expected in (2, 0):
        with begin(runtime.database) as session:
            asked = [*harmless, *blocking, 999]
            assert accept_all(session, asked, form, "C01", "connus", 1, runtime.random_bytes) == expected
    assert {scene.item(each).resolution for each in harmless} == {Rest.ACCEPTED}
    assert {scene.item(each).status for each in blocking} == {ItemStatus.OPEN}


def test_decisions_are_facts_like_any_other_read_by_the_one_reader_and_chained(scene: Scene) -> None:
    said = scene.both_claim()
    item = scene.open_items(blocking=True)[0]
    decision_id = scene.decides(item, Resolution.ATTRIBUTED, said["chloe took"])
    clock, decided = scene.told(STORED)
    assert (clock[1], decided[:5]) == ("clock", (decision_id, "decision", "C01", "server", item.key))
    fact = read_body(decided[5])
    assert isinstance(fact, Fact)
    assert fact.crates == (CRATE,)
    assert fact.data["because"] == "vu avec les deux"
    with begin(scene.server.runtime.database) as session:
        assert isinstance(prove(session.connection()), ProvenContent)
    sources = scene.told("SELECT DISTINCT time_source FROM event WHERE device = 'server'")
    assert sources == [("anchored",)]
    rows = scene.chloe.pull_all()
    assert not [key for key in rows if key[0] in ("event", "decision")]


def test_a_phone_cannot_decide_nor_take_a_decision_back(scene: Scene) -> None:
    said = scene.both_claim()
    item = scene.open_items(blocking=True)[0]
    decision_id = scene.decides(item, Resolution.ATTRIBUTED, said["chloe took"])
    data = {"resolution": "attributed", "because": "moi", "events": [said["david took"]]}
    seen = {"ref": item.key, "data": data, "crates": (CRATE,)}
    scene.david.record(Kind.DECISION, **seen)
    scene.david.record(Kind.DECISION, device="server", **seen)
    scene.david.record(Kind.VOID, ref=decision_id)
    scene.david.record(Kind.VOID, ref=decision_id, actor="C01")
    reply = scene.david.push(3)
    assert [(each["seq"], each["reason"]) for each in reply["quarantined"]] == [
        (3, "unknown-kind"),
        (4, "wrong-device"),
    ]
    assert scene.legs() == [COLLECTED, CHLOE_PAID]
    assert len([each for each in scene.open_items() if each.kind.value == "foreign_amendment"]) == 2


def test_a_line_says_by_which_decision_it_is_proven_also_where_no_leg_moves(scene: Scene) -> None:
    scene.to_the_hub()
    scene.says(scene.chloe, Kind.PICKUP, scene.at(3), HUB)
    scene.says(scene.chloe, Kind.DROP, scene.at(4), RELAY)
    scene.says(scene.david, Kind.PICKUP, scene.at(3, 10), HUB)
    elise = scene.server.add_phone("P001")
    scene.says(elise, Kind.PICKUP, scene.at(3, 20), HUB)
    for phone in (scene.chloe, scene.david, elise):
        phone.push()
    legs, (line,) = scene.legs(), lines_on(scene.chloe)
    first = next(
        each for each in scene.open_items(blocking=True) if set(line["events"]) & set(each.event_ids)
    )
    upheld = next(each for each in line["events"] if each in first.event_ids)
    decision_id = scene.decides(first, Resolution.ATTRIBUTED, upheld)
    assert scene.legs() == legs
    assert ["decided" in line for line in lines_on(scene.chloe)] == [True]
    scene.undoes(first, decision_id)
    assert scene.legs() == legs
    assert ["decided" in line for line in lines_on(scene.chloe)] == [False]
