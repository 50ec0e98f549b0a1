"""The plan of a day: every crate brought to its place once, sizes kept, the same plan for the same day."""

from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.network import distance_m
from sync_server.network.planning.plan import plan_day
from sync_server.network.planning.request import (
    Ground,
    Helper,
    Load,
    PlannedRound,
    PlanRequest,
    Rules,
    Spot,
)
from sync_server.network.status import RoundKind

HUBS = ("H1", "H2", "H3")


@dataclass(slots=True)
class CountedMeasure:
    """Measures like the real one and counts how often it was asked."""

    asked: int = 0

    def __call__(self, from_lat: float, from_lon: float, to_lat: float, to_lon: float) -> int:
        self.asked += 1
        return distance_m(from_lat, from_lon, to_lat, to_lon)


def a_region(farms: int, points: int) -> dict[str, Spot]:
    """Farms and points strewn over a department, hubs in its middle; always the same."""
    spots = {hub: Spot(47.2 + 0.15 * at, -1.6 + 0.1 * at) for at, hub in enumerate(HUBS)}
    for at in range(farms):
        spots[f"F{at:03d}"] = Spot(46.9 + (at * 37 % 83) / 100, -2.2 + (at * 53 % 97) / 80)
    for at in range(points):
        spots[f"R{at:03d}"] = Spot(46.9 + (at * 41 % 89) / 105, -2.2 + (at * 29 % 101) / 85)
    return spots


@st.composite
def days(draw: st.DrawFn) -> PlanRequest:
    """Any distribution day: few or many farms, points, hubs, helpers and crates, also none."""
    farms = draw(st.integers(1, 25))
    points = draw(st.integers(1, 25))
    hubs = HUBS[: draw(st.integers(0, 3))]
    homes = draw(st.lists(st.integers(0, farms - 1), max_size=6, unique=True))
    pairs = draw(
        st.lists(
            st.tuples(
                st.integers(0, farms - 1),
                st.one_of(st.integers(0, points - 1).map(lambda at: f"R{at:03d}"), st.sampled_from(HUBS)),
                st.integers(0, 40),
            ),
            max_size=60,
            unique_by=lambda pair: pair[:2],
        )
    )
    loads = tuple(
        Load(f"P{farm:03d}", f"F{farm:03d}", place, tuple(f"{farm}.{place}.{at}" for at in range(crates)))
        for farm, place, crates in pairs
    )
    return PlanRequest(
        Ground(a_region(farms, points)),
        hubs,
        tuple(Helper(f"P{home:03d}", f"F{home:03d}") for home in homes),
        loads,
        Rules(direct_within_m=draw(st.sampled_from([0, 4_000, 30_000]))),
    )


def ways(rounds: tuple[PlannedRound, ...]) -> dict[str, list[tuple[str, str]]]:
    """The moves of each crate, in the order of the plan."""
    found: dict[str, list[tuple[str, str]]] = {}
    for one in rounds:
        for move in one.moves:
            found.setdefault(move.crate, []).append((move.from_place_id, move.to_place_id))
    return found


@given(days())
def test_every_crate_goes_from_its_farm_to_its_place_exactly_once(request: PlanRequest) -> None:
    found = ways(plan_day(request))
    wanted = {crate: load for load in request.loads for crate in load.crates}
    assert found.keys() == wanted.keys()
    for crate, moves in found.items():
        assert moves[0][0] == wanted[crate].from_place_id
        assert moves[-1][1] == wanted[crate].to_place_id
        assert all(before[1] == after[0] for before, after in pairwise(moves))
        assert len(moves) <= 3


@given(days())
def test_a_crate_is_taken_before_it_is_left_and_never_leaves_a_hub_before_it_is_in(
    request: PlanRequest,
) -> None:
    left_at: dict[tuple[str, str], int] = {}
    for one in plan_day(request):
        at = {stop.place_id: stop.at_minute for stop in one.stops}
        for move in one.moves:
            assert at[move.from_place_id] < at[move.to_place_id]
            arrived = left_at.get((move.crate, move.from_place_id))
            assert arrived is None or arrived < at[move.from_place_id]
            left_at[move.crate, move.to_place_id] = at[move.to_place_id]


@given(days())
def test_a_round_calls_at_a_place_once_and_only_where_something_is_done(request: PlanRequest) -> None:
    for one in plan_day(request):
        places = [stop.place_id for stop in one.stops]
        assert len(set(places)) == len(places)
        busy = {place for move in one.moves for place in (move.from_place_id, move.to_place_id)}
        assert set(places) == busy
        assert [stop.at_minute for stop in one.stops] == sorted(stop.at_minute for stop in one.stops)


@given(days())
def test_rounds_stay_within_their_sizes_unless_one_place_alone_passes_them(request: PlanRequest) -> None:
    for one in plan_day(request):
        assert len(one.stops) <= request.rules.most_stops + 1
        if len(one.moves) > request.rules.most_crates:
            assert one.kind is not RoundKind.TRANSFER or len({m.crate.split(".")[0] for m in one.moves}) == 1
            at_one = Counter(move.from_place_id for move in one.moves) | Counter(
                move.to_place_id for move in one.moves
            )
            assert max(at_one.values()) > request.rules.most_crates


@given(days(), st.randoms(use_true_random=False))
def test_the_plan_does_not_depend_on_the_order_of_what_it_is_made_from(
    request: PlanRequest, random: object
) -> None:
    shuffled = replace(
        request,
        hub_ids=request.hub_ids[::-1],
        helpers=request.helpers[::-1],
        loads=request.loads[::-1],
    )
    assert plan_day(shuffled) == plan_day(request)


@given(days())
def test_only_helpers_carry_for_others_and_a_helper_is_in_one_place_at_a_time(request: PlanRequest) -> None:
    helpers = {helper.person_id for helper in request.helpers}
    owner = {crate: load.producer_id for load in request.loads for crate in load.crates}
    busy_until: dict[str, int] = {}
    for one in plan_day(request):
        if one.kind is RoundKind.OWN_DELIVERY:
            assert {owner[move.crate] for move in one.moves} == {one.helper_id}
        else:
            assert one.helper_id in helpers
        assert one.stops[0].at_minute >= busy_until.get(one.helper_id, 0)
        busy_until[one.helper_id] = one.stops[-1].at_minute


def crates_of(farm: int, at: int) -> tuple[str, str]:
    """The two crates of a farm's delivery."""
    return f"{farm}.{at}a", f"{farm}.{at}b"


def a_day(farms: int, points: int, helpers: int) -> PlanRequest:
    """A day of a co-op of this size: three deliveries a farm, two crates each."""
    loads = tuple(
        Load(
            f"P{farm:03d}",
            f"F{farm:03d}",
            f"R{(farm * 7 + at * 31) % points:03d}",
            (f"{farm}.{at}a", f"{farm}.{at}b"),
        )
        for farm in range(farms)
        for at in range(3)
    )
    crew = tuple(Helper(f"P{at * 9:03d}", f"F{at * 9:03d}") for at in range(helpers))
    return PlanRequest(Ground(a_region(farms, points)), HUBS[:2], crew, loads)


def test_without_a_hub_or_a_helper_every_farm_delivers_its_own() -> None:
    day = a_day(farms=20, points=10, helpers=2)
    for lacking in (replace(day, hub_ids=()), replace(day, helpers=())):
        rounds = plan_day(lacking)
        assert {one.kind for one in rounds} == {RoundKind.OWN_DELIVERY}
        assert len({one.helper_id for one in rounds}) == 20


def test_a_near_point_is_served_on_the_way_without_the_hub() -> None:
    spots = {
        "H1": Spot(47.5, -1.6),
        "F001": Spot(47.2, -1.6),
        "R001": Spot(47.21, -1.6),
        "R002": Spot(47.3, -1.6),
    }
    near, far = Load("P001", "F001", "R001", ("A",)), Load("P001", "F001", "R002", ("B",))
    rounds = plan_day(PlanRequest(Ground(spots), ("H1",), (Helper("P001", "F001"),), (near, far)))
    assert ways(rounds) == {"A": [("F001", "R001")], "B": [("F001", "H1"), ("H1", "R002")]}


def test_goods_cross_between_hubs_only_where_their_ends_belong_to_different_hubs() -> None:
    spots = {
        "H1": Spot(47.0, -1.6),
        "H2": Spot(47.6, -1.6),
        "F001": Spot(47.05, -1.5),
        "R001": Spot(46.95, -1.6),
        "R002": Spot(47.65, -1.6),
    }
    loads = (Load("P001", "F001", "R001", ("A1", "A2", "A3")), Load("P001", "F001", "R002", ("B",)))
    helpers = (Helper("P001", "F001"), Helper("P002", "R002"))
    found = ways(plan_day(PlanRequest(Ground(spots), ("H1", "H2"), helpers, loads)))
    assert found["A1"] == [("F001", "H1"), ("H1", "R001")]
    assert found["B"] == [("F001", "H1"), ("H1", "H2"), ("H2", "R002")]


def test_a_helper_starts_with_his_own_farm() -> None:
    for one in plan_day(a_day(farms=121, points=101, helpers=8)):
        home = f"F{one.helper_id[1:]}"
        if one.kind is RoundKind.COLLECTION and home in {stop.place_id for stop in one.stops}:
            assert one.stops[0].place_id == home


@pytest.mark.parametrize("helpers", [8, 16])
def test_the_work_of_planning_grows_with_the_day_not_with_its_square(helpers: int) -> None:
    def measured(scale: int) -> int:
        day = a_day(farms=150 * scale, points=90, helpers=helpers)
        measure = CountedMeasure()
        plan_day(replace(day, ground=Ground(day.ground.spots, measure)))
        return measure.asked

    small, large = measured(1), measured(6)
    assert large < 6 * small * 1.5
