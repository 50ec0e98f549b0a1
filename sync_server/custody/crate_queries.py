"""SQL of the projection: the events that bear on crates, their states and legs, read and written in bulk."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from shared.custody.bodies import read_body
from shared.custody.events import Fact, Kind
from sync_server.custody.tables import CrateState, DirtyConsignment, Event, EventCrate, Leg
from sync_server.db.base import table_of
from sync_server.db.bulk import Rows, delete_many, insert_many, rows_in, update_many
from sync_server.network.tables import Crate

_EVENT = table_of(Event)
_LINK = table_of(EventCrate)
_STATE = table_of(CrateState)
_LEG = table_of(Leg)
_DIRTY = table_of(DirtyConsignment)
_CRATE = table_of(Crate)
STATE_COLUMNS = ("holder_kind", "holder_id", "since_ms", "event_id", "dirty")
LEG_COLUMNS = (
    "crate_code",
    "consignment_pk",
    "stage",
    "stage_index",
    "carrier_id",
    "carrier_order",
    "round_id",
    "from_place_id",
    "to_place_id",
    "distance_m",
    "start_event_pk",
    "end_event_pk",
    "started_ms",
    "ended_ms",
    "local_date",
    "period",
    "proven",
    "withheld_reason",
)


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """What the fold needs of an event without reading its body."""

    pk: int
    id: str
    kind: Kind
    actor: str
    device: str
    place_id: str | None
    round_id: str | None
    ref: str | None
    effective_ms: int
    compartment: str | None = None


@dataclass(frozen=True, slots=True)
class StoredFact:
    """A stored event read again in full."""

    fact: Fact
    effective_ms: int
    time_source: str
    received_ms: int


_KINDS = {kind.value: kind for kind in Kind}
_LINKS = select(_LINK.c.crate_code, _LINK.c.event_pk)
_EVENTS = select(
    _EVENT.c.pk,
    _EVENT.c.id,
    _EVENT.c.kind,
    _EVENT.c.actor,
    _EVENT.c.device,
    _EVENT.c.place_id,
    _EVENT.c.round_id,
    _EVENT.c.ref,
    _EVENT.c.effective_ms,
    _EVENT.c.compartment,
)
_BODIES = select(
    _EVENT.c.pk, _EVENT.c.body, _EVENT.c.effective_ms, _EVENT.c.time_source, _EVENT.c.received_ms
)
_STATES = select(_STATE.c.crate_code, *(_STATE.c[name] for name in STATE_COLUMNS))
_LEGS = select(_LEG.c.pk, *(_LEG.c[name] for name in LEG_COLUMNS))
_DIRTY_PKS = select(_DIRTY.c.consignment_pk)
_WITH_STATE = select(_STATE.c.crate_code)
_OF_CONSIGNMENTS = select(_CRATE.c.code)
_CONSIGNMENTS_OF = select(_CRATE.c.consignment_pk).distinct()
_VISITING = select(_LINK.c.crate_code).join(_EVENT, _EVENT.c.pk == _LINK.c.event_pk)


def events_of_crates(connection: Connection, codes: Sequence[str]) -> dict[str, list[StoredEvent]]:
    """The events that bear on each crate; an event on several crates is one object."""
    pks_of: dict[str, list[int]] = {}
    for code, pk in rows_in(connection, _LINKS, _LINK.c.crate_code, codes):
        pks_of.setdefault(code, []).append(pk)
    wanted = {pk for pks in pks_of.values() for pk in pks}
    events = {
        pk: StoredEvent(pk, event_id, _KINDS[kind], *rest)
        for pk, event_id, kind, *rest in rows_in(connection, _EVENTS, _EVENT.c.pk, wanted)
    }
    return {code: [events[pk] for pk in pks] for code, pks in pks_of.items()}


def facts_by_pk(connection: Connection, pks: Collection[int]) -> dict[int, StoredFact]:
    """Stored events read again from their bodies."""
    found: dict[int, StoredFact] = {}
    for pk, body, *times in rows_in(connection, _BODIES, _EVENT.c.pk, pks):
        fact = read_body(body)
        if isinstance(fact, Fact):
            found[pk] = StoredFact(fact, *times)
    return found


def held_states(connection: Connection, codes: Sequence[str]) -> dict[str, tuple[Any, ...]]:
    """The states as they stand, in the order of STATE_COLUMNS."""
    rows = rows_in(connection, _STATES, _STATE.c.crate_code, codes)
    return {code: tuple(state) for code, *state in rows}


def held_legs(connection: Connection, codes: Sequence[str]) -> dict[str, list[tuple[Any, ...]]]:
    """The legs as they stand, in the order of LEG_COLUMNS and as they were written."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for row in sorted(rows_in(connection, _LEGS, _LEG.c.crate_code, codes), key=_pk_of_leg):
        found.setdefault(row[1], []).append(tuple(row[1:]))
    return found


def _pk_of_leg(row: Sequence[Any]) -> int:
    return row[0]


def write_states(connection: Connection, inserted: Rows, updated: Rows, deleted: Rows) -> None:
    """Writes new states (code first) and changed ones (code last); takes away those of codes without any."""
    insert_many(connection, CrateState, ("crate_code", *STATE_COLUMNS), inserted)
    update_many(connection, CrateState, STATE_COLUMNS, ("crate_code",), updated)
    delete_many(connection, CrateState, ("crate_code",), deleted)


def replace_legs(connection: Connection, codes: Iterable[str], legs: Rows) -> None:
    """Writes all legs of these crates anew."""
    delete_many(connection, Leg, ("crate_code",), [(code,) for code in codes])
    insert_many(connection, Leg, LEG_COLUMNS, legs)


def mark_consignments_dirty(connection: Connection, pks: Collection[int]) -> None:
    """Notes whose commission lines must be computed again."""
    held = {pk for (pk,) in rows_in(connection, _DIRTY_PKS, _DIRTY.c.consignment_pk, pks)}
    insert_many(connection, DirtyConsignment, ("consignment_pk",), [(pk,) for pk in sorted(set(pks) - held)])


def mark_crates_dirty(connection: Connection, codes: Collection[str]) -> None:
    """Notes that the projection of these crates failed and is to be made again."""
    held = held_states(connection, sorted(codes))
    fresh: Rows = [(code, "not_seen", None, None, None, 1) for code in sorted(codes) if code not in held]
    write_states(connection, fresh, [(*state[:-1], 1, code) for code, state in held.items()], [])


def dirty_consignments(connection: Connection) -> list[int]:
    """The consignments whose commission lines must be computed again."""
    return list(
        connection.execute(select(_DIRTY.c.consignment_pk).order_by(_DIRTY.c.consignment_pk)).scalars()
    )


def forget_dirty_consignments(connection: Connection, pks: Collection[int]) -> None:
    """Their lines are computed."""
    delete_many(connection, DirtyConsignment, ("consignment_pk",), [(pk,) for pk in pks])


def dirty_crates(connection: Connection) -> list[str]:
    """Crates whose projection failed."""
    return list(connection.execute(select(_STATE.c.crate_code).where(_STATE.c.dirty == 1)).scalars())


def all_crates(connection: Connection) -> list[str]:
    """Every crate any event bears on."""
    return list(connection.execute(select(_LINK.c.crate_code).distinct()).scalars())


def crates_under_way(connection: Connection, codes: Iterable[str]) -> list[str]:
    """Those of the crates that facts or a round's end have given a state, in code order."""
    wanted = sorted(set(codes))
    return sorted(code for (code,) in rows_in(connection, _WITH_STATE, _STATE.c.crate_code, wanted))


def crates_of_consignments(connection: Connection, pks: Collection[int]) -> list[str]:
    """Every crate of these consignments, needed or not."""
    return [code for (code,) in rows_in(connection, _OF_CONSIGNMENTS, _CRATE.c.consignment_pk, pks)]


def consignments_of_crates(connection: Connection, codes: Collection[str]) -> set[int]:
    """The consignments these crates are part of."""
    return {pk for (pk,) in rows_in(connection, _CONSIGNMENTS_OF, _CRATE.c.code, codes)}


def crates_visiting(connection: Connection, place_ids: Collection[str]) -> set[str]:
    """The crates any event names at one of these places."""
    return {code for (code,) in rows_in(connection, _VISITING, _EVENT.c.place_id, place_ids)}
