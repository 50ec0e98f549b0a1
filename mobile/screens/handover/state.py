"""What « Remettre des caisses » shows: the crates aboard by where they go, the people, the places' badges."""

from dataclasses import dataclass

from mobile.components.photo_strip import ShownPhoto
from mobile.screens.contract import Reading
from mobile.screens.photos import load_photos
from mobile.store.handovers import lots_of, people_by_use
from mobile.store.names import Names
from mobile.store.overlay import sights_of_crates
from mobile.store.reference import places
from mobile.store.rounds import round_plan
from shared.custody.codes import print_code


@dataclass(frozen=True, slots=True)
class AboardLine:
    """One crate in the giver's hands: its code as printed, and whose it is."""

    code: str
    printed: str
    whose: str


@dataclass(frozen=True, slots=True)
class AboardGroup:
    """The crates that go to the same place; no name where this phone does not know it."""

    name: str
    lines: tuple[AboardLine, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of its crates."""
        return tuple(line.code for line in self.lines)


@dataclass(frozen=True, slots=True)
class PersonChoice:
    """Somebody crates may be handed to; favourites are those one dealt with before."""

    person_id: str
    name: str
    is_favourite: bool


@dataclass(frozen=True, slots=True)
class GiveState:
    """Everything the giver chooses from. `places` maps identifiers in capitals, as badges have them."""

    round_id: str
    place_id: str | None
    place_name: str
    groups: tuple[AboardGroup, ...]
    people: tuple[PersonChoice, ...]
    places: dict[str, tuple[str, str]]
    photos: tuple[ShownPhoto, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """Every crate aboard."""
        return tuple(code for group in self.groups for code in group.codes)

    @property
    def subject(self) -> str:
        """What photos of this handover are kept under until it is recorded."""
        return photos_of_handover(self.round_id, self.place_id)


def photos_of_handover(round_id: str, place_id: str | None) -> str:
    """The subject of photos taken for a handover in a round, at a stop or on the road."""
    return f"handover {round_id} {place_id or ''}"


def load(reading: Reading) -> GiveState | None:
    """The crates the round's helper carries now; None where this phone does not know the round."""
    round_id, place_id = reading.params["round_id"], reading.params.get("place_id")
    plan = round_plan(reading.store, round_id)
    if plan is None:
        return None
    known = {place.place_id.upper(): (place.place_id, place.name) for place in places(reading.store)}
    people, favourites = people_by_use(reading.store)
    with reading.store.reading() as connection:
        names = Names(connection)
        sights = sights_of_crates(connection, plan.carried)
        groups: list[AboardGroup] = []
        for lot in lots_of(connection, plan.carried):
            lines: list[AboardLine] = []
            for code in lot.crates:
                crate = sights[code].crate
                consignment = names.consignment(crate.cons) if crate else None
                producer = names.person(consignment.producer) if consignment else ""
                rank = f"{crate.rank}/{crate.of}" if crate else ""
                lines.append(AboardLine(code, print_code(code), " · ".join(filter(None, (producer, rank)))))
            name = names.place(lot.destination_id) if lot.destination_id else ""
            groups.append(AboardGroup(name, tuple(lines)))
    return GiveState(
        round_id=round_id,
        place_id=place_id,
        place_name=known.get((place_id or "").upper(), ("", ""))[1],
        groups=tuple(groups),
        people=tuple(
            PersonChoice(one.person_id, one.name, number < favourites) for number, one in enumerate(people)
        ),
        places=known,
        photos=load_photos(reading, photos_of_handover(round_id, place_id)),
    )
