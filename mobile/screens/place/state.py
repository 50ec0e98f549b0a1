"""What « Le lieu » shows: the place, who keeps it, its code while it is held, what was proposed here."""

from dataclasses import dataclass

from mobile.actions.keep_photo import photos_of_place
from mobile.components.photo_strip import ShownPhoto
from mobile.screens.contract import Reading
from mobile.screens.photos import load_photos
from mobile.screens.place.draft import PlaceDraft
from mobile.store.lockers import door_code
from mobile.store.place_card import PlacePhotoRow, number_of_place, place_photo
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
    has_photo: bool = False


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
    photo: PlacePhotoRow | None = None
    phone: str = ""
    proposed_photos: tuple[ShownPhoto, ...] = ()


def load(reading: Reading) -> PlaceState | None:
    """The place of the path; None where this phone does not know it."""
    round_id, place_id = reading.params["round_id"], reading.params["place_id"]
    with reading.store.reading() as connection:
        place = place_row(connection, place_id)
        if place is None:
            return None
        photo = place_photo(connection, place_id)
        phone = number_of_place(connection, place_id)
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
        photo=photo,
        phone=phone,
        proposed_photos=load_photos(reading, photos_of_place(place_id)),
    )


def _proposal(fact: Fact) -> OwnProposal:
    detail = detail_of(fact, PlaceProposedDetail)
    has_pin = detail.lat_e7 is not None and detail.lon_e7 is not None
    pin = Pin(detail.lat_e7 or 0, detail.lon_e7 or 0) if has_pin else None
    return OwnProposal(fact.id, detail.note or "", pin, fact.clock.wall_ms, bool(fact.evidence.photos))
