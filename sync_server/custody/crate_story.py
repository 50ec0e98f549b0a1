"""The whole story of one crate: every fact that bears on it, its legs, and where it is now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session

from shared.custody.bodies import read_body
from shared.custody.decisions import decision_of, decisions_that_count, set_aside_ids, supplied_movements
from shared.custody.events import CUSTODY_KINDS, SERVER_DEVICE, Fact
from shared.custody.standing import TimedFact, movements_of_crate, standing_facts
from sync_server.custody.tables import CrateState, Event, EventCrate, Leg
from sync_server.db.base import table_of
from sync_server.db.bulk import in_chunks

_EVENT = table_of(Event)
_LINK = table_of(EventCrate)
_LEG = table_of(Leg)
_STATE = table_of(CrateState)


@dataclass(frozen=True, slots=True)
class ToldFact:
    """One fact of the story; `is_withdrawn` where a void has taken it back.

    `is_set_aside` where a coordinator's decision does not let it count.
    """

    fact: Fact
    at_ms: int
    time_source: str
    received_ms: int
    is_withdrawn: bool
    is_set_aside: bool = False


@dataclass(frozen=True, slots=True)
class StoryLeg:
    """One leg of the crate as it was last computed; None where the fact of an end is missing."""

    stage: str | None
    carrier_id: str
    round_id: str | None
    from_place_id: str | None
    to_place_id: str | None
    started_ms: int | None
    ended_ms: int
    is_proven: bool
    withheld_reason: str | None


@dataclass(frozen=True, slots=True)
class WhereNow:
    """Who holds the crate: `holder_kind` is place, person or not_seen."""

    holder_kind: str
    holder_id: str | None
    since_ms: int | None


NOT_SEEN = WhereNow("not_seen", None, None)


def facts_of_crate(session: Session, crate_code: str) -> list[ToldFact]:
    """Every fact that bears on the crate, in total order."""
    statement = (
        select(_EVENT.c.body, _EVENT.c.effective_ms, _EVENT.c.time_source, _EVENT.c.received_ms)
        .join(_LINK, _LINK.c.event_pk == _EVENT.c.pk)
        .where(_LINK.c.crate_code == crate_code)
        .order_by(_EVENT.c.effective_ms, _EVENT.c.id)
    )
    told = _told(session.connection().execute(statement).all())
    timed = [_timed(each.fact, each.at_ms) for each in told]
    decisions = decisions_that_count(timed)
    movements = movements_of_crate(crate_code, standing_facts(timed).facts)
    aside = set_aside_ids([*movements, *supplied_movements(decisions)], decisions)
    return [replace(each, is_set_aside=each.fact.id in aside) for each in told]


def facts_by_id(session: Session, event_ids: tuple[str, ...]) -> list[ToldFact]:
    """These facts, in total order; whether they still stand is the crate's story to tell."""
    statement = (
        select(_EVENT.c.body, _EVENT.c.effective_ms, _EVENT.c.time_source, _EVENT.c.received_ms)
        .where(_EVENT.c.id.in_(event_ids))
        .order_by(_EVENT.c.effective_ms, _EVENT.c.id)
    )
    return _told(session.connection().execute(statement).all())


def as_carried(told: ToldFact) -> ToldFact:
    """The movement that a decision put in, as its carrier would have told it; any other fact as it is."""
    decision = decision_of(told.fact, told.at_ms)
    if decision is None or decision.supplied is None:
        return told
    put_in = decision.supplied
    fact = replace(
        told.fact,
        kind=put_in.kind,
        actor=put_in.actor_id,
        place_id=put_in.place_id,
        round_id=put_in.round_id,
        ref=put_in.ref,
    )
    return replace(told, fact=fact, at_ms=put_in.at_ms)


def where_of_events(session: Session, event_ids: Sequence[str]) -> dict[str, tuple[str | None, str | None]]:
    """The place and the round each of these events names."""
    columns = select(_EVENT.c.id, _EVENT.c.place_id, _EVENT.c.round_id)
    return {
        event_id: (place_id, round_id)
        for chunk in in_chunks(event_ids)
        for event_id, place_id, round_id in session.connection().execute(
            columns.where(_EVENT.c.id.in_(chunk))
        )
    }


def legs_of_crate(session: Session, crate_code: str) -> list[StoryLeg]:
    """The crate's legs in the order in which they ended."""
    statement = (
        select(
            _LEG.c.stage,
            _LEG.c.carrier_id,
            _LEG.c.round_id,
            _LEG.c.from_place_id,
            _LEG.c.to_place_id,
            _LEG.c.started_ms,
            _LEG.c.ended_ms,
            _LEG.c.proven,
            _LEG.c.withheld_reason,
        )
        .where(_LEG.c.crate_code == crate_code)
        .order_by(_LEG.c.ended_ms, _LEG.c.stage_index, _LEG.c.carrier_order)
    )
    rows = session.connection().execute(statement).all()
    return [StoryLeg(*row[:7], is_proven=bool(row[7]), withheld_reason=row[8]) for row in rows]


def where_now(session: Session, crate_codes: list[str]) -> dict[str, WhereNow]:
    """Who holds each of these crates that was seen."""
    statement = select(
        _STATE.c.crate_code, _STATE.c.holder_kind, _STATE.c.holder_id, _STATE.c.since_ms
    ).where(_STATE.c.crate_code.in_(crate_codes))
    return {code: WhereNow(*rest) for code, *rest in session.connection().execute(statement)}


def _timed(fact: Fact, at_ms: int) -> TimedFact:
    return TimedFact(fact, at_ms, by_coordinator=fact.device == SERVER_DEVICE)


def _told(rows: Sequence[Row[*tuple[Any, ...]]]) -> list[ToldFact]:
    read = [(read_body(row.body), row) for row in rows]
    # A fact of an older program that this one cannot read is told by its absence alone.
    facts = [(fact, row) for fact, row in read if isinstance(fact, Fact)]
    standing = standing_facts([_timed(fact, row.effective_ms) for fact, row in facts])
    kept = {each.fact.id for each in standing.facts}
    return [
        ToldFact(
            fact,
            row.effective_ms,
            row.time_source,
            row.received_ms,
            is_withdrawn=fact.kind in CUSTODY_KINDS and fact.id not in kept,
        )
        for fact, row in facts
    ]
