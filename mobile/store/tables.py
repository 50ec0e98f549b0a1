"""The tables of the phone's database, as types; `migrations.py` creates them."""

from typing import Any, ClassVar

from sqlalchemy import Index, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

# SQLite uses the indexes of the rare kinds only where a query says this term as it stands.
RARE = "kind NOT IN ('pickup', 'drop')"


class PhoneTable(SQLModel, registry=registry()):
    """The phone's own registry: the server's tables never meet these in one metadata."""


class LoggedFactRow(PhoneTable, table=True):
    """The log: one fact per position, never edited, never pruned."""

    __tablename__: ClassVar[Any] = "logged_fact"
    __table_args__ = (Index("ix_logged_fact_rare", "kind", "place_id", sqlite_where=text(RARE)),)

    seq: int = Field(primary_key=True)
    id: str = Field(unique=True)
    kind: str
    n: int
    wall_ms: int
    round_id: str | None = Field(default=None, index=True)
    place_id: str | None = None
    intent_id: str | None = Field(default=None, index=True)
    hash: bytes
    body: str


class OwnMovementRow(PhoneTable, table=True):
    """What own facts say of each crate: laid over the pulled rows until the server's rows tell it too.

    `reason` is what more the fact says of that crate: why it was left out, where a crate taken over goes, who
    took it by a handover's receipt (null where he did not).
    """

    __tablename__: ClassVar[Any] = "own_movement"
    __table_args__ = (
        Index("ix_own_movement_rare", "kind", sqlite_where=text(RARE)),
        {"sqlite_with_rowid": False},
    )

    code: str = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    fact_id: str
    kind: str
    actor_id: str
    round_id: str | None = Field(default=None, index=True)
    place_id: str | None = None
    at_ms: int
    reason: str | None = None


class VoidedFactRow(PhoneTable, table=True):
    """Facts withdrawn by a later fact of this log."""

    __tablename__: ClassVar[Any] = "voided_fact"
    __table_args__ = {"sqlite_with_rowid": False}

    fact_id: str = Field(primary_key=True)
    by_seq: int


class QuarantinedFactRow(PhoneTable, table=True):
    """Positions of the log that the server keeps but could not read or trust."""

    __tablename__: ClassVar[Any] = "quarantined_fact"

    seq: int = Field(primary_key=True)
    reason: str
    at_ms: int


class PulledRowRow(PhoneTable, table=True):
    """A row as the server sent it: table, key, content."""

    __tablename__: ClassVar[Any] = "pulled_row"
    __table_args__ = {"sqlite_with_rowid": False}

    t: str = Field(primary_key=True)
    k: str = Field(primary_key=True)
    d: str


class StagedRowRow(PhoneTable, table=True):
    """Rows of a reset that is still coming: they replace the pulled rows all at once when complete."""

    __tablename__: ClassVar[Any] = "staged_row"
    __table_args__ = {"sqlite_with_rowid": False}

    t: str = Field(primary_key=True)
    k: str = Field(primary_key=True)
    d: str


class PlannedMoveRow(PhoneTable, table=True):
    """The planned moves of the pulled crates, drawn out of their rows to be found by round."""

    __tablename__: ClassVar[Any] = "planned_move"
    __table_args__ = {"sqlite_with_rowid": False}

    code: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    round_id: str = Field(index=True)
    consignment_id: str
    from_place_id: str
    to_place_id: str


class CarriedPackRow(PhoneTable, table=True):
    """A sealed stretch of another phone's log; `pack` is null once the server has it in a backup."""

    __tablename__: ClassVar[Any] = "carried_pack"

    digest: str = Field(primary_key=True)
    device_id: str
    name: str
    first: int
    facts: int
    taken_in_ms: int
    state: str
    reason: str | None = None
    offered_ms: int | None = None
    pack: bytes | None = None


class EvidenceRow(PhoneTable, table=True):
    """A piece of evidence by its sha256 in hex, kept until the server holds it in a verified backup.

    `received_ms` is the server's own time when it said it had the piece, `received_at_head` how far this
    log went then.
    """

    __tablename__: ClassVar[Any] = "evidence"

    name: str = Field(primary_key=True)
    fact_id: str
    kind: str
    size_bytes: int
    state: str = Field(index=True)
    tries: int = 0
    received_ms: int | None = None
    received_at_head: int | None = None
    content: bytes


class DraftPhotoRow(PhoneTable, table=True):
    """A photo taken for a subject (a stop, an incident…) that no record has taken yet."""

    __tablename__: ClassVar[Any] = "draft_photo"

    id: str = Field(primary_key=True)
    subject: str = Field(index=True)
    taken_ms: int
    content: bytes
    thumbnail: bytes


class ServerLimitsRow(PhoneTable, table=True):
    """What a server said of its limits, as JSON; null where it was asked and did not say."""

    __tablename__: ClassVar[Any] = "server_limits"
    __table_args__ = {"sqlite_with_rowid": False}

    server_url: str = Field(primary_key=True)
    answer: str | None = None
    asked_ms: int


class SyncStateRow(PhoneTable, table=True):
    """One row: this log's name, what the server is known to hold of it, and how far rows were pulled.

    Own facts from `covered` on are laid over the pulled rows: `covered` follows `next` once a complete
    pull was read after the push. `n_floor` keeps the counter growing after a salvage that lost facts.
    """

    __tablename__: ClassVar[Any] = "sync_state"

    id: int = Field(primary_key=True)
    log_id: str
    n_floor: int
    next: int
    safe: int
    covered: int
    cursor: str | None = None
    staged_cursor: str | None = None
    batch_events: int
    last_sync_ms: int | None = None
    last_problem: str | None = None
    mark_boot_key: str | None = None
    mark_boot_ms: int | None = None
