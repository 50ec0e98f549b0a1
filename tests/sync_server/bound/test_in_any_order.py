"""I6 and I7 for blank labels: whatever arrives first, the same crates, legs, rows and cents."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from shared.custody.events import Kind
from sync_server.commission.compute import compute_exactly
from sync_server.db.session import read
from sync_server.upkeep.after_push import project_again
from tests.builders import PhoneByHand, a_server
from tests.builders_network import CONSIGNMENT, CRATES, HUB, RELAY, TO_THE_HUB
from tests.sync_server.bound.scene import LABELS, LATE, OTHER, PRINTED_FOR_OTHER, Binding
from tests.sync_server.postgres import a_database

TARGETS = (CONSIGNMENT, CONSIGNMENT, CONSIGNMENT, OTHER, LATE)
CODES = (*LABELS[:3], PRINTED_FOR_OTHER)
Step = Callable[[Binding], object]

# What one phone says: binds (label, consignment, minute, taken back?), what it carries, whether it ended.
_SAID = st.tuples(
    st.lists(
        st.tuples(
            st.sampled_from(CODES),
            st.sampled_from(TARGETS),
            st.integers(0, 90),
            st.sampled_from((0, 0, 0, 1)),
        ),
        max_size=3,
    ),
    st.sets(st.sampled_from((*CRATES, *CODES)), max_size=4),
    st.booleans(),
)
_STORY = st.lists(_SAID, min_size=2, max_size=3)


def _say(scene: Binding, phone: PhoneByHand, said: Any, who: int) -> None:
    binds, carried, is_over = said
    for n, (code, target, minute, is_void) in enumerate(binds):
        bound = scene.binds(phone, code, target, wall_ms=scene.at(0, minute), id=_id(who, n))
        if is_void:
            phone.record(Kind.VOID, ref=bound, wall_ms=scene.at(2), id=_id(who, 20 + n))
    if carried:
        at, to = (HUB, RELAY) if who else (None, HUB)
        codes, hour = tuple(sorted(carried)), 1 + 2 * who
        start = {"place_id": at or "F001", "round_id": TO_THE_HUB, "crates": codes}
        phone.record(Kind.PICKUP, **start, wall_ms=scene.at(hour, who), id=_id(who, 40))
        phone.record(Kind.DROP, **(start | {"place_id": to}), wall_ms=scene.at(hour + 1), id=_id(who, 41))
    if is_over:
        phone.record(Kind.ROUND_CLOSED, round_id=TO_THE_HUB, wall_ms=scene.at(9), id=_id(who, 50))


def _lives(folder: Path, story: Any, order: list[int], url: str = "") -> dict[str, list[Any]]:
    """The story told by phones that push one record at a time; orders and a new plan fall in between."""
    with a_server(folder, database_url=url, syncs_a_minute=1_000_000) as server:
        scene = Binding(server)
        phones = [scene.bruno, scene.chloe, scene.david][: len(story)]
        for who, (phone, said) in enumerate(zip(phones, story, strict=True)):
            _say(scene, phone, said, who)
        steps: list[Step] = [
            lambda _, phone=phone, at=at: phone.push(at, at)
            for phone in phones
            for at in range(1, len(phone.bodies) + 1)
        ]
        scene.orders(LATE, crates=2, cents=12_345)
        # A record waits for those before it on its phone, as on any phone.
        rank = {n: order[n % len(order)] * 100 + n for n in range(len(steps))}
        _in_turn(scene, phones, steps, rank)
        scene.server.clock.forward(s=12 * 3600)
        found = scene.computed() | {"cents": _cents(scene)}
        project_again(server.runtime, everything=True)
        assert scene.computed() | {"cents": _cents(scene)} == found, "from zero it is another"
        return found


def _in_turn(scene: Binding, phones: list[PhoneByHand], steps: list[Step], rank: dict[int, int]) -> None:
    """Every phone's records in its own order, phones interleaved as the ranks say."""
    starts, waiting = 0, list[list[int]]()
    for phone in phones:
        waiting.append(list(range(starts, starts + len(phone.bodies))))
        starts += len(phone.bodies)
    while any(waiting):
        queue = min((each for each in waiting if each), key=lambda each: rank[each[0]])
        steps[queue.pop(0)](scene)


def _cents(scene: Binding) -> list[Any]:
    with read(scene.server.runtime.database) as session:
        computation = compute_exactly(session)
    return sorted(
        (str(line.key), line.amount_cents, line.crates, str(line.withheld_reason))
        for line in (*computation.lines, *computation.withheld)
    )


def _id(who: int, n: int) -> str:
    return f"0199c1f2-000{who}-7000-8000-{n:012d}"


@settings(max_examples=8, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(story=_STORY, orders=st.tuples(*[st.permutations(list(range(7)))] * 2))
def test_whatever_comes_first_it_is_the_same_crates_and_the_same_cents(story: Any, orders: Any) -> None:
    with TemporaryDirectory() as folder:
        first, second = (_lives(Path(folder) / str(n), story, list(order)) for n, order in enumerate(orders))
    for name, rows in first.items():
        assert rows == second[name], name


@pytest.mark.postgres
def test_postgresql_says_the_same_as_sqlite(tmp_path: Path) -> None:
    story = [
        ([(LABELS[0], CONSIGNMENT, 5, False), (LABELS[1], LATE, 6, True)], {CRATES[0], LABELS[0]}, True),
        (
            [(LABELS[0], OTHER, 9, False), (PRINTED_FOR_OTHER, CONSIGNMENT, 3, False)],
            {LABELS[0], *CRATES},
            False,
        ),
        ([(LABELS[2], LATE, 4, False), (LABELS[1], CONSIGNMENT, 7, False)], {LABELS[2]}, True),
    ]
    here = _lives(tmp_path / "sqlite", story, [3, 1, 4, 0, 2, 6, 5])
    with a_database("postgresql") as url:
        there = _lives(tmp_path / "postgres", story, [0, 5, 2, 6, 1, 4, 3], url)
    for name, rows in here.items():
        assert rows == there[name], name
