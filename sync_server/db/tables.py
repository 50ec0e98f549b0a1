"""Tables of the feed (a gapless, hash-chained history) and of the rows that come down to phones."""

from sqlalchemy import Index, LargeBinary, Text, UniqueConstraint, text
from sqlmodel import Field

from sync_server.db.base import BIG_INTEGER, ServerTable


class FeedHead(ServerTable, table=True):
    """The one counter row: whoever locks it gives feed numbers in commit order."""

    id: int = Field(primary_key=True)
    seq: int = Field(sa_type=BIG_INTEGER)
    fh: bytes = Field(sa_type=LargeBinary)
    # Tombstones up to this stamp are gone: a cursor behind it cannot be continued.
    purged_stamp: int = Field(default=0, sa_type=BIG_INTEGER)


class FeedEntry(ServerTable, table=True):
    """One number of the feed: an accepted event or a changed row.

    `digest` is the sha256 of its content, by which the chain can be recomputed when that is gone. It is
    null only in databases begun before it was kept, for rows that had changed again by then.
    """

    seq: int = Field(primary_key=True, sa_type=BIG_INTEGER)
    kind: str
    ref: str
    digest: bytes | None = Field(default=None, sa_type=LargeBinary)
    fh: bytes = Field(sa_type=LargeBinary)


class FeedMark(ServerTable, table=True):
    """How far the feed was at an instant, once a day: every number up to `seq` is at least that old."""

    seq: int = Field(primary_key=True, sa_type=BIG_INTEGER)
    at_ms: int = Field(sa_type=BIG_INTEGER)


class PullRow(ServerTable, table=True):
    """A row as phones hold it; `stamp` is the feed number of its last change."""

    __table_args__ = (
        UniqueConstraint("t", "k"),
        # What is gone, oldest first: found without a walk over all that is there.
        Index(
            "ix_pull_row_tombstone",
            "stamp",
            sqlite_where=text("deleted = 1"),
            postgresql_where=text("deleted = 1"),
        ),
    )

    id: int = Field(primary_key=True, sa_type=BIG_INTEGER)
    t: str
    k: str
    d: str = Field(sa_type=Text)
    stamp: int = Field(sa_type=BIG_INTEGER)
    deleted: int = 0
    # The audiences' ids in ascending order, "3,17": what `row_audience` holds for this row.
    audience_ids: str


class Audience(ServerTable, table=True):
    """Who may see rows: `all`, `person:P001`, `round:r_…`. A row that leaves it bumps `generation`."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    generation: int = 1


class RowAudience(ServerTable, table=True):
    """The order in which an audience receives its rows."""

    __table_args__ = ({"sqlite_with_rowid": False},)

    audience_id: int = Field(primary_key=True)
    stamp: int = Field(primary_key=True, sa_type=BIG_INTEGER)
    row_id: int = Field(sa_type=BIG_INTEGER)
