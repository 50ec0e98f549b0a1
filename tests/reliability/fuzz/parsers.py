"""Cases for what reads strangers' texts without a server: scans, typed codes, bodies, cursors."""

import json
from random import Random
from typing import Any

from shared.custody.bodies import read_body, write_body
from shared.custody.codes import (
    CODE_LENGTH,
    FOREIGN_KEPT_CHARACTERS,
    CodeOk,
    ScannedCompartment,
    ScannedCrate,
    ScannedForeign,
    ScannedPlace,
    check_character,
    compartment_payload,
    crate_payload,
    place_payload,
    print_code,
    read_code,
    read_scan,
)
from shared.custody.events import (
    SERVER_KINDS,
    ClockMark,
    EnvelopeFault,
    Fact,
    IncidentReason,
    Kind,
    QuarantineReason,
)
from shared.ids import uuid7
from sync_server.custody.cursor import Cursor, read_cursor, write_cursor
from tests.builders_phone import FRIDAY_MORNING_MS, crate_codes
from tests.reliability.fuzz.mutations import spoil_json, spoil_text, written

HOSTS = ("relais.example", "127.0.0.1:8000")
CODES = crate_codes(30)
PAYLOAD_CHARACTERS_MAX = 80


def a_scan(chance: Random) -> None:
    """Any text in front of the camera: it means one of four things, and none is longer than a label."""
    honest = chance.choice(
        (
            crate_payload(chance.choice(HOSTS), chance.choice(CODES)),
            place_payload(chance.choice(HOSTS), "F001"),
            compartment_payload(chance.choice(HOSTS), "R001.B4"),
            print_code(chance.choice(CODES)),
            "3760123456789",
        )
    )
    text = spoil_text(honest, chance)
    match read_scan(text, HOSTS):
        case ScannedCrate(code):
            assert len(code) == CODE_LENGTH
            assert check_character(code[:-1]) == code[-1]
        case ScannedPlace(rest) | ScannedCompartment(rest):
            assert 0 < len(rest) <= PAYLOAD_CHARACTERS_MAX
        case ScannedForeign(kept):
            assert len(kept) <= FOREIGN_KEPT_CHARACTERS
    typed = read_code(text)
    if isinstance(typed, CodeOk):
        assert read_code(print_code(typed.code)) == typed


def a_body(chance: Random) -> None:
    """Any text in a log: a fact that is the same when written and read again, or a reason."""
    text = spoilt_body(chance, device="d_0000000001", actor="P003")
    reading = read_body(text)
    if isinstance(reading, EnvelopeFault):
        assert reading.reason in QuarantineReason
    else:
        again = read_body(write_body(reading))
        assert isinstance(again, Fact)
        assert (again.id, again.kind, again.crates, again.clock) == (
            reading.id,
            reading.kind,
            reading.crates,
            reading.clock,
        )


def spoilt_body(chance: Random, device: str, actor: str) -> str:
    """A body of this phone with something wrong in its values, or in its text."""
    body: dict[str, Any] = json.loads(write_body(an_honest_fact(chance, device, actor)))
    if chance.random() < 0.7:
        for _ in range(chance.randint(0, 2)):
            body = spoil_json(body, chance)
        return written(body, chance)
    return spoil_text(json.dumps(body), chance)


def an_honest_fact(chance: Random, device: str, actor: str) -> Fact:
    """A fact of any kind."""
    kind = chance.choice([each for each in Kind if each not in SERVER_KINDS])
    at_ms = FRIDAY_MORNING_MS + chance.randrange(10**7)
    clock = {"server_time": at_ms, "boot": at_ms % 10**6, "rtt": 80}
    said: dict[str, Any] = {
        "reason": chance.choice(list(IncidentReason)).value,
        "temp_dc": 35,
        "consignment": "c",
    }
    return Fact(
        id=uuid7(at_ms, chance.randbytes(10)),
        kind=kind,
        actor=actor,
        device=device,
        app="1.0.0",
        clock=ClockMark(at_ms, at_ms % 10**6, "bk1"),
        n=chance.randrange(10_000),
        round_id="r_2026-11-06_01",
        place_id=chance.choice(("F001", "R001", "R002", "F999")),
        crates=tuple(chance.sample(CODES, chance.randint(0, 4))),
        how="qr",
        ref=uuid7(at_ms, chance.randbytes(10)),
        data=clock if kind is Kind.CLOCK else said,
    )


def a_cursor(chance: Random) -> None:
    """Any text as a cursor: one of ours to the last character, or none."""
    text = spoilt_cursor(chance)
    read = read_cursor(text)
    if read is not None:
        assert read_cursor(write_cursor(read)) == read


def spoilt_cursor(chance: Random, honest: str | None = None) -> str:
    """A cursor with other numbers, or with other characters."""
    if honest is not None and chance.random() < 0.5:
        return spoil_text(honest, chance)
    known = read_cursor(honest) if honest is not None else None
    here = known or Cursor(12, 40, chance.randbytes(8).hex(), chance.randbytes(6).hex())
    moved = Cursor(
        max(0, here.pos + chance.randint(-50, 50)),
        chance.choice((here.seen, max(0, here.seen + chance.randint(-50, 50)), 10**18 - 1)),
        chance.choice((here.witness, chance.randbytes(8).hex())),
        chance.choice((here.scope_version, here.scope_version, chance.randbytes(6).hex())),
    )
    return write_cursor(moved) if chance.random() < 0.7 else spoil_text(write_cursor(moved), chance)
