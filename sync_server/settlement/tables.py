"""Tables of settlements and of the numbered statements they give rise to."""

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field

from sync_server.db.base import BIG_INTEGER, ServerTable
from sync_server.ledger.append_only import make_append_only


class Settlement(ServerTable, table=True):
    """A closed period. `feed_seq` is the last number of the feed it takes into account.

    `file_name` is relative to the data folder; the reasons are those of a coordinator who closed in spite of
    silent phones, or before the period's end.
    """

    id: int | None = Field(default=None, primary_key=True)
    period: str = Field(unique=True)
    feed_seq: int = Field(sa_type=BIG_INTEGER)
    formula: str
    sha256: str
    file_name: str
    closed_ms: int = Field(sa_type=BIG_INTEGER)
    closed_by: str
    silent_reason: str | None = Field(default=None, sa_type=Text)
    early_reason: str | None = Field(default=None, sa_type=Text)


class Statement(ServerTable, table=True):
    """What one person earned and owes in one settlement; numbers have no gap in the year of closing."""

    __table_args__ = (UniqueConstraint("year", "number"), UniqueConstraint("settlement_id", "person_id"))

    id: int | None = Field(default=None, primary_key=True)
    settlement_id: int = Field(foreign_key="settlement.id")
    person_id: str = Field(index=True)
    year: int
    number: int
    earned_cents: int = Field(sa_type=BIG_INTEGER)
    owed_cents: int = Field(sa_type=BIG_INTEGER)


make_append_only(Settlement)
make_append_only(Statement)
