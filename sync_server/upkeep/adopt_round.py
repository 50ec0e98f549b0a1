"""A round nobody planned, written into the plan as it was driven: its helper, its day, its stops."""

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select
from sqlmodel import Session

from shared.commission.local_time import local_date
from shared.custody.bodies import read_body
from shared.custody.discrepancies import DiscrepancyKind
from shared.custody.events import Fact, Kind
from sync_server.custody.plans import known_people, known_places, known_rounds
from sync_server.custody.round_state import note_round_states
from sync_server.custody.tables import Event
from sync_server.custody.withdrawals import IS_WITHDRAWN
from sync_server.db.base import table_of
from sync_server.db.feed import LockedFeed
from sync_server.network.bound_queries import labels_of_round
from sync_server.network.publish import publish_rounds
from sync_server.network.status import RoundKind, RoundStatus
from sync_server.network.tables import Round, RoundStop
from sync_server.reconciliation.service import close_gone
from sync_server.upkeep.after_planning import follow_plan

_EVENT = table_of(Event)
_AT_PLACE = tuple(kind.value for kind in (Kind.STOP_ARRIVED, Kind.PICKUP, Kind.DROP))


@dataclass(frozen=True, slots=True)
class AdoptedRound:
    """What is in the plan now."""

    round_id: str
    title: str
    date: str
    helper_id: str
    stops: int


def adopt_round(session: Session, feed: LockedFeed, round_id: str, now_ms: int) -> AdoptedRound | None:
    """Plans the round; None where no standing fact began it so, its helper is unknown, or it is planned.

    The facts stay as they are, and so do the legs: what was driven was counted already. Places the network
    does not know are left out until they are made.
    """
    connection = session.connection()
    starts = _starts(connection, round_id)
    if not starts or known_rounds(connection, [round_id]):
        return None
    start, at_ms = starts[0]
    if not known_people(connection, [start.actor]):
        return None
    places = _places(connection, round_id)
    adopted = AdoptedRound(
        round_id, str(start.data.get("title") or ""), local_date(at_ms).isoformat(), start.actor, len(places)
    )
    _write(session, adopted, places)
    publish_rounds(session, feed, [round_id])
    note_round_states(session, feed, [fact for fact, _ in starts])
    # Labels bound on it could not be given a way before.
    follow_plan(session, feed, labels_of_round(session, round_id), now_ms)
    kind = DiscrepancyKind.UNPLANNED_ROUND.value
    close_gone(session, [f"{kind}:{fact.id}" for fact, _ in starts], now_ms)
    return adopted


def _starts(connection: Connection, round_id: str) -> list[tuple[Fact, int]]:
    """The standing facts that began it without a plan, and when, in total order."""
    statement = (
        select(_EVENT.c.body, _EVENT.c.effective_ms)
        .where(_EVENT.c.round_id == round_id, _EVENT.c.kind == Kind.ROUND_STARTED.value, ~IS_WITHDRAWN)
        .order_by(_EVENT.c.effective_ms, _EVENT.c.id)
    )
    read = [(read_body(body), at_ms) for body, at_ms in connection.execute(statement)]
    return [
        (fact, at_ms) for fact, at_ms in read if isinstance(fact, Fact) and fact.data.get("unplanned") is True
    ]


def _places(connection: Connection, round_id: str) -> list[str]:
    """The known places it called at, in the order of the first fact there."""
    statement = (
        select(_EVENT.c.place_id)
        .where(_EVENT.c.round_id == round_id, _EVENT.c.kind.in_(_AT_PLACE), ~IS_WITHDRAWN)
        .order_by(_EVENT.c.effective_ms, _EVENT.c.id)
    )
    called_at = list(dict.fromkeys(place for place in connection.execute(statement).scalars() if place))
    known = known_places(connection, called_at)
    return [place_id for place_id in called_at if place_id in known]


def _write(session: Session, adopted: AdoptedRound, places: list[str]) -> None:
    connection = session.connection()
    connection.execute(
        insert(table_of(Round)).values(
            id=adopted.round_id,
            date=adopted.date,
            title=adopted.title,
            kind=RoundKind.DELIVERY.value,
            helper_person_id=adopted.helper_id,
            status=RoundStatus.PLANNED.value,
        )
    )
    stops = [
        {"round_id": adopted.round_id, "n": n, "place_id": place_id, "planned_at": None}
        for n, place_id in enumerate(places, start=1)
    ]
    if stops:
        connection.execute(insert(table_of(RoundStop)), stops)
