"""Who keeps a place on a day, and whom the goods of that day pay."""

from dataclasses import replace
from datetime import date, timedelta

from shared.commission.keepers import KeeperBook, KeptBefore
from shared.commission.lines import compute_lines
from tests.shared.commission.facts import FRIDAY, a_book, a_consignment, a_leg, a_tariff, paid

BOOK = KeeperBook(
    {"R9": "NEW"}, {"R9": [KeptBefore(date(2026, 9, 1), None), KeptBefore(date(2026, 11, 1), "OLD")]}
)


def test_a_keeper_keeps_from_his_first_day_to_the_eve_of_the_next():
    days = ("2026-08-31", "2026-09-01", "2026-10-31", "2026-11-01", "2030-01-01")
    assert [BOOK.on("R9", date.fromisoformat(day)) for day in days] == [None, "OLD", "OLD", "NEW", "NEW"]
    assert BOOK.on("R1", date(2026, 11, 1)) is None


def test_a_fallback_point_pays_whoever_kept_it_on_the_day_of_the_goods():
    tariffs = a_book(a_tariff(direct=0, keeper_bp=50))
    consignment = a_consignment(10_000)
    leg = replace(a_leg(consignment), to_place_id="R9")
    new, old = (
        KeeperBook({"R9": "NEW"}, {"R9": [KeptBefore(FRIDAY + timedelta(days=days), "OLD")]})
        for days in (0, 1)
    )
    assert paid(compute_lines([consignment], [leg], tariffs, new).lines) == {("P1", "NEW", "keeper"): 50}
    assert paid(compute_lines([consignment], [leg], tariffs, old).lines) == {("P1", "OLD", "keeper"): 50}
