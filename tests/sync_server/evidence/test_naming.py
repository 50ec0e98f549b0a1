"""What facts name is noted whatever way they came, and for each log that tells them."""

import json

from shared.custody.events import Evidence as Named
from shared.custody.events import Kind
from shared.custody.evidence import PIECES_A_FACT_MAX, reference_to
from shared.ids import uuid4
from shared.sync.evidence import MISSING_LISTED_MAX
from sync_server.accounts.devices import DeviceStatus, revoke_device
from sync_server.db.session import begin
from sync_server.upkeep.after_push import read_quarantine_again
from tests.builders import PhoneByHand, ServerInProcess
from tests.builders_evidence import a_packed_position
from tests.sync_server.api.test_blobs import missing, send, stand
from tests.sync_server.api.test_quarantine_read_again import as_an_older_server_left_it


def names(count: int) -> list[str]:
    """Names of pieces nobody has."""
    return [f"{n:064x}" for n in range(count)]


def test_a_fact_read_at_last_names_its_evidence(server: ServerInProcess, alice: PhoneByHand) -> None:
    name, piece = a_packed_position()
    text = alice.body(Kind.STOP_LEFT, evidence=Named(gps=reference_to(name)))
    as_an_older_server_left_it(alice, text)
    assert missing(alice) == []
    assert send(alice, name, piece).status_code == 404
    read_quarantine_again(server.runtime)
    assert missing(alice) == [name]
    assert stand(send(alice, name, piece))[0] == 204


def test_a_log_told_anew_under_another_name_is_asked_for_the_same(alice: PhoneByHand) -> None:
    name, _ = a_packed_position()
    alice.record(Kind.STOP_LEFT, evidence=Named(gps=reference_to(name)))
    alice.push()
    alice.log_id = uuid4(bytes(15) + b"2")
    assert missing(alice) == [name]


def test_a_fact_taken_before_its_phone_was_stolen_is_asked_for_where_its_owner_tells_it_again(
    server: ServerInProcess, alice: PhoneByHand
) -> None:
    name, piece = a_packed_position()
    text = alice.body(Kind.STOP_LEFT, evidence=Named(gps=reference_to(name)))
    alice.record_text(text)
    alice.push()
    with begin(server.runtime.database) as session:
        revoke_device(session, alice.device_id, DeviceStatus.STOLEN, server.clock.at_ms)
    copy = server.add_phone(alice.person_id)
    copy.record_text(text)
    assert [each["reason"] for each in copy.push()["quarantined"]] == ["wrong-device"]
    assert missing(copy) == [name]
    assert stand(send(copy, name, piece))[0] == 204


def test_a_phone_taken_out_of_service_is_still_asked_for_what_its_facts_name(
    server: ServerInProcess, alice: PhoneByHand
) -> None:
    name, piece = a_packed_position()
    alice.record(Kind.STOP_LEFT, evidence=Named(gps=reference_to(name)))
    alice.push()
    with begin(server.runtime.database) as session:
        revoke_device(session, alice.device_id, DeviceStatus.RETIRED, server.clock.at_ms)
    assert missing(alice) == [name]
    assert stand(send(alice, name, piece))[0] == 204
    assert missing(alice) == []


def test_what_only_the_quarantine_holds_names_nothing(server: ServerInProcess, alice: PhoneByHand) -> None:
    name, _ = a_packed_position()
    text = alice.body(Kind.STOP_LEFT, evidence=Named(gps=reference_to(name)))
    with begin(server.runtime.database) as session:
        revoke_device(session, alice.device_id, DeviceStatus.STOLEN, server.clock.at_ms)
    copy = server.add_phone(alice.person_id)
    copy.record_text(text)
    copy.push()
    assert missing(copy) == []


def test_of_many_pieces_one_reply_names_fifty(alice: PhoneByHand) -> None:
    listed = names(6 * PIECES_A_FACT_MAX)
    for start in range(0, len(listed), PIECES_A_FACT_MAX):
        photos = tuple(reference_to(name) for name in listed[start : start + PIECES_A_FACT_MAX])
        alice.record(Kind.STOP_LEFT, evidence=Named(photos=photos))
    assert missing(alice) == sorted(listed)[:MISSING_LISTED_MAX]


def test_a_key_written_in_escapes_is_read_as_what_it_says(alice: PhoneByHand) -> None:
    name, _ = a_packed_position()
    plain = alice.body(Kind.STOP_LEFT, evidence=Named(gps=reference_to(name)))
    escaped = plain.replace('"evidence"', '"\\u0065vidence"')
    assert json.loads(escaped) == json.loads(plain)
    alice.record_text(escaped)
    assert missing(alice) == [name]


def test_references_that_are_no_names_are_passed_over(alice: PhoneByHand) -> None:
    odd = ("sha256:../../etc/passwd", "md5:" + "a" * 64, "sha256:" + "A" * 64, "")
    alice.record(Kind.STOP_LEFT, evidence=Named(photos=odd, signature="sha256:"))
    assert alice.push()["quarantined"] == []
    assert missing(alice) == []


def test_a_pull_without_a_log_asks_for_nothing(alice: PhoneByHand) -> None:
    alice.record(Kind.STOP_LEFT, evidence=Named(gps=reference_to(names(1)[0])))
    alice.push()
    assert alice.post(alice.request()).json()["blobs"]["missing"] == []
