"""A copy counts as a backup once it is proven; only then do phones hear that their facts are safe."""

import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from shared.custody.events import Kind
from sync_server.accounts.people import Role
from sync_server.backup.chains import CopyFault, FaultCode, ProvenContent
from sync_server.backup.sqlite_copy import prove_file
from sync_server.backup.taking import copy_and_prove_file, fault_against_live
from sync_server.db.feed import lock_feed
from sync_server.db.rows import RowPut, put_rows
from sync_server.db.session import begin, read
from tests.builders import PhoneByHand, ServerInProcess
from tests.sync_server.backup.conftest import Operator

CHANGED_SINCE = "seq = (SELECT min(seq) FROM feed_entry WHERE ref = 'notice/porte')"


@pytest.fixture
def alice(server: ServerInProcess) -> PhoneByHand:
    return server.add_phone(server.add_person("P001", Role.PRODUCER))


def record(phone: PhoneByHand, count: int) -> None:
    for _ in range(count):
        phone.record(Kind.STOP_LEFT, place_id="R001")


def tampered(backup: Path, statement: str) -> Path:
    other = backup.with_name("tampered.db")
    other.write_bytes(backup.read_bytes())
    with closing(sqlite3.connect(other)) as connection:
        connection.execute(statement)
        connection.commit()
    return other


def test_phones_hear_what_a_verified_backup_holds_and_not_more(
    operator: Operator, alice: PhoneByHand
) -> None:
    record(alice, 2)
    alice.record_text("{")
    assert alice.push()["safe"] == 0
    made = operator.answer_of("backup")
    assert (made["events"], made["logs"]) == (2, 1)
    record(alice, 1)
    reply = alice.push(first=4)
    assert (reply["next"], reply["safe"]) == (5, 3)

    operator.back_up()
    assert alice.push(first=5)["safe"] == 4


def test_a_phone_told_to_fork_is_told_that_nothing_of_its_new_log_is_safe(
    operator: Operator, server: ServerInProcess, alice: PhoneByHand
) -> None:
    record(alice, 1)
    alice.push()
    operator.back_up()
    stranger = server.add_phone(server.add_person("P002", Role.HELPER))
    stranger.log_id = alice.log_id
    record(stranger, 1)
    reply = stranger.push()
    assert (reply["status"], reply["safe"]) == ("fork", 0)


def test_the_file_says_its_date_its_number_and_its_sha256(operator: Operator, alice: PhoneByHand) -> None:
    record(alice, 1)
    alice.push()
    made = operator.answer_of("backup")
    file = Path(made["file"])
    assert file.parent == operator.folder / "backups"
    assert file.name.endswith(f"-n{made['feed_seq']:09d}.db")
    assert sha256(file.read_bytes()).hexdigest() == made["sha256"]
    assert file.with_name(f"{file.name}.sha256").read_text() == f"{made['sha256']}  {file.name}\n"
    assert sorted(each.suffix for each in file.parent.iterdir()) == [".db", ".sha256"]


def test_a_copy_made_in_the_middle_of_a_write_holds_what_was_committed(
    operator: Operator, server: ServerInProcess, alice: PhoneByHand
) -> None:
    record(alice, 1)
    alice.push()
    with closing(sqlite3.connect(operator.folder / "relais.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM event")
        backup = operator.folder / "copy.db"
        copied = copy_and_prove_file(operator.folder / "relais.db", backup)
        other.execute("ROLLBACK")
    assert isinstance(copied, ProvenContent)
    assert copied.event_count == 1


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE event SET body = replace(body, 'R001', 'R002')", FaultCode.FEED_BROKEN),
        ("DELETE FROM feed_entry WHERE kind = 'event'", FaultCode.FEED_BROKEN),
        ("UPDATE feed_head SET seq = seq + 1", FaultCode.FEED_BROKEN),
        # The content of that number is gone, the row having changed since: its digest still links it.
        (f"UPDATE feed_entry SET ref = 'person/P009' WHERE {CHANGED_SINCE}", FaultCode.FEED_BROKEN),
        (f"UPDATE feed_entry SET digest = zeroblob(32) WHERE {CHANGED_SINCE}", FaultCode.FEED_BROKEN),
        ("UPDATE pull_row SET d = replace(d, 'Personne', 'Personnage')", FaultCode.FEED_BROKEN),
        ("UPDATE log_entry SET body = x'5b' WHERE body IS NOT NULL", FaultCode.LOG_BROKEN),
        ("DELETE FROM log_entry WHERE seq = 1", FaultCode.LOG_BROKEN),
        ("DROP TABLE log_head", FaultCode.UNREADABLE),
    ],
)
def test_whatever_was_changed_in_a_copy_shows(
    operator: Operator, server: ServerInProcess, alice: PhoneByHand, statement: str, code: FaultCode
) -> None:
    for note in ("fermé", "ouvert"):
        row = RowPut("notice", "porte", {"note": note}, ("all",))
        with begin(server.runtime.database) as session:
            put_rows(session, lock_feed(session), [row])
    record(alice, 2)
    alice.record_text("{")
    alice.push()
    backup = operator.back_up()
    assert isinstance(prove_file(backup), ProvenContent)

    found = prove_file(tampered(backup, statement))
    assert isinstance(found, CopyFault)
    assert found.code is code
    assert operator.refusal_of("restore", str(backup.with_name("tampered.db"))) == code.value


def test_a_copy_of_another_history_is_not_a_backup_of_this_server(
    operator: Operator, server: ServerInProcess, alice: PhoneByHand
) -> None:
    record(alice, 1)
    alice.push()
    content = prove_file(operator.back_up())
    assert isinstance(content, ProvenContent)
    other = ProvenContent(content.feed_seq, bytes(32), content.event_count, content.logs)
    with read(server.runtime.database) as session:
        assert fault_against_live(session, content) is None
        fault = fault_against_live(session, other)
    assert fault == CopyFault(FaultCode.OTHER_HISTORY, f"{content.feed_seq}")


def test_without_a_database_there_is_nothing_to_back_up_and_none_is_made(operator: Operator) -> None:
    assert operator.refusal_of("backup") == "no-database"
    assert not operator.folder.exists()
