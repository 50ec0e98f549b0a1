"""Reading and writing the bytes of a fact: one JSON reader for phone and server, duplicate keys refused."""

import json
import re
from typing import Annotated, Any, cast

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr, ValidationError

from shared.custody.codes import CodeOk, read_code
from shared.custody.details import checked_detail
from shared.custody.events import (
    BODY_MAX_BYTES,
    CUSTODY_KINDS,
    PROTOCOL_VERSION,
    ClockMark,
    EnvelopeFault,
    Evidence,
    Fact,
    Kind,
    QuarantineReason,
)
from shared.ids import is_uuid

NESTING_MAX = 32
LAST_INSTANT_MS = 221_845_392_000_000
REQUIRED = ("v", "id", "kind", "actor", "device", "app", "clk", "n")
# A string without an end is taken whole as well: looked for again from each quote, it would cost the square.
_NESTING_MARKS = re.compile(r'"(?:[^"\\]|\\[\s\S])*"?|[\[\]{}]')
_KINDS = {kind.value: kind for kind in Kind}

Name = Annotated[StrictStr, Field(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f\x7f]*$")]
Reference = Annotated[StrictStr, Field(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Whole = Annotated[StrictInt, Field(ge=0, le=2**53)]


class _DuplicateKeyError(ValueError):
    """An object names one key twice."""


class _WireClock(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    wall: Annotated[StrictInt, Field(ge=0, le=LAST_INSTANT_MS)]
    boot: Whole
    bk: Name


class _WireEvidence(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    gps: Reference | None = None
    photos: list[Reference] | None = None
    signature: Reference | None = None


class _WireBody(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    id: Name
    kind: Name
    actor: Name
    device: Name
    app: Annotated[StrictStr, Field(max_length=64, pattern=r"^[^\x00-\x1f\x7f]*$")]
    clk: _WireClock
    n: Whole
    round: Name | None = None
    place: Name | None = None
    crates: list[Name] | None = None
    how: Name | None = None
    ref: Reference | None = None
    evidence: _WireEvidence | None = None
    data: dict[str, Any] | None = None


def read_body(text: str) -> Fact | EnvelopeFault:
    """The fact a body holds, or why its envelope cannot be read or trusted. Never raises."""
    try:
        if len(text) > BODY_MAX_BYTES or len(text.encode()) > BODY_MAX_BYTES:
            return EnvelopeFault(QuarantineReason.TOO_LARGE)
        if not _is_nested_within(text, NESTING_MAX):
            return EnvelopeFault(QuarantineReason.NOT_JSON)
        parsed: object = json.loads(text, object_pairs_hook=_without_duplicates, parse_constant=_no_constant)
    except _DuplicateKeyError:
        return EnvelopeFault(QuarantineReason.DUPLICATE_KEYS)
    except (ValueError, RecursionError):
        return EnvelopeFault(QuarantineReason.NOT_JSON)
    if not isinstance(parsed, dict):
        return EnvelopeFault(QuarantineReason.NOT_JSON)
    return _read_envelope(cast(dict[str, Any], parsed))


def write_body(fact: Fact) -> str:
    """The body of a fact as compact JSON text; what is empty is left out."""
    body: dict[str, Any] = {
        "v": fact.v,
        "id": fact.id,
        "kind": fact.kind.value,
        "actor": fact.actor,
        "device": fact.device,
        "app": fact.app,
        "clk": {"wall": fact.clock.wall_ms, "boot": fact.clock.boot_ms, "bk": fact.clock.boot_key},
        "n": fact.n,
    }
    optional: dict[str, Any] = {
        "round": fact.round_id,
        "place": fact.place_id,
        "crates": list(fact.crates),
        "how": fact.how,
        "ref": fact.ref,
        "evidence": _written_evidence(fact.evidence),
        "data": fact.data,
    }
    body.update((name, value) for name, value in optional.items() if value)
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def _read_envelope(parsed: dict[str, Any]) -> Fact | EnvelopeFault:
    known_id = parsed.get("id")
    fact_id = known_id if isinstance(known_id, str) and is_uuid(known_id) else None
    fault = _frame_fault(parsed, fact_id)
    if fault is not None:
        return fault
    try:
        wire = _WireBody.model_validate(parsed)
        kind = _KINDS.get(wire.kind)
        if kind is None:
            return EnvelopeFault(QuarantineReason.UNKNOWN_KIND, "kind", fact_id)
        lacking = _lacking_field(kind, wire)
        if lacking is not None:
            return EnvelopeFault(QuarantineReason.MISSING_FIELD, lacking, fact_id)
        if not _can_be_written(wire.data):
            return EnvelopeFault(QuarantineReason.BAD_FIELD, "data", fact_id)
        checked_detail(kind, wire.data or {})
    except ValidationError as error:
        return _fault_of(error, fact_id)
    return _fact_of(kind, wire)


def _frame_fault(parsed: dict[str, Any], fact_id: str | None) -> EnvelopeFault | None:
    """What is wrong before the fields can be read at all; an unknown version is not read further."""
    for name in REQUIRED:
        if name not in parsed:
            return EnvelopeFault(QuarantineReason.MISSING_FIELD, name, fact_id)
    version = parsed["v"]
    if type(version) is not int:
        return EnvelopeFault(QuarantineReason.BAD_FIELD, "v", fact_id)
    if version != PROTOCOL_VERSION:
        return EnvelopeFault(QuarantineReason.UNKNOWN_VERSION, "v", fact_id)
    return None if fact_id else EnvelopeFault(QuarantineReason.BAD_FIELD, "id")


def _lacking_field(kind: Kind, wire: _WireBody) -> str | None:
    """What this kind cannot mean anything without."""
    if kind in CUSTODY_KINDS and not wire.crates:
        return "crates"
    if kind in (Kind.PICKUP, Kind.DROP) and wire.place is None:
        return "place"
    if kind in (Kind.VOID, Kind.CORRECTION) and not wire.ref:
        return "ref"
    return None


def _can_be_written(data: dict[str, Any] | None) -> bool:
    """Half a surrogate pair is text in no encoding and 1e999 no JSON number, though a reader takes both."""
    try:
        json.dumps(data, ensure_ascii=False, allow_nan=False).encode()
    except ValueError:
        return False
    return True


def _fact_of(kind: Kind, wire: _WireBody) -> Fact:
    evidence = wire.evidence or _WireEvidence()
    return Fact(
        id=wire.id,
        kind=kind,
        actor=wire.actor,
        device=wire.device,
        app=wire.app,
        clock=ClockMark(wire.clk.wall, wire.clk.boot, wire.clk.bk),
        n=wire.n,
        round_id=wire.round,
        place_id=wire.place,
        crates=tuple(dict.fromkeys(_one_spelling(code) for code in wire.crates or ())),
        how=wire.how,
        ref=wire.ref,
        evidence=Evidence(evidence.gps, tuple(evidence.photos or ()), evidence.signature),
        data=wire.data or {},
    )


def _one_spelling(code: str) -> str:
    read = read_code(code)
    return read.code if isinstance(read, CodeOk) else code


def _written_evidence(evidence: Evidence) -> dict[str, Any] | None:
    if evidence.is_empty:
        return None
    return {"gps": evidence.gps, "photos": list(evidence.photos), "signature": evidence.signature}


def _fault_of(error: ValidationError, fact_id: str | None) -> EnvelopeFault:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    name = ".".join(str(part) for part in first["loc"])
    missing = first["type"] == "missing"
    reason = QuarantineReason.MISSING_FIELD if missing else QuarantineReason.BAD_FIELD
    return EnvelopeFault(reason, name, fact_id)


def _is_nested_within(text: str, limit: int) -> bool:
    """Depth is bounded by count, not by the interpreter's stack, so that phone and server judge alike."""
    if text.count("[") + text.count("{") <= limit:
        return True
    depth = 0
    for mark in _NESTING_MARKS.findall(text):
        if mark[0] == '"':
            continue
        depth += 1 if mark in "[{" else -1
        if depth > limit:
            return False
    return True


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    built = dict(pairs)
    if len(built) != len(pairs):
        raise _DuplicateKeyError
    return built


def _no_constant(name: str) -> Any:
    raise ValueError(name)
