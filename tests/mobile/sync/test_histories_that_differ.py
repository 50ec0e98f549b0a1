"""A restored server, a cloned phone, a scope that changed: noticed, repaired, nothing lost."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from mobile.store.database import open_store
from mobile.store.enrolment import Enrolment
from mobile.store.outbox import log_name, outbox_counts
from mobile.store.rounds import Progress, round_plan, rounds_known
from mobile.store.stops import TaskState, stop_plan
from mobile.sync.outcome import MustEnrol, NoNetwork, PhoneRevoked, Synced
from shared.custody.events import Kind
from sync_server.accounts.devices import add_device
from sync_server.db.rows import EVERYONE, RowPut
from sync_server.db.session import begin
from tests.builders import a_server
from tests.builders_phone import FARM, HELPER, HUB, ROUND
from tests.mobile.sync.conftest import Scene
from tests.mobile.sync.world import CARRIER, SERVER_URL, Phone, phone_on


def states(phone: Phone, place_id: str) -> set[TaskState]:
    plan = stop_plan(phone.store, ROUND, place_id)
    assert plan is not None
    return {task.state for task in (*plan.pickups, *plan.drops)}


def test_a_server_restored_from_an_old_backup_is_filled_again(scene: Scene, tmp_path: Path) -> None:
    bruno = scene.phone()
    bruno.sync()
    bruno.pick_up(*scene.codes[:4])
    bruno.sync()
    backup = tmp_path / "backup.db"
    with (
        closing(sqlite3.connect(tmp_path / "server" / "relais.db")) as live,
        closing(sqlite3.connect(backup)) as copy,
    ):
        live.backup(copy)
    bruno.pick_up(*scene.codes[4:])
    bruno.drop(*scene.codes)
    bruno.sync()
    known, plan = set(scene.event_ids()), round_plan(bruno.store, ROUND)

    restored = tmp_path / "restored"
    restored.mkdir()
    shutil.copy(backup, restored / "relais.db")
    with a_server(restored) as server:
        again = phone_on(bruno.store, server.client)
        again.clock = bruno.clock
        outcome = again.sync()
        assert isinstance(outcome, Synced)
        assert outcome.was_reset
        held = [row[0] for row in server.rows_of("SELECT id FROM event")]
        assert set(held) == known
        assert len(held) == len(known)
    assert round_plan(bruno.store, ROUND) == plan
    assert outbox_counts(bruno.store).pending == 0


def test_what_a_restored_server_now_accepts_is_no_longer_shown_as_quarantined(
    scene: Scene, tmp_path: Path
) -> None:
    bruno = scene.phone()
    bruno.sync()
    backup = tmp_path / "backup.db"
    with (
        closing(sqlite3.connect(tmp_path / "server" / "relais.db")) as live,
        closing(sqlite3.connect(backup)) as copy,
    ):
        live.backup(copy)
    assert bruno.store.enrolment is not None
    scene.server.revoke(bruno.store.enrolment.device_id)
    bruno.pick_up(*scene.codes)
    bruno.sync()
    assert [each.reason for each in outbox_counts(bruno.store).quarantined] == ["revoked"]

    restored = tmp_path / "restored"
    restored.mkdir()
    shutil.copy(backup, restored / "relais.db")
    with a_server(restored) as server:
        again = phone_on(bruno.store, server.client)
        again.clock = bruno.clock
        assert isinstance(again.sync(), Synced)
        assert [row[0] for row in server.rows_of("SELECT kind FROM event")][-1:] == ["pickup"]
    assert outbox_counts(bruno.store).quarantined == ()


def test_a_cloned_phone_forks_and_both_logs_are_kept_whole(scene: Scene, tmp_path: Path) -> None:
    bruno = scene.phone()
    bruno.sync()
    bruno.pick_up(*scene.codes[:2])
    bruno.store.close()
    shutil.copytree(bruno.store.folder, tmp_path / "clone")
    bruno = phone_on(open_store(bruno.store.folder), scene.client, seed=8)
    clone = phone_on(open_store(tmp_path / "clone"), scene.client, seed=9)
    name = log_name(bruno.store)
    bruno.pick_up(*scene.codes[2:4])
    clone.pick_up(*scene.codes[4:6])
    clone.clock.advance(1)
    bruno.sync()
    outcome = clone.sync()
    assert isinstance(outcome, Synced)
    assert outcome.was_fork
    assert log_name(bruno.store) == name != log_name(clone.store)
    ids = scene.event_ids()
    assert len(ids) == len(set(ids))
    carried = scene.server.rows_of("SELECT count(*) FROM crate_state WHERE holder_kind = 'person'")
    assert [tuple(row) for row in carried] == [(6,)]
    assert isinstance(bruno.sync(), Synced)
    for phone in (bruno, clone):
        plan = round_plan(phone.store, ROUND)
        assert plan is not None
        assert plan.summary.pickups == Progress(done=6, excepted=0, total=8)


def test_a_phone_restored_from_an_older_copy_forks_too(scene: Scene, tmp_path: Path) -> None:
    bruno = scene.phone()
    bruno.sync()
    bruno.store.close()
    shutil.copytree(bruno.store.folder, tmp_path / "older")
    bruno = phone_on(open_store(bruno.store.folder), scene.client)
    bruno.pick_up(*scene.codes)
    bruno.sync()
    older = phone_on(open_store(tmp_path / "older"), scene.client, seed=9)
    outcome = older.sync()
    assert isinstance(outcome, Synced)
    assert outcome.was_fork
    assert states(older, FARM) == {TaskState.DONE}


def test_a_round_given_to_another_helper_vanishes_at_the_next_sync(scene: Scene) -> None:
    bruno = scene.phone()
    bruno.sync()
    assert [summary.round_id for summary in rounds_known(bruno.store)] == [ROUND]
    bruno.pick_up(scene.codes[0])
    with begin(scene.server.runtime.database) as session:
        session.connection().exec_driver_sql("UPDATE round SET helper_person_id = 'P004'")
    outcome = bruno.sync()
    assert isinstance(outcome, Synced)
    assert outcome.was_reset
    assert rounds_known(bruno.store) == ()
    assert outbox_counts(bruno.store).pending == 0


def test_a_reset_cut_half_way_leaves_the_plan_on_the_screen(scene: Scene) -> None:
    bruno = scene.phone()
    bruno.sync()
    many = [RowPut("notice", f"n{n:04d}", {"text_code": "x" * 100}, [EVERYONE]) for n in range(1200)]
    scene.server.put_rows(*many)
    with begin(scene.server.runtime.database) as session:
        session.connection().exec_driver_sql("UPDATE audience SET generation = generation + 1")
    scene.network.pages_before_down = 2
    assert isinstance(bruno.sync(), NoNetwork)
    plan = round_plan(bruno.store, ROUND)
    assert plan is not None
    assert plan.summary.pickups.total == 8
    scene.network.is_down = False
    assert isinstance(bruno.sync(), Synced)
    assert_rows_are_the_servers(scene, bruno)


def test_an_unknown_phone_is_asked_to_enrol_and_its_log_resumes(scene: Scene) -> None:
    bruno = scene.phone()
    bruno.sync()
    bruno.pick_up(*scene.codes)
    device = bruno.store.enrolment
    assert device is not None
    with begin(scene.server.runtime.database) as session:
        session.connection().exec_driver_sql("UPDATE device SET token_sha256 = 'lost'")
    assert bruno.sync() == MustEnrol()
    with begin(scene.server.runtime.database) as session:
        new = add_device(session, HELPER, 0, scene.server.runtime.random_bytes, device_id=device.device_id)
    bruno.store.save_enrolment(Enrolment(SERVER_URL, new.id, HELPER, new.token))
    assert isinstance(bruno.sync(), Synced)
    assert outbox_counts(bruno.store).pending == 0
    assert outbox_counts(bruno.store).quarantined == ()


@pytest.mark.parametrize(("person_id", "reasons"), [(HELPER, []), (CARRIER, ["wrong-device"])])
def test_facts_wait_for_the_next_credential_and_are_for_review_where_it_is_anothers(
    scene: Scene, person_id: str, reasons: list[str]
) -> None:
    bruno = scene.phone()
    bruno.sync()
    bruno.pick_up(*scene.codes)
    with begin(scene.server.runtime.database) as session:
        new = add_device(session, person_id, 0, scene.server.runtime.random_bytes)
    bruno.store.save_enrolment(Enrolment(SERVER_URL, new.id, person_id, new.token))
    assert isinstance(bruno.sync(), Synced)
    counts = outbox_counts(bruno.store)
    assert counts.pending == 0
    assert [each.reason for each in counts.quarantined if each.kind is Kind.PICKUP] == reasons


def test_a_phone_taken_back_hands_in_its_facts_for_a_while_then_is_shut_out(scene: Scene) -> None:
    bruno = scene.phone()
    bruno.sync()
    bruno.pick_up(*scene.codes)
    assert bruno.store.enrolment is not None
    scene.server.revoke(bruno.store.enrolment.device_id)
    outcome = bruno.sync()
    assert isinstance(outcome, Synced)
    assert outcome.is_pull_refused
    assert [each.reason for each in outbox_counts(bruno.store).quarantined] == ["revoked"]
    scene.server.clock.forward(days=31)
    assert bruno.sync() == PhoneRevoked()


def test_what_another_phone_did_is_seen_after_a_sync(scene: Scene) -> None:
    bruno, second = scene.phone(), scene.phone("second", seed=11)
    for phone in (bruno, second):
        phone.sync()
    bruno.pick_up(*scene.codes)
    bruno.sync()
    second.sync()
    assert states(second, FARM) == {TaskState.DONE}
    assert states(second, HUB) == {TaskState.TODO}


@pytest.mark.parametrize("events", [1, 450])
def test_rows_are_the_servers_byte_for_byte(scene: Scene, events: int) -> None:
    bruno = scene.phone()
    for _ in range(events):
        bruno.arrive(FARM) if rounds_known(bruno.store) else bruno.sync()
    bruno.sync()
    assert_rows_are_the_servers(scene, bruno)


def assert_rows_are_the_servers(scene: Scene, phone: Phone) -> None:
    with phone.store.reading() as connection:
        rows = connection.exec_driver_sql("SELECT t, k, d FROM pulled_row ORDER BY t, k").all()
    audiences = "('all', 'person:P003', 'round:r_2026-11-06_01')"
    theirs = scene.server.rows_of(
        "SELECT DISTINCT r.t, r.k, r.d FROM pull_row r JOIN row_audience ra ON ra.row_id = r.id"
        f" JOIN audience a ON a.id = ra.audience_id WHERE r.deleted = 0 AND a.name IN {audiences}"
        " ORDER BY r.t, r.k"
    )
    assert [tuple(row) for row in rows] == [tuple(row) for row in theirs]
    assert len(rows) > 10
