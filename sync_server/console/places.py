"""Page « Lieux »: corrections proposed from the field, each accepted or refused, then every place."""

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse

from shared.network import distance_m
from shared.words.format import format_distance
from shared.words.language import Language
from sync_server.accounts.rights import Right
from sync_server.console import french
from sync_server.console.names import Names, read_names
from sync_server.console.place_list import PlaceList, list_places
from sync_server.console.place_photos import accept_photo
from sync_server.console.visit import PageMissing, Visit, page, reading_with, see_other, writing_with
from sync_server.custody.place_proposals import (
    PlaceOutcome,
    PlaceProposal,
    note_decision,
    open_proposal,
    open_proposals,
)
from sync_server.db.feed import lock_feed
from sync_server.evidence.showing import is_held
from sync_server.log import log_event
from sync_server.network.correcting import By, correct_place
from sync_server.network.queries import places_by_id
from sync_server.upkeep.after_planning import follow_places

router = APIRouter()
Reading = Annotated[Visit, reading_with(Right.MANAGE_PLACES)]
Writing = Annotated[Visit, writing_with(Right.MANAGE_PLACES)]
# What a page tells of a proposed photo.
PHOTO_HELD, PHOTO_AWAITED = "held", "awaited"
_DONE = {PlaceOutcome.ACCEPTED: "lieu-corrige", PlaceOutcome.REFUSED: "proposition-refusee"}


@dataclass(frozen=True, slots=True)
class ProposalShown:
    """One proposal beside what is known now."""

    event_id: str
    place_name: str
    role: str
    by: str
    note_now: str
    note: str
    pin: str
    moved: str
    photo: str
    is_known: bool

    @property
    def is_ready(self) -> bool:
        """Whether accepting changes something now: a photo alone has to have come."""
        return self.is_known and bool(self.note or self.pin or self.photo == PHOTO_HELD)


@dataclass(frozen=True, slots=True)
class PlacesContext:
    """The proposals nobody decided yet, and the places of the network."""

    lead: str
    proposals: list[ProposalShown]
    places: PlaceList


@router.get("/lieux")
def show_places(
    visit: Reading,
    q: Annotated[str, Query(max_length=120)] = "",
    tri: Annotated[str, Query(max_length=20)] = "",
) -> HTMLResponse:
    """What drivers say is not so, the oldest first; then every place."""
    waiting = open_proposals(visit.session)
    names = read_names(visit.session)
    places = places_by_id(visit.session)
    shown = [_shown(visit, each, names, places.get(each.place_id)) for each in waiting]
    counted = french.counted(len(shown), "proposition")
    listed = list_places(visit.session, names, q, tri)
    context = PlacesContext(f"{counted} en attente. Rien ne change avant votre accord.", shown, listed)
    return page(visit, "lieux", "places.html", context)


@router.post("/lieux/propositions/{event_id}")
def decide(
    visit: Writing, event_id: str, what: Annotated[Literal["accepted", "refused"], Form()]
) -> RedirectResponse:
    """Accepted, the place is corrected and the phones are told; decided by another meanwhile, it is gone."""
    feed = lock_feed(visit.session)
    proposal = open_proposal(visit.session, event_id)
    if proposal is None:
        return see_other("/console/lieux?fait=proposition-decidee")
    outcome = PlaceOutcome(what)
    by = By(visit.visitor.coordinator_id, visit.now_ms)
    if outcome is PlaceOutcome.ACCEPTED:
        if not correct_place(visit.session, feed, proposal.place_id, proposal.note, proposal.pin, by):
            raise PageMissing
        has_photo = accept_photo(visit, feed, proposal, by)
        if not has_photo and proposal.note is None and proposal.pin is None:
            return see_other("/console/lieux?fait=photo-attendue")
        if proposal.pin is not None:
            # Distances between places are part of what carriers share.
            follow_places(visit.session, feed, [proposal.place_id], visit.now_ms)
    note_decision(visit.session, proposal, outcome, by.id, by.at_ms)
    log_event("place-decided", place=proposal.place_id, what=what, by=by.id)
    return see_other(f"/console/lieux?fait={_DONE[outcome]}")


def _shown(visit: Visit, proposal: PlaceProposal, names: Names, place: object) -> ProposalShown:
    by = f"{names.person(proposal.person_id)}, {french.day_and_clock(proposal.at_ms)}"
    pin = proposal.pin
    written = "" if pin is None else f"{pin.lat:.6f}, {pin.lon:.6f}"
    return ProposalShown(
        event_id=proposal.event_id,
        place_name=names.place(proposal.place_id),
        role=names.role(proposal.place_id),
        by=by,
        note_now=str(getattr(place, "note", "") or ""),
        note=proposal.note or "",
        pin=written,
        moved=_moved(proposal, place),
        photo=_photo(visit, proposal),
        is_known=place is not None,
    )


def _photo(visit: Visit, proposal: PlaceProposal) -> str:
    if proposal.photo is None:
        return ""
    return PHOTO_HELD if is_held(visit.session, proposal.photo) else PHOTO_AWAITED


def _moved(proposal: PlaceProposal, place: object) -> str:
    lat, lon = getattr(place, "lat", None), getattr(place, "lon", None)
    if proposal.pin is None or lat is None or lon is None:
        return ""
    away_m = distance_m(lat, lon, proposal.pin.lat, proposal.pin.lon)
    return f"à {format_distance(away_m, Language.FRENCH)} d'ici"
