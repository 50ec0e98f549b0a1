"""Points on the ground as people copy them from a map."""

import pytest

from shared.network import Pin, read_pin

MAIRIE = Pin(473_310_050, -16_247_060)


@pytest.mark.parametrize(
    "text",
    [
        "47,331005 -1,624706",
        "47.331005, -1.624706",
        " 47.331005;-1.624706 ",
        "47,331005 \u22121,624706",
        "47.3310050,-1.6247060",
    ],
)
def test_a_point_is_read_as_maps_give_it(text: str):
    assert read_pin(text) == MAIRIE


@pytest.mark.parametrize(
    "text", ["", "47,33", "derrière la mairie", "91.000000, 0.000000", "47 -1", "0.1,200.5"]
)
def test_what_is_no_point_is_none(text: str):
    assert read_pin(text) is None
