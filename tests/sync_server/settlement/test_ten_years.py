"""Ten years of settlements come out of the rows byte for byte, whatever was learnt or voted since."""

import hashlib
from datetime import date

from sqlalchemy import delete, update

from shared.commission.tariff import PercentRates
from sync_server.custody.tables import Leg
from sync_server.db.base import table_of
from sync_server.ledger.queries import balances, sum_of_postings
from sync_server.network.tables import Consignment, Place
from sync_server.settlement.queries import closed_periods, statements_of
from sync_server.settlement.statement import statement
from tests.sync_server.money_world import a_tariff, noon_ms
from tests.sync_server.settlement.billing import mandate, regime
from tests.sync_server.settlement.conftest import Coop

YEARS = range(2026, 2036)
LAST = noon_ms("2040-01-01")


def ten_years(coop: Coop) -> None:
    """Each November is driven, another tariff is voted and another regime begins; each is closed."""
    for person in ("P1", "P2", "H"):
        coop.world.person(person)
    for year in YEARS:
        if year > YEARS[0]:
            rates = PercentRates(direct=400 + year % 7 * 33, delivery=300)
            coop.world.tariff(a_tariff(f"{year}", f"{year}-01-01", percent=rates))
        kind, vat_bp = (("reel", 2_000), ("reel", 550), ("franchise", 0))[year % 3]
        regime(coop.world.session, "H", kind, vat_bp, since=f"{year}-01-01")
        for n, producer in enumerate(("P1", "P2")):
            day = f"{year}-11-06"
            lot = coop.world.consignment(producer, "R001", 20_011 + 37 * (year % 10) + n, 3, day=day)
            reason = "end_unproven" if year % 4 == n else None
            coop.world.carry(lot, "H", day=day, withheld=reason)
        if year % 5 == 1:
            mandate(coop.world.session, "H", f"{year}-02-01", f"AG {year}")
        if year % 2:
            # A refund for the year before: this settlement has adjustments.
            before = table_of(Consignment)
            refund = update(before).where(before.c.date == f"{year - 1}-11-06")
            coop.world.session.connection().execute(refund.values(turnover_ttc_cents=19_000 + year))
        coop.close(f"{year}-11", on=f"{year}-12-02")


def files(coop: Coop) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (coop.data_dir / "settlements").iterdir()}


def test_ten_years_are_written_again_byte_for_byte(coop: Coop) -> None:
    ten_years(coop)
    written = files(coop)
    assert len(written) == len(YEARS)
    session = coop.world.session
    money = balances(session)
    told = {
        (each.period, person): statement(session, person, each.period, LAST)
        for each in closed_periods(session)
        for person in ("P1", "P2", "H")
    }
    numbers = {each.id: statements_of(session, each.id) for each in closed_periods(session)}
    for name in written:
        (coop.data_dir / "settlements" / name).unlink()
    # What becomes known afterwards: facts gone, sales changed, another tariff, other regimes, other names.
    session.connection().execute(delete(table_of(Leg)).where(table_of(Leg).c.period < "2030-01"))
    session.connection().execute(update(table_of(Consignment)).values(turnover_ttc_cents=1))
    session.connection().execute(update(table_of(Place)).values(role="relay"))
    coop.world.tariff(a_tariff("2040", "2040-01-01", percent=PercentRates(direct=1_000)))
    for person in ("P1", "P2", "H"):
        regime(session, person, "reel", 1_000, since="2020-01-01")
        mandate(session, person, "2020-01-01", "antidaté")
    for year in YEARS:
        again = coop.close(f"{year}-11", on="2040-01-01")
        assert not again.is_new
        assert list(again.statements) == numbers[again.settlement.id]
    assert files(coop) == written
    for each in closed_periods(session):
        content = written[each.file_name.rpartition("/")[2]]
        assert hashlib.sha256(content).hexdigest() == each.sha256
    assert balances(session) == money
    assert sum_of_postings(session) == 0
    for (period, person), before in told.items():
        after = statement(session, person, period, LAST)
        assert amounts(after) == amounts(before), (period, person)


def amounts(told: object) -> tuple[object, ...]:
    """What of a statement is money or paper; why each cent may know more about people and places since."""
    names = (
        "number", "earned_cents", "owed_cents", "adjustment_cents", "withheld_cents", "vat", "terms",
        "mandate", "net_cents", "balances",
    )  # fmt: skip
    return tuple(getattr(told, name) for name in names)


def test_each_year_has_its_own_numbers_from_one(coop: Coop) -> None:
    ten_years(coop)
    for each in closed_periods(coop.world.session):
        numbers = [number.number for number in statements_of(coop.world.session, each.id)]
        assert numbers == list(range(1, len(numbers) + 1))
        assert date.fromisoformat(f"{each.period}-01").year in YEARS
