"""Bodies: what is read back, and which envelopes are quarantined for which reason."""

import json
from typing import Any

import pytest

from shared.custody.bodies import read_body, write_body
from shared.custody.events import ClockMark, EnvelopeFault, Evidence, Fact, Kind, QuarantineReason
from shared.ids import uuid7

FACT_ID = uuid7(1_790_000_000_123, bytes(range(10)))


def a_drop(**changes: Any) -> Fact:
    fields: dict[str, Any] = {
        "id": FACT_ID,
        "kind": Kind.DROP,
        "actor": "P001",
        "device": "d_7",
        "app": "1.0.0",
        "clock": ClockMark(1_790_000_000_123, 88_123_456, "9f3c"),
        "n": 4711,
        "round_id": "r_881",
        "place_id": "R014",
        "crates": ("7K2M9QXC",),
        "how": "qr",
        "data": {"compartment": "B4", "temp_dc": 35},
    }
    return Fact(**(fields | changes))


def the_body(**changes: Any) -> str:
    parsed = json.loads(write_body(a_drop()))
    parsed.update(changes)
    return json.dumps({name: value for name, value in parsed.items() if value is not ...})


def the_reason(body: str) -> QuarantineReason:
    read = read_body(body)
    assert isinstance(read, EnvelopeFault), read
    return read.reason


def test_a_written_fact_is_read_back_the_same():
    fact = a_drop(evidence=Evidence(gps="sha256:aa", photos=("sha256:bb",)), ref=FACT_ID)
    assert read_body(write_body(fact)) == fact


def test_a_drop_of_one_crate_stays_small():
    assert len(write_body(a_drop())) < 300


@pytest.mark.parametrize("name", ["v", "id", "kind", "actor", "device", "app", "clk", "n"])
def test_each_required_field_is_missed(name: str):
    assert the_reason(the_body(**{name: ...})) is QuarantineReason.MISSING_FIELD


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"kind": "teleport"}, QuarantineReason.UNKNOWN_KIND),
        ({"v": 2}, QuarantineReason.UNKNOWN_VERSION),
        ({"v": "1"}, QuarantineReason.BAD_FIELD),
        ({"id": "not-a-uuid"}, QuarantineReason.BAD_FIELD),
        ({"id": FACT_ID.upper()}, QuarantineReason.BAD_FIELD),
        ({"n": True}, QuarantineReason.BAD_FIELD),
        ({"n": -1}, QuarantineReason.BAD_FIELD),
        ({"n": 1.5}, QuarantineReason.BAD_FIELD),
        ({"actor": ""}, QuarantineReason.BAD_FIELD),
        ({"actor": "P\x00"}, QuarantineReason.BAD_FIELD),
        ({"actor": "\ud800"}, QuarantineReason.BAD_FIELD),
        ({"clk": {"wall": 1, "boot": 1}}, QuarantineReason.MISSING_FIELD),
        ({"clk": {"wall": 10**18, "boot": 1, "bk": "a"}}, QuarantineReason.BAD_FIELD),
        ({"crates": ...}, QuarantineReason.MISSING_FIELD),
        ({"crates": []}, QuarantineReason.MISSING_FIELD),
        ({"crates": "7K2M9QXC"}, QuarantineReason.BAD_FIELD),
        ({"place": None}, QuarantineReason.MISSING_FIELD),
        ({"data": {"temp_dc": "warm"}}, QuarantineReason.BAD_FIELD),
        ({"data": []}, QuarantineReason.BAD_FIELD),
        ({"data": {"other": "\ud800"}}, QuarantineReason.BAD_FIELD),
    ],
)
def test_an_ill_typed_or_unknown_envelope_names_its_reason(changes: dict[str, Any], reason: QuarantineReason):
    assert the_reason(the_body(**changes)) is reason


@pytest.mark.parametrize("body", ["", "{", "[]", "1", "null", "NaN", '{"v":NaN}', "[" * 9000, "\x00"])
def test_what_is_not_one_json_object_is_not_json(body: str):
    assert the_reason(body) is QuarantineReason.NOT_JSON


def test_a_number_too_large_to_be_written_again_is_a_bad_field():
    body = the_body(data={"other": 7}).replace('"other": 7', '"other": 1e999')
    assert the_reason(body) is QuarantineReason.BAD_FIELD


def test_duplicate_keys_are_refused_at_any_depth():
    assert the_reason('{"v":1,"v":1}') is QuarantineReason.DUPLICATE_KEYS
    twice = the_body().replace('"temp_dc": 35', '"temp_dc": 35, "temp_dc": 36')
    assert the_reason(twice) is QuarantineReason.DUPLICATE_KEYS


def test_a_body_over_16_kib_is_too_large_counted_in_bytes():
    assert the_reason(the_body(data={"note": "é" * 9000})) is QuarantineReason.TOO_LARGE


def test_brackets_in_a_note_are_not_nesting():
    note = "[" * 500 + '"\\'
    read = read_body(the_body(kind="incident", data={"note": note}))
    assert isinstance(read, Fact)
    assert read.data["note"] == note


def test_unknown_fields_of_a_newer_program_are_kept_in_data_and_tolerated_outside():
    read = read_body(the_body(colour="green", data={"future": 1}))
    assert isinstance(read, Fact)
    assert read.data == {"future": 1}


def test_what_a_kind_does_not_need_may_be_null_or_empty_or_absent_alike():
    bare = read_body(the_body(kind="incident", place=..., crates=...))
    assert isinstance(bare, Fact)
    for nothing in (None, ""):
        ends = dict.fromkeys(("round", "place", "how", "ref"), nothing)
        evidence: dict[str, Any] = {"gps": nothing, "photos": [], "signature": nothing}
        read = read_body(the_body(kind="incident", crates=[], evidence=evidence, **ends))
        assert isinstance(read, Fact)
        assert (read.place_id, read.round_id, read.how, read.ref, read.evidence) == (
            (None, None, None, None, bare.evidence)
        )


@pytest.mark.parametrize(("kind", "name"), [("drop", "place"), ("pickup", "place"), ("void", "ref")])
def test_what_a_kind_needs_may_not_be_empty(kind: str, name: str):
    assert the_reason(the_body(kind=kind, **{name: ""})) is QuarantineReason.MISSING_FIELD


def test_a_crate_code_is_read_in_its_one_spelling_and_named_once():
    from_glove = read_body(the_body(crates=["7k2m-9qxc", "7K2M9QXC", "B-07"]))
    assert isinstance(from_glove, Fact)
    assert len(from_glove.crates) == len(set(from_glove.crates))
    assert "B-07" in from_glove.crates
