"""Custody events: the kinds of relais/1 as types, one reader and one writer of bodies."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

PROTOCOL_VERSION = 1
BODY_MAX_BYTES = 16 * 1024
# The last instant a body may name, in ms since 1970.
LAST_INSTANT_MS = 221_845_392_000_000


class Kind(StrEnum):
    """Every kind of fact of version 1."""

    PICKUP = "pickup"
    DROP = "drop"
    HANDOVER_GIVEN = "handover_given"
    HANDOVER_TAKEN = "handover_taken"
    BIND = "bind"
    EMPTIES = "empties"
    TEMPERATURE = "temperature"
    INCIDENT = "incident"
    SCAN_ODD = "scan_odd"
    ROUND_STARTED = "round_started"
    ROUND_CLOSED = "round_closed"
    STOP_ARRIVED = "stop_arrived"
    STOP_LEFT = "stop_left"
    PLACE_PROPOSED = "place_proposed"
    DISPUTE = "dispute"
    CORRECTION = "correction"
    VOID = "void"
    CLOCK = "clock"
    DECISION = "decision"


# Written by coordinators in the server's own log alone: from anybody else the kind is unknown.
SERVER_KINDS = frozenset({Kind.DECISION})
# The device that stands for coordinators in that log.
SERVER_DEVICE = "server"
CUSTODY_KINDS = frozenset({Kind.PICKUP, Kind.DROP, Kind.HANDOVER_GIVEN, Kind.HANDOVER_TAKEN})


class How(StrEnum):
    """How a crate was identified."""

    QR = "qr"
    TYPED = "typed"
    TAPPED = "tapped"
    BULK = "bulk"
    HID = "hid"
    NFC = "nfc"


class IncidentReason(StrEnum):
    """The fourteen reasons a person may give, in farm words on the screen."""

    ABSENT = "absent"
    CLOSED = "closed"
    FULL = "full"
    BROKEN = "broken"
    MISSING = "missing"
    EXTRA = "extra"
    TOO_WARM = "too_warm"
    WRONG_PLACE = "wrong_place"
    REFUSED = "refused"
    BREAKDOWN = "breakdown"
    ROAD_CUT = "road_cut"
    LOCKER_BROKEN = "locker_broken"
    LABEL_UNREADABLE = "label_unreadable"
    NOT_READY = "not_ready"


class QuarantineReason(StrEnum):
    """Why an event's envelope cannot be read or trusted. The event is kept and acknowledged all the same."""

    NOT_JSON = "not-json"
    DUPLICATE_KEYS = "duplicate-keys"
    MISSING_FIELD = "missing-field"
    BAD_FIELD = "bad-field"
    UNKNOWN_KIND = "unknown-kind"
    UNKNOWN_VERSION = "unknown-version"
    TOO_LARGE = "too-large"
    ID_REUSED = "id-reused"
    WRONG_DEVICE = "wrong-device"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class ClockMark:
    """The phone's clocks when a fact was recorded, in ms; `boot_key` names the boot session."""

    wall_ms: int
    boot_ms: int
    boot_key: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Salted hashes of separate, erasable evidence; `sha256:<hex>` texts."""

    gps: str | None = None
    photos: tuple[str, ...] = ()
    signature: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is referred to."""
        return self.gps is None and not self.photos and self.signature is None


@dataclass(frozen=True, slots=True)
class Fact:
    """One custody event, as its author wrote it.

    `n` is the phone's own counter; `ref` the id of the fact this one answers, corrects or voids;
    `data` holds the kind's own fields (units end the name: `_dc` tenths of a degree, `_g`, `_m`, `_ms`).
    """

    id: str
    kind: Kind
    actor: str
    device: str
    app: str
    clock: ClockMark
    n: int
    round_id: str | None = None
    place_id: str | None = None
    crates: tuple[str, ...] = ()
    how: str | None = None
    ref: str | None = None
    evidence: Evidence = field(default_factory=Evidence)
    data: dict[str, Any] = field(default_factory=dict[str, Any])
    v: int = PROTOCOL_VERSION


@dataclass(frozen=True, slots=True)
class EnvelopeFault:
    """A body that cannot be read or trusted: the reason, and the field where one is to blame."""

    reason: QuarantineReason
    field_name: str | None = None
    id: str | None = None
