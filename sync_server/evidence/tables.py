"""Tables of evidence: pieces by name, the facts that name them, their bytes, uploads under way, erasures."""

from sqlalchemy import Index, LargeBinary
from sqlmodel import Field

from sync_server.db.base import BIG_INTEGER, ServerTable
from sync_server.ledger.append_only import make_append_only


class Evidence(ServerTable, table=True):
    """A piece that facts name, `name` being its sha256 in hex. The row outlives the bytes: see PieceState.

    `decided_ms` is when it was received, refused or erased; `reason` why it was refused or erased.
    """

    __table_args__ = (Index(None, "state"),)

    name: str = Field(primary_key=True)
    state: str
    named_ms: int = Field(sa_type=BIG_INTEGER)
    kind: str | None = None
    size_bytes: int | None = None
    decided_ms: int | None = Field(default=None, sa_type=BIG_INTEGER)
    reason: str | None = None


class EvidenceReference(ServerTable, table=True):
    """A fact of a log names a piece. A log told anew under another name has references of its own."""

    __table_args__ = (Index(None, "name"), {"sqlite_with_rowid": False})

    log_pk: int = Field(primary_key=True)
    name: str = Field(primary_key=True)
    event_id: str = Field(primary_key=True)


class EvidenceContent(ServerTable, table=True):
    """The bytes of a piece: `original` as the phone packed it, `shown` the only copy anybody may look at."""

    name: str = Field(primary_key=True)
    original: bytes = Field(sa_type=LargeBinary)
    shown: bytes = Field(sa_type=LargeBinary)


class EvidenceChunk(ServerTable, table=True):
    """Part of an upload under way; each phone has its own, so that none can spoil another's.

    `total_bytes` is 0 where the phone did not say how much is to come.
    """

    device_id: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    start_byte: int = Field(primary_key=True)
    size_bytes: int
    total_bytes: int
    received_ms: int = Field(sa_type=BIG_INTEGER)
    content: bytes = Field(sa_type=LargeBinary)


class EvidenceTraffic(ServerTable, table=True):
    """How many bytes of evidence a phone sent on a day (UTC)."""

    device_id: str = Field(primary_key=True)
    day: str = Field(primary_key=True)
    received_bytes: int = Field(sa_type=BIG_INTEGER)


class EvidenceAudit(ServerTable, table=True):
    """Who had which piece erased, when and why: written once, and kept after the piece is gone."""

    id: int | None = Field(default=None, primary_key=True)
    at_ms: int = Field(sa_type=BIG_INTEGER)
    act: str
    name: str
    who: str
    reason: str


make_append_only(EvidenceAudit)
