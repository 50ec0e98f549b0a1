"""What the database counts of places by day is what a plain walk over every leg and count comes to."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from shared.commission.local_time import day_start_ms, local_date
from shared.custody.empties import EmptiesBalance, Passage, balances
from shared.ids import uuid7
from sync_server.custody.empties_queries import MoveTold, Span, crates_moved, moved_by_day, moves_at
from sync_server.custody.tables import Event, Leg
from sync_server.db.migrate import migrate
from sync_server.db.session import Database, open_database
from tests.sync_server.money_world import World, noon_ms
from tests.sync_server.postgres import DATABASES, a_database

PLACES = ("R001", "R002", "F001")
DAYS = ("2026-09-30", "2026-10-01", "2026-10-25", "2026-10-26")
SPANS = (Span.since("2026-10"), Span("2026-09-30", "2026-09-30"), Span("2026-10-25", "2026-10-25"))


@dataclass(frozen=True)
class Hauled:
    """A crate from somewhere to somewhere; it ended at noon and some hours, and began so much earlier."""

    crate: str
    from_place: str | None
    to_place: str | None
    carrier: str
    round_id: str | None
    day: str
    hours: int
    earlier: int | None

    @property
    def ended_ms(self) -> int:
        return noon_ms(self.day) + self.hours * 3_600_000

    @property
    def left_ms(self) -> int:
        return self.ended_ms - (self.earlier or 0) * 3_600_000


@dataclass(frozen=True)
class Counted:
    """Empty crates somebody counted at a place."""

    place: str
    person: str
    day: str
    left: int
    taken: int


few = st.sampled_from
hauls = st.lists(
    st.builds(
        Hauled,
        few(("c1", "c2", "c3")),
        few((*PLACES, None)),
        few((*PLACES, None)),
        few(("P1", "P2")),
        few(("r_1", None)),
        few(DAYS),
        few((0, 1)),
        few((None, 1, 20)),
    ),
    max_size=14,
)
counts = st.lists(
    st.builds(Counted, few(PLACES), few(("P1", "P2")), few(DAYS), st.integers(0, 3), st.integers(0, 3)),
    max_size=4,
)


@pytest.fixture(scope="module", params=DATABASES)
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder: Path = tmp_path_factory.mktemp("places")
    with a_database(request.param) as url:
        opened = open_database(url or f"sqlite:///{folder / 'relais.db'}")
        migrate(opened)
        yield opened
        opened.close()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(hauled=hauls, counted=counts)
def test_days_movements_and_balances_are_those_of_a_plain_walk(
    database: Database, hauled: Sequence[Hauled], counted: Sequence[Counted]
) -> None:
    with Session(database.writer) as session:
        write(World(session), hauled, counted)
        for span in SPANS:
            walked = {place_id: plain_walk(place_id, span, hauled, counted) for place_id in PLACES}
            whole = {place_id: sum_of(told) for place_id, told in walked.items() if told}
            assert dict(balances(crates_moved(session, span))) == whole
            for place_id, told in walked.items():
                found = moves_at(session, place_id, span)
                assert Counter(found) == Counter(told)
                newest_first = [(-each.at_ms, each.passage.value) for each in found]
                assert newest_first == sorted(newest_first)
                by_day = moved_by_day(session, place_id, span)
                assert sum(by_day.values(), EmptiesBalance()) == sum_of(told)
                for day, of_day in by_day.items():
                    assert of_day == sum_of(moves_at(session, place_id, Span(day, day)))
        session.rollback()


def write(world: World, hauled: Sequence[Hauled], counted: Sequence[Counted]) -> None:
    for pk, each in enumerate(hauled, start=1):
        started_ms = None if each.earlier is None else each.left_ms
        world.put(
            Leg, pk=pk, crate_code=each.crate, stage_index=0, carrier_id=each.carrier, carrier_order=0,
            round_id=each.round_id, from_place_id=each.from_place, to_place_id=each.to_place, end_event_pk=1,
            started_ms=started_ms, ended_ms=each.ended_ms, local_date=each.day, period=each.day[:7], proven=1,
        )  # fmt: skip
    for pk, each in enumerate(counted, start=1):
        at_ms = noon_ms(each.day)
        id_ = uuid7(at_ms, pk.to_bytes(10, "big"))
        body = {
            "v": 1, "id": id_, "kind": "empties", "actor": each.person, "device": "d", "app": "1", "n": pk,
            "clk": {"wall": at_ms, "boot": 0, "bk": "b"}, "place": each.place,
            "data": {"left": each.left, "taken": each.taken},
        }  # fmt: skip
        world.put(
            Event, pk=pk, id=id_, kind="empties", actor=each.person, device="d", place_id=each.place, n=pk,
            wall_ms=at_ms, boot_ms=0, boot_key="b", effective_ms=at_ms, time_source="anchored", time_known=1,
            received_ms=at_ms, log_pk=1, body=json.dumps(body),
        )  # fmt: skip


def plain_walk(
    place_id: str, span: Span, hauled: Sequence[Hauled], counted: Sequence[Counted]
) -> list[MoveTold]:
    """Each crate's first claim of a day counts; those of one person, round and moment are one movement."""
    told: list[MoveTold] = []
    for passage in (Passage.FULL_IN, Passage.FULL_OUT):
        is_in = passage is Passage.FULL_IN
        claims = sorted(
            (each.ended_ms if is_in else each.left_ms, number, each)
            for number, each in enumerate(hauled)
            if each.from_place != each.to_place and span.first <= each.day <= span.last
            if (each.to_place if is_in else each.from_place) == place_id
        )
        seen: set[tuple[str, str]] = set()
        groups: dict[tuple[int, str, str | None], int] = defaultdict(int)
        for at_ms, _, each in claims:
            if (each.crate, each.day) not in seen:
                seen.add((each.crate, each.day))
                groups[at_ms, each.carrier, each.round_id] += 1
        told += [MoveTold(passage, crates, *group) for group, crates in groups.items()]
    for each in counted:
        at_ms = noon_ms(each.day)
        if each.place == place_id and span.first <= each.day <= span.last:
            ways = ((Passage.EMPTY_IN, each.left), (Passage.EMPTY_OUT, each.taken))
            told += [MoveTold(way, crates, at_ms, each.person, None) for way, crates in ways if crates]
    return told


def sum_of(told: Sequence[MoveTold]) -> EmptiesBalance:
    counts = {each.value: 0 for each in Passage}
    for each in told:
        counts[each.passage.value] += each.crates
    return EmptiesBalance(**counts)


def test_a_day_begins_and_ends_in_the_co_ops_own_time() -> None:
    # The night of 25 October has an hour more.
    begun = day_start_ms(local_date(noon_ms("2026-10-25")))
    assert day_start_ms(local_date(noon_ms("2026-10-26"))) - begun == 25 * 3_600_000
