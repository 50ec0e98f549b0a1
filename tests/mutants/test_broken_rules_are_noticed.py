"""Every rule of the catalogue, broken in a copy of the source tree, makes a test or a world fail."""

import pytest

from tests.mutants.campaign import survivors, try_all
from tests.mutants.catalogue import AREAS
from tests.mutants.mutant import WORLDS


# Each mutant costs the start of an interpreter or two: an area takes about a minute.
@pytest.mark.simulation
@pytest.mark.timeout(900)
@pytest.mark.parametrize("area", AREAS)
def test_a_broken_rule_is_noticed(area: str) -> None:
    trials = try_all(AREAS[area], processes=1)
    assert [(trial.mutant.name, trial.end, trial.said) for trial in survivors(trials)] == []
    # A world that notices what a named test let pass: that test has lost its teeth, and worlds take long.
    unexpected = [trial for trial in trials if trial.killer == WORLDS and WORLDS not in trial.mutant.killers]
    assert [trial.mutant.name for trial in unexpected] == []
