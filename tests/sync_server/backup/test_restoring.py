"""Going back to a backup: never over a server at work, never by deleting, and never without saying so."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from shared.custody.events import Kind
from sync_server.accounts.console_sessions import open_console_session
from sync_server.accounts.coordinators import add_coordinator
from sync_server.accounts.people import Role
from sync_server.backup.sqlite_copy import is_in_use
from sync_server.db.session import begin, read
from sync_server.settlement.blocking import NO_OVERRIDES, Overrides, PhoneNotBackSinceRestore, blocking_points
from tests.builders import PhoneByHand, ServerInProcess, a_server
from tests.sync_server.backup.conftest import Operator

# Holds the database as a server does, until it is told to end.
HOLDS_THE_DATABASE = """
import sys
from sync_server.db.migrate import migrate
from sync_server.db.session import open_database
database = open_database(sys.argv[1])
migrate(database)
print("open", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def alice(server: ServerInProcess) -> PhoneByHand:
    return server.add_phone(server.add_person("P001", Role.PRODUCER, name="Alice"))


def blocking_codes(server: ServerInProcess, overrides: Overrides = NO_OVERRIDES) -> list[str]:
    with read(server.runtime.database) as session:
        points = blocking_points(session, "2026-10", (), server.clock.at_ms)
    return [point.code for point in points if not overrides.lift(point)]


def backed_up_then_two_more_facts(operator: Operator, alice: PhoneByHand) -> Path:
    alice.record(Kind.STOP_ARRIVED, place_id="R001")
    alice.push()
    backup = operator.back_up()
    alice.record(Kind.STOP_LEFT, place_id="R001")
    alice.record_text("{")
    alice.push()
    alice.server.runtime.database.close()
    return backup


def test_a_database_somebody_has_open_is_not_replaced(operator: Operator, alice: PhoneByHand) -> None:
    backup = backed_up_then_two_more_facts(operator, alice)
    database = operator.folder / "relais.db"
    command = [sys.executable, "-c", HOLDS_THE_DATABASE, f"sqlite:///{database}"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        assert operator.refusal_of("restore", str(backup)) == "database-in-use"
        holder.communicate()
    assert not is_in_use(database)
    with closing(sqlite3.connect(database)) as live:
        assert live.execute("SELECT count(*) FROM event").fetchone() == (2,)


def test_the_database_replaced_is_kept_and_the_backup_stays(operator: Operator, alice: PhoneByHand) -> None:
    backup = backed_up_then_two_more_facts(operator, alice)
    bytes_before = backup.read_bytes()
    told = operator.answer_of("restore", str(backup))
    with closing(sqlite3.connect(told["set_aside"])) as aside:
        assert aside.execute("SELECT count(*) FROM event").fetchone() == (2,)
    with closing(sqlite3.connect(operator.folder / "relais.db")) as live:
        assert live.execute("SELECT count(*) FROM event").fetchone() == (1,)
    assert backup.read_bytes() == bytes_before
    assert not list(operator.folder.glob("*.restoring*"))


def test_a_damaged_database_is_set_aside_too(operator: Operator, alice: PhoneByHand) -> None:
    backup = backed_up_then_two_more_facts(operator, alice)
    (operator.folder / "relais.db").write_bytes(b"not a database at all")
    told = operator.answer_of("restore", str(backup))
    assert Path(told["set_aside"]).read_bytes() == b"not a database at all"
    assert operator.back_up().exists()


def test_a_backup_is_put_where_there_is_no_database_yet(operator: Operator, alice: PhoneByHand) -> None:
    backup = backed_up_then_two_more_facts(operator, alice)
    elsewhere = Operator(operator.folder.parent / "new machine", operator.patch)
    told = elsewhere.answer_of("restore", str(backup))
    assert told["set_aside"] is None
    assert (elsewhere.folder / "relais.db").exists()


def test_a_file_changed_since_it_was_made_is_refused(operator: Operator, alice: PhoneByHand) -> None:
    backup = backed_up_then_two_more_facts(operator, alice)
    backup.chmod(0o600)
    with backup.open("ab") as file:
        file.write(b"\0")
    assert operator.refusal_of("restore", str(backup)) == "other-bytes"
    assert operator.refusal_of("restore", str(backup.with_name("none.db"))) == "no-backup"


def test_a_backup_of_a_newer_program_is_refused_and_nothing_moves(
    operator: Operator, alice: PhoneByHand
) -> None:
    backup = backed_up_then_two_more_facts(operator, alice)
    newer = backup.with_name("newer.db")
    newer.write_bytes(backup.read_bytes())
    with closing(sqlite3.connect(newer)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    assert operator.refusal_of("restore", str(newer)) == "database-newer"
    with closing(sqlite3.connect(operator.folder / "relais.db")) as live:
        assert live.execute("SELECT count(*) FROM event").fetchone() == (2,)
    assert not list(operator.folder.glob("*.restoring*"))


def test_closing_waits_for_the_phones_of_before_and_a_coordinator_may_do_without(
    operator: Operator, alice: PhoneByHand
) -> None:
    backup = backed_up_then_two_more_facts(operator, alice)
    told = operator.answer_of("restore", str(backup))
    assert (told["feed_seq"], told["phones_awaited"]) == (number_in_name(backup), 1)
    with a_server(operator.folder) as server:
        assert "phone-not-back" in blocking_codes(server)
        assert "phone-not-back" not in blocking_codes(server, Overrides(silent_reason="perdu en mer"))
        come_back(server, alice)
        assert "phone-not-back" not in blocking_codes(server)


def test_the_phone_keeps_what_the_backup_made_safe_and_sends_the_rest_again(
    operator: Operator, alice: PhoneByHand
) -> None:
    backup = backed_up_then_two_more_facts(operator, alice)
    operator.answer_of("restore", str(backup))
    with a_server(operator.folder) as server:
        alice.server = server
        asked = alice.push(first=4)
        assert (asked["status"], asked["next"], asked["safe"]) == ("gap", 2, 1)
        assert alice.push(first=2)["next"] == 4


def test_every_page_of_the_console_names_the_phones_that_are_awaited(
    operator: Operator, alice: PhoneByHand
) -> None:
    backup = backed_up_then_two_more_facts(operator, alice)
    operator.answer_of("restore", str(backup))
    with a_server(operator.folder) as server:
        with begin(server.runtime.database) as session:
            camille = add_coordinator(session, "Camille", "camille", "mot de passe de Camille")
            token = open_console_session(
                session, camille, server.runtime.random_bytes, server.clock.at_ms, is_factor_shown=True
            )
        server.client.cookies.set("sid", token)
        page = server.client.get("/console/").text
        assert "La base a été restaurée le" in page
        assert "À rappeler\u00a0: Alice." in page
        come_back(server, alice)
        assert "La base a été restaurée" not in server.client.get("/console/telephones").text


def test_phones_put_away_long_before_the_backup_are_not_awaited(
    operator: Operator, server: ServerInProcess, alice: PhoneByHand
) -> None:
    server.clock.forward(days=-15)
    old = server.add_phone(server.add_person("P002", Role.HELPER))
    old.push()
    server.clock.forward(days=15)
    backup = backed_up_then_two_more_facts(operator, alice)
    operator.answer_of("restore", str(backup))
    with a_server(operator.folder) as restored, read(restored.runtime.database) as session:
        points = blocking_points(session, "2026-10", (), restored.clock.at_ms)
    awaited = [point for point in points if isinstance(point, PhoneNotBackSinceRestore)]
    assert [point.device_id for point in awaited] == [alice.device_id]


def test_a_database_restored_by_other_means_can_be_declared_so(
    operator: Operator, alice: PhoneByHand
) -> None:
    backed_up_then_two_more_facts(operator, alice)
    assert operator.answer_of("rewound")["phones_awaited"] == 1


def come_back(server: ServerInProcess, phone: PhoneByHand) -> None:
    """The phone syncs after the restore, by the clock the operator's command went by."""
    [(restored_ms,)] = server.rows_of("SELECT max(restored_ms) FROM rewind")
    server.clock.at_ms = restored_ms + 60_000
    phone.server = server
    phone.push(first=len(phone.bodies) + 1)


def number_in_name(backup: Path) -> int:
    return int(backup.stem.rpartition("-n")[2])
