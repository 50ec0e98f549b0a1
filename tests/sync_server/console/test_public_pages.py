"""Our QR codes opened by an ordinary camera: a page that says what they are for, and nothing of anybody."""

import httpx
import pytest

from shared.custody.codes import print_code
from sync_server.console.guard import SECURITY_HEADERS
from tests.builders import ServerInProcess
from tests.builders_phone import crate_codes
from tests.sync_server.console.conftest import words
from tests.sync_server.console.world import Friday

UNKNOWN = crate_codes(1, start=70)[0]


@pytest.fixture
def anybody(server: ServerInProcess) -> httpx.Client:
    """A phone's own browser, of nobody we know."""
    return server.client


def test_the_enrolments_address_leads_to_the_app(anybody: httpx.Client):
    answer = anybody.get("/enrol")
    assert answer.status_code == 200
    assert "Scanner le QR" in words(answer.text)


def test_a_crate_there_is_and_one_there_is_not_get_the_same_page(anybody: httpx.Client, friday: Friday):
    known = friday.all_codes[0]
    pages = {code: anybody.get(f"/C/{code}").text.replace(print_code(code), "") for code in (known, UNKNOWN)}
    assert len(set(pages.values())) == 1


def test_a_crates_page_says_its_code_and_no_more(anybody: httpx.Client):
    said = words(anybody.get(f"/C/{UNKNOWN}").text)
    assert f"Caisse {print_code(UNKNOWN)}" in said
    assert "point relais" in said


@pytest.mark.parametrize(
    "path",
    [
        "/C/%3Cscript%3Ealert(1)",
        "/C/0000",
        "/P/%3Cb%3E",
        "/L/%22%3E%3Cb%3E",
        "/C/" + "A" * 5_000,
    ],
)
def test_nothing_of_the_address_is_said_back(anybody: httpx.Client, path: str):
    answer = anybody.get(path)
    assert answer.status_code == 200
    for word in ("alert(1)", "<b>", "&lt;b", "0000", "AAAA"):
        assert word not in answer.text


@pytest.mark.parametrize("path", ["/enrol", f"/C/{UNKNOWN}", "/P/R001", "/L/L01-3"])
def test_the_pages_carry_the_consoles_headers_and_no_door_code(anybody: httpx.Client, path: str):
    answer = anybody.get(path)
    assert {name: answer.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS
    assert answer.headers["Cache-Control"] == "no-store"
    assert "set-cookie" not in answer.headers


def test_they_are_only_looked_at(anybody: httpx.Client):
    assert [anybody.post(path).status_code for path in ("/enrol", "/C/x", "/P/x", "/L/x")] == [405] * 4
