"""The console's menu: every page there is to go to, in its group, in the order people work."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sync_server.accounts.rights import Right


class Group(StrEnum):
    """A heading of the menu, in the order shown. The value is its word."""

    FOLLOW = "Suivi"
    OWN = "Mes pages"
    GOODS = "Caisses et lots"
    NETWORK = "Réseau"
    MONEY = "Comptes"
    REVIEW = "Bilan"
    CONSOLE = "Console"


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the menu: the section its pages name, the word shown, where it leads, the right it asks."""

    section: str
    word: str
    address: str
    group: Group
    right: Right


# Add a page by adding its line: the order here is the order on screen. Whoever signs in is led to the first
# entry that is theirs.
ENTRIES: tuple[Entry, ...] = (
    Entry("bord", "Tableau de bord", "/console/", Group.FOLLOW, Right.SEE_ROUNDS),
    Entry("tournees", "Tournées", "/console/tournees", Group.FOLLOW, Right.SEE_ROUNDS),
    Entry("rapprochement", "Rapprochement", "/console/rapprochement", Group.FOLLOW, Right.SEE_ROUNDS),
    Entry("incidents", "Incidents", "/console/incidents", Group.FOLLOW, Right.SEE_ROUNDS),
    Entry("ecarts", "Écarts", "/console/ecarts", Group.FOLLOW, Right.SEE_DISCREPANCIES),
    Entry("relais", "Mon relais", "/console/mon-relais", Group.OWN, Right.SEE_RELAY),
    Entry("chez-moi", "Chez moi", "/console/chez-moi", Group.OWN, Right.SEE_OWN),
    Entry("caisses", "Traçabilité", "/console/caisses", Group.GOODS, Right.SEE_CRATES),
    Entry("vides", "Caisses vides", "/console/caisses-vides", Group.GOODS, Right.SEE_CRATES),
    Entry("imports", "Lots et imports", "/console/imports", Group.GOODS, Right.IMPORT),
    Entry("etiquettes", "Étiquettes", "/console/etiquettes", Group.GOODS, Right.PRINT_LABELS),
    Entry("lieux", "Lieux", "/console/lieux", Group.NETWORK, Right.MANAGE_PLACES),
    Entry("consignes", "Consignes", "/console/consignes", Group.NETWORK, Right.MANAGE_PLACES),
    Entry("personnes", "Producteurs et aidants", "/console/personnes", Group.NETWORK, Right.MANAGE_PLACES),
    Entry("telephones", "Téléphones", "/console/telephones", Group.NETWORK, Right.MANAGE_PHONES),
    Entry("periodes", "Périodes", "/console/periodes", Group.MONEY, Right.SEE_MONEY_OF_ALL),
    Entry("comptes", "Banque et TVA", "/console/comptes", Group.MONEY, Right.PAY),
    Entry("baremes", "Barèmes", "/console/baremes", Group.MONEY, Right.SEE_MONEY_OF_ALL),
    Entry("contestations", "Contestations", "/console/contestations", Group.MONEY, Right.SEE_DISPUTES),
    Entry("couts", "Coûts et carbone", "/console/couts", Group.REVIEW, Right.SEE_FIGURES),
    Entry("flux", "Flux", "/console/flux", Group.REVIEW, Right.SEE_FIGURES),
    Entry("equite", "Équité", "/console/equite", Group.REVIEW, Right.SEE_MONEY_OF_ALL),
    Entry("exports", "Exports", "/console/exports", Group.REVIEW, Right.EXPORT),
    Entry("utilisateurs", "Utilisateurs", "/console/utilisateurs", Group.CONSOLE, Right.MANAGE_USERS),
    Entry("acces", "Journal des accès", "/console/journal-des-acces", Group.CONSOLE, Right.SEE_AUDIT),
    Entry("mon-compte", "Mon compte", "/console/mon-compte", Group.CONSOLE, Right.OWN_ACCOUNT),
)


@dataclass(frozen=True, slots=True)
class EntryShown:
    """An entry as one page shows it; `tally` is a number beside the word, nothing where it is 0."""

    word: str
    address: str
    is_here: bool
    tally: int


@dataclass(frozen=True, slots=True)
class GroupShown:
    """A group as one page shows it. Its `tally` sums those of its entries."""

    key: str
    word: str
    is_here: bool
    entries: tuple[EntryShown, ...]

    @property
    def tally(self) -> int:
        """What waits behind this heading."""
        return sum(entry.tally for entry in self.entries)


def menu_on(
    section: str,
    tallies: dict[str, int],
    rights: Collection[Right],
    entries: Sequence[Entry] = ENTRIES,
) -> tuple[GroupShown, ...]:
    """The menu seen from a page of `section`, for these rights; groups without an entry are left out."""
    shown: list[GroupShown] = []
    for group in Group:
        own = [entry for entry in entries if entry.group is group and entry.right in rights]
        if own:
            here = any(entry.section == section for entry in own)
            rows = (
                EntryShown(each.word, each.address, each.section == section, tallies.get(each.section, 0))
                for each in own
            )
            shown.append(GroupShown(group.name.lower(), group.value, here, tuple(rows)))
    return tuple(shown)
