"""What a round carries: planned moves and, beside them, crates nobody had planned."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from sync_server.custody.round_progress import moves_of_round
from sync_server.custody.tables import CrateState, Event, Leg
from sync_server.db.base import table_of

_LEG = table_of(Leg)
_STATE = table_of(CrateState)
_EVENT = table_of(Event)


@dataclass(frozen=True, slots=True)
class CarriedCrate:
    """A crate's way in a round: None where an end is not known, or has not happened yet."""

    code: str
    from_place_id: str | None
    to_place_id: str | None
    taken_ms: int | None
    left_ms: int | None

    @property
    def is_aboard(self) -> bool:
        """Whether it was taken and not left yet."""
        return self.taken_ms is not None and self.left_ms is None


def carried_in_round(session: Session, round_id: str) -> list[CarriedCrate]:
    """Every crate of a round with its way in it, by code; one without a plan as it was in fact carried."""
    planned = [
        CarriedCrate(move.crate_code, move.from_place_id, move.to_place_id, move.picked_ms, move.dropped_ms)
        for move in moves_of_round(session, round_id)
    ]
    known = {crate.code for crate in planned}
    extra: dict[str, CarriedCrate] = {}
    for crate in (*_legs(session, round_id), *_in_hand(session, round_id)):
        if crate.code not in known:
            extra[crate.code] = crate
    return sorted((*planned, *extra.values()), key=lambda crate: (crate.code, crate.taken_ms or 0))


def _legs(session: Session, round_id: str) -> Iterable[CarriedCrate]:
    columns = ("crate_code", "from_place_id", "to_place_id", "started_ms", "ended_ms")
    of_round = select(*(_LEG.c[name] for name in columns)).where(_LEG.c.round_id == round_id)
    rows = session.connection().execute(of_round.order_by(_LEG.c.ended_ms))
    return [CarriedCrate(*row) for row in rows]


def _in_hand(session: Session, round_id: str) -> Iterable[CarriedCrate]:
    statement = (
        select(_STATE.c.crate_code, _EVENT.c.place_id, _STATE.c.since_ms)
        .join(_EVENT, _EVENT.c.id == _STATE.c.event_id)
        .where(_EVENT.c.round_id == round_id, _STATE.c.holder_kind == "person")
    )
    rows = session.connection().execute(statement)
    return [CarriedCrate(code, from_id, None, taken_ms, None) for code, from_id, taken_ms in rows]
