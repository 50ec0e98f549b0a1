"""What rounds and farms carried, added up by the database, is what a walk over the crates comes to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from sqlmodel import Session

from shared.money import half_away
from sync_server.commission.fairness import farm_shares
from sync_server.commission.round_loads import Carried, carried_by
from sync_server.custody.tables import Leg
from sync_server.db.base import table_of
from sync_server.db.migrate import migrate
from sync_server.db.session import Database, open_database
from sync_server.network.tables import Crate
from tests.sync_server.money_world import World, noon_ms
from tests.sync_server.postgres import DATABASES, a_database

ROUNDS = ("r_1", "r_2")
PEOPLE = ("H", "P0", "P1", "P2")
AT_MS = noon_ms("2026-11-06")


@dataclass(frozen=True)
class Lot:
    """A consignment: its turnover, the grams of each crate (None: not weighed), crates that have no label."""

    turnover_cents: int
    grams: tuple[int | None, ...]
    unlabelled: int


@dataclass(frozen=True)
class Hauled:
    """Crate `nth` of a lot carried in a round, so many metres; a handover makes two legs of it."""

    lot: int
    nth: int
    round_id: str | None
    distance_m: int | None
    carrier: str


lots = st.lists(
    st.builds(
        Lot,
        st.integers(0, 100_000),
        st.lists(st.sampled_from((None, 900, 4_000)), min_size=1, max_size=3).map(tuple),
        st.integers(0, 1),
    ),
    min_size=1,
    max_size=3,
)
hauls = st.lists(
    st.builds(
        Hauled,
        st.integers(0, 2),
        st.integers(0, 2),
        st.sampled_from((*ROUNDS, None)),
        st.sampled_from((None, 0, 12_000, 120_000)),
        st.sampled_from(("H", "P0", "P1")),
    ),
    max_size=12,
)


@pytest.fixture(scope="module", params=DATABASES)
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder: Path = tmp_path_factory.mktemp("loads")
    with a_database(request.param) as url:
        opened = open_database(url or f"sqlite:///{folder / 'relais.db'}")
        migrate(opened)
        yield opened
        opened.close()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lots=lots, hauled=hauls)
def test_what_rounds_carried_is_the_sum_of_their_crates(
    database: Database, lots: Sequence[Lot], hauled: Sequence[Hauled]
) -> None:
    hauled = [each for each in hauled if each.lot < len(lots) and each.nth < len(lots[each.lot].grams)]
    with Session(database.writer) as session:
        write(World(session), lots, hauled)
        assert carried_by(session, ROUNDS) == walked(lots, hauled)
        found = farm_shares(session, ["2026-11"])
        assert {each.person_id: astuple(each)[2:] for each in found} == shares(lots, hauled)
        session.rollback()


def write(world: World, lots: Sequence[Lot], hauled: Sequence[Hauled]) -> None:
    table = table_of(Crate)
    for person in PEOPLE:
        world.person(person)
    for number, lot in enumerate(lots):
        codes = [f"{number}#{nth}" for nth in range(len(lot.grams))]
        total = len(codes) + lot.unlabelled
        world.consignment(f"P{number}", "R001", lot.turnover_cents, codes, total=total)
        for code, grams in zip(codes, lot.grams, strict=True):
            changed = update(table).where(table.c.code == code).values(weight_g=grams)
            world.session.connection().execute(changed)
    for pk, each in enumerate(hauled, start=1):
        world.put(
            Leg, pk=pk, crate_code=f"{each.lot}#{each.nth}", consignment_pk=each.lot + 1, stage="direct",
            stage_index=0,
            carrier_id=each.carrier, carrier_order=0, round_id=each.round_id, distance_m=each.distance_m,
            end_event_pk=1, ended_ms=AT_MS, local_date="2026-11-06", period="2026-11", proven=1,
        )  # fmt: skip


def walked(lots: Sequence[Lot], hauled: Sequence[Hauled]) -> Mapping[str, Carried]:
    """Crate by crate, as a person with the list in hand would do it."""
    found: dict[str, Carried] = {}
    for round_id in ROUNDS:
        legs = [each for each in hauled if each.round_id == round_id]
        if not legs:
            continue
        crates = sorted({(each.lot, each.nth) for each in legs})
        weights = [lots[lot].grams[nth] for lot, nth in crates]
        turnover_cents = 0
        for number, lot in enumerate(lots):
            count = sum(1 for each, _ in crates if each == number)
            whole = len(lot.grams) + lot.unlabelled
            turnover_cents += half_away(lot.turnover_cents * count, whole) if count else 0
        found[round_id] = Carried(
            crate_count=len(crates),
            grams=None if None in weights else sum(each or 0 for each in weights),
            turnover_cents=turnover_cents,
            farthest_m=max(each.distance_m or 0 for each in legs),
            pairs=frozenset((f"P{lot}", "R001") for lot, _ in crates),
        )
    return found


def shares(lots: Sequence[Lot], hauled: Sequence[Hauled]) -> Mapping[str, tuple[int, ...]]:
    """By person: crates taken on, their turnover, crates received, their turnover, own crates."""
    sums = {person: [0, 0, 0, 0, 0] for person in PEOPLE}
    for carrier in PEOPLE:
        for number, lot in enumerate(lots):
            count = len({each.nth for each in hauled if each.lot == number and each.carrier == carrier})
            owner = f"P{number}"
            if carrier == owner:
                sums[owner][4] += count
                continue
            part_cents = half_away(lot.turnover_cents * count, len(lot.grams) + lot.unlabelled)
            sums[carrier][0] += count
            sums[carrier][1] += part_cents
            sums[owner][2] += count
            sums[owner][3] += part_cents
    return {person: tuple(each) for person, each in sums.items() if any(each[0::2])}
