"""Evidence over a real socket: HEAD without a body, chunks, and a stream without end that is cut off."""

import socket
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from mobile.actions.attaching import Attached
from mobile.sync.http_peer import HttpPeer, open_http_client
from mobile.sync.outcome import Synced
from mobile.sync.peer import Chunk, ProblemAnswer, UploadState
from shared.sync.evidence import CHUNK_TYPE
from tests.builders import a_server
from tests.builders_evidence import HERE, a_large_photo, a_signature
from tests.mobile.loopback import over_loopback
from tests.mobile.sync.evidence_scene import an_incident
from tests.mobile.sync.world import a_co_op, a_phone, phone_on

GIGABYTE = 1 << 30
# What the kernels of both sides may hold back and forth, beyond what the server reads.
IN_FLIGHT_MAX_BYTES = 16 << 20
REFUSALS = (b"401", b"404", b"413", b"415")


def test_a_photo_a_signature_and_a_position_cross_a_real_socket(tmp_path: Path) -> None:
    with a_server(tmp_path / "server") as server, open_http_client() as client:
        a_co_op(server)
        bruno = phone_on(a_phone(server, tmp_path / "bruno").store, client)
        enrolment = bruno.store.enrolment
        assert enrolment is not None
        an_incident(bruno, Attached(position=HERE, photos=(a_large_photo(),), signature=a_signature()))
        with over_loopback(server) as address:
            bruno.peer = HttpPeer(client, address)
            outcome = bruno.sync()
            assert isinstance(outcome, Synced)
            assert outcome.evidence.waiting == 0
            # A connection that carried answers without bodies still carries others.
            unknown = bruno.peer.upload_state(enrolment.token, "0" * 64, "n1")
            assert isinstance(unknown, ProblemAnswer)
            assert unknown.status == 404
            photo = "SELECT name, size_bytes FROM evidence WHERE kind = 'photo'"
            ((name, size_bytes),) = server.rows_of(photo)
            complete = UploadState(size_bytes, is_complete=True)
            assert bruno.peer.upload_state(enrolment.token, name, "n2") == complete
            wrong = bruno.peer.send_chunk("nobody", Chunk(name, 0, size_bytes, b"x" * 65_536), "n3")
            assert wrong == ProblemAnswer(401, "unknown-device", None, None)
            again = bruno.peer.send_chunk(enrolment.token, Chunk(name, 0, size_bytes, b"x"), "n4")
            assert again == complete
        assert server.rows_of("SELECT state, count(*) FROM evidence GROUP BY state") == [("held", 3)]


def test_a_gigabyte_is_not_even_listened_to(tmp_path: Path) -> None:
    with a_server(tmp_path / "server") as server, over_loopback(server) as address:
        a_co_op(server)
        enrolment = a_phone(server, tmp_path / "bruno").store.enrolment
        assert enrolment is not None
        blob = f"PATCH /v1/blobs/{'0' * 64}"
        for asked, media_type, token in (
            (blob, CHUNK_TYPE, enrolment.token),
            (blob, CHUNK_TYPE, "nobody"),
            (blob, "image/jpeg", enrolment.token),
            ("POST /v1/sync", "application/json", enrolment.token),
            ("POST /v1/nowhere", "application/json", enrolment.token),
        ):
            sent, answer = _pour(address, asked, media_type, token)
            assert sent < IN_FLIGHT_MAX_BYTES, f"{sent} bytes went out"
            assert answer == b"" or answer.split(b" ", 2)[1] in REFUSALS


def _pour(address: str, asked: str, media_type: str, token: str) -> tuple[int, bytes]:
    """A gigabyte, 64 KiB at a time, until the server hangs up; bytes sent, and the answer if it came."""
    place = urlsplit(address)
    head = (
        f"{asked} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: {media_type}\r\nUpload-Offset: 0\r\nUpload-Length: 2000000\r\n"
        "Transfer-Encoding: chunked\r\n\r\n"
    )
    chunk = b"10000\r\n" + bytes(65_536) + b"\r\n"
    sent, answer = 0, b""
    with socket.create_connection((place.hostname or "", place.port or 0), timeout=5) as line:
        line.sendall(head.encode())
        with suppress(OSError):
            while sent < GIGABYTE:
                line.sendall(chunk)
                sent += len(chunk)
        with suppress(OSError):
            answer = line.recv(4_096)
    return sent, answer
