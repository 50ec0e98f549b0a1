"""The words in which a push or a pull is answered."""

from enum import StrEnum


class LogStatus(StrEnum):
    """What became of a pushed stretch of log."""

    OK = "ok"
    GAP = "gap"
    FORK = "fork"


class PullStatus(StrEnum):
    """What the phone is to do with the rows of a reply."""

    OK = "ok"
    RESET = "reset"
    REFUSED = "refused"


class Problem(StrEnum):
    """Slugs that end the `type` of a problem+json answer."""

    BAD_JSON = "bad-json"
    BAD_GZIP = "bad-gzip"
    TRUNCATED = "truncated"
    UNKNOWN_DEVICE = "unknown-device"
    REVOKED = "revoked"
    TIMEOUT = "timeout"
    RATE = "rate"
    MAINTENANCE = "maintenance"
    TOO_LARGE = "too-large"
    WRONG_TYPE = "wrong-type"
    ENVELOPE = "envelope"
    UPGRADE_REQUIRED = "upgrade-required"
    NOT_FOUND = "not-found"
    OFFSET = "offset"
    ERASED = "erased"
    NOT_EVIDENCE = "not-evidence"
    ENROLMENT_UNKNOWN = "enrolment-unknown"
    ENROLMENT_EXPIRED = "enrolment-expired"
    ENROLMENT_USED = "enrolment-used"
