"""The table of postings."""

from sqlmodel import Field

from sync_server.db.base import BIG_INTEGER, ServerTable
from sync_server.ledger.append_only import make_append_only


class Posting(ServerTable, table=True):
    """One side of an entry: cents in favour of an account (positive) or against it (negative).

    `settlement_id` and `line_key` name what caused it: a commission line of a settlement.
    """

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG_INTEGER)
    settlement_id: int = Field(index=True)
    account: str = Field(index=True)
    amount_cents: int = Field(sa_type=BIG_INTEGER)
    line_key: str


make_append_only(Posting)
