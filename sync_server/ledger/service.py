"""Writing entries: what one account pays, another receives, in the same breath."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session

from shared.commission.line_values import NETWORK, POOL
from shared.errors import RelaisError
from sync_server.ledger.queries import insert_postings, sum_of_postings


class LedgerUnbalanced(RelaisError):
    """Postings do not sum to zero: nothing may be committed."""

    code = "ledger-unbalanced"


@dataclass(frozen=True, slots=True)
class Entry:
    """An amount that passes from one account to another; a negative one passes the other way."""

    payer_account: str
    beneficiary_account: str
    amount_cents: int
    line_key: str


def account_of(party_id: str) -> str:
    """The account of a party to a line: the network's, the pool's, or `producer:` and the person's id.

    A person has one account, whichever parts he plays: who grows also drives.
    """
    return party_id if party_id in (NETWORK, POOL) else f"producer:{party_id}"


def post_entries(session: Session, settlement_id: int, entries: Iterable[Entry]) -> None:
    """Appends both sides of each entry.

    Raises: LedgerUnbalanced.
    """
    insert_postings(
        session,
        (
            (settlement_id, account, amount_cents, entry.line_key)
            for entry in entries
            for account, amount_cents in (
                (entry.payer_account, -entry.amount_cents),
                (entry.beneficiary_account, entry.amount_cents),
            )
        ),
    )
    left_over_cents = sum_of_postings(session, settlement_id)
    if left_over_cents:
        raise LedgerUnbalanced(settlement_id=settlement_id, left_over_cents=left_over_cents)
