"""Tables of work items and of what each is about."""

from sqlalchemy import Index, Text
from sqlmodel import Field

from sync_server.db.base import BIG_INTEGER, ServerTable
from sync_server.ledger.append_only import make_append_only


class Discrepancy(ServerTable, table=True):
    """The one work item of a discrepancy. `status` is an ItemStatus, `resolution` a Resolution.

    `crates` and `event_ids` are JSON lists; `period` is the month it holds up while open and blocking.
    """

    __table_args__ = (
        Index(None, "status", "period"),
        # The order in which open items are worked; with the kind, a filter walks the index alone.
        Index("ix_discrepancy_queue", "status", "blocking", "opened_ms", "id", "kind"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    key: str = Field(unique=True)
    blocking: int
    status: str
    crates: str = Field(sa_type=Text)
    event_ids: str = Field(sa_type=Text)
    period: str
    round_id: str | None = None
    place_id: str | None = None
    at_ms: int | None = Field(default=None, sa_type=BIG_INTEGER)
    opened_ms: int = Field(sa_type=BIG_INTEGER)
    resolved_ms: int | None = Field(default=None, sa_type=BIG_INTEGER)
    resolution: str | None = None


class DiscrepancySubject(ServerTable, table=True):
    """What a discrepancy is about: the code of a crate or the id of an event."""

    __table_args__ = ({"sqlite_with_rowid": False},)

    subject: str = Field(primary_key=True)
    discrepancy_id: int = Field(primary_key=True)


class WithdrawalCount(ServerTable, table=True):
    """How many crates customers took at a point on a day, as its keeper said; the latest of a kind counts.

    `producer_id` is empty where the crates of all farms were counted together. `crates` is null where an
    earlier count is taken back. `id` comes with the form: sent twice it is one count.
    """

    __table_args__ = (Index(None, "date", "place_id"),)

    id: str = Field(primary_key=True)
    date: str
    place_id: str
    producer_id: str
    crates: int | None = None
    said_by: str = Field(sa_type=Text)
    coordinator_id: str
    recorded_ms: int = Field(sa_type=BIG_INTEGER)
    # In the order in which they were recorded: two within a millisecond have an order too.
    n: int = Field(unique=True)


make_append_only(WithdrawalCount)
