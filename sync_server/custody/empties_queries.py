"""What came to places and left them since a month: full crates by their legs, empties by what was counted."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select, text
from sqlmodel import Session

from shared.custody.bodies import read_body
from shared.custody.details import EmptiesDetail, detail_of
from shared.custody.empties import CratesMoved, Passage
from shared.custody.events import Fact
from sync_server.custody.tables import Event, Leg
from sync_server.custody.withdrawals import IS_WITHDRAWN
from sync_server.db.base import table_of

_LEG = table_of(Leg)
_EVENT = table_of(Event)
# A second claim to have left a crate where it stood already is a leg from a place to itself: nothing moved.
_IS_MOVED = _LEG.c.from_place_id.is_distinct_from(_LEG.c.to_place_id)


@dataclass(frozen=True, slots=True)
class MoveTold:
    """One movement and where it is from: who, when, in which round."""

    moved: CratesMoved
    at_ms: int
    person_id: str
    round_id: str | None


def crates_moved(session: Session, since_period: str, since_ms: int) -> list[CratesMoved]:
    """All places together. A crate counts once a day and place, however many claim to have moved it."""
    full = [
        CratesMoved(place_id, passage, crates)
        for passage, place in (
            (Passage.FULL_IN, _LEG.c.to_place_id),
            (Passage.FULL_OUT, _LEG.c.from_place_id),
        )
        for place_id, crates in _full_counts(session, place, since_period)
    ]
    return full + [told.moved for told in _empties(session, since_ms)]


def moves_at(session: Session, place_id: str, since_period: str, since_ms: int) -> list[MoveTold]:
    """The movements behind one place's balance, the newest first; they add up to it."""
    full = [
        told
        for passage, place, at_ms in (
            (Passage.FULL_IN, _LEG.c.to_place_id, _LEG.c.ended_ms),
            (Passage.FULL_OUT, _LEG.c.from_place_id, func.coalesce(_LEG.c.started_ms, _LEG.c.ended_ms)),
        )
        for told in _full_at(session, passage, place, at_ms, place_id, since_period)
    ]
    told = [*full, *_empties(session, since_ms, place_id)]
    return sorted(told, key=lambda each: (-each.at_ms, each.moved.passage.value))


def _full_counts(session: Session, place: ColumnElement[str], since: str) -> list[tuple[str, int]]:
    once = (
        select(place.label("place"), _LEG.c.crate_code, _LEG.c.local_date)
        .where(place.is_not(None), _IS_MOVED, _LEG.c.period >= since)
        .distinct()
        .subquery()
    )
    counted = select(once.c.place, func.count()).group_by(once.c.place)
    return [(place_id, crates) for place_id, crates in session.connection().execute(counted)]


def _full_at(
    session: Session,
    passage: Passage,
    place: ColumnElement[str],
    at_ms: ColumnElement[int],
    place_id: str,
    since: str,
) -> Iterator[MoveTold]:
    """Crates that one person moved in one round at one moment are one movement; a second claim is none."""
    claims = (
        select(_LEG.c.crate_code, _LEG.c.local_date, at_ms.label("at"), _LEG.c.carrier_id, _LEG.c.round_id)
        .where(place == place_id, _IS_MOVED, _LEG.c.period >= since)
        .order_by(at_ms, _LEG.c.pk)
    )
    seen: set[tuple[str, str]] = set()
    groups: dict[tuple[int, str, str | None], int] = {}
    for code, local_date, at, carrier_id, round_id in session.connection().execute(claims):
        if (code, local_date) not in seen:
            seen.add((code, local_date))
            group = (at, carrier_id, round_id)
            groups[group] = groups.get(group, 0) + 1
    for (at, carrier_id, round_id), crates in groups.items():
        yield MoveTold(CratesMoved(place_id, passage, crates), at, carrier_id, round_id)


def _empties(session: Session, since_ms: int, place_id: str | None = None) -> Iterator[MoveTold]:
    """What people counted and did not withdraw."""
    counted = select(_EVENT.c.body, _EVENT.c.effective_ms).where(
        # The partial index of these facts is used only where its own words are repeated.
        text("event.kind = 'empties'"),
        _EVENT.c.place_id.is_not(None) if place_id is None else _EVENT.c.place_id == place_id,
        _EVENT.c.effective_ms >= since_ms,
        ~IS_WITHDRAWN,
    )
    for body, at_ms in session.connection().execute(counted.order_by(_EVENT.c.effective_ms, _EVENT.c.pk)):
        fact = read_body(body)
        if not isinstance(fact, Fact) or fact.place_id is None:
            continue
        detail = detail_of(fact, EmptiesDetail)
        for passage, crates in ((Passage.EMPTY_IN, detail.left), (Passage.EMPTY_OUT, detail.taken)):
            if crates:
                yield MoveTold(CratesMoved(fact.place_id, passage, crates), at_ms, fact.actor, fact.round_id)
