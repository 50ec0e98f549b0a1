"""Version 1 of a body, as the first phones wrote it: its fields, read for as long as there are logs."""

import json
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictInt, StrictStr, ValidationError

from shared.custody.codes import CodeOk, read_code
from shared.custody.details import checked_detail
from shared.custody.events import (
    CUSTODY_KINDS,
    LAST_INSTANT_MS,
    SERVER_DEVICE,
    SERVER_KINDS,
    ClockMark,
    EnvelopeFault,
    Evidence,
    Fact,
    Kind,
    QuarantineReason,
)

REQUIRED = ("id", "kind", "actor", "device", "app", "clk", "n")
_KINDS = {kind.value: kind for kind in Kind}

Name = Annotated[StrictStr, Field(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f\x7f]*$")]
Reference = Annotated[StrictStr, Field(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]


def _none_if_empty(value: Any) -> Any:
    return None if value == "" else value


# relais/1 lets a client write what a kind does not need as null, as "" or not at all: one meaning.
OptionalName = Annotated[Name | None, BeforeValidator(_none_if_empty)]
OptionalReference = Annotated[Reference | None, BeforeValidator(_none_if_empty)]
Whole = Annotated[StrictInt, Field(ge=0, le=2**53)]


class _WireClock(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    wall: Annotated[StrictInt, Field(ge=0, le=LAST_INSTANT_MS)]
    boot: Whole
    bk: Name


class _WireEvidence(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    gps: OptionalReference = None
    photos: list[Reference] | None = None
    signature: OptionalReference = None


class _WireBody(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    id: Name
    kind: Name
    actor: Name
    device: Name
    app: Annotated[StrictStr, Field(max_length=64, pattern=r"^[^\x00-\x1f\x7f]*$")]
    clk: _WireClock
    n: Whole
    round: OptionalName = None
    place: OptionalName = None
    crates: list[Name] | None = None
    how: OptionalName = None
    ref: OptionalReference = None
    evidence: _WireEvidence | None = None
    data: dict[str, Any] | None = None


def read_version_1(parsed: dict[str, Any], fact_id: str | None) -> Fact | EnvelopeFault:
    """The fact, or what of the envelope is wrong; `fact_id` where the body names a good one."""
    for name in REQUIRED:
        if name not in parsed:
            return EnvelopeFault(QuarantineReason.MISSING_FIELD, name, fact_id)
    if fact_id is None:
        return EnvelopeFault(QuarantineReason.BAD_FIELD, "id")
    try:
        wire = _WireBody.model_validate(parsed)
        kind = _KINDS.get(wire.kind)
        if kind is None or (kind in SERVER_KINDS and wire.device != SERVER_DEVICE):
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


def _lacking_field(kind: Kind, wire: _WireBody) -> str | None:
    """What this kind cannot mean anything without."""
    if kind in CUSTODY_KINDS and not wire.crates:
        return "crates"
    if kind in (Kind.PICKUP, Kind.DROP) and wire.place is None:
        return "place"
    if kind in (Kind.VOID, Kind.CORRECTION, Kind.DECISION) and not wire.ref:
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
        v=1,
    )


def _one_spelling(code: str) -> str:
    read = read_code(code)
    return read.code if isinstance(read, CodeOk) else code


def _fault_of(error: ValidationError, fact_id: str | None) -> EnvelopeFault:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    name = ".".join(str(part) for part in first["loc"])
    missing = first["type"] == "missing"
    reason = QuarantineReason.MISSING_FIELD if missing else QuarantineReason.BAD_FIELD
    return EnvelopeFault(reason, name, fact_id)
