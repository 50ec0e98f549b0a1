"""What « Fin de tournée » shows: what was done, what is still aboard, times from the facts, estimates."""

from collections.abc import Iterable
from dataclasses import dataclass

from mobile.screens.contract import Reading
from mobile.screens.place_choice import PlaceChoice
from mobile.store.cargo import CargoCrate, cargo_of_round
from mobile.store.history import LoggedFact
from mobile.store.lines import LineRow, LineStatus, lines_of_round
from mobile.store.outbox import outbox_counts
from mobile.store.reference import cost_rates, places
from mobile.store.round_facts import facts_of_round, times_of_round
from mobile.store.rounds import RoundPlan, RoundStatus, round_plan
from shared.commission.round_cost import CostRates
from shared.custody.codes import print_code
from shared.custody.details import RoundClosedDetail, detail_of
from shared.custody.events import Kind

MINUTE_MS = 60_000
# Nobody ends a round hours after its last stop: somebody who comes back to it later forgot to end it.
FORGOTTEN_AFTER_MS = 180 * MINUTE_MS


@dataclass(frozen=True, slots=True)
class LeftCrate:
    """A crate still aboard: whose it is, and where it was to go."""

    code: str
    printed: str
    producer_name: str
    dest_name: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the server has computed of this round so far: `waiting` facts are not in it yet."""

    line_count: int
    due_cents: int
    withheld_cents: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Closed:
    """How the round was ended, as recorded on this phone, and the facts that undoing it would void."""

    at_ms: int
    fact_ids: tuple[str, ...]
    distance_m: int | None
    drive_minutes: int | None
    stop_minutes: int | None
    fees_cents: int | None


@dataclass(frozen=True, slots=True)
class ClosingState:
    """One round at its end. `minutes` and `stop_minutes` are told by the facts, None where they do not."""

    round_id: str
    title: str
    stops_done: int
    stop_count: int
    not_handled: int
    is_over: bool
    closed: Closed | None
    left: tuple[LeftCrate, ...]
    started_ms: int | None
    minutes: int | None
    stop_minutes: int | None
    places: tuple[PlaceChoice, ...]
    estimate: Estimate
    rates: CostRates | None


def load(reading: Reading) -> ClosingState | None:
    """The round of the path; None where this phone does not know it."""
    store, round_id = reading.store, reading.params["round_id"]
    plan = round_plan(store, round_id)
    if plan is None:
        return None
    facts = facts_of_round(store, round_id)
    started_ms, minutes, stop_minutes = _times(facts, reading.now_ms)
    return ClosingState(
        round_id=round_id,
        title=plan.summary.title,
        stops_done=sum(stop.is_done for stop in plan.stops),
        stop_count=len(plan.stops),
        not_handled=plan.summary.pickups.remaining,
        is_over=plan.summary.status is RoundStatus.CLOSED,
        closed=_closed(facts),
        left=_left(cargo_of_round(store, round_id)),
        started_ms=started_ms,
        minutes=minutes,
        stop_minutes=stop_minutes,
        places=_places(reading, plan),
        estimate=_estimate(lines_of_round(store, round_id), outbox_counts(store).pending),
        rates=cost_rates(store),
    )


def _times(facts: tuple[LoggedFact, ...], now_ms: int) -> tuple[int | None, int | None, int | None]:
    times = times_of_round(facts)
    if times.started_ms is None or times.last_ms is None:
        return times.started_ms, None, None
    is_forgotten = now_ms - times.last_ms > FORGOTTEN_AFTER_MS
    until_ms = times.last_ms if is_forgotten else max(now_ms, times.last_ms)
    minutes = max(0, until_ms - times.started_ms) // MINUTE_MS
    return times.started_ms, minutes, min(minutes, times.at_stops_ms // MINUTE_MS)


def _closed(facts: tuple[LoggedFact, ...]) -> Closed | None:
    standing = [each for each in facts if each.fact is not None and not each.is_voided]
    last = next((each.fact for each in reversed(standing) if _is_closing(each)), None)
    if last is None:
        return None
    detail = detail_of(last, RoundClosedDetail)
    together = (each.fact for each in standing if each.fact and each.fact.data.get("intent") == detail.intent)
    return Closed(
        at_ms=last.clock.wall_ms,
        fact_ids=tuple(fact.id for fact in together),
        distance_m=detail.distance_m,
        drive_minutes=detail.drive_minutes,
        stop_minutes=detail.stop_minutes,
        fees_cents=detail.fees_cents,
    )


def _is_closing(logged: LoggedFact) -> bool:
    return logged.fact is not None and logged.fact.kind is Kind.ROUND_CLOSED


def _left(cargo: Iterable[CargoCrate]) -> tuple[LeftCrate, ...]:
    aboard = [each for each in cargo if each.is_aboard]
    aboard.sort(key=lambda each: (each.to_name or each.dest_name, each.producer_name, each.code))
    return tuple(
        LeftCrate(each.code, print_code(each.code), each.producer_name, each.to_name or each.dest_name)
        for each in aboard
    )


def _places(reading: Reading, plan: RoundPlan) -> tuple[PlaceChoice, ...]:
    near = {stop.place_id for stop in plan.stops}
    return tuple(
        PlaceChoice(each.place_id, each.name, each.area or "", each.role, each.place_id in near)
        for each in places(reading.store)
    )


def _estimate(lines: tuple[LineRow, ...], waiting: int) -> Estimate:
    withheld = sum(line.amount_cents for line in lines if line.status is LineStatus.WITHHELD)
    due = [line.amount_cents for line in lines if line.status is not LineStatus.WITHHELD]
    return Estimate(len(due), sum(due), withheld, waiting)
