"""Tariffs as JSON: read with faults that name the field, checked against the book, written back."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from shared.commission.tariff import (
    CrateWeights,
    HandoverSplit,
    PercentRates,
    Pool,
    PoolKey,
    Tariff,
    TariffBook,
    TurnoverBase,
)
from shared.commission.tariff_faults import TariffFault, TariffFaultCode, TariffRefused
from shared.money import BP_PER_WHOLE

HIGHEST_FLAT_CENTS = 1_000_000


RateBp = Annotated[int, Field(ge=0, le=BP_PER_WHOLE)]
FlatCents = Annotated[int, Field(ge=0, le=HIGHEST_FLAT_CENTS)]
ShortText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
# A version is part of the keys of lines, in files and in addresses: letters, digits, and a few plain marks.
VersionText = Annotated[
    str,
    BeforeValidator(lambda version: str(version) if type(version) is int else version),
    StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$"),
]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _PercentForm(_Form):
    collection: RateBp = 0
    transfer: RateBp = 0
    delivery: RateBp = 0
    direct: RateBp = 0


class _PoolForm(_Form):
    sales_bp: RateBp
    logistics_bp: RateBp
    key: PoolKey


class _TariffForm(_Form):
    version: VersionText
    valid_from: date
    base: TurnoverBase
    percent: _PercentForm
    keeper_bp: RateBp = 0
    flat_per_crate_cents: FlatCents = 0
    flat_per_stop_cents: FlatCents = 0
    round_floor_cents: FlatCents | None = None
    round_cap_cents: FlatCents | None = None
    crate_weights: CrateWeights = CrateWeights.EQUAL
    handover_split: HandoverSplit = HandoverSplit.EQUAL
    pool: _PoolForm | None = None
    approved_by: ShortText
    minutes_ref: ShortText


def read_tariff(text: str | bytes) -> Tariff | TariffRefused:
    """A tariff from its JSON text, or every fault in it."""
    twice = _fields_written_twice(text)
    if twice:
        # Readers of JSON keep the last one without a word: nobody voted which of two rates is meant.
        return TariffRefused(tuple(TariffFault(name, TariffFaultCode.FIELD_TWICE) for name in twice))
    try:
        form = _TariffForm.model_validate_json(text)
    except ValidationError as error:
        return TariffRefused(tuple(_fault(detail) for detail in error.errors(include_url=False)))
    tariff = _tariff_of(form)
    faults = tuple(_faults_between_fields(tariff))
    return TariffRefused(faults) if faults else tariff


def read_tariff_object(value: Mapping[str, Any]) -> Tariff | TariffRefused:
    """A tariff from its JSON object as already parsed, or every fault in it."""
    return read_tariff(json.dumps(value))


def clash_with(book: TariffBook, tariff: Tariff) -> TariffRefused | None:
    """Why a tariff cannot join the book: that day or that version is taken. None when it can."""
    faults: list[TariffFault] = []
    if any(other.valid_from == tariff.valid_from for other in book.tariffs):
        first_day = tariff.valid_from.isoformat()
        faults.append(TariffFault("valid_from", TariffFaultCode.SAME_FIRST_DAY, first_day))
    if any(other.version == tariff.version for other in book.tariffs):
        faults.append(TariffFault("version", TariffFaultCode.VERSION_TAKEN, tariff.version))
    return TariffRefused(tuple(faults)) if faults else None


def tariff_to_json(tariff: Tariff) -> dict[str, Any]:
    """The JSON object of a tariff; `read_tariff_object` reads it back to the same value."""
    fields = {**asdict(tariff), "valid_from": tariff.valid_from.isoformat()}
    # Through text, so that choices come out as plain strings whatever the reader does with them.
    return json.loads(json.dumps(fields))


def _fields_written_twice(text: str | bytes) -> list[str]:
    twice: list[str] = []

    def note_repeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _ in pairs]
        twice.extend(sorted({name for name in names if names.count(name) > 1}))
        return dict(pairs)

    try:
        json.loads(text, object_pairs_hook=note_repeated)
    except (ValueError, RecursionError):
        # No JSON at all: the form says so.
        return []
    return twice


def _tariff_of(form: _TariffForm) -> Tariff:
    fields: dict[str, Any] = {name: getattr(form, name) for name in _TariffForm.model_fields}
    fields["percent"] = PercentRates(**form.percent.model_dump())
    fields["pool"] = None if form.pool is None else Pool(**form.pool.model_dump())
    return Tariff(**fields)


def _faults_between_fields(tariff: Tariff) -> Iterable[TariffFault]:
    percent = tariff.percent
    by_hub_bp = percent.collection + percent.transfer + percent.delivery + tariff.keeper_bp
    if max(by_hub_bp, percent.direct + tariff.keeper_bp) > BP_PER_WHOLE:
        yield TariffFault("percent", TariffFaultCode.ABOVE_TURNOVER)
    floor_cents, cap_cents = tariff.round_floor_cents, tariff.round_cap_cents
    if floor_cents is not None and cap_cents is not None and floor_cents > cap_cents:
        yield TariffFault("round_floor_cents", TariffFaultCode.FLOOR_ABOVE_CAP, str(floor_cents))


_CODE_OF_PYDANTIC = {
    "missing": TariffFaultCode.MISSING,
    "extra_forbidden": TariffFaultCode.UNKNOWN_FIELD,
    "json_invalid": TariffFaultCode.NOT_JSON,
    "model_type": TariffFaultCode.NOT_AN_OBJECT,
    "string_pattern_mismatch": TariffFaultCode.BAD_VERSION,
    "int_type": TariffFaultCode.NOT_WHOLE,
    "int_from_float": TariffFaultCode.NOT_WHOLE,
    "enum": TariffFaultCode.UNKNOWN_CHOICE,
    "greater_than_equal": TariffFaultCode.OUT_OF_RANGE,
    "less_than_equal": TariffFaultCode.OUT_OF_RANGE,
}


def _fault(detail: Any) -> TariffFault:
    kind = str(detail["type"])
    code = _CODE_OF_PYDANTIC.get(kind)
    if code is None:
        code = TariffFaultCode.NOT_A_DATE if kind.startswith("date") else TariffFaultCode.NOT_TEXT
    where = ".".join(str(part) for part in detail["loc"])
    received = detail.get("input")
    return TariffFault(where, code, "" if isinstance(received, dict) else str(received)[:80])
