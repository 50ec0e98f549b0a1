"""A tariff tried on past months: the one in force gives back what was settled, to the cent."""

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from shared.commission.tariff import HandoverSplit, PercentRates, Pool, PoolKey, Tariff, TurnoverBase
from sync_server.commission.settled import lines_of_settlement
from sync_server.commission.simulated import KEPT_MS, MonthsSimulated
from sync_server.commission.simulation import simulate_month
from sync_server.db.session import Database
from sync_server.settlement.closing import Closed, CloseRequest, close
from sync_server.settlement.queries import closed_period
from tests.sync_server.money_world import World, a_tariff, noon_ms

PEOPLE = ("P1", "P2", "H1", "H2")
PERIOD, AFTER = "2026-11", "2026-12-02"


@dataclass(frozen=True)
class Carried:
    """Some crates of a new consignment, carried by one or by two, this month or the one before."""

    producer: str
    turnover: int
    crates: int
    carriers: tuple[str, ...]
    day: str
    round_id: str | None
    withheld: str | None


carried = st.builds(
    Carried,
    producer=st.sampled_from(PEOPLE),
    turnover=st.integers(0, 90_000),
    crates=st.integers(1, 4),
    carriers=st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=2, unique=True).map(tuple),
    day=st.sampled_from(("2026-10-30", "2026-10-31", "2026-11-06", "2026-11-13")),
    round_id=st.sampled_from(("r1", "r2", None)),
    withheld=st.sampled_from((None, None, "start_unproven")),
)
cents = st.sampled_from((0, 35, 500))
limit = st.sampled_from((None, 900, 4_000))
tariffs = st.builds(
    Tariff,
    version=st.just("1"),
    valid_from=st.just(date(2026, 1, 1)),
    percent=st.builds(PercentRates, direct=st.integers(0, 900)),
    keeper_bp=st.sampled_from((0, 50, 517)),
    flat_per_crate_cents=cents,
    flat_per_stop_cents=cents,
    round_floor_cents=st.sampled_from((None, 300)),
    round_cap_cents=limit,
    handover_split=st.sampled_from(HandoverSplit),
    pool=st.sampled_from((None, Pool(1_700, 6_500, PoolKey.TURNOVER), Pool(900, 5_000, PoolKey.CRATES))),
    approved_by=st.just("AG"),
    minutes_ref=st.just("PV 1"),
)


# Each example closes two periods, and each closing waits for the disk.
@settings(max_examples=40)
@given(tariff=tariffs, happened=st.lists(carried, max_size=6))
def test_trying_the_tariff_in_force_gives_exactly_the_settled_cents(
    lasting: Database, tmp_path_factory: pytest.TempPathFactory, tariff: Tariff, happened: list[Carried]
) -> None:
    with Session(lasting.writer) as session:
        world = World(session)
        world.tariff(tariff)
        world.place("R001", "relay", keeper="P2")
        for turn, each in enumerate(happened):
            lot = world.consignment(
                each.producer, "R001", each.turnover, each.crates, id_=f"c{turn}", day=each.day
            )
            world.carry(lot, each.carriers, day=each.day, round_id=each.round_id, withheld=each.withheld)
        files = tmp_path_factory.mktemp("files")
        for period, day in (("2026-10", "2026-11-02"), (PERIOD, AFTER)):
            assert_closed(close(session, CloseRequest(period, "C01", noon_ms(day), files)))
        for period in ("2026-10", PERIOD):
            month = simulate_month(session, period, tariff)
            assert month.before == month.after
            assert dict(month.after.by_helper) == settled_by_helper(session, period)
            assert month.settled_cents in (month.after.paid_cents, None)
            assert sum(month.after.by_farm.values()) + month.after.network_cents == month.after.paid_cents
        session.rollback()


def settled_by_helper(session: Session, origin: str) -> dict[str, int]:
    sums: dict[str, int] = {}
    for period in ("2026-10", PERIOD):
        closed = closed_period(session, period)
        assert closed is not None
        for each in lines_of_settlement(session, closed.id):
            if each.line.period == origin and each.due_cents and each.line.beneficiary_id != "pool":
                sums[each.line.beneficiary_id] = sums.get(each.line.beneficiary_id, 0) + each.due_cents
    return {person: total for person, total in sums.items() if total}


def assert_closed(outcome: object) -> None:
    """A pot without a carrier blocks a closing: such a world says nothing of simulations."""
    assume(isinstance(outcome, Closed))


def test_another_tariff_stands_beside_the_one_in_force_and_stores_nothing(world: World) -> None:
    world.tariff(a_tariff(percent=PercentRates(direct=500)))
    lot = world.consignment("P1", "R001", 57_700, 8)
    world.carry(lot, "H1")
    before = world.session.connection().exec_driver_sql("SELECT count(*) FROM tariff").scalar()
    month = simulate_month(
        world.session, PERIOD, a_tariff("2", "2027-01-01", percent=PercentRates(direct=517))
    )
    assert (month.before.paid_cents, month.after.paid_cents) == (2_885, 2_983)
    assert month.after.by_helper == {"H1": 2_983}
    assert month.after.by_farm == {"P1": 2_983}
    assert month.after.by_round == {"r_2026-11-06_01": 2_983}
    assert month.settled_cents is None
    assert world.session.connection().exec_driver_sql("SELECT count(*) FROM tariff").scalar() == before


def test_a_month_tried_again_is_valued_anew_only_when_something_moved(world: World) -> None:
    world.tariff(a_tariff(percent=PercentRates(direct=500)))
    world.carry(world.consignment("P1", "R001", 57_700, 8), "H1")
    kept, tried = MonthsSimulated(), a_tariff("2", "2027-01-01", percent=PercentRates(direct=517))
    first = kept.month(world.session, PERIOD, tried, 0)
    assert kept.month(world.session, PERIOD, tried, KEPT_MS - 1) is first
    assert kept.month(world.session, PERIOD, tried, KEPT_MS) is not first
    dearer = a_tariff("2", "2027-01-01", percent=PercentRates(direct=600))
    assert kept.month(world.session, PERIOD, dearer, 1).after.paid_cents == 3_462
    # A crate more was carried; then it no longer was; then the tariff in force is another.
    world.carry(world.consignment("P2", "R001", 10_000, 1, id_="c2"), "H2")
    later = kept.month(world.session, PERIOD, tried, 2)
    assert later == simulate_month(world.session, PERIOD, tried) != first
    world.session.connection().exec_driver_sql("DELETE FROM leg")
    assert kept.month(world.session, PERIOD, tried, 3).after.paid_cents == 0
    world.carry(world.consignment("P2", "R001", 10_000, 1, id_="c3"), "H2")
    before = kept.month(world.session, PERIOD, tried, 4).before.paid_cents
    world.tariff(a_tariff("1b", "2026-11-01", percent=PercentRates(direct=900)))
    assert (before, kept.month(world.session, PERIOD, tried, 5).before.paid_cents) == (500, 900)


def test_a_floor_of_a_round_that_crosses_the_end_of_a_month_is_the_whole_rounds(world: World) -> None:
    """October 31: 10.00 EUR by H1, round r. November 1: 10.00 EUR more in r. Floor 25.00: 5.00 lack once."""
    world.tariff(a_tariff(percent=PercentRates(direct=1_000), round_floor_cents=2_500))
    for number, day in enumerate(("2026-10-31", "2026-11-01")):
        lot = world.consignment("P1", "R001", 10_000, 1, id_=f"c{number}", day=day)
        world.carry(lot, "H1", day=day, round_id="r")
    tried = a_tariff("2", "2027-01-01", percent=PercentRates(direct=1_000), round_floor_cents=2_500)
    assert simulate_month(world.session, "2026-11", tried).after.network_cents == 500
    assert simulate_month(world.session, "2026-10", tried).after.network_cents == 0


def test_a_draft_on_untaxed_turnover_says_which_lots_it_cannot_value(world: World) -> None:
    world.tariff(a_tariff(percent=PercentRates(direct=500)))
    world.carry(world.consignment("P1", "R001", 57_700, 2), "H1")
    tried = a_tariff("2", "2027-01-01", base=TurnoverBase.HT, percent=PercentRates(direct=500))
    month = simulate_month(world.session, PERIOD, tried)
    assert month.after.paid_cents == 0
    assert [error.code for error in month.after.errors] == ["no_untaxed_turnover"]
