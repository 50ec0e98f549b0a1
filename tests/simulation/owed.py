"""The oracle of facts: what somebody was told is recorded, and what may be lost because every copy is."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Owed:
    """Every fact ever seen, by id; `owed` are those whose record call returned and that must not be lost."""

    bodies: dict[str, str] = field(default_factory=dict[str, str])
    owed: set[str] = field(default_factory=set[str])
    intents: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    # Made by an app newer than the server: the only facts whose kind it may not know.
    of_tomorrow: set[str] = field(default_factory=set[str])

    # The facts in each pack ever sealed, by the pack's digest: whoever carries it holds them.
    sealed: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    # (log, position, reason) brought into quarantine by a late letter or a colleague: its phone was not told.
    quarantined_late: set[tuple[str, int, str]] = field(default_factory=set[tuple[str, int, str]])

    def recorded(self, intent_id: str | None, facts: Iterable[tuple[str, str]]) -> None:
        """Somebody was told « Enregistré » of these (id, body)."""
        told = list(facts)
        self.bodies.update(told)
        self.owed.update(fact_id for fact_id, _ in told)
        if intent_id is not None:
            self.intents.setdefault(intent_id, tuple(fact_id for fact_id, _ in told))

    def excuse_all_but(self, kept: Iterable[str]) -> None:
        """A copy was lost: what no other copy held is gone, and nobody is to blame."""
        self.owed.intersection_update(kept)
