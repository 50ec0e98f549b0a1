"""What is refused, and how: problem+json with a slug a phone knows, before any work is done."""

import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from shared.custody.events import Kind
from tests.builders import PhoneByHand, ServerInProcess, a_server


def ask(phone: PhoneByHand, content: bytes | Iterator[bytes], **headers: str) -> httpx.Response:
    usual = {"Authorization": f"Bearer {phone.token}", "Content-Type": "application/json"}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return phone.server.client.post("/v1/sync", content=content, headers=usual | named)


def slug_of(answer: httpx.Response) -> str:
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["status"] == answer.status_code
    return answer.json()["type"].rpartition(":")[2]


def test_a_request_without_a_known_token_is_told_to_enrol(
    server: ServerInProcess, alice: PhoneByHand
) -> None:
    for authorization in ("", "Bearer", "Bearer nobody", "Basic eDp5", f"Bearer {alice.token}x"):
        answer = ask(alice, b"{}", Authorization=authorization)
        assert (answer.status_code, slug_of(answer)) == (401, "unknown-device")
        assert answer.headers["www-authenticate"] == "Bearer"


def test_what_is_no_json_is_bad_json(alice: PhoneByHand) -> None:
    for content in (b"", b"{", b"\xff\xfe", b'{"nonce":"\\ud800"}'):
        answer = ask(alice, content)
        assert (answer.status_code, slug_of(answer)) == (400, "bad-json")


def test_a_request_that_can_be_read_in_two_ways_is_not_read(
    server: ServerInProcess, alice: PhoneByHand
) -> None:
    alice.record(Kind.STOP_ARRIVED, place_id="R001")
    whole = json.dumps(alice.request(alice.stretch()))
    twice = f'{whole[:-1]}, "log": null}}'
    too_long = whole.replace('"proto": 1', f'"proto": 1, "later": {"9" * 9000}')

    for text in (twice, whole.replace('"first": 1', '"first": 1, "first": 1'), too_long):
        answer = ask(alice, text.encode())
        assert (answer.status_code, slug_of(answer)) == (400, "bad-json")
    assert server.rows_of("SELECT id FROM event") == []


def test_json_of_another_shape_is_an_envelope_problem_that_names_the_field(alice: PhoneByHand) -> None:
    request = alice.request({"id": "not a uuid", "first": 1, "prev": "0" * 64, "head": "0" * 64})
    answer = alice.post(request)

    assert (answer.status_code, slug_of(answer)) == (422, "envelope")
    assert answer.json()["detail"] == "log.id"


def test_a_stretch_without_the_hashes_that_prove_it_is_an_envelope_problem(alice: PhoneByHand) -> None:
    alice.record(Kind.STOP_ARRIVED, place_id="R001")
    alice.record(Kind.STOP_LEFT, place_id="R001")
    without_head = alice.stretch() | {"head": None}
    without_previous = alice.stretch(first=2) | {"prev": None}

    for log in (without_head, without_previous):
        assert slug_of(alice.post(alice.request(log))) == "envelope"


def test_another_content_type_or_encoding_is_refused(alice: PhoneByHand) -> None:
    assert ask(alice, b"{}", Content_Type="text/plain").status_code == 415
    assert ask(alice, b"{}", Content_Encoding="br").status_code == 415
    assert slug_of(ask(alice, b"{}", Content_Type="text/plain")) == "envelope"


def test_gzip_that_does_not_inflate_is_bad_gzip(alice: PhoneByHand) -> None:
    whole = gzip.compress(json.dumps(alice.request()).encode())
    for content in (b"not gzip", whole[:-4], whole + b"more"):
        answer = ask(alice, content, Content_Encoding="gzip")
        assert (answer.status_code, slug_of(answer)) == (400, "bad-gzip")


def test_a_gzip_bomb_is_stopped_while_inflating(alice: PhoneByHand) -> None:
    squeezer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(squeezer.compress(bytes(1 << 20)) for _ in range(100)) + squeezer.flush()
    assert len(bomb) < 256 * 1024

    answer = ask(alice, bomb, Content_Encoding="gzip")
    assert (answer.status_code, slug_of(answer)) == (413, "too-large")


def test_a_body_announced_too_large_is_refused_unread(alice: PhoneByHand) -> None:
    assert slug_of(ask(alice, b"{}", Content_Length=str(1 << 30))) == "too-large"


def test_an_endless_body_is_cut_at_the_limit(alice: PhoneByHand) -> None:
    answer = ask(alice, (b" " * 65_536 for _ in range(40)))
    assert (answer.status_code, slug_of(answer)) == (413, "too-large")


def test_more_than_two_hundred_events_at_once_are_too_many(
    server: ServerInProcess, alice: PhoneByHand
) -> None:
    for _ in range(201):
        alice.record(Kind.STOP_ARRIVED, place_id="R001")

    answer = alice.post(alice.request(alice.stretch()))
    assert (answer.status_code, slug_of(answer)) == (413, "too-large")
    assert alice.push(last=200)["next"] == 201


def test_the_sixty_first_sync_in_a_minute_must_wait(
    server: ServerInProcess, alice: PhoneByHand, bruno: PhoneByHand
) -> None:
    for _ in range(60):
        assert alice.post(alice.request(max_rows=0)).status_code == 200
    server.clock.forward(s=20)

    answer = alice.post(alice.request())
    assert (answer.status_code, slug_of(answer), answer.headers["retry-after"]) == (429, "rate", "40")
    assert bruno.post(bruno.request()).status_code == 200
    server.clock.forward(s=40)
    assert alice.post(alice.request()).status_code == 200


def test_a_forwarded_address_moves_no_rate(server: ServerInProcess, alice: PhoneByHand) -> None:
    for number in range(60):
        ask(alice, json.dumps(alice.request()).encode(), X_Forwarded_For=f"10.0.0.{number}")
    assert ask(alice, b"{}", X_Forwarded_For="10.9.9.9").status_code == 429


def test_an_old_app_pushes_and_is_told_to_update(tmp_path: Path) -> None:
    with a_server(tmp_path, min_app="1.2") as server:
        alice = server.add_phone(server.add_person("P001"))
        alice.record(Kind.STOP_ARRIVED, place_id="R001")
        reply = alice.post(alice.request(alice.stretch(), app="1.1.9")).json()

        assert reply["log"] == {"status": "ok", "next": 2, "safe": 0, "quarantined": []}
        assert reply["pull"] == {"status": "refused", "rows": [], "cursor": None, "more": False}
        assert reply["notice"] == {"min_app": "1.2", "update": True, "text": None}
        assert alice.post(alice.request(app="1.1.9")).status_code == 426
        assert alice.post(alice.request(app="1.2.0")).json()["pull"]["status"] == "ok"


def test_another_protocol_is_told_to_upgrade(alice: PhoneByHand) -> None:
    answer = alice.post(alice.request() | {"proto": 2})
    assert (answer.status_code, slug_of(answer)) == (426, "upgrade-required")


def test_a_database_that_is_down_is_maintenance_and_never_an_empty_ok(
    server: ServerInProcess, alice: PhoneByHand
) -> None:
    server.change(lambda session: session.connection().exec_driver_sql("ALTER TABLE device RENAME TO gone"))

    answer = alice.post(alice.request())
    assert (answer.status_code, slug_of(answer), answer.headers["retry-after"]) == (503, "maintenance", "10")


def test_an_address_that_does_not_exist_is_a_problem_too(server: ServerInProcess) -> None:
    assert slug_of(server.client.get("/v1/nothing")) == "not-found"
    assert slug_of(server.client.get("/v1/sync")) == "method-not-allowed"
    assert server.client.get("/docs").status_code == 404


def test_every_reply_echoes_the_nonce_and_is_kept_by_nobody(alice: PhoneByHand) -> None:
    answer = alice.post(alice.request() | {"nonce": "q7+/="})

    assert answer.json()["nonce"] == "q7+/="
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"] == "application/json"


def test_health_and_version_answer_anybody(server: ServerInProcess) -> None:
    assert server.client.get("/healthz").json() == {"status": "ok"}
    version = server.client.get("/v1/version").json()
    assert (version["proto"], version["limits"]["push_events"]) == (1, 200)


@pytest.mark.parametrize("path", ["/v1/enrol", "/v1/enrol/poll"])
def test_enrolment_reads_bodies_as_carefully(server: ServerInProcess, path: str) -> None:
    assert slug_of(server.client.post(path, content=b"{", headers={"Content-Type": "application/json"})) == (
        "bad-json"
    )
    assert slug_of(server.client.post(path, json={})) == "envelope"
    assert server.client.post(path, content=b"{}").status_code == 415
