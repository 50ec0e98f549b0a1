"""Whose crates stand where: each place's balance of the pool of crates, from what came and what went."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Passage(StrEnum):
    """One way in which crates come to a place or leave it."""

    FULL_IN = "full_in"
    FULL_OUT = "full_out"
    EMPTY_IN = "empty_in"
    EMPTY_OUT = "empty_out"


ARRIVING = frozenset({Passage.FULL_IN, Passage.EMPTY_IN})


@dataclass(frozen=True, slots=True)
class CratesMoved:
    """So many crates came to a place, or left it."""

    place_id: str
    passage: Passage
    crates: int


@dataclass(frozen=True, slots=True)
class EmptiesBalance:
    """What came to one place and what left it, full or empty."""

    full_in: int = 0
    full_out: int = 0
    empty_in: int = 0
    empty_out: int = 0

    @property
    def crates(self) -> int:
        """Crates that should stand at a point; below zero at a farm, that many of its own are out.

        A full crate and an empty one count alike: what a customer empties at a point still stands there.
        """
        return self.full_in + self.empty_in - self.full_out - self.empty_out

    @property
    def moved(self) -> int:
        """Crates that came or left, full or empty."""
        return self.full_in + self.full_out + self.empty_in + self.empty_out

    def plus(self, moved: CratesMoved) -> "EmptiesBalance":
        """The balance after this."""
        counts = {each.value: getattr(self, each.value) for each in Passage}
        counts[moved.passage.value] += moved.crates
        return EmptiesBalance(**counts)

    def __add__(self, other: "EmptiesBalance") -> "EmptiesBalance":
        """Both together."""
        return EmptiesBalance(
            **{each.value: getattr(self, each.value) + getattr(other, each.value) for each in Passage}
        )


def balances(moves: Iterable[CratesMoved]) -> Mapping[str, EmptiesBalance]:
    """Each place's balance, in whatever order the movements are told."""
    found: dict[str, EmptiesBalance] = {}
    for moved in moves:
        found[moved.place_id] = found.get(moved.place_id, EmptiesBalance()).plus(moved)
    return found
