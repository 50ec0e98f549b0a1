"""Photos of places on « Lieux »: the one proposed, looked at with a trace, and the one phones show."""

from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from sync_server.accounts.rights import Right
from sync_server.console.visit import PageMissing, Visit, reading_with, see_other, writing_with
from sync_server.custody.place_proposals import PlaceProposal, open_proposal
from sync_server.db.feed import LockedFeed, lock_feed
from sync_server.evidence.images import small_copy
from sync_server.evidence.showing import show_offered_photo
from sync_server.log import log_event
from sync_server.network.correcting import By
from sync_server.network.place_photos import drop_place_photo, keep_place_photo, place_photo

JPEG = "image/jpeg"
LOOKED_AT = "photo proposée pour un lieu"
router = APIRouter()
Reading = Annotated[Visit, reading_with(Right.MANAGE_PLACES)]
Writing = Annotated[Visit, writing_with(Right.MANAGE_PLACES)]


@router.post("/lieux/propositions/{event_id}/photo")
def look_at_proposed(visit: Writing, event_id: str) -> Response:
    """The photo itself. A form's act, for looking at somebody's photo leaves a row in the trace."""
    proposal = open_proposal(visit.session, event_id)
    if proposal is None or proposal.photo is None:
        return see_other("/console/lieux?fait=proposition-decidee")
    shown = show_offered_photo(
        visit.session, proposal.photo, visit.visitor.coordinator_id, LOOKED_AT, visit.now_ms
    )
    if shown is None:
        return see_other("/console/lieux?fait=photo-attendue")
    return Response(shown, media_type=JPEG)


@router.get("/lieux/{place_id}/photo")
def show_photo(visit: Reading, place_id: str) -> Response:
    """What phones show of the place."""
    kept = place_photo(visit.session, place_id)
    if kept is None:
        raise PageMissing
    return Response(kept.jpeg, media_type=JPEG)


@router.post("/lieux/{place_id}/photo")
def take_away(visit: Writing, place_id: str) -> RedirectResponse:
    """Takes the photo away from the page and from the phones; twice is once."""
    feed = lock_feed(visit.session)
    by = By(visit.visitor.coordinator_id, visit.now_ms)
    if drop_place_photo(visit.session, feed, place_id, by):
        log_event("place-photo-removed", place=place_id, by=by.id)
    return see_other("/console/lieux?fait=photo-retiree")


def accept_photo(visit: Visit, feed: LockedFeed, proposal: PlaceProposal, by: By) -> bool:
    """The proposed photo becomes the place's; False where it has not come, or was erased."""
    if proposal.photo is None:
        return False
    shown = show_offered_photo(visit.session, proposal.photo, by.id, LOOKED_AT, by.at_ms)
    if shown is None:
        return False
    # Evidence is erased after two months: what was accepted is a copy of its own.
    keep_place_photo(visit.session, feed, proposal.place_id, small_copy(shown), proposal.at_ms, by)
    return True
