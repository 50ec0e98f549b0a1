"""Names of people, places and rounds for the sentences of a page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from shared.network import PlaceRole
from shared.words.labels import label
from sync_server.accounts.names import coordinator_names, people_names
from sync_server.network.queries import places_by_id
from sync_server.network.round_list import round_titles

UNKNOWN_PLACE = "lieu inconnu"
ON_THE_ROAD = "en route"
SOMEBODY = "quelqu'un"


@dataclass(frozen=True, slots=True)
class Names:
    """What ids are called; an id nobody knows is shown as it is."""

    people: Mapping[str, str]
    places: Mapping[str, tuple[str, PlaceRole]]
    rounds: Mapping[str, str]

    def person(self, person_id: str | None) -> str:
        """A person's name."""
        return self.people.get(person_id, person_id) if person_id else SOMEBODY

    def place(self, place_id: str | None) -> str:
        """A place's name; a handover happens on the road, at no place."""
        if place_id is None:
            return ON_THE_ROAD
        return self.places[place_id][0] if place_id in self.places else f"{UNKNOWN_PLACE} ({place_id})"

    def role(self, place_id: str | None) -> str:
        """What a place is: « ferme », « point relais »."""
        return label(self.places[place_id][1]) if place_id and place_id in self.places else ""

    def round(self, round_id: str | None) -> str:
        """A round's title, empty where there is no round."""
        return self.rounds.get(round_id, round_id) if round_id else ""


def read_names(session: Session, round_ids: Iterable[str | None] = ()) -> Names:
    """The names of everybody and every place, and of the rounds asked for."""
    places = {place.id: (place.name, PlaceRole(place.role)) for place in places_by_id(session).values()}
    wanted = sorted({round_id for round_id in round_ids if round_id})
    people = coordinator_names(session) | people_names(session)
    return Names(people, places, round_titles(session, wanted))
