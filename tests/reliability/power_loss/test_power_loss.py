"""The power goes at any step of a phone's life: no fact that was told is lost, no file is corrupt."""

import pytest

from tests.reliability.power_loss.campaign import Plan, explore
from tests.reliability.power_loss.promises import Breach
from tests.reliability.power_loss.steps import NO_STRACE, find_strace

pytestmark = pytest.mark.skipif(find_strace() is None, reason=NO_STRACE)


@pytest.mark.parametrize("seed", ["one", "two"])
def test_whatever_the_disk_lost_every_fact_told_is_there(seed: str) -> None:
    found = explore(Plan(seed, images=1_000, acts=40))
    assert found.shown == []
    assert found.images == 1_000
    assert found.facts > 60
    assert len(found.fates) == 7


@pytest.mark.parametrize("habit", ["careless", "hurried"])
def test_a_store_that_answers_before_the_disk_has_it_is_caught(habit: str) -> None:
    found = explore(Plan("teeth", images=60, acts=12, habit=habit))
    assert found.breaches[Breach.LOST] > 10
