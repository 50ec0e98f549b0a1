"""Effective times kept up to date: new facts placed in time, and the stored ones a new clock mark moves."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, text

from shared.custody.bodies import read_body
from shared.custody.effective_time import ClockedFact, EffectiveTime, TimeSource, clocked, effective_times
from shared.custody.events import Fact
from sync_server.custody.tables import Event
from sync_server.db.base import table_of
from sync_server.db.bulk import in_chunks

_EVENT = table_of(Event)
KNOWN_SOURCES = frozenset({TimeSource.ANCHORED, TimeSource.GPS})
# The partial index of clock marks is used only where its own words are repeated.
_IS_CLOCK_MARK = text("kind = 'clock'")
_IS_KNOWN = _EVENT.c.time_known == 1
_IS_UNKNOWN = _EVENT.c.time_known == 0
_STORED = (
    _EVENT.c.pk,
    _EVENT.c.id,
    _EVENT.c.n,
    _EVENT.c.wall_ms,
    _EVENT.c.boot_ms,
    _EVENT.c.boot_key,
    _EVENT.c.effective_ms,
    _EVENT.c.time_source,
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
    marks: list[ClockedFact] = []
    for chunk in in_chunks(sorted(boot_keys)):
        statement = select(_EVENT.c.body).where(
            _EVENT.c.device == device_id, _EVENT.c.boot_key.in_(chunk), _IS_CLOCK_MARK
        )
        readings = (read_body(body) for body in connection.execute(statement).scalars())
        facts = (clocked(reading) for reading in readings if isinstance(reading, Fact))
        marks += [fact for fact in facts if fact.anchor_ms is not None]
    return marks


def _facts_a_new_mark_moves(
    connection: Connection, device_id: str, new: Sequence[ClockedFact], marks: Sequence[ClockedFact]
) -> list[_Stored]:
    """Stored facts between the marks that surround the new ones, session by session."""
    moved: list[_Stored] = []
    for boot_key in sorted({fact.boot_key for fact in new if fact.anchor_ms is not None}):
        new_boots = _mark_boots(new, boot_key)
        old_boots = _mark_boots(marks, boot_key)
        statement = select(*_STORED).where(_EVENT.c.device == device_id, _EVENT.c.boot_key == boot_key)
        earlier = [boot_ms for boot_ms in old_boots if boot_ms < min(new_boots)]
        later = [boot_ms for boot_ms in old_boots if boot_ms > max(new_boots)]
        if earlier:
            statement = statement.where(_EVENT.c.boot_ms >= max(earlier))
        if later:
            statement = statement.where(_EVENT.c.boot_ms <= min(later))
        moved += [_stored(row) for row in connection.execute(statement)]
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
    own = select(*_STORED).where(_EVENT.c.device == device_id)
    below = own.where(_IS_KNOWN, _EVENT.c.n < min(numbers)).order_by(_EVENT.c.n.desc()).limit(1)
    above = own.where(_IS_KNOWN, _EVENT.c.n > max(numbers)).order_by(_EVENT.c.n).limit(1)
    lowest = _n_of(connection, below)
    highest = _n_of(connection, above)
    between = own.where(*_within(lowest, highest))
    doubtful: list[_Stored] = []
    if settled:
        doubtful = [_stored(row) for row in connection.execute(between.where(_IS_UNKNOWN))]
    if not doubtful and not unsettled:
        return [], []
    known = [_stored(row) for row in connection.execute(between.where(_IS_KNOWN))]
    return doubtful, [_as_known(stored) for stored in known]


def _n_of(connection: Connection, statement: Any) -> int | None:
    row = connection.execute(statement).first()
    return None if row is None else row.n


def _within(lowest: int | None, highest: int | None) -> list[Any]:
    limits: list[Any] = []
    if lowest is not None:
        limits.append(_EVENT.c.n >= lowest)
    if highest is not None:
        limits.append(_EVENT.c.n <= highest)
    return limits


def _stored(row: Any) -> _Stored:
    fact = ClockedFact(row.id, row.n, row.wall_ms, row.boot_ms, row.boot_key)
    return _Stored(row.pk, fact, EffectiveTime(row.effective_ms, TimeSource(row.time_source)))


def _as_known(stored: _Stored) -> ClockedFact:
    """A stored fact that only bounds others: its time, already worked out, stands for a satellite's."""
    fact = stored.fact
    return ClockedFact(fact.id, fact.n, fact.wall_ms, fact.boot_ms, "", gps_ms=stored.time.at_ms)
