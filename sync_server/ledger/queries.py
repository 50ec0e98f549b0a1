"""All SQL of the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session

from sync_server.db.base import table_of
from sync_server.db.bulk import insert_many
from sync_server.ledger.tables import Posting

_POSTING = table_of(Posting)


@dataclass(frozen=True, slots=True)
class PostedSide:
    """One posting as it was written."""

    id: int
    account: str
    amount_cents: int
    line_key: str


def insert_postings(session: Session, postings: Iterable[tuple[int, str, int, str]]) -> None:
    """Appends postings: (settlement, account, amount in cents, line key)."""
    columns = ("settlement_id", "account", "amount_cents", "line_key")
    insert_many(session.connection(), Posting, columns, list(postings))


def sum_of_postings(session: Session, settlement_id: int | None = None) -> int:
    """The sum of all postings, or of one settlement's, in cents: zero whenever nothing is wrong."""
    query = select(func.coalesce(func.sum(_POSTING.c.amount_cents), 0))
    if settlement_id is not None:
        query = query.where(_POSTING.c.settlement_id == settlement_id)
    return int(session.connection().execute(query).scalar_one())


def balances(session: Session) -> dict[str, int]:
    """What each account is owed (positive) or owes (negative), in cents, by account name."""
    query = (
        select(_POSTING.c.account, func.sum(_POSTING.c.amount_cents))
        .group_by(_POSTING.c.account)
        .order_by(_POSTING.c.account)
    )
    found = session.connection().execute(query)
    return {str(row[0]): int(row[1]) for row in found}


def postings_of(session: Session, settlement_id: int) -> list[PostedSide]:
    """One settlement's postings, in the order written."""
    query = (
        select(_POSTING.c.id, _POSTING.c.account, _POSTING.c.amount_cents, _POSTING.c.line_key)
        .where(_POSTING.c.settlement_id == settlement_id)
        .order_by(_POSTING.c.id)
    )
    return [PostedSide(*row) for row in session.connection().execute(query)]
