"""What the round shows: the one to drive now with its stops, and the others this phone knows."""

from dataclasses import dataclass, replace
from datetime import date

from mobile.actions.outcomes import Recorded, RefusalReason, Refused
from mobile.screens.contract import Carried, Reading
from mobile.screens.rows import ShowMoreRows
from mobile.store.handovers import open_in_round
from mobile.store.rounds import (
    RoundHead,
    RoundPlan,
    RoundStatus,
    StopProgress,
    round_plan,
    rounds_known,
)

# Besides what is due: the rounds of the next days, without a thumb's way to what stands below them.
ROUNDS_AT_FIRST = 4
ROUNDS_MORE = 20


@dataclass(frozen=True, slots=True)
class StopLine:
    """One stop: what remains to leave and to take there."""

    n: int
    place_id: str
    name: str
    planned_at: str | None
    to_leave: int
    to_take: int
    is_done: bool


@dataclass(frozen=True, slots=True)
class RoundLine:
    """Another round, to open if one wishes."""

    round_id: str
    title: str
    day: date
    stop_count: int
    is_closed: bool


@dataclass(frozen=True, slots=True)
class ShownRound:
    """The round on the screen. `remaining` counts the crates not handled yet, `aboard` those carried now.

    `to_load` are those that should be aboard on leaving the first stop, `open_handovers` wait for their other
    side.
    """

    round_id: str
    title: str
    day: date
    is_started: bool
    is_closed: bool
    stops: tuple[StopLine, ...]
    remaining: int
    aboard: int
    to_load: int
    is_planned: bool
    open_handovers: int = 0

    @property
    def stops_done(self) -> int:
        """How many stops are finished."""
        return sum(stop.is_done for stop in self.stops)

    @property
    def next_stop(self) -> StopLine | None:
        """The first stop not finished."""
        return next((stop for stop in self.stops if not stop.is_done), None)


@dataclass(frozen=True, slots=True)
class RoundState:
    """Everything « Ma tournée » shows."""

    today: date
    shown: ShownRound | None
    others: tuple[RoundLine, ...]
    is_only_choice: bool
    # Of the others, those of today and those under way: they are never left out.
    due: int = 0


@dataclass(frozen=True, slots=True)
class RoundDraft:
    """The identity of the next record, and why the last one was refused."""

    intent_id: str
    refusal: RefusalReason | None = None
    rounds_shown: int = ROUNDS_AT_FIRST


def load(reading: Reading) -> RoundState:
    """The round of the path, else the one of the day."""
    known = tuple(sorted(rounds_known(reading.store), key=_newest_day_first))
    asked = reading.params.get("round_id")
    summary = _summary_of(known, asked) if asked else _round_of_the_day(reading, known)
    plan = round_plan(reading.store, summary.round_id) if summary else None
    rest = [one for one in known if summary is None or one.round_id != summary.round_id]
    rest.sort(key=lambda one: _nearness(one, reading.today))
    due = sum(_is_due(one, reading.today) for one in rest)
    shown = _shown(plan, open_in_round(reading.store, plan.summary.round_id)) if plan else None
    others = tuple(_round_line(one) for one in rest)
    return RoundState(reading.today, shown, others, is_only_choice=asked is None, due=due)


def change(draft: RoundDraft, news: object) -> RoundDraft:
    """Remember a refusal; a success shows by itself."""
    match news:
        case Carried(outcome=Refused(reason=reason), fresh_id=fresh_id):
            return replace(draft, intent_id=fresh_id, refusal=reason)
        case Carried(outcome=Recorded(), fresh_id=fresh_id):
            return replace(draft, intent_id=fresh_id, refusal=None)
        case ShowMoreRows():
            return replace(draft, rounds_shown=draft.rounds_shown + ROUNDS_MORE)
        case _:
            return replace(draft, refusal=None)


def _summary_of(known: tuple[RoundHead, ...], round_id: str) -> RoundHead | None:
    return next((one for one in known if one.round_id == round_id), None)


def _round_of_the_day(reading: Reading, known: tuple[RoundHead, ...]) -> RoundHead | None:
    """Today's open round, else the next to come, else the last one left open, else today's closed one."""
    todays = [one for one in known if one.date == reading.today or one.status is RoundStatus.STARTED]
    of_today = [one for one in todays if one.status is not RoundStatus.CLOSED]
    still_open = [one for one in known if one.status is not RoundStatus.CLOSED]
    coming = sorted(
        (one for one in still_open if one.date >= reading.today), key=lambda one: (one.date, one.round_id)
    )
    for choice in (of_today, coming, still_open, todays):
        if choice:
            return choice[0]
    return None


def _newest_day_first(summary: RoundHead) -> tuple[int, str]:
    """Within a day in the order they are driven: the collection of the morning before its delivery."""
    return -summary.date.toordinal(), summary.round_id


def _is_due(one: RoundHead, today: date) -> bool:
    return one.date == today or one.status is RoundStatus.STARTED


def _nearness(one: RoundHead, today: date) -> tuple[int, int, str]:
    """What a driver looks for first: today's and what is under way, then what comes next, then the latest."""
    away = (one.date - today).days
    if _is_due(one, today):
        return 0, away, one.round_id
    return (1, away, one.round_id) if away > 0 else (2, -away, one.round_id)


def _shown(plan: RoundPlan, open_handovers: int) -> ShownRound:
    summary = plan.summary
    return ShownRound(
        round_id=summary.round_id,
        title=summary.title,
        day=summary.date,
        is_started=summary.status is not RoundStatus.PLANNED,
        is_closed=summary.status is RoundStatus.CLOSED,
        stops=tuple(_stop_line(stop) for stop in plan.stops),
        remaining=summary.pickups.remaining + summary.drops.remaining,
        aboard=len(plan.carried),
        is_planned=summary.is_planned,
        to_load=len(plan.carried) + (plan.stops[0].pickups.remaining if plan.stops else 0),
        open_handovers=open_handovers,
    )


def _stop_line(stop: StopProgress) -> StopLine:
    return StopLine(
        stop.n,
        stop.place_id,
        stop.place_name,
        stop.planned_at,
        to_leave=stop.drops.remaining,
        to_take=stop.pickups.remaining,
        is_done=stop.is_done,
    )


def _round_line(one: RoundHead) -> RoundLine:
    return RoundLine(one.round_id, one.title, one.date, one.stop_count, one.status is RoundStatus.CLOSED)
