"""Effective times kept up to date: new facts placed in time, and the stored ones a new clock mark moves."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, text

from shared.custody.bodies import read_body
from shared.custody.effective_time import ClockedFact, EffectiveTime, TimeSource, clocked, effective_times
from shared.custody.events import Fact
from sync_server.custody.tables import Event
from sync_server.db.base import table_of
from sync_server.db.bulk import rows_in, rows_of

_EVENT = table_of(Event)
KNOWN_SOURCES = frozenset({TimeSource.ANCHORED, TimeSource.GPS})
# Beyond every counter and every clock a body may hold.
FIRST, LAST = -1, 2**62
_OF_DEVICE = _EVENT.c.device == bindparam("device")
# The partial index of clock marks is used only where its own words are repeated.
_MARKS = select(_EVENT.c.body).where(_OF_DEVICE, text("kind = 'clock'"))
_STORED = select(
    _EVENT.c.pk,
    _EVENT.c.id,
    _EVENT.c.n,
    _EVENT.c.wall_ms,
    _EVENT.c.boot_ms,
    _EVENT.c.boot_key,
    _EVENT.c.effective_ms,
    _EVENT.c.time_source,
).where(_OF_DEVICE)
_OF_BOOT = _STORED.where(
    _EVENT.c.boot_key == bindparam("boot_key"),
    _EVENT.c.boot_ms >= bindparam("earliest"),
    _EVENT.c.boot_ms <= bindparam("latest"),
)
_IS_KNOWN = _EVENT.c.time_known == bindparam("known")
_KNOWN_BELOW = select(func.max(_EVENT.c.n)).where(_OF_DEVICE, _IS_KNOWN, _EVENT.c.n < bindparam("n"))
_KNOWN_ABOVE = select(func.min(_EVENT.c.n)).where(_OF_DEVICE, _IS_KNOWN, _EVENT.c.n > bindparam("n"))
_BETWEEN = _STORED.where(
    _IS_KNOWN,
    _EVENT.c.n >= bindparam("lowest"),
    _EVENT.c.n <= bindparam("highest"),
)


@dataclass(frozen=True, slots=True)
class _Stored:
    pk: int
    fact: ClockedFact
    time: EffectiveTime


@dataclass(frozen=True, slots=True)
class PlacedInTime:
    """The times of the new facts by id, and of stored facts that moved by the event's pk."""

    of_new: Mapping[str, EffectiveTime]
    of_moved: Mapping[int, EffectiveTime]


def place_all_in_time(connection: Connection, facts: Iterable[Fact]) -> PlacedInTime:
    """The effective times of new facts, phone by phone."""
    by_device: dict[str, list[Fact]] = {}
    for fact in facts:
        by_device.setdefault(fact.device, []).append(fact)
    of_new: dict[str, EffectiveTime] = {}
    of_moved: dict[int, EffectiveTime] = {}
    for device_id, own in by_device.items():
        placed = place_in_time(connection, device_id, own)
        of_new |= placed.of_new
        of_moved |= placed.of_moved
    return PlacedInTime(of_new, of_moved)


def place_in_time(connection: Connection, device_id: str, facts: Iterable[Fact]) -> PlacedInTime:
    """The effective times of one device's new facts, equal to the pure function over all its facts.

    Only the neighbourhood is read: the clock marks of the boot sessions concerned, the stored facts
    between the marks around a new one, and the nearest known times on either side by `n`.
    """
    new = [clocked(fact) for fact in facts]
    marks = _clock_marks(connection, device_id, {fact.boot_key for fact in new})
    anchored = _facts_a_new_mark_moves(connection, device_id, new, marks)
    known_keys = {mark.boot_key for mark in marks} | {
        fact.boot_key for fact in new if fact.anchor_ms is not None
    }
    settled = [fact for fact in new if fact.boot_key in known_keys or fact.gps_ms is not None]
    settled += [stored.fact for stored in anchored]
    unsettled = [fact for fact in new if fact.boot_key not in known_keys and fact.gps_ms is None]
    doubtful, bounds = _neighbourhood(connection, device_id, settled, unsettled)
    affected = {stored.pk: stored for stored in (*doubtful, *anchored)}
    # What is read again comes last, so that a bound's old time never hides it.
    moving = (stored.fact for stored in affected.values())
    subset = {fact.id: fact for fact in (*bounds, *moving, *marks, *new)}
    times = effective_times(subset.values())
    moved = {pk: times[stored.fact.id] for pk, stored in affected.items()}
    return PlacedInTime(
        {fact.id: times[fact.id] for fact in new},
        {pk: time for pk, time in moved.items() if time != affected[pk].time},
    )


def _clock_marks(connection: Connection, device_id: str, boot_keys: Collection[str]) -> list[ClockedFact]:
    bodies = rows_in(connection, _MARKS, _EVENT.c.boot_key, boot_keys, device=device_id)
    readings = (read_body(body) for (body,) in bodies)
    facts = (clocked(reading) for reading in readings if isinstance(reading, Fact))
    return [fact for fact in facts if fact.anchor_ms is not None]


def _facts_a_new_mark_moves(
    connection: Connection, device_id: str, new: Sequence[ClockedFact], marks: Sequence[ClockedFact]
) -> list[_Stored]:
    """Stored facts between the marks that surround the new ones, session by session."""
    moved: list[_Stored] = []
    for boot_key in sorted({fact.boot_key for fact in new if fact.anchor_ms is not None}):
        new_boots = _mark_boots(new, boot_key)
        old_boots = _mark_boots(marks, boot_key)
        earliest = max((boot_ms for boot_ms in old_boots if boot_ms < min(new_boots)), default=FIRST)
        latest = min((boot_ms for boot_ms in old_boots if boot_ms > max(new_boots)), default=LAST)
        rows = rows_of(
            connection, _OF_BOOT, device=device_id, boot_key=boot_key, earliest=earliest, latest=latest
        )
        moved += [_stored(row) for row in rows]
    return moved


def _mark_boots(facts: Iterable[ClockedFact], boot_key: str) -> list[int]:
    return [
        fact.anchor_boot_ms
        for fact in facts
        if fact.boot_key == boot_key and fact.anchor_ms is not None and fact.anchor_boot_ms is not None
    ]


def _neighbourhood(
    connection: Connection,
    device_id: str,
    settled: Sequence[ClockedFact],
    unsettled: Sequence[ClockedFact],
) -> tuple[list[_Stored], list[ClockedFact]]:
    """Stored facts of doubtful time near those whose time is settled now, and the known times around."""
    numbers = [fact.n for fact in (*settled, *unsettled)]
    if not numbers:
        return [], []
    lowest = _known_below(connection, device_id, min(numbers))
    highest = _known_above(connection, device_id, max(numbers))
    doubtful: list[_Stored] = []
    if settled:
        rows = rows_of(connection, _BETWEEN, device=device_id, known=0, lowest=lowest, highest=highest)
        doubtful = [_stored(row) for row in rows]
    if not doubtful and not unsettled:
        return [], []
    # A cloned phone counts the same numbers: what bears a bound's own is held by the known time beyond.
    if any(each.fact.n == lowest for each in doubtful):
        lowest = _known_below(connection, device_id, lowest)
    if any(each.fact.n == highest for each in doubtful):
        highest = _known_above(connection, device_id, highest)
    rows = rows_of(connection, _BETWEEN, device=device_id, known=1, lowest=lowest, highest=highest)
    return doubtful, [_as_known(_stored(row)) for row in rows]


def _known_below(connection: Connection, device_id: str, n: int) -> int:
    ((below,),) = rows_of(connection, _KNOWN_BELOW, device=device_id, known=1, n=n)
    return FIRST if below is None else below


def _known_above(connection: Connection, device_id: str, n: int) -> int:
    ((above,),) = rows_of(connection, _KNOWN_ABOVE, device=device_id, known=1, n=n)
    return LAST if above is None else above


def _stored(row: Any) -> _Stored:
    fact = ClockedFact(row.id, row.n, row.wall_ms, row.boot_ms, row.boot_key)
    return _Stored(row.pk, fact, EffectiveTime(row.effective_ms, TimeSource(row.time_source)))


def _as_known(stored: _Stored) -> ClockedFact:
    """A stored fact that only bounds others: its time, already worked out, stands for a satellite's."""
    fact = stored.fact
    return ClockedFact(fact.id, fact.n, fact.wall_ms, fact.boot_ms, "", gps_ms=stored.time.at_ms)
