"""A day's plan as the rows it is kept in: round numbers, titles, times, steps of each crate."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from sync_server.network.plan_queries import (
    CrateToCarry,
    KnownRound,
    StepInRound,
    steps_of_rounds,
    stops_by_round,
)
from sync_server.network.planning.request import Load, PlannedRound
from sync_server.network.status import RoundKind, RoundStatus

MINUTES_OF_A_DAY = 24 * 60
WrittenStop = tuple[str, int, str, str | None]


@dataclass(frozen=True, slots=True)
class WrittenPlan:
    """Rounds by id, their stops (round, n, place, "HH:MM") and the steps of each crate, all in order."""

    rounds: tuple[KnownRound, ...]
    stops: tuple[WrittenStop, ...]
    steps: tuple[StepInRound, ...]


def loads_left(crates: Iterable[CrateToCarry], kept_steps: Iterable[StepInRound]) -> tuple[Load, ...]:
    """What is still to be planned: each crate from where the kept rounds bring it to where they take it."""
    kept: dict[str, list[StepInRound]] = {}
    for step in kept_steps:
        kept.setdefault(step.crate_code, []).append(step)
    together: dict[tuple[str, str, str], list[str]] = {}
    for crate in crates:
        start, end = _open_ends(crate, kept.get(crate.code, ()))
        if start != end:
            together.setdefault((crate.producer_id, start, end), []).append(crate.code)
    return tuple(Load(*ends, tuple(sorted(codes))) for ends, codes in together.items())


def write_plan(
    date: str,
    planned: Sequence[PlannedRound],
    kept_steps: Iterable[StepInRound],
    kept_ids: Collection[str],
    places: Mapping[str, Row[Any]],
) -> WrittenPlan:
    """The rows of a plan; numbers already worn by kept rounds and steps are passed over."""
    free_ids = (round_id for round_id in _round_ids(date) if round_id not in kept_ids)
    free_steps = _FreeSteps(kept_steps)
    rounds: list[KnownRound] = []
    stops: list[WrittenStop] = []
    steps: list[StepInRound] = []
    for round_id, one in zip(free_ids, planned, strict=False):
        title = _title(one, places)
        rounds.append(KnownRound(round_id, date, title, one.kind, one.helper_id, RoundStatus.PLANNED))
        stops += [
            (round_id, n, stop.place_id, _clock(stop.at_minute)) for n, stop in enumerate(one.stops, start=1)
        ]
        steps += [
            StepInRound(
                round_id, move.crate, free_steps.take(move.crate), move.from_place_id, move.to_place_id
            )
            for move in one.moves
        ]
    return WrittenPlan(tuple(rounds), tuple(stops), _in_order(steps))


def standing_plan(session: Session, rounds: Sequence[KnownRound]) -> WrittenPlan:
    """The plan of these rounds as it is kept now."""
    ids = [one.id for one in rounds]
    stops = stops_by_round(session, ids)
    return WrittenPlan(
        tuple(rounds),
        tuple((key, stop.n, stop.place_id, stop.planned_at) for key in ids for stop in stops.get(key, ())),
        _in_order(steps_of_rounds(session, ids)),
    )


class _FreeSteps:
    """Hands out, for each crate, the smallest step number that no kept move wears."""

    def __init__(self, kept_steps: Iterable[StepInRound]) -> None:
        self._worn: dict[str, set[int]] = {}
        for step in kept_steps:
            self._worn.setdefault(step.crate_code, set()).add(step.step)

    def take(self, crate: str) -> int:
        worn = self._worn.setdefault(crate, set())
        step = next(number for number in count(1) if number not in worn)
        worn.add(step)
        return step


def _open_ends(crate: CrateToCarry, kept: Iterable[StepInRound]) -> tuple[str, str]:
    onward = {step.from_place_id: step.to_place_id for step in kept}
    start = crate.farm_place_id
    while start in onward:
        start = onward.pop(start)
    backward = {to_place: from_place for from_place, to_place in onward.items()}
    end = crate.place_id
    while end in backward:
        end = backward.pop(end)
    return start, end


def _round_ids(date: str) -> Iterator[str]:
    return (f"r_{date}_{number:02d}" for number in count(1))


def _title(one: PlannedRound, places: Mapping[str, Row[Any]]) -> str:
    first, last = places[one.stops[0].place_id].name, places[one.stops[-1].place_id].name
    match one.kind:
        case RoundKind.COLLECTION:
            return f"Collecte vers {places[one.hub_id].name}" if one.hub_id else f"Collecte depuis {first}"
        case RoundKind.TRANSFER:
            return f"Navette {first} → {last}"
        case RoundKind.DELIVERY:
            return f"Livraison depuis {first}"
        case RoundKind.OWN_DELIVERY:
            return f"Livraison de {first}"


def _clock(minute: int) -> str | None:
    """Local time, None past midnight: such a plan is too long for its day and says so by its absence."""
    return None if minute >= MINUTES_OF_A_DAY else f"{minute // 60:02d}:{minute % 60:02d}"


def _in_order(steps: Iterable[StepInRound]) -> tuple[StepInRound, ...]:
    return tuple(sorted(steps, key=lambda step: (step.crate_code, step.step)))
