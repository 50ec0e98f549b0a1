"""What becomes of a pushed log: stored once, byte for byte, in order, whatever the network does to it."""

import json
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from itertools import repeat

from shared.custody.events import Kind
from tests.builders import PhoneByHand, ServerInProcess

CRATE = "7K2M9QXC"


def bodies_held(server: ServerInProcess) -> list[str]:
    return [row.body for row in server.rows_of("SELECT body FROM event ORDER BY pk")]


def test_a_first_push_is_taken_in_and_acknowledged(server: ServerInProcess, alice: PhoneByHand) -> None:
    alice.record(Kind.PICKUP, place_id="F001", crates=[CRATE])
    alice.record(Kind.DROP, place_id="R001", crates=[CRATE])

    assert alice.push() == {"status": "ok", "next": 3, "safe": 0, "quarantined": []}
    assert bodies_held(server) == alice.bodies


def test_the_same_push_sent_ten_times_is_stored_once(server: ServerInProcess, alice: PhoneByHand) -> None:
    alice.record(Kind.PICKUP, place_id="F001", crates=[CRATE])
    replies = [alice.push() for _ in range(10)]

    assert replies == [replies[0]] * 10
    assert bodies_held(server) == alice.bodies


def test_a_push_that_overlaps_what_is_held_adds_only_the_rest(
    server: ServerInProcess, alice: PhoneByHand
) -> None:
    alice.record(Kind.STOP_ARRIVED, place_id="R001")
    alice.record(Kind.STOP_LEFT, place_id="R001")
    alice.push()
    alice.record(Kind.STOP_ARRIVED, place_id="R002")

    assert alice.push(first=2)["next"] == 4
    assert bodies_held(server) == alice.bodies


def test_a_hole_in_the_log_is_answered_by_where_to_resend_from(alice: PhoneByHand) -> None:
    for _ in range(3):
        alice.record(Kind.STOP_ARRIVED, place_id="R001")
    alice.push(last=1)

    assert alice.push(first=3)["status"] == "gap"
    assert alice.push(first=3)["next"] == 2


def test_a_log_the_server_never_saw_is_asked_for_from_its_beginning(alice: PhoneByHand) -> None:
    alice.record(Kind.STOP_ARRIVED, place_id="R001")
    alice.record(Kind.STOP_LEFT, place_id="R001")

    assert alice.push(first=2) == {"status": "gap", "next": 1, "safe": 0, "quarantined": []}


def test_an_empty_push_asks_what_is_held(alice: PhoneByHand) -> None:
    alice.record(Kind.STOP_ARRIVED, place_id="R001")
    alice.push()

    answer = alice.post(
        alice.request({"id": alice.log_id, "first": 2, "prev": alice.hashes()[1], "events": []})
    )
    assert answer.json()["log"] == {"status": "ok", "next": 2, "safe": 0, "quarantined": []}


def test_another_history_before_the_stretch_is_a_fork(server: ServerInProcess, alice: PhoneByHand) -> None:
    alice.record(Kind.STOP_ARRIVED, place_id="R001")
    alice.push()
    alice.bodies[0] = alice.body(Kind.STOP_ARRIVED, place_id="R009")
    alice.record(Kind.STOP_LEFT, place_id="R009")

    assert alice.push(first=2)["status"] == "fork"
    assert len(bodies_held(server)) == 1


def test_another_event_at_a_held_position_is_a_fork(server: ServerInProcess, alice: PhoneByHand) -> None:
    alice.record(Kind.STOP_ARRIVED, place_id="R001")
    alice.push()
    alice.bodies[0] = alice.body(Kind.STOP_ARRIVED, place_id="R009")

    assert alice.push()["status"] == "fork"


def test_the_same_id_with_other_bytes_at_a_held_position_is_a_fork(
    server: ServerInProcess, alice: PhoneByHand
) -> None:
    event_id = alice.record(Kind.STOP_ARRIVED, place_id="R001")
    alice.push()
    alice.bodies[0] = alice.body(Kind.STOP_ARRIVED, place_id="R009", id=event_id)

    assert alice.push()["status"] == "fork"
    assert "R001" in bodies_held(server)[0]


def test_a_forked_phone_resends_everything_under_a_new_log_and_nothing_is_doubled(
    server: ServerInProcess, alice: PhoneByHand
) -> None:
    alice.record(Kind.STOP_ARRIVED, place_id="R001")
    alice.push()
    alice.log_id = "00000000-0000-4000-8000-000000000002"
    alice.record(Kind.STOP_LEFT, place_id="R001")

    assert alice.push() == {"status": "ok", "next": 3, "safe": 0, "quarantined": []}
    assert bodies_held(server) == alice.bodies


def test_bodies_that_do_not_lead_to_the_hash_sent_are_refused_whole(
    server: ServerInProcess, alice: PhoneByHand
) -> None:
    alice.record(Kind.STOP_ARRIVED, place_id="R001")
    alice.record(Kind.STOP_LEFT, place_id="R001")
    log = alice.stretch()
    log["events"].pop()

    answer = alice.post(alice.request(log))
    assert answer.status_code == 400
    assert answer.json()["type"].endswith("truncated")
    assert bodies_held(server) == []
    assert server.rows_of("SELECT * FROM log_head") == []


def test_the_log_of_somebody_else_is_not_continued(
    server: ServerInProcess, alice: PhoneByHand, bruno: PhoneByHand
) -> None:
    alice.record(Kind.STOP_ARRIVED, place_id="R001")
    alice.push()
    bruno.log_id, bruno.bodies = alice.log_id, list(alice.bodies)
    bruno.record(Kind.STOP_LEFT, place_id="R001")

    assert bruno.push(first=2)["status"] == "fork"
    assert len(bodies_held(server)) == 1


def test_a_log_resumes_under_the_token_of_a_new_enrolment(
    server: ServerInProcess, alice: PhoneByHand
) -> None:
    alice.record(Kind.STOP_ARRIVED, place_id="R001")
    alice.push()
    alice.record(Kind.STOP_LEFT, place_id="R001")
    again = server.add_phone("P001")
    alice.token, alice.device_id = again.token, again.device_id
    alice.record(Kind.STOP_ARRIVED, place_id="R002")

    assert alice.push(first=2) == {"status": "ok", "next": 4, "safe": 0, "quarantined": []}
    assert bodies_held(server) == alice.bodies


def test_two_pushers_of_one_log_at_once_store_each_event_exactly_once(
    server: ServerInProcess, alice: PhoneByHand
) -> None:
    for stop in range(60):
        alice.record(Kind.STOP_ARRIVED, place_id=f"R{stop:03d}")
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(alice.push, repeat(1), [10, 60, 20, 60, 30, 60, 50, 60]))

    assert {reply["status"] for reply in replies} == {"ok"}
    assert bodies_held(server) == alice.bodies


def test_the_feed_has_no_gap_and_its_hashes_verify_after_many_pushes_at_once(
    server: ServerInProcess, alice: PhoneByHand, bruno: PhoneByHand
) -> None:
    for phone in (alice, bruno):
        for stop in range(40):
            phone.record(Kind.DROP, place_id=f"R{stop:03d}", crates=[CRATE])
    with ThreadPoolExecutor(8) as pool:
        of_alice = pool.map(alice.push, repeat(1), range(1, 41, 8))
        of_bruno = pool.map(bruno.push, repeat(1), range(1, 41, 8))
        assert len([*of_alice, *of_bruno]) == 10
    alice.push()
    bruno.push()

    contents = {f"event {row.id}": row.body for row in server.rows_of("SELECT id, body FROM event")}
    entries = server.rows_of("SELECT seq, kind, ref, fh FROM feed_entry ORDER BY seq")
    assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
    assert len(contents) == 80
    before = bytes(32)
    for entry in entries:
        body = contents.get(f"{entry.kind} {entry.ref}")
        if body is not None:
            said = before + entry.kind.encode() + entry.ref.encode() + sha256(body.encode()).digest()
            assert entry.fh == sha256(said).digest()
        before = entry.fh
    head = server.rows_of("SELECT seq, fh FROM feed_head")[0]
    assert (head.seq, head.fh) == (entries[-1].seq, entries[-1].fh)


def test_unknown_fields_of_a_newer_phone_are_tolerated(server: ServerInProcess, alice: PhoneByHand) -> None:
    body = json.loads(alice.body(Kind.STOP_ARRIVED, place_id="R001")) | {"mood": "good"}
    alice.record_text(json.dumps(body))

    answer = alice.post(alice.request(alice.stretch(), weather="rain"))
    assert answer.json()["log"]["quarantined"] == []
    assert bodies_held(server) == alice.bodies


def test_a_compressed_push_is_taken_like_a_plain_one(server: ServerInProcess, alice: PhoneByHand) -> None:
    alice.record(Kind.DROP, place_id="R001", crates=[CRATE], data={"note": "près du mûrier 🐐"})

    assert alice.post(alice.request(alice.stretch()), compressed=True).json()["log"]["next"] == 2
    assert bodies_held(server) == alice.bodies
