"""Packs spoilt by the hundred, digest repaired or not: no fault of the server, nothing taken in."""

from collections.abc import Generator
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest

from shared.custody.events import Kind
from tests.builders import PhoneByHand, ServerInProcess, a_server
from tests.sync_server.rescue.carrying import post_pack, sealed

PACKS = 400


@pytest.fixture
def server(tmp_path: Path) -> Generator[ServerInProcess]:
    with a_server(tmp_path, syncs_a_minute=10**6) as running:
        yield running


def spoilt(raw: bytes, chance: Random) -> bytes:
    """Bytes changed, cut, doubled or put in; the digest made anew half the time."""
    content = bytearray(raw[:-32])
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(content))
        match chance.randrange(4):
            case 0:
                content[at] ^= 1 << chance.randrange(8)
            case 1:
                del content[at:]
            case 2:
                content[at:at] = chance.randbytes(chance.randint(1, 40))
            case _:
                content[at : at + 4] = chance.choice((b"\xff" * 4, b"\0" * 4, b'"}{:'))
        content = content or bytearray(b"R")
    tail = sha256(content).digest() if chance.random() < 0.5 else raw[-32:]
    return bytes(content) + tail


def test_nothing_of_a_spoilt_pack_is_taken(
    server: ServerInProcess, alice: PhoneByHand, bruno: PhoneByHand
) -> None:
    for place in ("R001", "R002", "R003"):
        alice.record(Kind.STOP_ARRIVED, place_id=place)
    raw, chance = sealed(alice).raw, Random("spoilt packs")
    for _ in range(PACKS):
        changed = spoilt(raw, chance)
        if changed == raw:
            continue
        answer = post_pack(bruno, changed)
        assert answer.status_code in (200, 413, 422), answer.text
        assert answer.status_code != 200 or answer.json()["status"] == "refused"
    assert server.rows_of("SELECT * FROM log_entry") == []
    assert server.rows_of("SELECT * FROM rescue") == []
