"""What a push is held to where an easier reading of relais/1 would pass unnoticed."""

from shared.custody.events import Kind
from tests.builders import PhoneByHand, ServerInProcess


def test_a_body_is_kept_and_hashed_with_the_very_spaces_it_was_sent_with(
    server: ServerInProcess, alice: PhoneByHand
) -> None:
    alice.record_text(f" {alice.body(Kind.STOP_ARRIVED, place_id='R001')}\n")

    assert alice.push() == {"status": "ok", "next": 2, "safe": 0, "quarantined": []}
    assert [row.body for row in server.rows_of("SELECT body FROM event")] == alice.bodies


def test_another_event_at_a_held_position_is_a_fork_even_when_the_stretch_was_cut(
    server: ServerInProcess, alice: PhoneByHand
) -> None:
    alice.record(Kind.STOP_ARRIVED, place_id="R001")
    alice.push()
    alice.bodies[0] = alice.body(Kind.STOP_ARRIVED, place_id="R009")
    alice.record(Kind.STOP_LEFT, place_id="R009")
    log = alice.stretch()
    log["events"].pop()

    answer = alice.post(alice.request(log))
    assert answer.json()["log"]["status"] == "fork"
    assert len(server.rows_of("SELECT id FROM event")) == 1
