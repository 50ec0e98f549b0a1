"""A person takes away what is theirs, byte for byte, and nothing of anybody else's."""

from typing import Any

from shared.custody.events import Kind
from sync_server.db.rows import RowPut
from tests.builders import PhoneByHand, ServerInProcess


def export(phone: PhoneByHand) -> Any:
    return phone.server.client.post("/v1/me/export", headers={"Authorization": f"Bearer {phone.token}"})


def test_ones_own_facts_and_rows_come_whole_and_nobody_elses(
    server: ServerInProcess, alice: PhoneByHand, bruno: PhoneByHand
) -> None:
    alice.record(Kind.DROP, place_id="R001", crates=["7K2M9QXC"])
    alice.record_text("{")
    bruno.record(Kind.DROP, place_id="R002", crates=["7K2M9QXC"])
    alice.push()
    bruno.push()
    server.put_rows(RowPut("line", "a", {"amount_cents": 7}, ("person:P001",)))
    server.put_rows(RowPut("line", "b", {"amount_cents": 9}, ("person:P002",)))

    told = export(alice).json()
    assert told["events"] == alice.bodies[:1]
    assert told["quarantined"] == [{"log": alice.log_id, "seq": 2, "reason": "not-json", "body": "{"}]
    assert [row["k"] for row in told["rows"] if row["t"] == "line"] == ["a"]


def test_a_revoked_phone_takes_nothing_away(server: ServerInProcess, alice: PhoneByHand) -> None:
    server.revoke(alice.device_id)
    assert export(alice).status_code == 403
    assert server.client.post("/v1/me/export").status_code == 401
