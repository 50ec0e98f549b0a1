"""What a phone makes of replies where an easier reading of relais/1 would pass unnoticed."""

import sqlite3
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from sqlmodel import Session

from mobile.store.database import StoreFailedError
from mobile.store.outbox import chain_holds, log_name, outbox_counts, start_new_log
from mobile.store.rounds import round_plan, rounds_known
from mobile.sync.outcome import MustEnrol, NoNetwork, Synced
from mobile.sync.peer import NoNetworkReason
from sync_server.db.feed import lock_feed
from sync_server.db.rows import EVERYONE, RowPut, drop_rows
from sync_server.db.session import begin
from tests.builders import a_server
from tests.builders_phone import ROUND
from tests.mobile.sync.bad_network import a_problem
from tests.mobile.sync.conftest import Scene
from tests.mobile.sync.world import Phone, phone_on


def a_notice(number: int) -> RowPut:
    return RowPut("notice", f"n{number:04d}", {"text_code": "x" * 100}, [EVERYONE])


def state_of(phone: Phone, column: str) -> object:
    with phone.store.reading() as connection:
        return connection.exec_driver_sql(f"SELECT {column} FROM sync_state").scalar_one()


def keys_of_notices(phone: Phone) -> list[str]:
    with phone.store.reading() as connection:
        return list(
            connection.exec_driver_sql("SELECT k FROM pulled_row WHERE t = 'notice' ORDER BY k").scalars()
        )


def picked_up(phone: Phone) -> int:
    plan = round_plan(phone.store, ROUND)
    assert plan is not None
    return plan.summary.pickups.done


def copy_database(folder: Path, target: Path) -> None:
    target.mkdir()
    with (
        closing(sqlite3.connect(folder / "relais.db")) as live,
        closing(sqlite3.connect(target / "relais.db")) as copy,
    ):
        live.backup(copy)


def test_a_right_reply_under_another_content_type_is_no_network(scene: Scene) -> None:
    bruno = scene.phone()
    bruno.sync()
    bruno.pick_up(*scene.codes)

    def relabelled(request: httpx.Request) -> httpx.Response:
        answer = scene.server.client.post(request.url.path, content=request.content, headers=request.headers)
        return httpx.Response(200, content=answer.content, headers={"Content-Type": "text/html"})

    scene.network.instead(relabelled)
    assert bruno.sync() == NoNetwork(NoNetworkReason.NOT_OUR_SERVER)
    assert outbox_counts(bruno.store).pending == 1


def test_a_refused_pull_leaves_rows_and_cursor_as_they_are(scene: Scene) -> None:
    bruno = scene.phone()
    bruno.sync()
    cursor = state_of(bruno, "cursor")
    assert cursor is not None
    assert bruno.store.enrolment is not None
    scene.server.revoke(bruno.store.enrolment.device_id)
    bruno.sync()
    assert state_of(bruno, "cursor") == cursor
    assert len(rounds_known(bruno.store)) == 1


def test_a_row_that_is_gone_goes_from_the_phone(scene: Scene) -> None:
    bruno = scene.phone()
    scene.server.put_rows(a_notice(1), a_notice(2))
    bruno.sync()

    def drop(session: Session) -> None:
        drop_rows(session, lock_feed(session), [("notice", "n0001")])

    scene.server.change(drop)
    bruno.sync()
    assert keys_of_notices(bruno) == ["n0002"]


def test_a_reset_of_several_pages_takes_away_what_is_no_longer_in_sight(scene: Scene) -> None:
    bruno = scene.phone()
    bruno.sync()
    scene.server.put_rows(*(a_notice(number) for number in range(700)))
    with begin(scene.server.runtime.database) as session:
        session.connection().exec_driver_sql("UPDATE round SET helper_person_id = 'P004'")
    bruno.sync()
    assert len(keys_of_notices(bruno)) == 700
    assert rounds_known(bruno.store) == ()


def test_a_page_that_cannot_be_kept_leaves_its_cursor_behind(scene: Scene) -> None:
    bruno = scene.phone()
    bruno.sync()
    scene.server.put_rows(a_notice(1))
    with bruno.store.writing() as connection:
        connection.exec_driver_sql(
            "CREATE TEMP TRIGGER full BEFORE INSERT ON pulled_row BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    with pytest.raises(StoreFailedError):
        bruno.sync()
    with bruno.store.writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER full")
    assert isinstance(bruno.sync(), Synced)
    assert keys_of_notices(bruno) == ["n0001"]


def test_own_facts_stay_on_the_screen_while_the_rows_that_tell_them_are_on_their_way(scene: Scene) -> None:
    bruno = scene.phone()
    bruno.sync()
    scene.server.put_rows(*(a_notice(number) for number in range(700)))
    bruno.pick_up(*scene.codes)
    scene.network.pages_before_down = 1
    assert isinstance(bruno.sync(), NoNetwork)
    assert outbox_counts(bruno.store).pending == 0
    assert picked_up(bruno) == len(scene.codes)


def test_a_log_named_anew_is_chained_anew_and_all_of_it_is_still_to_be_sent(scene: Scene) -> None:
    bruno = scene.phone()
    bruno.sync()
    bruno.pick_up(*scene.codes)
    bruno.sync()
    with bruno.store.writing() as connection:
        connection.exec_driver_sql("UPDATE sync_state SET safe = 1")
    start_new_log(bruno.store, bruno.randomness.random_bytes)
    counts = outbox_counts(bruno.store)
    assert (counts.safe, counts.received) == (0, 0)
    assert chain_holds(bruno.store)


def test_a_phone_asked_to_enrol_keeps_its_log_and_its_name(scene: Scene) -> None:
    bruno = scene.phone()
    bruno.sync()
    bruno.pick_up(*scene.codes)
    before, name = outbox_counts(bruno.store), log_name(bruno.store)
    scene.network.instead(a_problem(401, "unknown-device"))
    assert bruno.sync() == MustEnrol()
    after = outbox_counts(bruno.store)
    assert (after.head, after.next) == (before.head, before.next)
    assert log_name(bruno.store) == name


def test_after_a_gap_nothing_is_left_of_what_another_history_had_in_quarantine(
    scene: Scene, tmp_path: Path
) -> None:
    """Restored to before the facts and with the phone revoked, then to a backup that had accepted them."""
    bruno = scene.phone()
    bruno.sync()
    assert bruno.store.enrolment is not None
    copy_database(tmp_path / "server", tmp_path / "older")
    bruno.pick_up(*scene.codes)
    bruno.sync()
    copy_database(tmp_path / "server", tmp_path / "newer")
    with a_server(tmp_path / "older", syncs_a_minute=100_000) as older:
        older.revoke(bruno.store.enrolment.device_id)
        again = phone_on(bruno.store, older.client)
        bruno.arrive("F001")
        again.sync()
    assert {each.reason for each in outbox_counts(bruno.store).quarantined} == {"revoked"}
    with a_server(tmp_path / "newer", syncs_a_minute=100_000) as newer:
        assert isinstance(phone_on(bruno.store, newer.client).sync(), Synced)
    assert outbox_counts(bruno.store).quarantined == ()
    assert outbox_counts(bruno.store).pending == 0
