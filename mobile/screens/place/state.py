"""What « Le lieu » shows: the place, who keeps it, its code while it is held, what was proposed here."""

from dataclasses import dataclass

from mobile.screens.contract import Reading
from mobile.screens.place.draft import PlaceDraft
from mobile.store.lockers import door_code
from mobile.store.reference import person_name, place_row
from mobile.store.round_facts import facts_at_stop
from shared.custody.details import PlaceProposedDetail, detail_of
from shared.custody.events import Fact, Kind
from shared.network import Pin, PlaceRole


@dataclass(frozen=True, slots=True)
class OwnProposal:
    """What this phone proposed, as long as it stands."""

    fact_id: str
    note: str
    pin: Pin | None
    at_ms: int


@dataclass(frozen=True, slots=True)
class PlaceState:
    """One place of one round. `code` only while it is held."""

    round_id: str
    place_id: str
    name: str
    role: PlaceRole
    area: str
    note: str
    keeper: str
    lat: float | None
    lon: float | None
    has_code: bool
    code: str | None
    proposals: tuple[OwnProposal, ...]


def load(reading: Reading) -> PlaceState | None:
    """The place of the path; None where this phone does not know it."""
    round_id, place_id = reading.params["round_id"], reading.params["place_id"]
    with reading.store.reading() as connection:
        place = place_row(connection, place_id)
        if place is None:
            return None
        keeper = person_name(connection, place.keeper_id) if place.keeper_id else ""
    code = door_code(reading.store, round_id, place_id, None, reading.today)
    draft = reading.draft
    is_shown = isinstance(draft, PlaceDraft) and draft.is_shown
    return PlaceState(
        round_id=round_id,
        place_id=place_id,
        name=place.name,
        role=place.role,
        area=place.area or "",
        note=place.note or "",
        keeper=keeper,
        lat=place.lat,
        lon=place.lon,
        has_code=code is not None,
        code=code if is_shown else None,
        proposals=tuple(
            _proposal(logged.fact)
            for logged in facts_at_stop(reading.store, round_id, place_id)
            if logged.fact is not None and logged.fact.kind is Kind.PLACE_PROPOSED and not logged.is_voided
        ),
    )


def _proposal(fact: Fact) -> OwnProposal:
    detail = detail_of(fact, PlaceProposedDetail)
    has_pin = detail.lat_e7 is not None and detail.lon_e7 is not None
    pin = Pin(detail.lat_e7 or 0, detail.lon_e7 or 0) if has_pin else None
    return OwnProposal(fact.id, detail.note or "", pin, fact.clock.wall_ms)
