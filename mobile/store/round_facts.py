"""Own facts of a round read back: when it began, how long each stop took, what was recorded at one stop."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from mobile.store.database import Store
from mobile.store.history import LoggedFact, read_logged
from mobile.store.statements import run
from shared.custody.events import Kind

_OF_ROUND = (
    "SELECT f.seq, f.body, f.seq < s.next, v.fact_id IS NOT NULL FROM logged_fact f"
    " JOIN sync_state s LEFT JOIN voided_fact v ON v.fact_id = f.id"
    " WHERE f.round_id = ? ORDER BY f.seq"
)
# What says nothing of the round itself: the amendment shows on the fact it withdraws.
_BESIDE = frozenset({Kind.VOID, Kind.CORRECTION, Kind.CLOCK})


@dataclass(frozen=True, slots=True)
class RoundTimes:
    """When a round began, when something was last recorded in it, and how long its stops took, in ms."""

    started_ms: int | None
    last_ms: int | None
    at_stops_ms: int


def facts_of_round(store: Store, round_id: str) -> tuple[LoggedFact, ...]:
    """Everything this phone recorded in the round, in log order; withdrawn facts too."""
    with store.reading() as connection:
        rows: list[Any] = run(connection, _OF_ROUND, (round_id,)).fetchall()
    read = (read_logged(row) for row in rows)
    return tuple(logged for logged in read if logged.fact is not None and logged.fact.kind not in _BESIDE)


def facts_at_stop(store: Store, round_id: str, place_id: str) -> tuple[LoggedFact, ...]:
    """Those of them that name this place, the newest first."""
    found = facts_of_round(store, round_id)
    return tuple(
        logged for logged in reversed(found) if logged.fact is not None and logged.fact.place_id == place_id
    )


def times_of_round(facts: Iterable[LoggedFact]) -> RoundTimes:
    """From the standing facts of a round, in log order; the phone's own clock, as the screen shows it."""
    started_ms: int | None = None
    last_ms: int | None = None
    calls: list[tuple[str, int, int]] = []
    for logged in facts:
        fact = logged.fact
        if fact is None or logged.is_voided:
            continue
        at_ms = fact.clock.wall_ms
        if fact.kind is Kind.ROUND_STARTED and started_ms is None:
            started_ms = at_ms
        last_ms = at_ms
        if fact.place_id is None:
            continue
        # The same place again after another one is a second call: the way between was driven.
        if calls and calls[-1][0] == fact.place_id:
            calls[-1] = (fact.place_id, calls[-1][1], at_ms)
        else:
            calls.append((fact.place_id, at_ms, at_ms))
    return RoundTimes(started_ms, last_ms, sum(max(0, last - first) for _, first, last in calls))
