"""The table of rescue: which phone carried which pack of whose facts, and what became of it."""

from sqlmodel import Field

from sync_server.db.base import BIG_INTEGER, ServerTable


class Rescue(ServerTable, table=True):
    """One pack as one phone handed it over, however often; its facts stand in the log they came from.

    `log_id` is where its facts went: that phone's log, or one made for the pack. `status` and `reason`
    are those of the last time.
    """

    pack_sha256: str = Field(primary_key=True)
    carrier_device: str = Field(primary_key=True)
    device: str = Field(index=True)
    log_id: str
    first: int = Field(sa_type=BIG_INTEGER)
    facts: int
    status: str
    reason: str | None = None
    first_offered_ms: int = Field(sa_type=BIG_INTEGER)
    last_offered_ms: int = Field(sa_type=BIG_INTEGER)
