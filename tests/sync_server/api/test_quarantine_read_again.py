"""What an older server could not read is read again, and counts from then on."""

import json
from typing import Any

import pytest
from sqlmodel import Session
from typer.testing import CliRunner

from shared.custody.bodies import DECODERS
from shared.custody.body_v1 import read_version_1
from shared.custody.events import EnvelopeFault, Fact, Kind
from sync_server.backup.chains import ProvenContent, prove
from sync_server.cli import command_line
from sync_server.db.session import read
from sync_server.upkeep.after_push import read_quarantine_again
from tests.builders import PhoneByHand, ServerInProcess
from tests.builders_network import CRATES, FARM, TO_THE_HUB, plan_a_consignment

REASONS = "SELECT seq, quarantine_reason FROM log_entry WHERE quarantine_reason IS NOT NULL ORDER BY seq"


@pytest.fixture
def bruno(server: ServerInProcess) -> PhoneByHand:
    plan_a_consignment(server)
    return server.add_phone("P002")


def as_an_older_server_left_it(phone: PhoneByHand, *kept_texts: str, reason: str = "unknown-kind") -> None:
    """Each text in the log's next position, in quarantine although today's program can read it."""
    server = phone.server
    # A body nobody can read holds the place in which the older server kept the real one.
    first = len(phone.bodies) + 1
    for text in kept_texts:
        phone.record_text(text)
    hashes = [bytes.fromhex(each) for each in phone.hashes()]
    phone.bodies[first - 1 :] = ["{" * (n + 1) for n in range(len(kept_texts))]
    phone.push(first)
    phone.bodies[first - 1 :] = kept_texts

    def write(session: Session) -> None:
        connection = session.connection()
        for seq, text in enumerate(kept_texts, start=first):
            connection.exec_driver_sql(
                "UPDATE log_entry SET body = ?, hash = ?, quarantine_reason = ? WHERE seq = ?",
                (text.encode(), hashes[seq], reason, seq),
            )
        connection.exec_driver_sql("UPDATE log_head SET hash = ?", (hashes[-1],))

    server.change(write)


def open_items(server: ServerInProcess) -> list[str]:
    return [row[0] for row in server.rows_of("SELECT kind FROM discrepancy WHERE status = 'open'")]


def test_a_body_this_program_can_read_becomes_an_event_with_all_it_changes(
    server: ServerInProcess, bruno: PhoneByHand
) -> None:
    pickup = bruno.body(Kind.PICKUP, place_id=FARM, round_id=TO_THE_HUB, crates=CRATES)
    as_an_older_server_left_it(bruno, pickup)
    assert open_items(server) == ["body_unreadable"]
    server.clock.forward(days=2)

    found = read_quarantine_again(server.runtime)

    assert (found.read_count, len(found.taken.new_facts)) == (1, 1)
    assert server.rows_of(REASONS) == []
    assert open_items(server) == []
    [(body, received_ms)] = server.rows_of("SELECT body, received_ms FROM event")
    assert body == pickup
    assert received_ms < server.clock.at_ms
    held = server.rows_of("SELECT DISTINCT holder_kind, holder_id FROM crate_state")
    assert [tuple(row) for row in held] == [("person", "P002")]
    with read(server.runtime.database) as session:
        proven = prove(session.connection())
    assert isinstance(proven, ProvenContent)
    assert proven.event_count == 1
    assert bruno.push() == {"status": "ok", "next": 2, "safe": 0, "quarantined": []}


def test_reading_again_changes_nothing_the_second_time(server: ServerInProcess, bruno: PhoneByHand) -> None:
    as_an_older_server_left_it(bruno, bruno.body(Kind.STOP_LEFT, place_id=FARM))
    read_quarantine_again(server.runtime)
    before = server.rows_of("SELECT seq, fh FROM feed_head")
    found = read_quarantine_again(server.runtime)
    assert (found.read_count, found.freed) == (0, ())
    assert server.rows_of("SELECT seq, fh FROM feed_head") == before


def test_what_still_cannot_be_read_stays_with_todays_reason(
    server: ServerInProcess, bruno: PhoneByHand
) -> None:
    far = json.dumps(json.loads(bruno.body(Kind.STOP_LEFT)) | {"kind": "teleport"})
    stranger = bruno.body(Kind.STOP_LEFT, device="d_0000000000")
    as_an_older_server_left_it(bruno, far, stranger, reason="unknown-version")
    assert read_quarantine_again(server.runtime).freed == ()
    reasons = [(row[0], row[1]) for row in server.rows_of(REASONS)]
    assert reasons == [(1, "unknown-kind"), (2, "wrong-device")]
    assert open_items(server) == ["body_unreadable"] * 2


def test_the_same_fact_kept_twice_is_one_event_and_other_bytes_are_not(
    server: ServerInProcess, bruno: PhoneByHand
) -> None:
    text = bruno.body(Kind.STOP_LEFT, place_id=FARM)
    other = json.dumps(json.loads(text) | {"place": "R900"})
    as_an_older_server_left_it(bruno, text, text, other)
    found = read_quarantine_again(server.runtime)
    assert [seq for _, seq in found.freed] == [1, 2]
    assert [(row[0], row[1]) for row in server.rows_of(REASONS)] == [(3, "id-reused")]
    assert len(server.rows_of("SELECT 1 FROM event")) == 1


def test_what_was_not_trusted_on_the_day_is_not_read_again(
    server: ServerInProcess, bruno: PhoneByHand
) -> None:
    server.revoke(bruno.device_id)
    bruno.record(Kind.STOP_LEFT, place_id=FARM)
    bruno.push()
    assert read_quarantine_again(server.runtime).read_count == 0
    assert [row[1] for row in server.rows_of(REASONS)] == ["revoked"]


def test_an_operator_may_ask_for_it(
    server: ServerInProcess, bruno: PhoneByHand, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_an_older_server_left_it(bruno, bruno.body(Kind.STOP_LEFT, place_id=FARM))
    monkeypatch.setenv("RELAIS_DATA_DIR", str(server.runtime.settings.data_dir))
    told = CliRunner().invoke(command_line(), ["requarantine", "--json"])
    assert json.loads(told.stdout) == {"read": 1, "events": 1, "freed": 1}
    assert server.rows_of(REASONS) == []


def read_version_2(parsed: dict[str, Any], fact_id: str | None) -> Fact | EnvelopeFault:
    """A version to come, as the program after the next update would read it: the crates have moved."""
    return read_version_1(parsed | {"crates": parsed["what"]["crates"]}, fact_id)


def test_a_body_of_a_version_to_come_waits_for_the_program_that_reads_it(
    server: ServerInProcess, bruno: PhoneByHand, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = json.loads(bruno.body(Kind.PICKUP, place_id=FARM, round_id=TO_THE_HUB, crates=CRATES))
    tomorrow = today | {"v": 2, "what": {"crates": today["crates"]}, "crates": None}
    bruno.record_text(json.dumps(tomorrow))
    assert bruno.push()["quarantined"] == [{"seq": 1, "reason": "unknown-version"}]
    assert open_items(server) == ["body_unreadable"]
    # As long as it is this program that reads, it stays where it is.
    assert read_quarantine_again(server.runtime).freed == ()

    monkeypatch.setitem(DECODERS, 2, read_version_2)
    found = read_quarantine_again(server.runtime)

    assert [position for _, position in found.freed] == [1]
    assert open_items(server) == []
    held = server.rows_of("SELECT DISTINCT holder_kind, holder_id FROM crate_state")
    assert [tuple(row) for row in held] == [("person", "P002")]
    assert bruno.push() == {"status": "ok", "next": 2, "safe": 0, "quarantined": []}
