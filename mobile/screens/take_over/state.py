"""What « Recevoir une remise » needs: the round it belongs to, and the names of whom and what is read."""

from dataclasses import dataclass

from mobile.actions.scan_handover import OfferSeen
from mobile.components.photo_strip import ShownPhoto
from mobile.screens.contract import Reading
from mobile.screens.photos import load_photos
from mobile.screens.take_over.draft import TakeDraft
from mobile.store.handovers import people_by_use
from mobile.store.reference import places
from mobile.store.rounds import RoundStatus, rounds_today


@dataclass(frozen=True, slots=True)
class TakeState:
    """The taker's round, where one is going on; names of people and of places by identifier.

    `photos` show what is not accepted, kept under `subject`: there is none before an offer is read.
    """

    round_id: str | None
    people: dict[str, str]
    places: dict[str, str]
    subject: str = ""
    photos: tuple[ShownPhoto, ...] = ()


def load(reading: Reading) -> TakeState:
    """The round of the address, else the one that is being driven."""
    subject = _photos_of_offer(reading.draft)
    return TakeState(
        round_id=reading.params.get("round_id") or _round_under_way(reading),
        people={one.person_id: one.name for one in people_by_use(reading.store)[0]},
        places={place.place_id: place.name for place in places(reading.store)},
        subject=subject,
        photos=load_photos(reading, subject) if subject else (),
    )


def _photos_of_offer(draft: object) -> str:
    """Photos wait under the offer they were taken for: another one's handover never takes them."""
    if not isinstance(draft, TakeDraft) or draft.seen is None:
        return ""
    seen = draft.seen
    return f"offer {seen.offer.given_id if isinstance(seen, OfferSeen) else seen.code}"


def _round_under_way(reading: Reading) -> str | None:
    """The only round begun and not ended; where there are several, or none, the handover is of no round."""
    mine = reading.store.enrolment.person_id if reading.store.enrolment else None
    begun = [
        one.round_id
        for one in rounds_today(reading.store, reading.today)
        if one.status is RoundStatus.STARTED and one.helper_id == mine
    ]
    return begun[0] if len(begun) == 1 else None
