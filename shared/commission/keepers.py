"""Who keeps a relay point or locker on a day: a new keeper earns from his first day, the former up to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class KeptBefore:
    """Who kept a place before `until`, the first day of whoever came then; None where nobody did."""

    until: date
    person_id: str | None


@dataclass(frozen=True, slots=True)
class KeeperBook:
    """Keepers by place: the current ones, and those of before in the order of `until`."""

    current: Mapping[str, str] = field(default_factory=dict[str, str])
    before: Mapping[str, Sequence[KeptBefore]] = field(default_factory=dict[str, Sequence[KeptBefore]])

    def on(self, place_id: str, day: date) -> str | None:
        """Who keeps the place for the goods of this distribution day."""
        for past in self.before.get(place_id, ()):
            if day < past.until:
                return past.person_id
        return self.current.get(place_id)
