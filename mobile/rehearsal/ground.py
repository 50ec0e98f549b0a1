"""What is really where during a rehearsal: the crates themselves, whatever the phones say of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Ground:
    """Where each crate stands, or who carries it. A crate not moved yet stands where its way begins."""

    places: dict[str, str] = field(default_factory=dict[str, str])
    carriers: dict[str, str] = field(default_factory=dict[str, str])

    def put_down(self, code: str, place_id: str) -> None:
        """The crate now stands at the place."""
        self.carriers.pop(code, None)
        self.places[code] = place_id

    def pick_up(self, code: str, person_id: str) -> None:
        """The person now carries the crate."""
        self.places.pop(code, None)
        self.carriers[code] = person_id

    def standing_at(self, place_id: str, codes: Iterable[str]) -> list[str]:
        """Those of the crates that stand at the place."""
        return [code for code in codes if self.places.get(code) == place_id]

    def carried_by(self, person_id: str, codes: Iterable[str]) -> list[str]:
        """Those of the crates that the person carries."""
        return [code for code in codes if self.carriers.get(code) == person_id]
