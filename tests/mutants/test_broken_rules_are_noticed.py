"""Every rule of the catalogue, broken in a copy of the source tree, makes a test or a world fail."""

import pytest

from tests.mutants.campaign import survivors, try_all
from tests.mutants.catalogue import AREAS


# Each mutant costs the start of an interpreter or two: an area takes about a minute.
@pytest.mark.simulation
@pytest.mark.timeout(900)
@pytest.mark.parametrize("area", AREAS)
def test_a_broken_rule_is_noticed(area: str) -> None:
    trials = try_all(AREAS[area], processes=1)
    assert [(trial.mutant.name, trial.end, trial.said) for trial in survivors(trials)] == []
