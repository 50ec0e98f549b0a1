"""Which screen an address opens, on top of which, and where back leads."""

import pytest

from mobile.app.phones import is_profile
from mobile.app.routes import WAYS, parent_of, stack_for
from mobile.screens.routes import stop_route, why_route


@pytest.mark.parametrize(
    ("route", "stack"),
    [
        ("/", ["/"]),
        ("", ["/"]),
        ("/outbox", ["/", "/outbox"]),
        ("/outbox/", ["/", "/outbox"]),
        ("/commissions/l1", ["/", "/commissions", "/commissions/l1"]),
        ("/stop/r1/R002", ["/", "/stop/r1/R002"]),
        ("/enrol", ["/enrol"]),
        ("/no/such/place", ["/"]),
        ("/?phone=bruno", ["/"]),
    ],
)
def test_an_address_puts_its_screen_on_top_of_those_back_leads_to(route: str, stack: list[str]):
    assert [one.path for one in stack_for(route)] == stack


def test_identifiers_of_any_kind_survive_an_address():
    top = stack_for(stop_route("r/1 é", "R#2?"))[-1]
    assert (top.params["round_id"], top.params["place_id"]) == ("r/1 é", "R#2?")
    key = "2026-11|P001|P092|c_2026-11-06_P001_R056|collection||r_01|2026-1|"
    assert stack_for(why_route(key))[-1].params["line_key"] == key


def test_back_leads_one_screen_up():
    assert parent_of("/commissions/l1") == "/commissions"
    assert parent_of("/outbox") == "/"
    assert parent_of("/") == "/"


@pytest.mark.parametrize("name", ["../etc", "a/b", "", ".", "a b", "x" * 41, "é"])
def test_a_browser_cannot_choose_a_folder_outside(name: str):
    assert not is_profile(name)


def test_every_address_leads_to_the_screen_that_has_it():
    assert [way.screen.path for way in WAYS] == [way.path for way in WAYS]
