"""Whose goods and for which place: exact names, else aliases a coordinator confirmed, else a question."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sync_server.imports.likeness import likeliest
from sync_server.imports.profiles import clean_cell

MOST_SUGGESTIONS = 5
# Between the name of a shop and its way of delivery, where both together mean a place.
TOGETHER = " | "


class AliasKind(StrEnum):
    """What a confirmed alias stands for; a cycle's stands for its distribution day."""

    PRODUCER = "producer"
    PLACE = "place"
    CYCLE = "cycle"


@dataclass(frozen=True, slots=True)
class NameBook:
    """The names of one kind of thing, and the aliases confirmed for them; ids are names too."""

    names: Mapping[str, str]
    aliases: Mapping[str, str]
    ids_by_name: Mapping[str, tuple[str, ...]]

    def find(self, text: str) -> str | None:
        """The id this text names beyond doubt; two things of one name are in doubt."""
        if text in self.names:
            return text
        ids = self.ids_by_name.get(text, ())
        return ids[0] if len(ids) == 1 else self.aliases.get(text)

    def suggestions(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Ids of things with a name like one of these, the likeliest first; never taken by themselves."""
        return likeliest(tuple(texts), self.names, MOST_SUGGESTIONS)


def name_book(names: Mapping[str, str], aliases: Mapping[str, str]) -> NameBook:
    """A book of `names` by id; an alias of something that is gone is forgotten."""
    ids_by_name: dict[str, tuple[str, ...]] = {}
    for key, name in names.items():
        cleaned = clean_cell(name)
        ids_by_name[cleaned] = (*ids_by_name.get(cleaned, ()), key)
    living = {text: target for text, target in aliases.items() if target in names}
    return NameBook(names, living, ids_by_name)


def find_place(book: NameBook, shop: str, shipping: str | None) -> str | None:
    """The place of a line: said of shop and delivery together, by the delivery's own name, by the shop's."""
    asked = [f"{shop}{TOGETHER}{shipping}", shipping, shop] if shipping else [shop]
    return next((found for text in asked if (found := book.find(text)) is not None), None)


def row_numbers_said(row_numbers: Iterable[int], most: int = 5) -> str:
    """Row numbers as people read them: `3, 17, 18 … (41 lignes)`."""
    listed = list(row_numbers)
    shown = ", ".join(str(row_no) for row_no in listed[:most])
    return shown if len(listed) <= most else f"{shown} … ({len(listed)} lignes)"
