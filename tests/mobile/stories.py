"""Stories a person may live with crates in his hands, as Hypothesis tells them."""

from dataclasses import dataclass

from hypothesis import strategies as st

from mobile.actions.crate_acts import CrateException
from mobile.actions.outcomes import Recorded, RecordOutcome
from mobile.store.rounds import round_plan
from mobile.store.stops import TaskState, stop_plan
from shared.custody.events import IncidentReason
from tests.builders_phone import FARM, HUB, RELAY, ROUND, Hands, crate_codes

CRATES = 3
CODES = crate_codes(CRATES)
Shown = tuple[tuple[str, ...], tuple[tuple[str, TaskState], ...]]


@dataclass(frozen=True)
class PickUp:
    """Take crates somewhere; `insists` where the person was warned."""

    crates: tuple[int, ...]
    at: str
    insists: bool


@dataclass(frozen=True)
class Drop:
    """Leave crates somewhere."""

    crates: tuple[int, ...]
    at: str
    insists: bool


@dataclass(frozen=True)
class LeaveOut:
    """One crate is broken."""

    crate: int
    at: str


@dataclass(frozen=True)
class Undo:
    """Withdraw what was done that many acts ago."""

    back: int


@dataclass(frozen=True)
class Send:
    """The facts so far are sent, and told by the rows."""


Act = PickUp | Drop | LeaveOut | Undo | Send
some_crates = st.sets(st.integers(0, CRATES - 1), min_size=1).map(lambda chosen: tuple(sorted(chosen)))
places = st.sampled_from([FARM, HUB, RELAY])
stories = st.lists(
    st.one_of(
        st.builds(PickUp, some_crates, places, st.booleans()),
        st.builds(Drop, some_crates, places, st.booleans()),
        st.builds(LeaveOut, st.integers(0, CRATES - 1), st.sampled_from([FARM, HUB])),
        st.builds(Undo, st.integers(1, 4)),
        st.just(Send()),
    ),
    min_size=1,
    max_size=12,
)


def shown(bruno: Hands) -> Shown:
    """Every state a screen would show, without the facts that say so."""
    plan = round_plan(bruno.store, ROUND)
    stops = [stop_plan(bruno.store, ROUND, place_id) for place_id in (FARM, HUB)]
    tasks = [task for stop in stops if stop for task in (*stop.pickups, *stop.drops)]
    return (plan.carried if plan else (), tuple((task.code, task.state) for task in tasks))


def carry_out(bruno: Hands, act: Act, done: list[Recorded]) -> None:
    outcome: RecordOutcome | None = None
    match act:
        case PickUp(crates, at, insists):
            outcome = bruno.pick_up(*(CODES[each] for each in crates), at=at, even_if_odd=insists)
        case Drop(crates, at, insists):
            outcome = bruno.drop(*(CODES[each] for each in crates), at=at, even_if_odd=insists)
        case LeaveOut(crate, at):
            left = CrateException(CODES[crate], IncidentReason.BROKEN)
            outcome = bruno.pick_up(at=at, exceptions=(left,))
        case Undo(back) if len(done) >= back:
            bruno.undo(done[-back])
        case _:
            pass
    if isinstance(outcome, Recorded):
        done.append(outcome)
