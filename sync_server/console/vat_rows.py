"""VAT and netting on a statement's page: one row for each other party and regime, one for each balance."""

from dataclasses import dataclass

from sync_server.billing.french import vat_mention
from sync_server.console import line_words
from sync_server.settlement.statement_values import StatementHead


@dataclass(frozen=True, slots=True)
class VatRow:
    """What passes between the person and another, before VAT and with it; signed in the person's favour."""

    party_name: str
    way: str
    mention: str
    total_ht_cents: int
    vat_cents: int
    total_cents: int


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """Debts both ways with one other party, and what is left of them."""

    party_name: str
    receives_cents: int
    pays_cents: int
    net_cents: int


def vat_rows(made: StatementHead) -> list[VatRow]:
    """One row for each other party, way and regime."""
    return [
        VatRow(
            line_words.PARTIES.get(share.party_id, share.party_name),
            "verse" if share.is_earned else "reçoit",
            vat_mention(share.terms),
            share.total_ht_cents if share.is_earned else -share.total_ht_cents,
            share.vat_cents if share.is_earned else -share.vat_cents,
            share.signed_cents,
        )
        for share in made.vat
    ]


def balance_rows(made: StatementHead) -> list[BalanceRow]:
    """The parties with debts both ways: where there is one debt alone, there is nothing to set against it."""
    return [
        BalanceRow(
            line_words.PARTIES.get(each.party_id, each.party_name),
            each.receives_cents,
            each.pays_cents,
            each.net_cents,
        )
        for each in made.mutual_balances
    ]
