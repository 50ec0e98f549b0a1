"""Lines computed in SQLite are those of the pure function, in random worlds, to the cent and the key."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from sqlmodel import Session

from shared.commission.keepers import KeeperBook, KeptBefore
from shared.commission.legs import Consignment, CrateLeg, CrateUnit, Stage, WithheldReason
from shared.commission.line_values import Computation
from shared.commission.lines import compute_lines
from shared.commission.tariff import (
    CrateWeights,
    HandoverSplit,
    PercentRates,
    Pool,
    PoolKey,
    Tariff,
    TariffBook,
    TurnoverBase,
)
from sync_server.commission.compute import lines_with_evidence, value_all
from sync_server.commission.grouped import sum_of_line
from sync_server.custody.tables import Leg
from sync_server.db.base import table_of
from sync_server.db.session import Database
from sync_server.network.tables import Crate, KeeperBefore
from tests.builders import a_migrated_database
from tests.sync_server.money_world import World, a_tariff, noon_ms
from tests.sync_server.postgres import a_database

PEOPLE = ("P1", "P2", "H1", "H2")
KEEPERS = {"R001": "K", "R002": "P1"}
NEW_KEEPERS_SINCE = date(2026, 11, 1)
KEPT_BEFORE = {"R001": "P2", "R002": None, "R003": "K"}
KEEPER_BOOK = KeeperBook(
    KEEPERS, {place: [KeptBefore(NEW_KEEPERS_SINCE, person)] for place, person in KEPT_BEFORE.items()}
)
LOT_DAYS = ("2026-10-30", "2026-11-01", "2026-11-06")
PLACES = {"R001": "relay", "R002": "locker", "R003": "relay", "U1": "hub", "U2": "hub"}
DAYS = ("2026-10-30", "2026-10-31", "2026-11-06", "2026-11-13")
ROUNDS = ("r_2026-11-06_01", "r_2026-11-06_02", None)
REASONS = (None, None, None, None, *WithheldReason)


@dataclass(frozen=True)
class Carried:
    """One stage of some crates of a consignment."""

    stage: Stage
    carriers: tuple[str, ...]
    day: str
    round_id: str | None
    to_place: str
    withheld: WithheldReason | None
    stage_index: int
    crates: frozenset[int]


@dataclass(frozen=True)
class Lot:
    """A consignment and all that was done with it."""

    producer: str
    place: str
    turnover: int
    untaxed: int | None
    weights: tuple[int | None, ...]
    unlabelled: int
    unneeded: frozenset[int]
    carried: tuple[Carried, ...]
    day: str


Terms = dict[str, Any]
rates = st.sampled_from((0, 1, 50, 333, 500))
terms = st.fixed_dictionaries(
    {
        "base": st.sampled_from(TurnoverBase),
        "percent": st.builds(PercentRates, rates, rates, rates, rates),
        "keeper_bp": rates,
        "flat_per_crate_cents": st.sampled_from((0, 0, 7)),
        "crate_weights": st.sampled_from(CrateWeights),
        "handover_split": st.sampled_from(HandoverSplit),
    }
)
wide_terms = st.fixed_dictionaries(
    {},
    optional={
        "flat_per_stop_cents": st.just(101),
        "round_floor_cents": st.just(900),
        "round_cap_cents": st.just(1_500),
        "pool": st.builds(Pool, st.just(1700), st.just(6500), st.sampled_from(PoolKey)),
    },
)


@st.composite
def books(draw: st.DrawFn) -> TariffBook:
    first_days = draw(st.lists(st.sampled_from(DAYS), unique=True, min_size=1, max_size=3))
    wide: Terms = draw(st.one_of(st.just(Terms()), st.just(Terms()), wide_terms))
    return TariffBook(
        tuple(
            Tariff(
                f"v{n}", date.fromisoformat(day), approved_by="AG", minutes_ref="PV", **draw(terms), **wide
            )
            for n, day in enumerate(first_days)
        )
    )


@st.composite
def lots(draw: st.DrawFn) -> Lot:
    crate_count = draw(st.integers(1, 4))
    all_crates = frozenset(range(crate_count))
    carried: list[Carried] = []
    for stage_index in range(draw(st.integers(0, 3))):
        # Mostly the whole consignment together: that is the way the groups are made for.
        whole = draw(st.integers(0, 3)) > 0
        some = st.frozensets(st.sampled_from(sorted(all_crates)), min_size=1)
        parts = [all_crates] if whole else [draw(some)]
        if not whole and all_crates - parts[0] and draw(st.booleans()):
            parts.append(all_crates - parts[0])
        stage = draw(st.sampled_from(Stage))
        carried += [
            Carried(
                stage,
                draw(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=2, unique=True).map(tuple)),
                draw(st.sampled_from(DAYS)),
                draw(st.sampled_from(ROUNDS)),
                draw(st.sampled_from(sorted(PLACES))),
                draw(st.sampled_from(REASONS)),
                stage_index,
                part,
            )
            for part in parts
        ]
    return Lot(
        producer=draw(st.sampled_from(PEOPLE[:2])),
        place=draw(st.sampled_from(("R001", "R002", "R003"))),
        turnover=draw(st.integers(-500, 90_000)),
        untaxed=draw(st.one_of(st.none(), st.integers(0, 80_000))),
        weights=tuple(draw(st.sampled_from((None, 900, 1100, 5000))) for _ in range(crate_count)),
        unlabelled=draw(st.sampled_from((0, 0, 0, 2))),
        unneeded=draw(
            st.one_of(st.just(frozenset[int]()), st.frozensets(st.sampled_from(sorted(all_crates))))
        ),
        carried=tuple(carried),
        day=draw(st.sampled_from(LOT_DAYS)),
    )


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with a_database("postgresql") as url, a_migrated_database(tmp_path_factory.mktemp("none"), url) as opened:
        yield opened


@given(book=books(), all_lots=st.lists(lots(), max_size=5))
def test_the_database_and_the_pure_function_agree(
    lasting: Database, book: TariffBook, all_lots: list[Lot]
) -> None:
    agree(lasting, book, all_lots)


@pytest.mark.postgres
@settings(max_examples=25)
@given(book=books(), all_lots=st.lists(lots(), max_size=5))
def test_they_agree_on_postgresql_too(postgres: Database, book: TariffBook, all_lots: list[Lot]) -> None:
    agree(postgres, book, all_lots)


def agree(database: Database, book: TariffBook, all_lots: list[Lot]) -> None:
    """The lines, what is withheld, the errors and the evidence are the same both ways."""
    # Each world is written in a transaction that is undone: making a database for each would take minutes.
    with Session(database.writer) as session:
        expected = write_both_ways(World(session), book, all_lots)
        valuation = value_all(session)
        due = sorted(map(sum_of_line, expected.lines), key=repr)
        withheld = sorted(map(sum_of_line, expected.withheld), key=repr)
        assert sorted(valuation.lines, key=repr) == due
        assert sorted(valuation.withheld, key=repr) == withheld
        assert valuation.errors == expected.errors
        evidence = lines_with_evidence(session, (*valuation.lines, *valuation.withheld))
        both = (*expected.lines, *expected.withheld)
        assert evidence == sorted(both, key=lambda line: line.key)
        session.rollback()


def write_both_ways(world: World, book: TariffBook, all_lots: list[Lot]) -> Computation:
    """Writes the world into the database, and computes what it owes from the description itself."""
    for place_id, role in PLACES.items():
        world.place(place_id, role, KEEPERS.get(place_id))
    for place_id, person_id in KEPT_BEFORE.items():
        until = NEW_KEEPERS_SINCE.isoformat()
        world.put(KeeperBefore, place_id=place_id, until=until, person_id=person_id)
    for tariff in book.tariffs:
        world.tariff(tariff)
    consignments: list[Consignment] = []
    legs: list[CrateLeg] = []
    for n, lot in enumerate(all_lots):
        consignments.append(write_lot(world, f"c_{n}", lot))
        for carried in lot.carried:
            legs += write_carriage(world, f"c_{n}", carried)
    return compute_lines(consignments, legs, book, KEEPER_BOOK)


def write_lot(world: World, id_: str, lot: Lot) -> Consignment:
    codes = [f"{id_}#{n}" for n in range(len(lot.weights))]
    world.consignment(
        lot.producer, lot.place, lot.turnover, codes, untaxed=lot.untaxed, id_=id_, day=lot.day,
        total=len(codes) - len(lot.unneeded) + lot.unlabelled,
    )  # fmt: skip
    crate = table_of(Crate)
    connection = world.session.connection()
    for n, weight_g in enumerate(lot.weights):
        status = "unneeded" if n in lot.unneeded else "active"
        connection.execute(
            update(crate).where(crate.c.code == codes[n]).values(weight_g=weight_g, status=status)
        )
    counted = [
        n for n in range(len(codes)) if n not in lot.unneeded or any(n in each.crates for each in lot.carried)
    ]
    total = len(codes) - len(lot.unneeded) + lot.unlabelled
    return Consignment(
        id_, lot.producer, lot.place, date.fromisoformat(lot.day), lot.turnover, lot.untaxed,
        tuple(CrateUnit(codes[n], lot.weights[n]) for n in counted),
        KEEPER_BOOK.on(lot.place, date.fromisoformat(lot.day)), max(0, total - len(counted)),
    )  # fmt: skip


def write_carriage(world: World, id_: str, carried: Carried) -> list[CrateLeg]:
    codes = [f"{id_}#{n}" for n in sorted(carried.crates)]
    world.carry(
        id_, carried.carriers, carried.stage, crates=codes, day=carried.day, round_id=carried.round_id,
        to_place=carried.to_place, withheld=carried.withheld, stage_index=carried.stage_index,
    )  # fmt: skip
    event_ids = world.last_event_ids(len(carried.carriers) + 1)
    return [
        CrateLeg(
            crate=code, consignment_id=id_, stage=carried.stage, stage_index=carried.stage_index,
            carrier_id=carrier, carrier_order=order, round_id=carried.round_id, from_place_id="F001",
            to_place_id=carried.to_place if order == len(carried.carriers) - 1 else None, distance_m=None,
            ended_at_ms=noon_ms(carried.day), local_date=date.fromisoformat(carried.day),
            event_ids=(event_ids[order], event_ids[order + 1]), proven=carried.withheld is None,
            withheld_reason=carried.withheld,
        )
        for order, carrier in enumerate(carried.carriers)
        for code in codes
    ]  # fmt: skip


def test_a_lot_carried_whole_is_priced_without_looking_at_its_crates(lasting: Database) -> None:
    with Session(lasting.writer) as session:
        world = World(session)
        world.tariff(a_tariff(percent=PercentRates(direct=500)))
        world.carry(world.consignment("P1", "R001", 1_000, 2), "H")
        # The crates' codes are gone: crate by crate nothing could be computed.
        session.connection().execute(update(table_of(Leg)).values(crate_code="?"))
        assert [line.amount_cents for line in value_all(session).lines] == [50]
        session.rollback()
