"""Rounds and places nobody planned: known from this phone's own facts, whatever the server has of them."""

import json
from typing import Any

from sqlalchemy import Connection

from mobile.store.reference import PlaceRow, has_row, place_row, row_content, rows_of
from mobile.store.statements import run
from shared.commission.local_time import local_date
from shared.custody.bodies import read_body
from shared.custody.events import Fact, Kind
from shared.network import PlaceRole

_STANDING = (
    "SELECT f.body FROM logged_fact f LEFT JOIN voided_fact v ON v.fact_id = f.id"
    " WHERE f.kind NOT IN ('pickup', 'drop') AND f.kind = ? AND v.fact_id IS NULL"
)


def all_rounds(connection: Connection) -> list[tuple[str, str]]:
    """Key and content of every round: those the server sent, then those begun here without a plan."""
    sent = rows_of(connection, "round")
    known = {key for key, _ in sent}
    own = [_round_of(fact) for fact in _facts(connection, Kind.ROUND_STARTED)]
    return [*sent, *((key, content) for key, content in own if key not in known)]


def round_content(connection: Connection, round_id: str) -> str | None:
    """One round's content as the server would send it; the server's own where it has sent it."""
    sent = row_content(connection, "round", round_id)
    if sent is not None:
        return sent
    found = (_round_of(fact) for fact in _facts(connection, Kind.ROUND_STARTED, round_id=round_id))
    return next((content for _, content in found), None)


def knows_round(connection: Connection, round_id: str) -> bool:
    """Whether the server sent that round, or it was begun here without a plan."""
    return has_row(connection, "round", round_id) or round_content(connection, round_id) is not None


def any_place(connection: Connection, place_id: str) -> PlaceRow | None:
    """A place the server sent, or one named here by somebody who stopped there."""
    sent = place_row(connection, place_id)
    if sent is not None:
        return sent
    for fact in _facts(connection, Kind.STOP_ARRIVED, place_id=place_id):
        name = fact.data.get("place_name")
        if isinstance(name, str) and name:
            # Nobody has said what kind of place it is; nothing but its name is shown of it.
            return PlaceRow(place_id, name, PlaceRole.RELAY, None, None, None, None, None, ())
    return None


def knows_place(connection: Connection, place_id: str) -> bool:
    """Whether the server sent that place, or it was named here."""
    return has_row(connection, "place", place_id) or any_place(connection, place_id) is not None


def _facts(
    connection: Connection, kind: Kind, *, round_id: str | None = None, place_id: str | None = None
) -> list[Fact]:
    statement, parameters = _STANDING, [kind.value]
    for column, value in (("round_id", round_id), ("place_id", place_id)):
        if value is not None:
            statement += f" AND f.{column} = ?"
            parameters.append(value)
    rows: list[Any] = run(connection, f"{statement} ORDER BY f.seq", parameters).fetchall()
    read = (read_body(row[0]) for row in rows)
    facts = [fact for fact in read if isinstance(fact, Fact)]
    return [fact for fact in facts if kind is not Kind.ROUND_STARTED or _is_unplanned(fact)]


def _is_unplanned(fact: Fact) -> bool:
    return fact.data.get("unplanned") is True and fact.round_id is not None


def _round_of(fact: Fact) -> tuple[str, str]:
    content: dict[str, object] = {
        "date": local_date(fact.clock.wall_ms).isoformat(),
        "title": str(fact.data.get("title") or ""),
        "helper": fact.actor,
        "status": "planned",
        "stops": [],
    }
    return fact.round_id or "", json.dumps(content)
