"""Which counts a crate is confirmed at, and to which leg a gap belongs: told by hand, one story a line."""

import pytest

from shared.commission.stages import stage_legs_of_chain
from shared.custody.chain import CarriedBy, Movement, fold_chain
from shared.custody.events import Kind
from sync_server.reconciliation.counts import Count, CrateOnItsWay, PlannedStep, Trace, Way, trace_of
from sync_server.reconciliation.matrix import (
    Gap,
    Grouping,
    MatrixRow,
    grouped,
    is_waiting,
    rows_of_traces,
    withdrawn_in_all,
)
from tests.sync_server.reconciliation.matrix_world import HUBS, ROLES

FARM, HUB, POINT, ELSEWHERE = "F001", "R001", "R003", "R004"
COLLECTS, DELIVERS = PlannedStep("r_1", "bruno", FARM, HUB), PlannedStep("r_2", "chloe", HUB, POINT)
BY_HUB, STRAIGHT = (COLLECTS, DELIVERS), (PlannedStep("r_3", "alice", FARM, POINT),)
P, D, G, T = Kind.PICKUP, Kind.DROP, Kind.HANDOVER_GIVEN, Kind.HANDOVER_TAKEN
Told = tuple[tuple[str, Kind, str | None], ...]


def traced(steps: tuple[PlannedStep, ...], told: Told) -> Trace:
    movements = [
        Movement(f"e{n}", kind, who, n, place, f"r_{who}") for n, (who, kind, place) in enumerate(told)
    ]
    chain = fold_chain(movements)
    legs = stage_legs_of_chain(chain, ROLES, FARM, POINT)
    held = chain.holder.event_id if isinstance(chain.holder, CarriedBy) else None
    taken = next((each for each in movements if each.event_id == held), None)
    held_from = taken.place_id if taken and taken.kind is P else None
    crate = CrateOnItsWay(
        "C", "P001", POINT, steps, legs, chain.holder, held_from, taken.round_id if taken else None
    )
    return trace_of(crate, HUBS)


def passed(trace: Trace) -> str:
    marks = {"p": trace.picked, "h": trace.at_hub, "d": trace.dropped}
    return "".join(mark for mark, is_passed in marks.items() if is_passed)


L, K, H = Count.LABELLED, Count.PICKED, Count.AT_HUB
STORIES: dict[str, tuple[tuple[PlannedStep, ...], Told, str, list[tuple[Count, Count | None, Way]]]] = {
    "nothing yet": (BY_HUB, (), "", [(L, None, Way("bruno", "r_1", FARM, HUB))]),
    "nothing and no plan": ((), (), "", [(L, None, Way())]),
    "on the way to the hub": (
        BY_HUB, (("bruno", P, FARM),), "p", [(K, None, Way("bruno", "r_bruno", FARM, HUB))],
    ),
    "waiting at the hub": (
        BY_HUB, (("bruno", P, FARM), ("bruno", D, HUB)), "ph", [(H, None, Way("chloe", "r_2", HUB, POINT))],
    ),
    "kept after the hub": (
        BY_HUB, (("bruno", P, FARM), ("bruno", D, HUB), ("chloe", P, HUB)), "ph",
        [(H, None, Way("chloe", "r_chloe", HUB, POINT))],
    ),
    "left at another point": (
        BY_HUB, (("bruno", P, FARM), ("bruno", D, HUB), ("chloe", P, HUB), ("chloe", D, ELSEWHERE)), "ph",
        [(H, None, Way("chloe", "r_chloe", HUB, ELSEWHERE))],
    ),
    "all the way": (
        BY_HUB, (("bruno", P, FARM), ("bruno", D, HUB), ("chloe", P, HUB), ("chloe", D, POINT)), "phd", [],
    ),
    "nobody recorded taking it from the farm": (
        BY_HUB, (("chloe", P, HUB), ("chloe", D, POINT)), "hd",
        [(L, Count.AT_HUB, Way("bruno", "r_1", FARM, HUB))],
    ),
    "left at the hub by somebody who never took it": (
        BY_HUB, (("bruno", D, HUB),), "h",
        [(L, Count.AT_HUB, Way("bruno", "r_bruno", FARM, HUB)), (H, None, Way("chloe", "r_2", HUB, POINT))],
    ),
    "dropped out of nowhere": (
        STRAIGHT, (("alice", D, POINT),), "d", [(L, Count.DROPPED, Way("alice", "r_alice", FARM, POINT))],
    ),
    "straight although the hub was planned": (BY_HUB, (("alice", P, FARM), ("alice", D, POINT)), "pd", []),
    "claimed by one and dropped by another": (
        BY_HUB, (("bruno", P, FARM), ("chloe", D, POINT)), "d",
        [(L, Count.DROPPED, Way("chloe", "r_chloe", FARM, POINT))],
    ),
    "dropped by somebody who never took it from where it lay": (
        BY_HUB, (("bruno", P, FARM), ("bruno", D, ELSEWHERE), ("chloe", D, POINT)), "pd",
        [(K, Count.DROPPED, Way("chloe", "r_chloe", ELSEWHERE, POINT))],
    ),
    "handed over on the road": (
        STRAIGHT, (("alice", P, FARM), ("alice", G, None), ("dan", T, None)), "p",
        [(K, None, Way("dan", "r_dan", None, None))],
    ),
}  # fmt: skip


@pytest.mark.parametrize("story", STORIES)
def test_each_story_has_its_counts_and_its_leg(story: str) -> None:
    steps, told, marks, lacks = STORIES[story]
    trace = traced(steps, told)
    assert passed(trace) == marks
    assert [(each.after, each.before, each.way) for each in trace.lacks] == lacks


def test_crates_that_lack_alike_are_one_gap_and_what_is_not_ordered_is_told() -> None:
    told: Told = (("bruno", P, FARM),)
    (row,) = rows_of_traces({("P001", POINT): 1}, [traced(BY_HUB, told), traced(BY_HUB, told)], {})
    assert (row.ordered, row.labelled, row.unordered, row.unlabelled) == (1, 2, 1, 0)
    assert [gap.crates for gap in row.gaps] == [2]
    assert not row.is_even()


def test_goods_without_any_code_are_a_line_too() -> None:
    (row,) = rows_of_traces({("P001", POINT): 3}, [], {})
    assert (row.unlabelled, row.lacking, row.picked) == (3, 3, 0)


def test_what_is_not_driven_yet_only_waits() -> None:
    (lacking,) = traced(BY_HUB, ()).lacks
    gap = Gap(lacking, 1)
    assert is_waiting(gap, "2026-11-06", "2026-11-06", frozenset())
    assert not is_waiting(gap, "2026-11-06", "2026-11-06", frozenset({"r_1"}))
    assert not is_waiting(gap, "2026-11-06", "2026-11-07", frozenset())


def test_withdrawals_nobody_counted_are_never_a_number() -> None:
    rows = [
        MatrixRow("P001", POINT, 2, 2, 2, 0, 0, 2, 1),
        MatrixRow("P002", POINT, 1, 1, 1, 0, 0, 1),
        MatrixRow("P001", ELSEWHERE, 1, 1, 1, 0, 0, 1),
    ]
    assert [each.totals.withdrawn for each in grouped(rows, Grouping.EACH, {})] == [1, None, None]
    here, elsewhere = grouped(rows, Grouping.BY_PLACE, {POINT: 3})
    assert (here.totals.withdrawn, here.left_over, elsewhere.totals.withdrawn) == (3, 0, None)
    assert withdrawn_in_all([here, elsewhere]) is None
    assert withdrawn_in_all([here]) == 3
    assert grouped(rows, Grouping.BY_PRODUCER, {POINT: 3})[0].totals.withdrawn is None
