"""What the screens read: rounds, stops and crates, with own facts laid over the pulled rows."""

from datetime import date
from pathlib import Path

import pytest

from mobile.actions.crate_acts import CrateException
from mobile.actions.outcomes import Recorded, RefusalReason, Refused
from mobile.store import bound, rounds, unplanned
from mobile.store.rounds import Progress, round_plan, rounds_known, rounds_today
from mobile.store.stops import TaskState, stop_plan
from shared.custody.events import IncidentReason
from tests.builders_phone import FARM, HUB, RELAY, ROUND, Hands, a_small_round, an_enrolled_phone, crate_codes

CODES = crate_codes(8)


@pytest.fixture
def bruno(tmp_path: Path) -> Hands:
    return an_enrolled_phone(tmp_path, a_small_round(CODES))


def states(bruno: Hands, place_id: str) -> list[TaskState]:
    plan = stop_plan(bruno.store, ROUND, place_id)
    assert plan is not None
    return [task.state for task in (*plan.pickups, *plan.drops)]


def test_the_round_of_the_day_is_shown_with_what_is_due(bruno: Hands) -> None:
    [head] = rounds_today(bruno.store, date(2026, 11, 6))
    plan = round_plan(bruno.store, head.round_id)
    assert plan is not None
    summary = plan.summary
    assert (summary.title, summary.status, summary.stop_count) == (head.title, head.status, head.stop_count)
    assert summary.pickups == Progress(done=0, excepted=0, total=8)
    assert summary.next_stop is not None
    assert summary.next_stop.place_name == "Ferme des Ajoncs"
    assert rounds_today(bruno.store, date(2026, 11, 7)) == ()


def test_a_list_of_rounds_counts_a_stop_nobody_planned_once(bruno: Hands) -> None:
    for place_id in (FARM, RELAY, RELAY):
        bruno.arrive(place_id)
    [head] = rounds_known(bruno.store)
    plan = round_plan(bruno.store, ROUND)
    assert plan is not None
    assert head.stop_count == plan.summary.stop_count == 3


def test_rare_facts_are_found_without_reading_the_log(bruno: Hands) -> None:
    """The plan is SQLite's own: a term of the query that is not word for word the index's would lose it."""
    asked = (rounds._MARKS.format(""), f"{unplanned._STANDING} AND f.place_id = ?", bound._BINDS)
    with bruno.store.reading() as connection:
        for statement in asked:
            marks = ("x",) * statement.count("?")
            steps = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", marks).all()
            assert "_rare" in str(steps), (statement, steps)
            assert not [step for step in steps if step[3].startswith(("SCAN f", "SCAN w"))], steps


def test_taken_crates_are_in_hand_and_due_at_the_hub(bruno: Hands) -> None:
    assert isinstance(bruno.pick_up(*CODES[:5]), Recorded)
    plan = round_plan(bruno.store, ROUND)
    assert plan is not None
    assert plan.carried == tuple(sorted(CODES[:5]))
    assert states(bruno, FARM).count(TaskState.TODO) == 3
    assert states(bruno, HUB).count(TaskState.TODO) == 8


def test_a_stop_that_is_done_gives_way_to_the_next(bruno: Hands) -> None:
    bruno.pick_up(*CODES)
    plan = round_plan(bruno.store, ROUND)
    assert plan is not None
    assert plan.summary.next_stop is not None
    assert plan.summary.next_stop.place_id == HUB
    bruno.drop(*CODES)
    done = round_plan(bruno.store, ROUND)
    assert done is not None
    assert done.summary.next_stop is None
    assert done.carried == ()


def test_everything_except_one_keeps_the_reason_and_leaves_nothing_due(bruno: Hands) -> None:
    missing = CrateException(CODES[7], IncidentReason.MISSING)
    outcome = bruno.pick_up(*CODES, exceptions=(missing,))
    assert isinstance(outcome, Recorded)
    assert len(outcome.ids) == 2
    farm, hub = stop_plan(bruno.store, ROUND, FARM), stop_plan(bruno.store, ROUND, HUB)
    assert farm is not None
    assert hub is not None
    [left] = [task for task in farm.pickups if task.state is TaskState.EXCEPTED]
    assert (left.code, left.reason) == (CODES[7], IncidentReason.MISSING)
    assert [task.state for task in hub.drops if task.code == CODES[7]] == [TaskState.EXCEPTED]


def test_a_crate_found_after_all_is_due_again_at_the_hub(bruno: Hands) -> None:
    bruno.pick_up(*CODES, exceptions=(CrateException(CODES[7], IncidentReason.MISSING),))
    bruno.pick_up(CODES[7])
    assert states(bruno, FARM) == [TaskState.DONE] * 8
    assert states(bruno, HUB) == [TaskState.TODO] * 8


def test_undo_takes_the_whole_gesture_back_exceptions_included(bruno: Hands) -> None:
    before = states(bruno, FARM)
    recorded = bruno.pick_up(*CODES, exceptions=(CrateException(CODES[7], IncidentReason.BROKEN),))
    assert isinstance(bruno.undo(recorded), Recorded)
    assert states(bruno, FARM) == before


def test_undoing_twice_withdraws_nothing_more(bruno: Hands) -> None:
    recorded = bruno.pick_up(*CODES)
    bruno.undo(recorded)
    assert bruno.undo(recorded) == Refused(RefusalReason.NOTHING_TO_UNDO)


def test_a_crate_already_in_hand_is_not_taken_twice(bruno: Hands) -> None:
    bruno.pick_up(CODES[0])
    assert bruno.pick_up(CODES[0], CODES[1]) == Refused(RefusalReason.ALREADY_DONE, (CODES[0],))


def test_a_crate_dropped_elsewhere_when_the_person_insists_is_still_due_at_its_stop(bruno: Hands) -> None:
    bruno.pick_up(*CODES)
    assert bruno.drop(CODES[0], at=RELAY) == Refused(RefusalReason.WRONG_STOP, (CODES[0],))
    assert isinstance(bruno.drop(CODES[0], at=RELAY, even_if_odd=True), Recorded)
    assert states(bruno, FARM) == [TaskState.DONE] * 8
    assert states(bruno, HUB) == [TaskState.TODO] * 8


def test_a_crate_not_taken_is_not_dropped_unless_the_person_insists(bruno: Hands) -> None:
    assert bruno.drop(CODES[0]) == Refused(RefusalReason.NOT_CARRIED, (CODES[0],))
    assert isinstance(bruno.drop(CODES[0], even_if_odd=True), Recorded)


def test_an_unplanned_stop_is_made_by_arriving_there(bruno: Hands) -> None:
    bruno.arrive(RELAY)
    plan = round_plan(bruno.store, ROUND)
    assert plan is not None
    assert [(stop.place_id, stop.is_planned) for stop in plan.stops] == [
        (FARM, True),
        (HUB, True),
        (RELAY, False),
    ]
