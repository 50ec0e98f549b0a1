"""« Je conteste »: that line alone waits, the rest is paid, and the decision is a fact with a reason."""

import pytest

from shared.commission.settle import difference_by_line_key
from shared.custody.decisions import Resolution
from shared.custody.events import Kind
from shared.ids import uuid7
from sync_server.commission.compute import compute_exactly
from sync_server.custody.dispute_queries import all_disputes
from sync_server.db.session import begin
from sync_server.ledger.queries import sum_of_postings
from sync_server.settlement.preview import preview
from sync_server.upkeep.deciding import DecisionFault, Undoing
from sync_server.upkeep.disputes import (
    DisputeCannotBe,
    DisputeDecided,
    DisputeOutcome,
    DisputeSettled,
    DisputeWanted,
    decide_dispute,
    disputed_line,
    find_dispute,
    undo_dispute_decision,
)
from tests.builders import PhoneByHand, ServerInProcess
from tests.builders_network import HUB, RELAY
from tests.sync_server.money_world import noon_ms
from tests.sync_server.settlement.rounds import lines_on, settle
from tests.sync_server.upkeep.deciding_scene import Scene


@pytest.fixture
def scene(server: ServerInProcess) -> Scene:
    made = Scene(server)
    made.to_the_hub()
    made.says(made.chloe, Kind.PICKUP, made.at(3), HUB)
    made.says(made.chloe, Kind.DROP, made.at(4), RELAY)
    made.chloe.push()
    made.server.clock.forward(s=6 * 3600)
    return made


def disputes(phone: PhoneByHand, because: str = "il manque une caisse") -> str:
    """The first line on this phone, disputed; the fact's id."""
    key = next(k for (t, k) in phone.pull_all() if t == "line")
    dispute_id = phone.record(Kind.DISPUTE, data={"line": key, "because": because})
    phone.push()
    return dispute_id


def decides(
    scene: Scene, dispute_id: str, resolution: Resolution, *event_ids: str, because: str = "vu"
) -> DisputeOutcome:
    runtime = scene.server.runtime
    fact_id = uuid7(runtime.now_ms(), runtime.random_bytes(10))
    with begin(runtime.database) as session:
        wanted = DisputeWanted(dispute_id, fact_id, "C01", because, resolution, event_ids)
        outcome = decide_dispute(session, wanted, runtime.now_ms(), runtime.random_bytes)
    assert outcome is not None
    return outcome


def takes_back(scene: Scene, dispute_id: str) -> None:
    runtime = scene.server.runtime
    with begin(runtime.database) as session:
        dispute = find_dispute(session, dispute_id)
        assert dispute is not None
        assert dispute.decision is not None
        fact_id = uuid7(runtime.now_ms(), runtime.random_bytes(10))
        undoing = Undoing(0, fact_id, "C01", "", dispute.decision.id)
        assert undo_dispute_decision(session, dispute_id, undoing, runtime.now_ms(), runtime.random_bytes)


def test_a_disputed_line_waits_alone_and_the_next_settlement_carries_it_once_decided(scene: Scene) -> None:
    dispute_id = disputes(scene.chloe)
    (line,) = lines_on(scene.chloe)
    assert (line["status"], line["dispute"]["status"]) == ("due", "open")
    with begin(scene.server.runtime.database) as session:
        seen = preview(session, "2026-11", noon_ms("2026-12-15"))
        assert [each.line.beneficiary_id for each in seen.frozen] == ["P003"]
        # As the pure rule has it.
        (frozen,) = all_disputes(session.connection())
        computed = compute_exactly(session).lines
        pure = difference_by_line_key(computed, (), "2026-11", frozen_keys={frozen.line_key})
        assert sum(each.line.amount_cents for each in pure) == seen.due_cents
    assert set(settle(scene.server)) == {"producer:P001", "producer:P002"}

    assert isinstance(
        decides(scene, dispute_id, Resolution.REJECTED, because="les scans y sont"), DisputeDecided
    )
    (line,) = lines_on(scene.chloe)
    assert (line["dispute"]["status"], line["dispute"]["because"]) == ("rejected", "les scans y sont")
    balances = settle(scene.server, "2026-12", "2027-01-15")
    assert balances["producer:P003"] == line["amount_cents"] == 865
    with begin(scene.server.runtime.database) as session:
        assert sum_of_postings(session) == 0


def test_a_well_founded_dispute_takes_the_records_back_and_the_line_is_gone(scene: Scene) -> None:
    dispute_id = disputes(scene.chloe, "ce n'était pas moi")
    with begin(scene.server.runtime.database) as session:
        dispute = find_dispute(session, dispute_id)
        assert dispute is not None
        line = disputed_line(session, dispute)
    assert line is not None
    assert isinstance(decides(scene, dispute_id, Resolution.VOIDED, *line.event_ids), DisputeDecided)
    assert lines_on(scene.chloe) == []
    assert [leg[0] for leg in scene.legs()] == ["P002"]
    assert "producer:P003" not in settle(scene.server)


def test_a_settled_line_that_is_disputed_is_told_the_outcome_and_keeps_its_amount(scene: Scene) -> None:
    settle(scene.server)
    dispute_id = disputes(scene.chloe)
    (line,) = lines_on(scene.chloe)
    assert (line["status"], line["dispute"]["status"]) == ("settled", "open")
    assert isinstance(decides(scene, dispute_id, Resolution.ATTRIBUTED), DisputeDecided)
    (line,) = lines_on(scene.chloe)
    assert (line["amount_cents"], line["dispute"]["status"]) == (865, "attributed")


def test_a_line_disputed_before_it_was_settled_is_told_of_second_thoughts_too(scene: Scene) -> None:
    dispute_id = disputes(scene.chloe)
    decides(scene, dispute_id, Resolution.REJECTED)
    settle(scene.server)
    (line,) = lines_on(scene.chloe)
    assert (line["status"], line["dispute"]["status"]) == ("settled", "rejected")
    takes_back(scene, dispute_id)
    (line,) = lines_on(scene.chloe)
    assert (line["status"], line["dispute"]["status"]) == ("settled", "open")
    decides(scene, dispute_id, Resolution.ATTRIBUTED)
    assert [line["dispute"]["status"] for line in lines_on(scene.chloe)] == ["attributed"]


def test_a_dispute_whose_time_is_learnt_later_is_told_with_that_time(scene: Scene) -> None:
    wrong_ms = 2_082_754_800_000
    key = next(k for (t, k) in scene.chloe.pull_all() if t == "line")
    scene.chloe.record(Kind.DISPUTE, data={"line": key}, wall_ms=wrong_ms, boot_key="late", boot_ms=5_000)
    scene.chloe.push()
    (line,) = lines_on(scene.chloe)
    assert line["dispute"]["at_ms"] == wrong_ms
    true_ms = scene.at(6)
    mark = {"server_time": true_ms, "boot": 5_000, "rtt": 0}
    scene.chloe.record(Kind.CLOCK, data=mark, wall_ms=wrong_ms, boot_key="late", boot_ms=5_000)
    scene.chloe.push()
    (line,) = lines_on(scene.chloe)
    assert line["dispute"]["at_ms"] == true_ms


def test_what_a_dispute_cannot_do(scene: Scene) -> None:
    dispute_id = disputes(scene.chloe)
    for resolution, because, fault in (
        (Resolution.REJECTED, " ", DecisionFault.NO_REASON),
        (Resolution.ACCEPTED, "x", DecisionFault.NOT_OFFERED),
        (Resolution.VOIDED, "x", DecisionFault.WHICH_CLAIM),
    ):
        outcome = decides(scene, dispute_id, resolution, because=because)
        assert isinstance(outcome, DisputeCannotBe)
        assert outcome.fault is fault
    assert isinstance(decides(scene, dispute_id, Resolution.REJECTED), DisputeDecided)
    late = decides(scene, dispute_id, Resolution.ATTRIBUTED)
    assert isinstance(late, DisputeSettled)
    assert late.decision is not None
    assert late.decision.by == "C01"


def test_a_decision_taken_back_freezes_the_line_again_and_a_withdrawn_dispute_frees_it(scene: Scene) -> None:
    dispute_id = disputes(scene.chloe)
    decides(scene, dispute_id, Resolution.REJECTED)
    takes_back(scene, dispute_id)
    runtime = scene.server.runtime
    with begin(runtime.database) as session:
        assert len(preview(session, "2026-11", noon_ms("2026-12-15")).frozen) == 1
    scene.chloe.record(Kind.VOID, ref=dispute_id)
    scene.chloe.push()
    (line,) = lines_on(scene.chloe)
    assert "dispute" not in line
    with begin(runtime.database) as session:
        assert preview(session, "2026-11", noon_ms("2026-12-15")).frozen == ()


def test_who_has_no_part_in_a_line_freezes_nothing(scene: Scene) -> None:
    key = next(k for (t, k) in scene.chloe.pull_all() if t == "line")
    scene.david.record(Kind.DISPUTE, data={"line": key, "because": "jaloux"})
    scene.david.record(Kind.DISPUTE, data={"line": "n|importe|quoi"})
    scene.david.record(Kind.DISPUTE, data={})
    scene.david.push()
    with begin(scene.server.runtime.database) as session:
        assert [each.freezes for each in all_disputes(session.connection())] == [False, False, False]
        assert preview(session, "2026-11", noon_ms("2026-12-15")).frozen == ()
    assert "dispute" not in lines_on(scene.chloe)[0]
