"""Locker banks as this phone knows them: the pulled rows under its own facts, and the codes it is lent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pydantic import Field
from sqlalchemy import Connection

from mobile.store.database import Store
from mobile.store.overlay import sights_of_crates
from mobile.store.reference import PlaceRow, Wire, place_row, read_wire, row_content, rows_of
from mobile.store.rounds import round_plan
from mobile.store.statements import run
from shared.custody.allocation import Door, DoorState
from shared.custody.bodies import read_body
from shared.custody.chain import AtPlace, NotSeen
from shared.custody.compartments import KEPT_IN_LOCKER_MS, read_compartment
from shared.custody.events import Fact, IncidentReason, Kind
from shared.network import PlaceRole, distance_m

# As the server: nobody is lent a code longer, also where the phone has not synced since.
CODES_AROUND_DAYS = 2
_OWN_FACTS = (
    "SELECT f.body, f.wall_ms, v.fact_id IS NOT NULL FROM logged_fact f"
    " LEFT JOIN voided_fact v ON v.fact_id = f.id"
    " WHERE f.place_id = ? AND f.kind IN ('drop', 'incident')"
    " AND (f.round_id = ? OR f.seq >= (SELECT covered FROM sync_state)) ORDER BY f.seq"
)
_OTHER_ENDS = (PlaceRole.RELAY, PlaceRole.LOCKER)


@dataclass(frozen=True, slots=True)
class DoorSight:
    """One compartment: what it is, whether it is free, and the crates behind it where it is taken."""

    door: Door
    crates: tuple[str, ...] = ()
    since_ms: int | None = None

    @property
    def compartment(self) -> str:
        """What is written on the door."""
        return self.door.compartment


@dataclass(frozen=True, slots=True)
class Bank:
    """A locker bank and its doors by name; `coded` are the doors with a code of their own."""

    place: PlaceRow
    doors: tuple[DoorSight, ...]
    coded: frozenset[str]
    has_place_code: bool


@dataclass(frozen=True, slots=True)
class Fallback:
    """Where crates may go that find no place here; `is_on_round` where the round calls there anyway."""

    place_id: str
    name: str
    away_m: int
    is_on_round: bool


class _BehindWire(Wire):
    crates: tuple[str, ...] = ()
    since_ms: int = 0


class _BrokenWire(Wire):
    since_ms: int = 0
    event: str | None = None


class _BankWire(Wire):
    doors: dict[str, _BehindWire] = Field(default_factory=dict)
    broken: dict[str, _BrokenWire] = Field(default_factory=dict)


class _RoundWire(Wire):
    day: date = Field(alias="date")


class _CodesWire(Wire):
    code: str | None = None
    doors: dict[str, str] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Behind:
    crates: tuple[str, ...]
    since_ms: int


def bank_at(store: Store, round_id: str, place_id: str, now_ms: int, today: date) -> Bank | None:
    """The bank of a place; None where the place is none, or is not known here."""
    with store.reading() as connection:
        place = place_row(connection, place_id)
        if place is None or place.role is not PlaceRole.LOCKER:
            return None
        wire = read_wire(row_content(connection, "bank", place_id), _BankWire) or _BankWire()
        own = list(_own_facts(connection, round_id, place_id))
        behind = _behind(connection, wire, own, place_id, now_ms)
        broken = _broken(wire, own)
    codes = _codes(store, round_id, place_id, today)
    doors = (DoorSight(Door(each.compartment, each.size or "", each.is_cold)) for each in place.compartments)
    seen = tuple(_seen(each, behind, broken) for each in sorted(doors, key=lambda door: door.compartment))
    return Bank(place, seen, frozenset(codes.doors), codes.code is not None)


def door_code(store: Store, round_id: str, place_id: str, compartment: str | None, today: date) -> str | None:
    """The code of a door, or of the place itself; None where none is lent now."""
    codes = _codes(store, round_id, place_id, today)
    return codes.code if compartment is None else codes.doors.get(compartment)


def fallback_of(store: Store, round_id: str, place_id: str) -> Fallback | None:
    """The nearest relay point or other bank, first among those this round still calls at."""
    plan = round_plan(store, round_id)
    ahead = {stop.place_id for stop in plan.stops if not stop.is_done} if plan else set[str]()
    with store.reading() as connection:
        here = place_row(connection, place_id)
        known = [place_row(connection, key) for key, _ in rows_of(connection, "place")]
    if here is None or here.lat is None or here.lon is None:
        return None
    away = [
        Fallback(
            each.place_id,
            each.name,
            distance_m(here.lat, here.lon, each.lat, each.lon),
            each.place_id in ahead,
        )
        for each in known
        if each is not None
        and each.role in _OTHER_ENDS
        and each.place_id != place_id
        and each.lat is not None
        and each.lon is not None
    ]
    return min(away, key=lambda each: (not each.is_on_round, each.away_m, each.place_id), default=None)


def _codes(store: Store, round_id: str, place_id: str, today: date) -> _CodesWire:
    with store.reading() as connection:
        planned = read_wire(row_content(connection, "round", round_id), _RoundWire)
        if planned is None or abs(planned.day - today) > timedelta(days=CODES_AROUND_DAYS):
            return _CodesWire()
        return read_wire(row_content(connection, "door", place_id), _CodesWire) or _CodesWire()


def _own_facts(connection: Connection, round_id: str, place_id: str) -> Iterable[tuple[Fact, int, bool]]:
    for body, wall_ms, is_voided in run(connection, _OWN_FACTS, (place_id, round_id)):
        fact = read_body(body)
        if isinstance(fact, Fact):
            yield fact, wall_ms, bool(is_voided)


def _door_of(fact: Fact) -> str | None:
    named = fact.data.get("compartment")
    if not isinstance(named, str) or fact.place_id is None:
        return None
    return read_compartment(named, fact.place_id)


def _behind(
    connection: Connection,
    wire: _BankWire,
    own: Iterable[tuple[Fact, int, bool]],
    place_id: str,
    now_ms: int,
) -> Mapping[str, _Behind]:
    found = {door: _Behind(each.crates, each.since_ms) for door, each in wire.doors.items()}
    for fact, at_ms, is_voided in own:
        door = _door_of(fact)
        if fact.kind is not Kind.DROP or door is None or is_voided:
            continue
        if door not in found or at_ms >= found[door].since_ms:
            found[door] = _Behind(fact.crates, at_ms)
    sights = sights_of_crates(connection, [code for each in found.values() for code in each.crates])

    def is_there(code: str) -> bool:
        holder = sights[code].holder
        return isinstance(holder, NotSeen) or (isinstance(holder, AtPlace) and holder.place_id == place_id)

    return {
        door: each
        for door, each in found.items()
        if now_ms - each.since_ms < KEPT_IN_LOCKER_MS and any(is_there(code) for code in each.crates)
    }


def _broken(wire: _BankWire, own: Iterable[tuple[Fact, int, bool]]) -> frozenset[str]:
    """What the row says, then own reports, uses and withdrawals in the order in which they were made."""
    broken = dict(wire.broken.items())
    for fact, at_ms, is_voided in own:
        door = _door_of(fact)
        if door is None:
            continue
        if fact.kind is Kind.DROP and not is_voided:
            if door in broken and broken[door].since_ms <= at_ms:
                del broken[door]
        elif fact.data.get("reason") == IncidentReason.LOCKER_BROKEN.value:
            if not is_voided:
                broken[door] = _BrokenWire(since_ms=at_ms, event=fact.id)
            elif door in broken and broken[door].event == fact.id:
                del broken[door]
    return frozenset(broken)


def _seen(sight: DoorSight, behind: Mapping[str, _Behind], broken: frozenset[str]) -> DoorSight:
    taken = behind.get(sight.compartment)
    if sight.compartment in broken:
        return replace(sight, door=replace(sight.door, state=DoorState.BROKEN))
    if taken is None:
        return sight
    door = replace(sight.door, state=DoorState.OCCUPIED)
    return DoorSight(door, taken.crates, taken.since_ms)
