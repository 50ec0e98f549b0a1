"""Doors of locker banks kept in step with the crates: who is behind each, and the row phones hold."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlmodel import Session

from shared.custody.chain import CrateChain
from shared.custody.compartments import Stay, clashes, read_compartment, stays_of_crate
from shared.custody.discrepancies import Discrepancy
from shared.custody.events import SERVER_DEVICE, Fact, Kind
from sync_server.custody.tables import CompartmentStay, Event
from sync_server.db.base import table_of
from sync_server.db.bulk import delete_many, insert_many, rows_in
from sync_server.db.feed import LockedFeed
from sync_server.db.rows import RowPut, place_audience, put_rows
from sync_server.network.tables import Compartment

_STAY = table_of(CompartmentStay)
_EVENT = table_of(Event)
_DOOR = table_of(Compartment)
_COLUMNS = (
    "crate_code",
    "event_id",
    "place_id",
    "compartment",
    "actor_id",
    "round_id",
    "from_ms",
    "until_ms",
)
_STAYS = select(
    _STAY.c.crate_code,
    _STAY.c.place_id,
    _STAY.c.compartment,
    _STAY.c.event_id,
    _STAY.c.actor_id,
    _STAY.c.round_id,
    _STAY.c.from_ms,
    _STAY.c.until_ms,
)
_INCIDENTS = select(
    _EVENT.c.place_id, _EVENT.c.compartment, _EVENT.c.id, _EVENT.c.actor, _EVENT.c.effective_ms
).where(_EVENT.c.kind == bindparam("kind"), _EVENT.c.compartment.is_not(None))
_VOIDS = select(_EVENT.c.ref, _EVENT.c.actor, _EVENT.c.device).where(_EVENT.c.kind == bindparam("kind"))
_WORKING = select(_DOOR.c.place_id, _DOOR.c.id, _DOOR.c.works_since_ms).where(
    _DOOR.c.works_since_ms.is_not(None)
)
_NAMED_AT = select(_EVENT.c.place_id).where(_EVENT.c.compartment.is_not(None))
_NAMING_KINDS = frozenset({Kind.DROP, Kind.INCIDENT})


@dataclass(frozen=True, slots=True)
class ClaimedDoors:
    """What the new stays of some crates show: doors claimed twice, and the banks whose rows may change."""

    discrepancies: tuple[Discrepancy, ...] = ()
    place_ids: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class DoorNow:
    """What is behind one door and since when, and since when it does not work; None where it does."""

    crates: tuple[str, ...] = ()
    since_ms: int | None = None
    broken_since_ms: int | None = None


@dataclass(frozen=True, slots=True)
class _Report:
    """Somebody says that a door does not work."""

    event_id: str
    at_ms: int


def compartment_of(fact: Fact) -> str | None:
    """The door a drop or an incident names, where it can be one of that place."""
    named = fact.data.get("compartment")
    if fact.kind not in _NAMING_KINDS or fact.place_id is None or not isinstance(named, str):
        return None
    return read_compartment(named, fact.place_id)


def stays_of(code: str, chain: CrateChain, events: Iterable[tuple[str, str | None]]) -> tuple[Stay, ...]:
    """The stays of one crate; `events` are its events' ids with the door each names."""
    named = {event_id: compartment for event_id, compartment in events if compartment is not None}
    return stays_of_crate(code, chain, named) if named else ()


def follow_stays(connection: Connection, stays: Mapping[str, Sequence[Stay]]) -> ClaimedDoors:
    """Writes the stays of these crates anew, and looks at every door they are or were behind."""
    held: dict[str, list[Stay]] = {}
    for stay in _read(connection, _STAY.c.crate_code, list(stays)):
        held.setdefault(stay.crate, []).append(stay)
    changed = [code for code, each in stays.items() if set(each) != set(held.get(code, ()))]
    gone = [(stay.crate, stay.event_id) for code in changed for stay in held.get(code, ())]
    delete_many(connection, CompartmentStay, ("crate_code", "event_id"), gone)
    fresh = [_row(stay) for code in changed for stay in stays[code]]
    insert_many(connection, CompartmentStay, _COLUMNS, fresh)
    touched = [stay for code in stays for stay in (*stays[code], *held.get(code, ()))]
    if not touched:
        return ClaimedDoors()
    doors = {(stay.place_id, stay.compartment) for stay in touched}
    there = _read(connection, _STAY.c.place_id, sorted({place_id for place_id, _ in doors}))
    claimed = clashes(stay for stay in there if (stay.place_id, stay.compartment) in doors)
    moved = {stay.place_id for code in changed for stay in (*stays[code], *held.get(code, ()))}
    return ClaimedDoors(tuple(claimed), frozenset(moved))


def banks_named_by(connection: Connection, facts: Iterable[Fact]) -> set[str]:
    """The banks whose doors these facts bear on, also by withdrawing what was said of one."""
    listed = list(facts)
    voided = [fact.ref for fact in listed if fact.kind is Kind.VOID and fact.ref is not None]
    named = {fact.place_id for fact in listed if fact.place_id and compartment_of(fact) is not None}
    return named | {place_id for (place_id,) in rows_in(connection, _NAMED_AT, _EVENT.c.id, voided)}


def publish_banks(session: Session, feed: LockedFeed, place_ids: Collection[str]) -> int:
    """Tells whoever comes by these banks which doors are taken and which do not work; rows changed."""
    wanted = sorted(place_ids)
    if not wanted:
        return 0
    connection = session.connection()
    stays = _read(connection, _STAY.c.place_id, wanted)
    broken = _broken_doors(connection, wanted, stays)
    puts = [
        RowPut(
            "bank",
            place_id,
            {
                "doors": _taken([stay for stay in stays if stay.place_id == place_id]),
                "broken": {
                    door: {"since_ms": report.at_ms, "event": report.event_id}
                    for (at_id, door), report in broken.items()
                    if at_id == place_id
                },
            },
            (place_audience(place_id),),
        )
        for place_id in wanted
    ]
    return put_rows(session, feed, puts)


def doors_now(
    connection: Connection, place_ids: Collection[str], now_ms: int
) -> dict[tuple[str, str], DoorNow]:
    """The doors of these banks that are taken or do not work, by place and compartment.

    What was left longer ago than it is kept counts as fetched, as on the phones.
    """
    wanted = sorted(place_ids)
    stays = _read(connection, _STAY.c.place_id, wanted) if wanted else []
    broken = _broken_doors(connection, wanted, stays) if wanted else {}
    found = {key: DoorNow(broken_since_ms=report.at_ms) for key, report in broken.items()}
    for place_id in wanted:
        there = [stay for stay in stays if stay.place_id == place_id and stay.ends_ms > now_ms]
        for door, taken in _taken(there).items():
            held = found.get((place_id, door), DoorNow())
            found[place_id, door] = DoorNow(tuple(taken["crates"]), taken["since_ms"], held.broken_since_ms)
    return found


def _taken(stays: Iterable[Stay]) -> dict[str, Any]:
    """The newest deposit behind each door that nobody took again, with its crates."""
    found: dict[str, dict[str, Any]] = {}
    for stay in sorted(stays, key=lambda each: (each.from_ms, each.event_id, each.crate)):
        if stay.until_ms is not None:
            continue
        door = found.get(stay.compartment)
        if door is not None and door["event"] == stay.event_id:
            door["crates"].append(stay.crate)
        else:
            found[stay.compartment] = {
                "crates": [stay.crate],
                "since_ms": stay.from_ms,
                "event": stay.event_id,
            }
    return found


def _broken_doors(
    connection: Connection, place_ids: Sequence[str], stays: Iterable[Stay]
) -> dict[tuple[str, str], _Report]:
    """The newest standing report of each door, unless somebody used it or a coordinator repaired it since."""
    reports = rows_in(connection, _INCIDENTS, _EVENT.c.place_id, place_ids, kind=Kind.INCIDENT.value)
    author_of = {event_id: actor for _, _, event_id, actor, _ in reports}
    voids = rows_in(connection, _VOIDS, _EVENT.c.ref, sorted(author_of), kind=Kind.VOID.value)
    voided = {ref for ref, actor, device in voids if actor == author_of[ref] or device == SERVER_DEVICE}
    works_ms: dict[tuple[str, str], int] = {}
    working = rows_in(connection, _WORKING, _DOOR.c.place_id, place_ids)
    used = [(stay.place_id, stay.compartment, stay.from_ms) for stay in stays]
    for place_id, door, at_ms in (*working, *used):
        works_ms[place_id, door] = max(at_ms, works_ms.get((place_id, door), at_ms))
    found: dict[tuple[str, str], _Report] = {}
    for place_id, door, event_id, _, at_ms in sorted(reports, key=lambda row: (row[4], row[2])):
        if event_id not in voided and at_ms > works_ms.get((place_id, door), -1):
            found[place_id, door] = _Report(event_id, at_ms)
    return found


def _read(connection: Connection, column: Any, values: Sequence[str]) -> list[Stay]:
    return [Stay(*row) for row in rows_in(connection, _STAYS, column, values)]


def _row(stay: Stay) -> tuple[Any, ...]:
    return (
        stay.crate,
        stay.event_id,
        stay.place_id,
        stay.compartment,
        stay.actor_id,
        stay.round_id,
        stay.from_ms,
        stay.until_ms,
    )
