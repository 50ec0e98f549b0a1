"""The day as a list of visits in the order of their hours, read from each phone's own plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from mobile.store.database import Store
from mobile.store.rounds import RoundPlan, round_plan, rounds_known
from mobile.store.stops import TaskState, stop_plan
from shared.commission.local_time import local_offset_ms

FIRST_HOUR_MINUTES = 7 * 60
STOP_MINUTES = 25


@dataclass(frozen=True, slots=True)
class Visit:
    """One stop of one round: when, who, and the crates due there."""

    at_ms: int
    person_id: str
    round_id: str
    place_id: str
    is_first: bool
    is_last: bool
    drops: tuple[str, ...]
    pickups: tuple[str, ...]


def visits_of_day(stores: Sequence[tuple[str, Store]], day: date) -> list[Visit]:
    """Every stop that day of every helper's rounds; at the same minute, what is brought comes first."""
    visits = [
        visit
        for person_id, store in stores
        for summary in rounds_known(store)
        if summary.date == day and summary.helper_id == person_id
        for visit in _visits_of_round(person_id, store, round_plan(store, summary.round_id))
    ]
    return sorted(visits, key=lambda visit: (visit.at_ms, not visit.drops, visit.round_id))


def instant_ms(day: date, minutes: int) -> int:
    """An instant of that day in France, from minutes after midnight, in ms since 1970 UTC."""
    midnight_ms = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1000
    local_ms = midnight_ms + minutes * 60_000
    return local_ms - local_offset_ms(local_ms)


def _visits_of_round(person_id: str, store: Store, plan: RoundPlan | None) -> list[Visit]:
    if plan is None:
        return []
    visits: list[Visit] = []
    minutes = FIRST_HOUR_MINUTES
    for at, stop in enumerate(plan.stops):
        minutes = _minutes(stop.planned_at, minutes)
        tasks = stop_plan(store, plan.summary.round_id, stop.place_id)
        due = (tasks.drops, tasks.pickups) if tasks else ((), ())
        drops, pickups = (tuple(task.code for task in side if task.state is TaskState.TODO) for side in due)
        visits.append(
            Visit(
                at_ms=instant_ms(plan.summary.date, minutes),
                person_id=person_id,
                round_id=plan.summary.round_id,
                place_id=stop.place_id,
                is_first=at == 0,
                is_last=at == len(plan.stops) - 1,
                drops=drops,
                pickups=pickups,
            )
        )
        minutes += STOP_MINUTES
    return visits


def _minutes(planned_at: str | None, otherwise: int) -> int:
    """`HH:MM` as minutes after midnight, never before the stop before it."""
    hours, colon, minutes = (planned_at or "").partition(":")
    if not (colon and hours.isdigit() and minutes.isdigit()):
        return otherwise
    planned = int(hours) * 60 + int(minutes)
    return planned if planned >= otherwise - STOP_MINUTES else otherwise
