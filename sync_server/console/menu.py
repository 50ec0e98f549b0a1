"""The console's menu: every page a coordinator may go to, in its group, in the order people work."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Group(StrEnum):
    """A heading of the menu, in the order shown. The value is its word."""

    FOLLOW = "Suivi"
    GOODS = "Caisses et lots"
    NETWORK = "Réseau"
    MONEY = "Comptes"
    REVIEW = "Bilan"
    CONSOLE = "Console"


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the menu: the section that its pages name, the word shown, where it leads."""

    section: str
    word: str
    address: str
    group: Group


# Add a page by adding its line: the order here is the order on screen.
ENTRIES: tuple[Entry, ...] = (
    Entry("bord", "Tableau de bord", "/console/", Group.FOLLOW),
    Entry("tournees", "Tournées", "/console/tournees", Group.FOLLOW),
    Entry("ecarts", "Écarts", "/console/ecarts", Group.FOLLOW),
    Entry("caisses", "Traçabilité", "/console/caisses", Group.GOODS),
    Entry("imports", "Lots et imports", "/console/imports", Group.GOODS),
    Entry("lieux", "Lieux", "/console/lieux", Group.NETWORK),
    Entry("telephones", "Téléphones", "/console/telephones", Group.NETWORK),
    Entry("periodes", "Périodes", "/console/periodes", Group.MONEY),
    Entry("contestations", "Contestations", "/console/contestations", Group.MONEY),
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
    section: str, tallies: dict[str, int], entries: Sequence[Entry] = ENTRIES
) -> tuple[GroupShown, ...]:
    """The menu seen from a page of `section`; groups without an entry are left out."""
    shown: list[GroupShown] = []
    for group in Group:
        own = [entry for entry in entries if entry.group is group]
        if own:
            here = any(entry.section == section for entry in own)
            rows = (
                EntryShown(each.word, each.address, each.section == section, tallies.get(each.section, 0))
                for each in own
            )
            shown.append(GroupShown(group.name.lower(), group.value, here, tuple(rows)))
    return tuple(shown)
