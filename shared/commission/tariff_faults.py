"""What can be wrong with a tariff: faults that name the field, for whoever wrote it."""

from dataclasses import dataclass
from enum import StrEnum


class TariffFaultCode(StrEnum):
    """What is wrong with a field of a tariff."""

    NOT_JSON = "not_json"
    NOT_AN_OBJECT = "not_an_object"
    MISSING = "missing"
    FIELD_TWICE = "field_twice"
    UNKNOWN_FIELD = "unknown_field"
    NOT_WHOLE = "not_whole"
    OUT_OF_RANGE = "out_of_range"
    NOT_A_DATE = "not_a_date"
    UNKNOWN_CHOICE = "unknown_choice"
    NOT_TEXT = "not_text"
    BAD_VERSION = "bad_version"
    ABOVE_TURNOVER = "above_turnover"
    FLOOR_ABOVE_CAP = "floor_above_cap"
    SAME_FIRST_DAY = "same_first_day"
    VERSION_TAKEN = "version_taken"


@dataclass(frozen=True, slots=True)
class TariffFault:
    """One thing to put right: the field (`percent.delivery`), what is wrong, and the value received."""

    field: str
    code: TariffFaultCode
    received: str = ""


@dataclass(frozen=True, slots=True)
class TariffRefused:
    """The tariff cannot be used: every fault found, in the order of the fields."""

    faults: tuple[TariffFault, ...]
