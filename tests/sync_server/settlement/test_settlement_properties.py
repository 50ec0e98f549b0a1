"""Whatever comes in between closings, settlements add up to what the facts say, and never change."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, update
from sqlmodel import Session

from shared.commission.tariff import PercentRates
from sync_server.commission.compute import value_all
from sync_server.commission.settled import lines_of_settlement
from sync_server.custody.tables import Leg
from sync_server.db.base import table_of
from sync_server.db.session import Database
from sync_server.ledger.queries import balances, sum_of_postings
from sync_server.network.tables import Consignment
from sync_server.settlement.closing import Closed, CloseRequest, close
from sync_server.settlement.differences import nets
from sync_server.settlement.file import is_intact
from sync_server.settlement.queries import closed_periods, statements_of
from tests.sync_server.money_world import World, a_tariff, noon_ms

PERIODS = (("2026-11", "2026-12-02"), ("2026-12", "2027-01-02"), ("2027-01", "2027-02-02"))
LEG = table_of(Leg)
CONSIGNMENT = table_of(Consignment)


@dataclass(frozen=True)
class Carried:
    """Some crates of a new consignment, carried by one or by two."""

    producer: str
    turnover: int
    crates: int
    carried: int
    carriers: tuple[str, ...]
    month: int
    withheld: str | None

    def happen(self, world: World, turn: int) -> None:
        day = f"{PERIODS[self.month][0]}-06"
        lot = world.consignment(self.producer, "R001", self.turnover, self.crates, id_=f"c_{turn}", day=day)
        some = world.codes[lot][: min(self.carried, self.crates)]
        world.carry(lot, self.carriers, crates=some, day=day, withheld=self.withheld)


@dataclass(frozen=True)
class Imported:
    """A new import changes the turnover of every consignment there is."""

    turnover: int

    def happen(self, world: World, _turn: int) -> None:
        world.session.connection().execute(update(CONSIGNMENT).values(turnover_ttc_cents=self.turnover))


@dataclass(frozen=True)
class Voided:
    """All legs of a carrier are taken back."""

    carrier: str

    def happen(self, world: World, _turn: int) -> None:
        world.session.connection().execute(delete(LEG).where(LEG.c.carrier_id == self.carrier))


@dataclass(frozen=True)
class Cleared:
    """What was withheld is upheld."""

    def happen(self, world: World, _turn: int) -> None:
        world.session.connection().execute(update(LEG).values(proven=1, withheld_reason=None))


people = st.sampled_from(("P1", "P2", "H1", "H2"))
happenings = st.lists(
    st.one_of(
        st.builds(
            Carried,
            producer=people,
            turnover=st.integers(0, 90_000),
            crates=st.integers(1, 4),
            carried=st.integers(1, 4),
            carriers=st.lists(people, min_size=1, max_size=2, unique=True).map(tuple),
            month=st.integers(0, 2),
            withheld=st.sampled_from((None, None, "start_unproven")),
        ),
        st.builds(Imported, st.integers(0, 50_000)),
        st.builds(Voided, people),
        st.builds(Cleared),
    ),
    max_size=4,
)


# Each example closes three periods, and each closing waits for the disk.
@settings(max_examples=40)
@given(months=st.tuples(happenings, happenings, happenings))
def test_settlements_add_up_to_the_facts_after_every_closing(
    lasting: Database, tmp_path_factory: pytest.TempPathFactory, months: tuple[list[Carried], ...]
) -> None:
    data_dir = tmp_path_factory.mktemp("files")
    with Session(lasting.writer) as session:
        world = World(session)
        world.tariff(a_tariff(percent=PercentRates(direct=333), keeper_bp=50))
        world.place("R001", "relay", keeper="P2")
        turn = 0
        published: list[object] = []
        for (period, day), happened in zip(PERIODS, months, strict=True):
            for what in happened:
                turn += 1
                what.happen(world, turn)
            settle(session, data_dir, period, day)
            check(session, data_dir, period, published)
        session.rollback()


def settle(session: Session, data_dir: Path, period: str, day: str) -> None:
    outcome = close(session, CloseRequest(period, "C01", noon_ms(day), data_dir))
    assert isinstance(outcome, Closed), outcome


def check(session: Session, data_dir: Path, period: str, published: list[object]) -> None:
    """The sums are those of the facts, nothing published has moved, numbers follow one another."""
    due = [line for line in value_all(session).lines if line.period <= period]
    owed = {f"producer:{net.person_id}": net.net_cents for net in nets(due) if net.net_cents}
    assert {account: cents for account, cents in balances(session).items() if cents} == owed
    assert sum_of_postings(session) == 0
    closed = sorted(closed_periods(session), key=lambda each: each.period)
    told = [(each, lines_of_settlement(session, each.id)) for each in closed]
    assert told[: len(published)] == published
    published[:] = told
    assert all(is_intact(data_dir, each.file_name, each.sha256) for each in closed)
    assert all(line.line.event_ids and line.line.tariff_version for _, lines in told for line in lines)
    numbers = [each for settlement in closed for each in statements_of(session, settlement.id)]
    for year in {each.year for each in numbers}:
        of_year = [each.number for each in numbers if each.year == year]
        assert of_year == list(range(1, len(of_year) + 1))
