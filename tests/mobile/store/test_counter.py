"""The phone's own counter, by which facts of a wrong clock are put in order."""

from pathlib import Path

from mobile.store.history import newest_facts
from tests.builders_phone import FARM, HUB, a_small_round, an_enrolled_phone, crate_codes


def test_each_fact_has_the_next_number_of_its_phone(tmp_path: Path) -> None:
    codes = crate_codes(2)
    bruno = an_enrolled_phone(tmp_path, a_small_round(codes))
    bruno.arrive(FARM)
    bruno.pick_up(*codes)
    bruno.arrive(HUB)
    facts = [logged.fact for logged in newest_facts(bruno.store, 100)]
    assert sorted(fact.n for fact in facts if fact is not None) == [1, 2, 3]
