"""Rounds as their drivers say: started, closed. What the plan says of a round is not touched."""

import json
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, or_, select, update
from sqlmodel import Session

from shared.custody.events import Fact, Kind
from sync_server.custody.tables import Event
from sync_server.custody.withdrawals import IS_WITHDRAWN
from sync_server.db.base import table_of
from sync_server.db.bulk import rows_in
from sync_server.db.feed import LockedFeed
from sync_server.db.rows import RowPut, put_rows, round_audience
from sync_server.db.tables import PullRow
from sync_server.network.status import RoundStatus
from sync_server.network.tables import CrateMove, Round

_ROUND = table_of(Round)
_MOVE = table_of(CrateMove)
_ROW = table_of(PullRow)
_EVENT = table_of(Event)
# A later word wins over an earlier one in this order, whichever arrives first.
_ORDER = (RoundStatus.PLANNED, RoundStatus.STARTED, RoundStatus.CLOSED)
_SAID_BY = {Kind.ROUND_STARTED: RoundStatus.STARTED, Kind.ROUND_CLOSED: RoundStatus.CLOSED}
_SAYS = or_(*(_EVENT.c.kind == kind.value for kind in _SAID_BY))
_SAID = (
    select(_EVENT.c.round_id, _EVENT.c.kind)
    .join(_ROUND, _ROUND.c.id == _EVENT.c.round_id)
    .where(_EVENT.c.actor == _ROUND.c.helper_person_id, _SAYS, ~IS_WITHDRAWN)
    .distinct()
)
_ROUNDS_OF_EVENTS = select(_EVENT.c.round_id).where(_SAYS)
_STATUSES = select(_ROUND.c.id, _ROUND.c.status)
_MOVED = select(_MOVE.c.crate_code).distinct()


def note_round_states(session: Session, feed: LockedFeed, facts: Iterable[Fact]) -> frozenset[str]:
    """Brings rounds to what their own helpers say of them and have not withdrawn.

    Returns the crates of rounds that are closed now, or were until now.
    """
    connection = session.connection()
    spoken_of = _rounds_spoken_of(connection, facts)
    before = {
        round_id: RoundStatus(status)
        for round_id, status in rows_in(connection, _STATUSES, _ROUND.c.id, sorted(spoken_of))
    }
    if not before:
        return frozenset()
    now = _said(connection, sorted(before))
    said = {round_id: status for round_id, status in now.items() if status is not before[round_id]}
    for round_id, status in said.items():
        connection.execute(update(_ROUND).where(_ROUND.c.id == round_id).values(status=status.value))
    _republish(session, feed, said)
    reopened = {round_id for round_id in said if before[round_id] is RoundStatus.CLOSED}
    closed = {round_id for round_id, status in said.items() if status is RoundStatus.CLOSED}
    return _crates_of(connection, sorted(reopened | closed))


def _rounds_spoken_of(connection: Connection, facts: Iterable[Fact]) -> set[str]:
    """Rounds that a fact starts or closes, or of which a void withdraws such a fact."""
    listed = list(facts)
    found = {fact.round_id for fact in listed if fact.kind in _SAID_BY}
    withdrawn = sorted({fact.ref for fact in listed if fact.kind is Kind.VOID and fact.ref})
    found |= {round_id for (round_id,) in rows_in(connection, _ROUNDS_OF_EVENTS, _EVENT.c.id, withdrawn)}
    return {round_id for round_id in found if round_id}


def _said(connection: Connection, round_ids: Sequence[str]) -> dict[str, RoundStatus]:
    said = dict.fromkeys(round_ids, RoundStatus.PLANNED)
    for round_id, kind in rows_in(connection, _SAID, _EVENT.c.round_id, round_ids):
        said[round_id] = max(said[round_id], _SAID_BY[Kind(kind)], key=_ORDER.index)
    return said


def _crates_of(connection: Connection, round_ids: Sequence[str]) -> frozenset[str]:
    return frozenset(code for (code,) in rows_in(connection, _MOVED, _MOVE.c.round_id, round_ids))


def _republish(session: Session, feed: LockedFeed, said: dict[str, RoundStatus]) -> None:
    if not said:
        return
    published = select(_ROW.c.k, _ROW.c.d).where(
        _ROW.c.t == "round", _ROW.c.k.in_(list(said)), _ROW.c.deleted == 0
    )
    rows = session.connection().execute(published).all()
    put_rows(
        session,
        feed,
        [
            RowPut("round", k, json.loads(d) | {"status": said[k].value}, (round_audience(k),))
            for k, d in rows
        ],
    )
