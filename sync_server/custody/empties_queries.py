"""What came to places and left them since a month: full crates by their legs, empties by what was counted."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select, text
from sqlmodel import Session

from shared.commission.local_time import day_start_ms, local_date
from shared.custody.bodies import read_body
from shared.custody.details import EmptiesDetail, detail_of
from shared.custody.empties import CratesMoved, EmptiesBalance, Passage
from shared.custody.events import Fact
from sync_server.custody.tables import Event, Leg
from sync_server.custody.withdrawals import IS_WITHDRAWN
from sync_server.db.base import table_of

_LEG = table_of(Leg)
_EVENT = table_of(Event)
# A second claim to have left a crate where it stood already is a leg from a place to itself: nothing moved.
_IS_MOVED = _LEG.c.from_place_id.is_distinct_from(_LEG.c.to_place_id)
_PLACE_OF: dict[Passage, ColumnElement[str]] = {
    Passage.FULL_IN: _LEG.c.to_place_id,
    Passage.FULL_OUT: _LEG.c.from_place_id,
}
_AT_OF: dict[Passage, ColumnElement[int]] = {
    Passage.FULL_IN: _LEG.c.ended_ms,
    Passage.FULL_OUT: func.coalesce(_LEG.c.started_ms, _LEG.c.ended_ms),
}
_LAST_DAY = "9999-12-31"


class MoveTold(NamedTuple):
    """One movement and where it is from: which way, how many, who, when, in which round."""

    passage: Passage
    crates: int
    at_ms: int
    person_id: str
    round_id: str | None


@dataclass(frozen=True, slots=True)
class Span:
    """Local days, ISO, both of them counted: of a leg the day it ended, of a count the day it was made."""

    first: str
    last: str = _LAST_DAY

    @classmethod
    def since(cls, period: str) -> "Span":
        """From the first of a month on."""
        return cls(f"{period}-01")

    @property
    def instants(self) -> ColumnElement[bool]:
        """Of facts in these days."""
        begun = _EVENT.c.effective_ms >= day_start_ms(date.fromisoformat(self.first))
        if self.last == _LAST_DAY:
            return begun
        after = date.fromisoformat(self.last) + timedelta(days=1)
        return begun & (_EVENT.c.effective_ms < day_start_ms(after))

    @property
    def legs(self) -> ColumnElement[bool]:
        """Of legs in these days."""
        return _LEG.c.local_date.between(self.first, self.last)


def crates_moved(session: Session, span: Span) -> list[CratesMoved]:
    """All places together. A crate counts once a day and place, however many claim to have moved it."""
    full = [
        CratesMoved(place_id, passage, crates)
        for passage in _PLACE_OF
        for _, place_id, crates in _full_counts(session, passage, span)
    ]
    return full + [
        CratesMoved(place_id, told.passage, told.crates) for place_id, told in _empties(session, span)
    ]


def moved_by_day(session: Session, place_id: str, span: Span) -> dict[str, EmptiesBalance]:
    """What came to one place and left it on each ISO day on which something did, in no order."""
    found: dict[str, EmptiesBalance] = defaultdict(EmptiesBalance)
    for passage in _PLACE_OF:
        for day, _, crates in _full_counts(session, passage, span, place_id):
            found[day] = found[day].plus(CratesMoved(place_id, passage, crates))
    for _, told in _empties(session, span, place_id):
        day = local_date(told.at_ms).isoformat()
        found[day] = found[day].plus(CratesMoved(place_id, told.passage, told.crates))
    return dict(found)


def moves_at(session: Session, place_id: str, span: Span) -> list[MoveTold]:
    """The movements of one place, the newest first; they add up to its balance over these days."""
    connection = session.connection()
    full = [
        MoveTold(passage, *row)
        for passage in _PLACE_OF
        for row in connection.execute(_full_at(passage, place_id, span)).all()
    ]
    told = [*full, *(each for _, each in _empties(session, span, place_id))]
    return sorted(told, key=lambda each: (-each.at_ms, each.passage.value))


def _full_counts(
    session: Session, passage: Passage, span: Span, place_id: str | None = None
) -> list[tuple[str, str, int]]:
    """Day, place, crates: one walk of the index made for it, in its own order."""
    place = _PLACE_OF[passage]
    counted = (
        select(_LEG.c.local_date, place, func.count(_LEG.c.crate_code.distinct()))
        .where(place.is_not(None) if place_id is None else place == place_id, _IS_MOVED, span.legs)
        .group_by(_LEG.c.local_date, place)
    )
    return [(day, at, crates) for day, at, crates in session.connection().execute(counted)]


def _full_at(passage: Passage, place_id: str, span: Span) -> Select[*tuple[Any, ...]]:
    """Crates that one person moved in one round at one moment are one movement; a second claim is none."""
    first = func.row_number().over(
        partition_by=(_LEG.c.crate_code, _LEG.c.local_date), order_by=(_AT_OF[passage], _LEG.c.pk)
    )
    claims = (
        select(
            _LEG.c.pk, _AT_OF[passage].label("at_ms"), _LEG.c.carrier_id, _LEG.c.round_id, first.label("nth")
        )
        .where(_PLACE_OF[passage] == place_id, _IS_MOVED, span.legs)
        .subquery()
    )
    moment = (claims.c.at_ms, claims.c.carrier_id, claims.c.round_id)
    return (
        select(func.count(), *moment)
        .where(claims.c.nth == 1)
        .group_by(*moment)
        .order_by(claims.c.at_ms, func.min(claims.c.pk))
    )


def _empties(session: Session, span: Span, place_id: str | None = None) -> Iterator[tuple[str, MoveTold]]:
    """What people counted and did not withdraw, and where."""
    counted = select(_EVENT.c.body, _EVENT.c.effective_ms).where(
        # The partial index of these facts is used only where its own words are repeated.
        text("event.kind = 'empties'"),
        _EVENT.c.place_id.is_not(None) if place_id is None else _EVENT.c.place_id == place_id,
        span.instants,
        ~IS_WITHDRAWN,
    )
    for body, at_ms in session.connection().execute(counted.order_by(_EVENT.c.effective_ms, _EVENT.c.pk)):
        fact = read_body(body)
        if not isinstance(fact, Fact) or fact.place_id is None:
            continue
        detail = detail_of(fact, EmptiesDetail)
        for passage, crates in ((Passage.EMPTY_IN, detail.left), (Passage.EMPTY_OUT, detail.taken)):
            if crates:
                yield fact.place_id, MoveTold(passage, crates, at_ms, fact.actor, fact.round_id)
