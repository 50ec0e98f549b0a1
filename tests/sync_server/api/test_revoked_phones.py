"""A phone whose rights were taken: no row at once, its facts kept aside 30 days, then shut out."""

import pytest

from shared.custody.events import Kind
from sync_server.accounts.devices import DeviceStatus
from tests.builders import PhoneByHand, ServerInProcess


@pytest.mark.parametrize("status", [DeviceStatus.RETIRED, DeviceStatus.STOLEN])
def test_from_the_next_request_on_it_gets_no_row_and_its_facts_are_kept_aside(
    server: ServerInProcess, alice: PhoneByHand, status: DeviceStatus
) -> None:
    alice.record(Kind.STOP_ARRIVED, place_id="R001")
    alice.push()
    server.revoke(alice.device_id, status)
    alice.record(Kind.STOP_LEFT, place_id="R001")

    reply = alice.post(alice.request(alice.stretch(first=2))).json()
    assert reply["pull"] == {"status": "refused", "rows": [], "cursor": None, "more": False}
    assert reply["log"] == {
        "status": "ok",
        "next": 3,
        "safe": 0,
        "quarantined": [{"seq": 2, "reason": "revoked"}],
    }
    kept = server.rows_of("SELECT body FROM log_entry WHERE quarantine_reason = 'revoked'")
    assert [row.body for row in kept] == [alice.bodies[1].encode()]


def test_after_thirty_days_it_is_shut_out(server: ServerInProcess, alice: PhoneByHand) -> None:
    server.revoke(alice.device_id)
    server.clock.forward(days=30)
    assert alice.post(alice.request()).status_code == 200
    server.clock.forward(s=1)

    answer = alice.post(alice.request())
    assert answer.status_code == 403
    assert answer.json()["type"].endswith("revoked")


def test_facts_kept_aside_are_taken_when_the_phone_is_let_in_again(
    server: ServerInProcess, alice: PhoneByHand
) -> None:
    alice.record(Kind.STOP_ARRIVED, place_id="R001")
    server.revoke(alice.device_id)
    alice.push()
    again = server.add_phone("P001")
    alice.token = again.token
    alice.log_id = "00000000-0000-4000-8000-000000000003"

    assert alice.push()["quarantined"] == []
    assert [row.body for row in server.rows_of("SELECT body FROM event")] == alice.bodies


def test_what_a_stolen_phone_recorded_is_not_taken_with_another_token(
    server: ServerInProcess, alice: PhoneByHand
) -> None:
    alice.record(Kind.STOP_ARRIVED, place_id="R001")
    server.revoke(alice.device_id, DeviceStatus.STOLEN)
    alice.token = server.add_phone("P001").token

    assert alice.push()["quarantined"] == [{"seq": 1, "reason": "wrong-device"}]
