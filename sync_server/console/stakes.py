"""What a discrepancy holds back in money, and for whom: said where it is decided."""

from dataclasses import dataclass

from sync_server.accounts.rights import Right
from sync_server.commission.at_stake import at_stake
from sync_server.console import french
from sync_server.console.names import Names
from sync_server.console.visit import Visit
from sync_server.reconciliation.items import ItemStatus, WorkItem

AFTERWARDS = "Le montant dépend de toute la tournée ou du mois : il se calcule à la clôture."
NOTHING = "Aucun montant n'est retenu pour ces caisses."
_SHOWN = 6


@dataclass(frozen=True, slots=True)
class StakesShown:
    """The sum held back, and who would receive what from whom."""

    total_cents: int
    lines: list[str]
    note: str


def stakes_shown(visit: Visit, item: WorkItem, names: Names) -> StakesShown | None:
    """The money of an open item about crates, for those who may see everybody's money; None otherwise."""
    if not item.crates or item.status is not ItemStatus.OPEN or not visit.may(Right.SEE_MONEY_OF_ALL):
        return None
    stakes = at_stake(visit.session, item.crates)
    if stakes is None:
        return StakesShown(0, [], AFTERWARDS)
    lines = [
        f"{french.euros(each.amount_cents)} pour {names.person(each.beneficiary_id)},"
        f" de {names.person(each.payer_id)}"
        for each in stakes[:_SHOWN]
    ]
    if len(stakes) > _SHOWN:
        lines.append(f"et {french.counted(len(stakes) - _SHOWN, 'autre')}")
    return StakesShown(sum(each.amount_cents for each in stakes), lines, "" if stakes else NOTHING)
