"""The messages of relais/1 as they travel, and the limits both sides respect."""

from hashlib import sha256
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from shared.custody.events import BODY_MAX_BYTES
from shared.custody.evidence import EVIDENCE_MAX_BYTES
from shared.sync.outcomes import LogStatus, PullStatus

PROTO = 1
PUSH_MAX_EVENTS = 200
PUSH_MAX_COMPRESSED_BYTES = 256 * 1024
PUSH_MAX_INFLATED_BYTES = 2 * 1024 * 1024
PAGE_MAX_ROWS = 500
PAGE_MAX_BYTES = 1024 * 1024
SYNCS_A_MINUTE = 60
ENROLMENT_LIFE_S = 600

Text64 = Annotated[str, Field(min_length=1, max_length=64)]
Text200 = Annotated[str, Field(max_length=200)]
Hex64 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Uuid = Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Instant = Annotated[int, Field(ge=-(2**53), le=2**53)]
Count = Annotated[int, Field(ge=0, le=2**53)]
# Bounded where it comes in as well: what a phone keeps it must be able to send back.
CursorText = Annotated[str, Field(max_length=512)]


class Message(BaseModel):
    """A message: unknown fields are ignored so that older and newer programs understand each other."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class ClockReading(Message):
    """Wall clock and boot clock in ms, and the key of this boot session."""

    wall: Instant
    boot: Instant
    bk: Text64


class LogPush(Message):
    """A stretch of one log: bodies as JSON strings so that their bytes survive.

    `prev` matters from `first` = 2 on (h_0 is known to both); `head` is checked where there are events.
    """

    id: Uuid
    first: Annotated[int, Field(ge=1, le=2**53)]
    prev: Hex64 | None = None
    head: Hex64 | None = None
    events: list[str] = []


class SyncRequest(Message):
    """One round trip: an optional push and a pull."""

    proto: int
    nonce: Annotated[str, Field(min_length=1, max_length=128)]
    app: Text200 = ""
    clk: ClockReading | None = None
    log: LogPush | None = None
    cursor: CursorText | None = None
    max_rows: Annotated[int, Field(ge=0, le=2**31)] = PAGE_MAX_ROWS


class QuarantinedEvent(Message):
    """An event that is kept and acknowledged but could not be read or trusted."""

    seq: Count
    reason: str


class LogReply(Message):
    """What the server holds of the log: `next` is the first position it lacks."""

    status: LogStatus
    next: Count
    safe: Count
    quarantined: list[QuarantinedEvent] = []


class Row(Message):
    """A pulled row: table, key, then the content or a tombstone (`x` = 1)."""

    t: str
    k: str
    d: dict[str, Any] | None = None
    x: Literal[1] | None = None


class PullReply(Message):
    """A page of rows in stamp order and the cursor to store with them."""

    status: PullStatus
    rows: list[Row] = []
    cursor: CursorText | None = None
    more: bool = False


class BlobsReply(Message):
    """Evidence the server knows of and lacks."""

    missing: list[str] = []


class Notice(Message):
    """What the server has to say about the phone's version, and to the person."""

    min_app: str = "0"
    update: bool = False
    text: str | None = None


class SyncReply(Message):
    """The answer of a round trip; the nonce proves that it answers this request."""

    nonce: str
    server_time: Count
    log: LogReply | None = None
    pull: PullReply
    blobs: BlobsReply = BlobsReply()
    notice: Notice = Notice()


class EnrolRequest(Message):
    """A phone claims an enrolment code."""

    code: Annotated[str, Field(min_length=1, max_length=200)]
    device: Annotated[str, Field(min_length=1, max_length=120)]
    nonce: Annotated[str, Field(min_length=1, max_length=128)]


class EnrolReply(Message):
    """The claim to poll with, and the four digits both screens show."""

    claim: str
    match: str
    nonce: str | None = None


class PollRequest(Message):
    """Asks whether the coordinator confirmed the claim."""

    claim: Annotated[str, Field(min_length=1, max_length=200)]


class PollReply(Message):
    """`waiting`, or `confirmed` with the device token, or `refused`.

    `claim_sha256` (hex) says which claim is answered: a cache on the way may hold another phone's answer.
    """

    status: Literal["waiting", "confirmed", "refused"]
    claim_sha256: str | None = None
    token: str | None = None
    device_id: str | None = None
    person_id: str | None = None


def claim_digest(claim: str) -> str:
    """How an answer names the claim it is about, in hex, without giving the secret away a second time."""
    return sha256(claim.encode()).hexdigest()


class Limits(Message):
    """The limits in force, learnt from GET /v1/version."""

    body_bytes: int = BODY_MAX_BYTES
    push_events: int = PUSH_MAX_EVENTS
    push_compressed_bytes: int = PUSH_MAX_COMPRESSED_BYTES
    push_inflated_bytes: int = PUSH_MAX_INFLATED_BYTES
    page_rows: int = PAGE_MAX_ROWS
    page_bytes: int = PAGE_MAX_BYTES
    syncs_a_minute: int = SYNCS_A_MINUTE
    blob_bytes: int = EVIDENCE_MAX_BYTES


class VersionReply(Message):
    """What this server speaks and accepts."""

    proto: int = PROTO
    app: Text200
    min_app: Text200
    limits: Limits = Limits()
