"""When a fact really happened: a pure function of the set of one phone's facts, whatever its clock said."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from shared.custody.events import Fact, Kind

GPS_MAX_AGE_MS = 60_000


class TimeSource(StrEnum):
    """Where an effective time comes from, the best first."""

    ANCHORED = "anchored"
    GPS = "gps"
    WALL = "wall"
    CLAMPED = "clamped"


@dataclass(frozen=True, slots=True)
class EffectiveTime:
    """An instant in ms since 1970 UTC and how far it can be trusted; a clamped one is doubtful."""

    at_ms: int
    source: TimeSource


@dataclass(frozen=True, slots=True)
class ClockedFact:
    """What the rule needs of a fact; `anchor_ms` is the server's time where the fact is a clock mark."""

    id: str
    n: int
    wall_ms: int
    boot_ms: int
    boot_key: str
    gps_ms: int | None = None
    anchor_ms: int | None = None
    anchor_boot_ms: int | None = None


def clocked(fact: Fact) -> ClockedFact:
    """A fact of `read_body` as the rule sees it. Half the round trip is added to the server's time."""
    anchor, anchor_boot = (None, None)
    if fact.kind is Kind.CLOCK and isinstance(fact.data.get("server_time"), int):
        anchor = fact.data["server_time"] + (fact.data.get("rtt") or 0) // 2
        anchor_boot = fact.data.get("boot") or fact.clock.boot_ms
    return ClockedFact(
        fact.id,
        fact.n,
        fact.clock.wall_ms,
        fact.clock.boot_ms,
        fact.clock.boot_key,
        _fresh_gps_ms(fact),
        anchor,
        anchor_boot,
    )


def effective_times(facts: Iterable[ClockedFact]) -> dict[str, EffectiveTime]:
    """The effective time of each fact of ONE device, by fact id.

    (1) Same boot session as a clock mark: interpolated between marks, else offset from the nearest.
    (2) Else a satellite's time at most 60 s old. (3) Else the wall clock, clamped between the
    neighbouring known times by `n`. The result depends on the set of facts, not on their arrival.
    """
    ordered = sorted(facts, key=lambda fact: (fact.n, fact.id))
    anchors = _anchors_by_boot_key(ordered)
    known: dict[str, EffectiveTime] = {}
    for fact in ordered:
        session = anchors.get(fact.boot_key)
        if session:
            known[fact.id] = EffectiveTime(_from_anchors(fact.boot_ms, session), TimeSource.ANCHORED)
        elif fact.gps_ms is not None:
            known[fact.id] = EffectiveTime(fact.gps_ms, TimeSource.GPS)
    return known | _clamped_walls(ordered, known)


def _fresh_gps_ms(fact: Fact) -> int | None:
    gps_ms, age_ms = fact.data.get("gps_ms"), fact.data.get("gps_age_ms")
    if isinstance(gps_ms, int) and isinstance(age_ms, int) and age_ms <= GPS_MAX_AGE_MS:
        return gps_ms + age_ms
    return None


def _anchors_by_boot_key(facts: list[ClockedFact]) -> dict[str, list[tuple[int, int]]]:
    sessions: defaultdict[str, set[tuple[int, int]]] = defaultdict(set)
    for fact in facts:
        if fact.anchor_ms is not None and fact.anchor_boot_ms is not None:
            sessions[fact.boot_key].add((fact.anchor_boot_ms, fact.anchor_ms))
    return {boot_key: sorted(pairs) for boot_key, pairs in sessions.items()}


def _from_anchors(boot_ms: int, anchors: list[tuple[int, int]]) -> int:
    after = bisect_left(anchors, (boot_ms, -1))
    if after == 0:
        return anchors[0][1] + boot_ms - anchors[0][0]
    if after == len(anchors):
        return anchors[-1][1] + boot_ms - anchors[-1][0]
    (boot_a, time_a), (boot_b, time_b) = anchors[after - 1], anchors[after]
    return time_a + (boot_ms - boot_a) * (time_b - time_a) // (boot_b - boot_a)


def _clamped_walls(
    ordered: list[ClockedFact], known: Mapping[str, EffectiveTime]
) -> dict[str, EffectiveTime]:
    """Walls held between the nearest known times before and after, one pass each way."""
    later_ms: dict[str, int | None] = {}
    next_known: int | None = None
    for fact in reversed(ordered):
        later_ms[fact.id] = next_known
        if fact.id in known:
            next_known = known[fact.id].at_ms
    walls: dict[str, EffectiveTime] = {}
    last_known: int | None = None
    for fact in ordered:
        if fact.id in known:
            last_known = known[fact.id].at_ms
            continue
        held = _hold_between(fact.wall_ms, last_known, later_ms[fact.id])
        source = TimeSource.WALL if held == fact.wall_ms else TimeSource.CLAMPED
        walls[fact.id] = EffectiveTime(held, source)
    return walls


def _hold_between(wall_ms: int, earliest: int | None, latest: int | None) -> int:
    if earliest is not None and latest is not None and earliest > latest:
        earliest, latest = latest, earliest
    if latest is not None:
        wall_ms = min(wall_ms, latest)
    return wall_ms if earliest is None else max(wall_ms, earliest)
