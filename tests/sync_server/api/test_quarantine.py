"""Events that cannot be read or trusted: acknowledged, listed with the reason, kept byte for byte."""

import json

import pytest

from shared.custody.events import Kind
from tests.builders import PhoneByHand, ServerInProcess


def with_field(phone: PhoneByHand, **changes: object) -> str:
    body = json.loads(phone.body(Kind.DROP, place_id="R001", crates=["7K2M9QXC"]))
    return json.dumps({name: value for name, value in (body | changes).items() if value != "(absent)"})


def unreadable_body(phone: PhoneByHand, case: str) -> str:
    plain = phone.body(Kind.DROP, place_id="R001", crates=["7K2M9QXC"])
    return {
        "not json": "{",
        "nul": "\x00",
        "a list": "[]",
        "crates twice": plain[:-1] + ',"crates":["7K2M9QXC"]}',
        "no id": with_field(phone, id="(absent)"),
        "no clock": with_field(phone, clk="(absent)"),
        "text for a number": with_field(phone, n="7"),
        "an id that is no uuid": with_field(phone, id="42"),
        "a kind from the future": with_field(phone, kind="teleport"),
        "a version from the future": with_field(phone, v=2),
        "too large": with_field(phone, data={"note": "x" * 20_000}),
        "another phone": with_field(phone, device="d_0000000000"),
    }[case]


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        ("not json", "not-json"),
        ("nul", "not-json"),
        ("a list", "not-json"),
        ("crates twice", "duplicate-keys"),
        ("no id", "missing-field"),
        ("no clock", "missing-field"),
        ("text for a number", "bad-field"),
        ("an id that is no uuid", "bad-field"),
        ("a kind from the future", "unknown-kind"),
        ("a version from the future", "unknown-version"),
        ("too large", "too-large"),
        ("another phone", "wrong-device"),
    ],
)
def test_an_unreadable_event_takes_its_position_and_blocks_nothing(
    server: ServerInProcess, alice: PhoneByHand, case: str, reason: str
) -> None:
    alice.record_text(unreadable_body(alice, case))
    alice.record(Kind.STOP_LEFT, place_id="R001")

    reply = alice.push()

    assert reply == {"status": "ok", "next": 3, "safe": 0, "quarantined": [{"seq": 1, "reason": reason}]}
    kept = server.rows_of("SELECT body, quarantine_reason FROM log_entry WHERE quarantine_reason IS NOT NULL")
    assert [(row.body, row.quarantine_reason) for row in kept] == [(alice.bodies[0].encode(), reason)]
    assert [row.kind for row in server.rows_of("SELECT kind FROM event")] == ["stop_left"]


def test_an_id_used_again_for_other_bytes_is_kept_aside(server: ServerInProcess, alice: PhoneByHand) -> None:
    event_id = alice.record(Kind.STOP_ARRIVED, place_id="R001")
    alice.push()
    alice.record_text(alice.body(Kind.STOP_ARRIVED, place_id="R002", id=event_id))
    alice.record_text(alice.bodies[0])

    assert alice.push(first=2)["quarantined"] == [{"seq": 2, "reason": "id-reused"}]
    assert len(server.rows_of("SELECT 1 FROM event")) == 1


def test_an_id_used_twice_within_one_push_is_kept_aside(server: ServerInProcess, alice: PhoneByHand) -> None:
    event_id = alice.record(Kind.STOP_ARRIVED, place_id="R001")
    alice.record_text(alice.body(Kind.STOP_ARRIVED, place_id="R002", id=event_id))
    alice.record_text(alice.bodies[0])

    reply = alice.push()
    assert (reply["next"], reply["quarantined"]) == (4, [{"seq": 2, "reason": "id-reused"}])
    assert len(server.rows_of("SELECT 1 FROM event")) == 1


def test_what_is_quarantined_is_listed_again_when_the_reply_was_lost(alice: PhoneByHand) -> None:
    alice.record_text("{")
    assert alice.push() == alice.push()


def test_a_phone_that_is_ahead_is_told_all_that_is_in_quarantine(alice: PhoneByHand) -> None:
    alice.record_text("{")
    alice.record(Kind.DROP, place_id="R001", crates=["7K2M9QXC"])
    alice.push()
    alice.record_text("{")
    alice.record_text("{")
    reply = alice.push(4, 4)
    assert (reply["status"], reply["next"]) == ("gap", 3)
    assert [each["seq"] for each in reply["quarantined"]] == [1]


def test_what_is_quarantined_beyond_a_smaller_second_try_is_listed_too(alice: PhoneByHand) -> None:
    for _ in range(4):
        alice.record_text(with_field(alice, kind="teleport"))
    alice.push()
    reply = alice.push(1, 2)
    assert reply["next"] == 5
    assert [each["seq"] for each in reply["quarantined"]] == [1, 2, 3, 4]
