"""Rounds as their drivers say: started, closed. What the plan says of a round is not touched."""

import json
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select, update
from sqlmodel import Session

from shared.custody.events import Fact, Kind
from sync_server.db.base import table_of
from sync_server.db.bulk import in_chunks
from sync_server.db.feed import LockedFeed
from sync_server.db.rows import RowPut, put_rows, round_audience
from sync_server.db.tables import PullRow
from sync_server.network.status import RoundStatus
from sync_server.network.tables import CrateMove, Round

_ROUND = table_of(Round)
_MOVE = table_of(CrateMove)
_ROW = table_of(PullRow)
# A later word wins over an earlier one in this order, whichever arrives first.
_ORDER = (RoundStatus.PLANNED, RoundStatus.STARTED, RoundStatus.CLOSED)
_SAID_BY = {Kind.ROUND_STARTED: RoundStatus.STARTED, Kind.ROUND_CLOSED: RoundStatus.CLOSED}


def note_round_states(session: Session, feed: LockedFeed, facts: Iterable[Fact]) -> frozenset[str]:
    """Starts and closes rounds as their own helpers recorded; the crates of rounds that closed."""
    said: dict[str, RoundStatus] = {}
    helper_said = {
        (fact.round_id, fact.actor, _SAID_BY[fact.kind]) for fact in facts if fact.kind in _SAID_BY
    }
    if not helper_said:
        return frozenset()
    connection = session.connection()
    rounds = _rounds(connection, sorted({round_id for round_id, _, _ in helper_said if round_id}))
    for round_id, actor, status in helper_said:
        if round_id not in rounds:
            continue
        helper_id, current = rounds[round_id]
        if actor == helper_id and _ORDER.index(status) > _ORDER.index(said.get(round_id, current)):
            said[round_id] = status
    for round_id, status in said.items():
        connection.execute(update(_ROUND).where(_ROUND.c.id == round_id).values(status=status.value))
    _republish(session, feed, said)
    closed = [round_id for round_id, status in said.items() if status is RoundStatus.CLOSED]
    moves = select(_MOVE.c.crate_code).where(_MOVE.c.round_id.in_(closed)).distinct()
    return frozenset(connection.execute(moves).scalars())


def _rounds(connection: Connection, round_ids: Sequence[str]) -> dict[str, tuple[str, RoundStatus]]:
    found: dict[str, tuple[str, RoundStatus]] = {}
    for chunk in in_chunks(round_ids):
        statement = select(_ROUND.c.id, _ROUND.c.helper_person_id, _ROUND.c.status)
        for row in connection.execute(statement.where(_ROUND.c.id.in_(chunk))):
            found[row.id] = (row.helper_person_id, RoundStatus(row.status))
    return found


def _republish(session: Session, feed: LockedFeed, said: dict[str, RoundStatus]) -> None:
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
