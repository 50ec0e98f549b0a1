"""Tables of backups: what a verified copy holds of each log, the copies made, the times one was restored."""

from sqlmodel import Field

from sync_server.db.base import BIG_INTEGER, ServerTable


class SafePosition(ServerTable, table=True):
    """The highest position of a log that a verified backup holds: what its phone is told as `safe`."""

    log_id: str = Field(primary_key=True)
    seq: int = Field(sa_type=BIG_INTEGER)


class Backup(ServerTable, table=True):
    """A verified copy; `fh` is the feed's hash at `feed_seq` as hex digits."""

    id: int | None = Field(default=None, primary_key=True)
    made_ms: int = Field(sa_type=BIG_INTEGER)
    feed_seq: int = Field(sa_type=BIG_INTEGER)
    fh: str
    sha256: str
    file_name: str


class Rewind(ServerTable, table=True):
    """A restore: this database went back to `feed_seq`, last heard phones at `heard_ms`."""

    id: int | None = Field(default=None, primary_key=True)
    restored_ms: int = Field(sa_type=BIG_INTEGER)
    heard_ms: int = Field(sa_type=BIG_INTEGER)
    feed_seq: int = Field(sa_type=BIG_INTEGER)
    file_name: str
