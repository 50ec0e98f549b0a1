"""Facts of a removed phone let in by a coordinator: once, with a reason, then facts like any other."""

from collections.abc import Generator
from pathlib import Path

import pytest

from shared.custody.events import Kind
from shared.ids import uuid7
from sync_server.accounts.devices import DeviceStatus
from sync_server.db.session import begin
from sync_server.upkeep.after_push import project_again
from sync_server.upkeep.removed_phone import LetIn, LettingIn, let_in
from tests.builders import PhoneByHand, ServerInProcess
from tests.sync_server.bound.scene import CONSIGNMENT, CRATES, LABELS, Binding, a_binding, rebuilt
from tests.sync_server.postgres import DATABASES
from tests.sync_server.settlement.rounds import settle

ASIDE = "SELECT count(*) FROM log_entry WHERE quarantine_reason = 'revoked'"


@pytest.fixture(params=DATABASES)
def scene(tmp_path: Path, request: pytest.FixtureRequest) -> Generator[Binding]:
    with a_binding(tmp_path, request.param) as told:
        yield told


def wanted(server: ServerInProcess, phone: PhoneByHand, shown: int, because: str = "c'est lui") -> LettingIn:
    fact_id = uuid7(server.clock(), server.runtime.random_bytes(10))
    return LettingIn(phone.device_id, fact_id, "C01", because, shown)


def lets_in(server: ServerInProcess, asked: LettingIn) -> LetIn:
    with begin(server.runtime.database) as session:
        return let_in(session, asked, server.clock(), server.runtime.random_bytes)


@pytest.mark.parametrize("status", [DeviceStatus.RETIRED, DeviceStatus.STOLEN])
def test_let_in_they_pay_as_if_they_had_come_in_time(scene: Binding, status: DeviceStatus) -> None:
    scene.server.revoke(scene.bruno.device_id, status)
    scene.binds(scene.bruno, LABELS[0])
    scene.takes(scene.bruno, CRATES[0], LABELS[0])
    scene.bruno.push()
    assert scene.told(ASIDE) == [(3,)]
    assert settle(scene.server) == {}

    asked = wanted(scene.server, scene.bruno, 3)
    assert lets_in(scene.server, asked) is LetIn.DONE
    assert lets_in(scene.server, asked) is LetIn.DONE
    assert lets_in(scene.server, wanted(scene.server, scene.bruno, 3)) is LetIn.NOTHING_ASIDE
    stored = scene.told(f"SELECT body FROM event WHERE device = '{scene.bruno.device_id}' ORDER BY n")
    assert [body for (body,) in stored] == scene.bruno.bodies
    assert scene.told("SELECT kind, actor, ref FROM event WHERE kind = 'decision'") == [
        ("decision", "C01", f"phone:{scene.bruno.device_id}")
    ]
    assert scene.told(ASIDE) == [(0,)]
    assert "body_unreadable" not in scene.open_kinds()
    assert scene.crate(LABELS[0]) == (CONSIGNMENT, 2, "active")
    rebuilt(scene)
    assert settle(scene.server, "2026-12", "2027-01-15")["producer:P002"] == 1_154


def test_what_comes_after_is_kept_aside_again(scene: Binding) -> None:
    scene.server.revoke(scene.bruno.device_id)
    scene.takes(scene.bruno, CRATES[0])
    scene.bruno.push()
    asked = wanted(scene.server, scene.bruno, 2)
    scene.takes(scene.bruno, CRATES[1])
    scene.bruno.push()
    # More came than the form had listed: it is shown again first.
    assert lets_in(scene.server, asked) is LetIn.MORE_CAME
    assert lets_in(scene.server, wanted(scene.server, scene.bruno, 4)) is LetIn.DONE
    scene.bruno.record(Kind.STOP_LEFT, place_id="R900")
    assert scene.bruno.push()["quarantined"] == [{"seq": 5, "reason": "revoked"}]
    assert scene.told(ASIDE) == [(1,)]


def test_without_a_reason_nothing_is_done(scene: Binding) -> None:
    scene.server.revoke(scene.bruno.device_id)
    scene.takes(scene.bruno, CRATES[0])
    scene.bruno.push()
    assert lets_in(scene.server, wanted(scene.server, scene.bruno, 2, " ")) is LetIn.NO_REASON
    assert scene.told(ASIDE) == [(2,)]


def test_another_phone_s_facts_and_unreadable_ones_stay_where_they_are(scene: Binding) -> None:
    for phone in (scene.bruno, scene.chloe):
        scene.server.revoke(phone.device_id)
    scene.takes(scene.bruno, CRATES[0])
    scene.bruno.record_text("not json")
    scene.bruno.push()
    scene.takes(scene.chloe, CRATES[0])
    scene.chloe.push()
    assert lets_in(scene.server, wanted(scene.server, scene.bruno, 3)) is LetIn.DONE
    kept = scene.told("SELECT quarantine_reason FROM log_entry WHERE body IS NOT NULL ORDER BY 1")
    assert kept == [("not-json",), ("revoked",), ("revoked",)]
    project_again(scene.server.runtime, everything=True)
    assert [carrier for (carrier,) in scene.told("SELECT carrier_id FROM leg")] == ["P002"]
