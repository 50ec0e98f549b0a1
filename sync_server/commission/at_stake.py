"""What a question about some crates holds back: the withheld lines of these crates alone, to the cent."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import Session

from shared.commission.lines import compute_lines
from sync_server.commission import queries
from sync_server.commission.compute import stays_in_consignment
from sync_server.commission.tariffs import load_tariffs
from sync_server.custody.crate_queries import consignments_of_crates


@dataclass(frozen=True, slots=True)
class Stake:
    """An amount that one person would pay another, were nothing in question."""

    payer_id: str
    beneficiary_id: str
    amount_cents: int


def at_stake(session: Session, codes: Collection[str]) -> list[Stake] | None:
    """What is withheld for these crates, by payer and beneficiary; the largest first.

    None where tariffs look beyond a consignment: what one crate moves is then known at the closing alone.
    A crate's cents do not depend on those of its fellows, so the other crates' legs need not be looked at.
    """
    tariffs = load_tariffs(session)
    if not stays_in_consignment(tariffs):
        return None
    pks = sorted(consignments_of_crates(session.connection(), codes))
    if not pks:
        return []
    keepers = queries.keeper_book(session)
    consignments = queries.consignments(session, keepers, pks)
    ids = {pk: consignment.id for pk, consignment in consignments.items()}
    legs = [leg for leg in queries.crate_legs(session, ids, pks) if leg.crate in codes]
    computed = compute_lines(tuple(consignments.values()), legs, tariffs, keepers)
    sums: dict[tuple[str, str], int] = {}
    for line in computed.withheld:
        pair = (line.payer_id, line.beneficiary_id)
        sums[pair] = sums.get(pair, 0) + line.amount_cents
    stakes = [Stake(*pair, cents) for pair, cents in sums.items() if cents]
    return sorted(stakes, key=lambda each: (-each.amount_cents, each.payer_id, each.beneficiary_id))
