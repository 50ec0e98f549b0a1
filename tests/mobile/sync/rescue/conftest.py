"""Bruno, whose phone is about to die, and Chloé, who stands beside him."""

import pytest

from tests.builders_phone import HELPER
from tests.mobile.sync.conftest import Scene
from tests.mobile.sync.world import CARRIER, Phone


@pytest.fixture
def bruno(scene: Scene) -> Phone:
    """He synced in the morning; since then he took eight crates and left them: nobody knows."""
    phone = scene.phone("bruno", HELPER)
    phone.sync()
    phone.pick_up(*scene.codes)
    phone.drop(*scene.codes)
    return phone


@pytest.fixture
def chloe(scene: Scene) -> Phone:
    """Who stands beside him, and reaches the network tonight."""
    return scene.phone("chloe", CARRIER, seed=8)
