"""`HEAD` and `PATCH /v1/blobs/{sha256}`: who may send what, how much is read, what each answer says."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import httpx
import pytest

from shared.custody.events import Evidence as Named
from shared.custody.events import IncidentReason, Kind
from shared.custody.evidence import EVIDENCE_MAX_BYTES, EvidenceKind, reference_to
from shared.sync.evidence import BLOB_CHUNK_BYTES, BLOBS_A_DAY_BYTES
from sync_server.accounts.devices import REVOKED_GRACE_MS, DeviceStatus
from sync_server.api.blobs import REQUESTS_A_MINUTE
from sync_server.app import app_on
from tests.builders import PhoneByHand, ServerInProcess
from tests.builders_evidence import a_large_photo, a_packed_position, a_photo, packed

NONCE = "nonce-of-this-request"


def ask(phone: PhoneByHand, name: str, **headers: str) -> httpx.Response:
    """How far is it?"""
    sent = {"Authorization": f"Bearer {phone.token}", "Upload-Nonce": NONCE} | headers
    return phone.server.client.head(f"/v1/blobs/{name}", headers=sent)


def send(
    phone: PhoneByHand, name: str, content: Any, offset: object = 0, total: object = None, **more: str
) -> httpx.Response:
    """One chunk; by default it is the whole piece."""
    headers = {
        "Authorization": f"Bearer {phone.token}",
        "Content-Type": "application/offset+octet-stream",
        "Upload-Offset": str(offset),
        "Upload-Length": str(len(content) if total is None else total),
        "Upload-Nonce": NONCE,
    }
    return phone.server.client.patch(f"/v1/blobs/{name}", content=content, headers=headers | more)


def slug(answer: httpx.Response) -> str:
    """What a problem is called."""
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.json()["type"].rpartition(":")[2]


def stand(answer: httpx.Response) -> tuple[int, str | None, str | None]:
    """Status, offset, and whether it is complete."""
    return answer.status_code, answer.headers.get("upload-offset"), answer.headers.get("upload-complete")


def name_it(phone: PhoneByHand, *names: str) -> None:
    """A pushed incident names these photos."""
    photos = tuple(reference_to(name) for name in names)
    phone.record(Kind.INCIDENT, data={"reason": IncidentReason.BROKEN.value}, evidence=Named(photos=photos))
    phone.push()


def missing(phone: PhoneByHand) -> list[str]:
    """What a sync asks for."""
    return phone.post(phone.request(phone.stretch(), max_rows=0)).json()["blobs"]["missing"]


def test_a_piece_is_asked_for_and_taken_in_one_chunk(alice: PhoneByHand) -> None:
    name, piece = a_packed_position()
    name_it(alice, name)
    assert missing(alice) == [name]
    assert stand(ask(alice, name)) == (204, "0", None)

    assert stand(send(alice, name, piece)) == (204, str(len(piece)), "?1")
    assert stand(ask(alice, name)) == (204, str(len(piece)), "?1")
    assert missing(alice) == []
    # Once more changes nothing.
    assert stand(send(alice, name, piece)) == (204, str(len(piece)), "?1")


def test_chunks_must_follow_each_other(alice: PhoneByHand) -> None:
    name, piece = packed(EvidenceKind.PHOTO, a_large_photo())
    name_it(alice, name)
    total = len(piece)
    chunks = [piece[at : at + BLOB_CHUNK_BYTES] for at in range(0, total, BLOB_CHUNK_BYTES)]
    assert stand(send(alice, name, chunks[0], 0, total)) == (204, "65536", None)
    # The answer was lost and the chunk comes again: it is there already.
    assert stand(send(alice, name, chunks[0], 0, total)) == (204, "65536", None)
    for offset, content in ((0, chunks[0][:9]), (131_072, chunks[2]), (1, chunks[1])):
        conflict = send(alice, name, content, offset, total)
        assert (conflict.status_code, slug(conflict)) == (409, "offset")
        assert conflict.headers["upload-offset"] == "65536"
    # A shorter chunk is a chunk too.
    assert stand(send(alice, name, chunks[1][:10], 65_536, total)) == (204, "65546", None)
    assert stand(send(alice, name, b"", 65_546, total)) == (204, "65546", None)
    assert stand(send(alice, name, chunks[1][10:], 65_546, total)) == (204, "131072", None)
    answers = [
        send(alice, name, chunk, n * BLOB_CHUNK_BYTES, total) for n, chunk in enumerate(chunks[2:], start=2)
    ]
    assert stand(answers[-1]) == (204, str(total), "?1")
    assert alice.server.rows_of("SELECT count(*) FROM evidence_chunk") == [(0,)]


def test_bytes_that_are_not_those_of_the_name_are_forgotten_and_asked_for_anew(alice: PhoneByHand) -> None:
    name, piece = a_packed_position()
    name_it(alice, name)
    spoilt = send(alice, name, piece[:-1] + b"?")
    assert (spoilt.status_code, slug(spoilt), spoilt.headers["upload-offset"]) == (409, "offset", "0")
    assert missing(alice) == [name]
    assert stand(send(alice, name, piece)) == (204, str(len(piece)), "?1")


def test_only_the_phones_of_who_named_a_piece_may_send_it(alice: PhoneByHand, bruno: PhoneByHand) -> None:
    name, piece = a_packed_position()
    other, _ = a_packed_position(salt=1)
    name_it(alice, name)
    bruno.record(Kind.INCIDENT, data={"reason": "broken"})
    bruno.push()
    for unknown, phone in ((name, bruno), (other, alice)):
        assert ask(phone, unknown).status_code == 404
        refused = send(phone, unknown, piece)
        assert (refused.status_code, slug(refused)) == (404, "not-found")
    assert missing(bruno) == []
    # Her second phone carries the same log after a restore.
    second = alice.server.add_phone(alice.person_id)
    assert stand(send(second, name, piece))[0] == 204


def test_what_a_fact_in_quarantine_names_is_not_taken(alice: PhoneByHand) -> None:
    name, piece = a_packed_position()
    alice.record(
        Kind.INCIDENT, device="d_somebody", data={"reason": "broken"}, evidence=Named(gps=reference_to(name))
    )
    assert alice.push()["quarantined"]
    assert send(alice, name, piece).status_code == 404
    assert missing(alice) == []


def test_a_revoked_phone_may_hand_in_what_its_accepted_facts_name_for_a_month(
    server: ServerInProcess, alice: PhoneByHand
) -> None:
    before, piece = a_packed_position()
    after, other = a_packed_position(salt=1)
    name_it(alice, before)
    server.revoke(alice.device_id, DeviceStatus.STOLEN)
    name_it(alice, after)
    assert send(alice, after, other).status_code == 404
    assert stand(send(alice, before, piece))[0] == 204
    server.clock.at_ms += REVOKED_GRACE_MS + 1
    assert slug(send(alice, before, piece)) == "revoked"


@pytest.mark.parametrize(
    "name",
    ["..%2F..%2Fetc%2Fpasswd", "%2e%2e", "A" * 64, "a" * 63, "a" * 65, "a" * 64 + "%0A", "a" * 63 + "%00"],
)
def test_a_path_is_made_of_sixty_four_digits_or_not_at_all(alice: PhoneByHand, name: str) -> None:
    answer = send(alice, name, b"x")
    assert (answer.status_code, slug(answer)) == (404, "not-found")


@pytest.mark.parametrize(
    ("offset", "total", "expected"),
    [
        ("-1", 10, (422, "envelope")),
        ("1e3", 10, (422, "envelope")),
        ("١", 10, (422, "envelope")),
        ("9" * 400, 10, (422, "envelope")),
        (0, "", (422, "envelope")),
        (0, EVIDENCE_MAX_BYTES + 1, (413, "too-large")),
        (0, 5, (413, "too-large")),
        (5, 8, (409, "offset")),
    ],
)
def test_numbers_that_make_no_sense_are_refused(
    alice: PhoneByHand, offset: object, total: object, expected: tuple[int, str]
) -> None:
    name, _ = a_packed_position()
    name_it(alice, name)
    headers = {"Upload-Offset": str(offset).encode(), "Upload-Length": str(total).encode()}
    answer = send(alice, name, b"0123456789" if expected[0] != 409 else b"012", 0, 10, **headers)  # type: ignore[arg-type]
    assert (answer.status_code, slug(answer)) == expected


def test_every_answer_carries_the_nonce_and_is_kept_by_nobody(alice: PhoneByHand) -> None:
    name, piece = a_packed_position()
    name_it(alice, name)
    for answer in (ask(alice, name), ask(alice, "0" * 64), send(alice, "x", b""), send(alice, name, piece)):
        assert answer.headers["upload-nonce"] == NONCE
        assert answer.headers["cache-control"] == "no-store"
    forged = ask(alice, name, **{"Upload-Nonce": "a\x7f"})
    assert "upload-nonce" not in forged.headers
    long = ask(alice, name, **{"Upload-Nonce": "n" * 5_000})
    assert len(long.headers["upload-nonce"]) == 128


def test_without_a_token_or_with_another_type_nothing_is_read(alice: PhoneByHand) -> None:
    name, piece = a_packed_position()
    name_it(alice, name)
    assert slug(send(alice, name, piece, Authorization="Bearer nobody")) == "unknown-device"
    assert slug(send(alice, name, piece, Authorization="")) == "unknown-device"
    wrong = send(alice, name, piece, **{"Content-Type": "image/jpeg"})
    assert (wrong.status_code, slug(wrong)) == (415, "envelope")


def test_a_phone_may_send_thirty_megabytes_a_day(server: ServerInProcess, alice: PhoneByHand) -> None:
    name, piece = a_packed_position()
    name_it(alice, name)
    server.change(
        lambda session: session.connection().exec_driver_sql(
            "INSERT INTO evidence_traffic (device_id, day, received_bytes) VALUES (?, '2026-11-06', ?)",
            (alice.device_id, BLOBS_A_DAY_BYTES - len(piece) + 1),
        )
    )
    full = send(alice, name, piece)
    assert (full.status_code, slug(full)) == (429, "rate")
    assert 0 < int(full.headers["retry-after"]) <= 86_400
    server.clock.forward(days=1)
    assert stand(send(alice, name, piece))[0] == 204
    assert server.rows_of("SELECT day FROM evidence_traffic") == [("2026-11-07",)]


def test_requests_a_minute_are_bounded(alice: PhoneByHand) -> None:
    name, _ = a_packed_position()
    name_it(alice, name)
    answers = [ask(alice, name).status_code for _ in range(REQUESTS_A_MINUTE + 1)]
    assert (answers[0], answers[-1]) == (204, 429)


def test_what_is_no_evidence_is_refused_for_good(alice: PhoneByHand) -> None:
    name, piece = packed(EvidenceKind.PHOTO, a_photo()[:-200])
    name_it(alice, name)
    refused = send(alice, name, piece)
    assert (refused.status_code, slug(refused)) == (422, "not-evidence")
    assert missing(alice) == []
    assert ask(alice, name).status_code == 422
    assert alice.server.rows_of("SELECT count(*) FROM evidence_content") == [(0,)]


@pytest.mark.parametrize("told", [{}, {"content-length": str(10**9)}])
def test_of_a_stream_without_end_a_quarter_of_a_megabyte_is_read_at_most(
    alice: PhoneByHand, told: Mapping[str, str]
) -> None:
    name, _ = a_packed_position()
    name_it(alice, name)
    status, read_bytes = pour(alice, name, dict(told))
    assert status == 413
    assert read_bytes <= 256 * 1024


def test_of_a_strangers_stream_nothing_is_read(alice: PhoneByHand) -> None:
    status, read_bytes = pour(alice, "0" * 64, {"authorization": "Bearer nobody"})
    assert (status, read_bytes) == (401, 0)


def test_pieces_named_twice_or_pushed_again_are_noted_once(alice: PhoneByHand) -> None:
    name, _ = a_packed_position()
    name_it(alice, name)
    name_it(alice, name)
    alice.push()
    assert alice.server.rows_of("SELECT count(*) FROM evidence") == [(1,)]
    assert alice.server.rows_of("SELECT count(*) FROM evidence_reference") == [(2,)]


def pour(phone: PhoneByHand, name: str, headers: dict[str, str]) -> tuple[int, int]:
    """Sends a gigabyte, 16 KiB at a time, straight into the application; the status, and what it took."""
    taken = 0
    statuses: list[int] = []

    async def receive() -> dict[str, Any]:
        nonlocal taken
        taken += 16_384
        return {"type": "http.request", "body": bytes(16_384), "more_body": taken < 10**9}

    async def answer(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    sent = {
        "authorization": f"Bearer {phone.token}",
        "content-type": "application/offset+octet-stream",
        "upload-offset": "0",
        "upload-length": str(EVIDENCE_MAX_BYTES),
    } | headers
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "PATCH",
        "path": f"/v1/blobs/{name}",
        "raw_path": f"/v1/blobs/{name}".encode(),
        "query_string": b"",
        "headers": [(key.encode(), value.encode()) for key, value in sent.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        "scheme": "http",
        "root_path": "",
    }
    app: Callable[..., Any] = app_on(phone.server.runtime)
    asyncio.run(app(scope, receive, answer))
    return statuses[0], taken
