"""Corrections of places proposed from the field: those nobody decided yet, and what a coordinator decides."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlmodel import Session

from shared.custody.bodies import read_body
from shared.custody.details import PlaceProposedDetail, detail_of
from shared.custody.events import SERVER_DEVICE, Evidence, Fact, Kind
from shared.custody.evidence import names_in
from shared.network import ACCESS_NOTE_MAX_CHARACTERS, E7, Pin
from sync_server.custody.tables import Event, PlaceDecision
from sync_server.db.base import table_of

_EVENT = table_of(Event)
_DECISION = table_of(PlaceDecision)
_VOID = _EVENT.alias("withdrawal")
# A void counts where its author or a coordinator wrote it, as for any fact.
_WITHDRAWN = (
    select(_VOID.c.pk)
    .where(
        _VOID.c.ref == _EVENT.c.id,
        _VOID.c.kind == Kind.VOID.value,
        (_VOID.c.actor == _EVENT.c.actor) | (_VOID.c.device == SERVER_DEVICE),
    )
    .exists()
)
_OPEN = (
    select(_EVENT.c.body, _EVENT.c.effective_ms)
    .outerjoin(_DECISION, _DECISION.c.event_id == _EVENT.c.id)
    .where(_EVENT.c.kind == Kind.PLACE_PROPOSED.value, _DECISION.c.event_id.is_(None), ~_WITHDRAWN)
    .order_by(_EVENT.c.pk)
)
LISTED_MAX = 200


class PlaceOutcome(StrEnum):
    """What becomes of a proposal."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class PlaceProposal:
    """What somebody in the field says of a place; None where that side is right as it stands.

    `photo` is the name of a piece of evidence, which may come later than the fact.
    """

    event_id: str
    place_id: str
    person_id: str
    at_ms: int
    note: str | None
    pin: Pin | None
    photo: str | None = None


def open_proposals(session: Session) -> list[PlaceProposal]:
    """Those that wait for a coordinator, in the order they came; the first two hundred."""
    rows = session.connection().execute(_OPEN.limit(LISTED_MAX))
    read = ((read_body(body), at_ms) for body, at_ms in rows)
    found = [_proposal(fact, at_ms) for fact, at_ms in read if isinstance(fact, Fact)]
    return [each for each in found if each is not None]


def open_proposal(session: Session, event_id: str) -> PlaceProposal | None:
    """One of them; None where it was decided or withdrawn meanwhile, or never made."""
    row = session.connection().execute(_OPEN.where(_EVENT.c.id == event_id)).first()
    fact = read_body(row[0]) if row is not None else None
    return _proposal(fact, row[1]) if row is not None and isinstance(fact, Fact) else None


def note_decision(
    session: Session, proposal: PlaceProposal, outcome: PlaceOutcome, coordinator_id: str, now_ms: int
) -> None:
    """Decided once: it waits no more."""
    session.add(
        PlaceDecision(
            event_id=proposal.event_id,
            outcome=outcome.value,
            coordinator_id=coordinator_id,
            decided_ms=now_ms,
        )
    )
    session.flush()


def _proposal(fact: Fact, at_ms: int) -> PlaceProposal | None:
    """What another client wrote and no place can take is no proposal."""
    detail = detail_of(fact, PlaceProposedDetail)
    note = (detail.note or "").strip()[:ACCESS_NOTE_MAX_CHARACTERS] or None
    pin = _pin(detail)
    photo = next(iter(names_in(Evidence(photos=fact.evidence.photos))), None)
    if fact.place_id is None or (note is None and pin is None and photo is None):
        return None
    return PlaceProposal(fact.id, fact.place_id, fact.actor, at_ms, note, pin, photo)


def _pin(detail: PlaceProposedDetail) -> Pin | None:
    if detail.lat_e7 is None or detail.lon_e7 is None:
        return None
    is_on_earth = abs(detail.lat_e7) <= 90 * E7 and abs(detail.lon_e7) <= 180 * E7
    return Pin(detail.lat_e7, detail.lon_e7) if is_on_earth else None
