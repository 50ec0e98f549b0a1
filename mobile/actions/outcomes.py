"""What an action answers: recorded, or refused for a reason the screen puts into words."""

from dataclasses import dataclass
from enum import StrEnum


class RefusalReason(StrEnum):
    """Why nothing was recorded."""

    NOT_ENROLLED = "not_enrolled"
    NOTHING_TO_RECORD = "nothing_to_record"
    UNKNOWN_ROUND = "unknown_round"
    UNKNOWN_PLACE = "unknown_place"
    UNKNOWN_LINE = "unknown_line"
    UNKNOWN_CONSIGNMENT = "unknown_consignment"
    BAD_CODE = "bad_code"
    UNKNOWN_CRATE = "unknown_crate"
    WRONG_STOP = "wrong_stop"
    ALREADY_DONE = "already_done"
    NOT_CARRIED = "not_carried"
    NOTHING_TO_UNDO = "nothing_to_undo"
    UNRECORDABLE = "unrecordable"
    TEXT_TOO_LONG = "text_too_long"
    EVIDENCE_TOO_LARGE = "evidence_too_large"
    EVIDENCE_UNREADABLE = "evidence_unreadable"
    TOO_MUCH_EVIDENCE = "too_much_evidence"


@dataclass(frozen=True, slots=True)
class Recorded:
    """On the disk: the facts made, in order; `repeated` where the same intent had already made them."""

    ids: tuple[str, ...]
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was recorded; `crates` are those to blame, where crates are."""

    reason: RefusalReason
    crates: tuple[str, ...] = ()


RecordOutcome = Recorded | Refused
