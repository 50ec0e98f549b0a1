"""Requests that once broke the server or made it name its insides, on each database that they broke."""

import json
from collections.abc import Generator
from contextlib import closing
from pathlib import Path

import pytest

from shared.custody.events import Kind
from tests.builders import a_server
from tests.reliability.api_fuzz.asking import Answered, Asked
from tests.reliability.api_fuzz.composing import credentials
from tests.reliability.api_fuzz.stage import Role, Stage
from tests.sync_server.postgres import DATABASES, a_database

SAME_ORIGIN = (b"sec-fetch-site", b"same-origin")


@pytest.fixture(scope="module", params=DATABASES)
def stage(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Generator[Stage]:
    folder: Path = tmp_path_factory.mktemp("found")
    with (
        a_database(request.param) as url,
        a_server(folder, database_url=url) as server,
        closing(Stage(server)) as made,
    ):
        yield made


def ask(
    stage: Stage, role: Role, method: str, path: str, query: bytes = b"", content: bytes = b""
) -> Answered:
    headers = [(name.lower().encode(), value.encode()) for name, value in credentials(stage, role).items()]
    kind = b"application/json" if path.startswith("/v1") else b"application/x-www-form-urlencoded"
    headers += [SAME_ORIGIN, (b"content-type", kind)]
    answered = stage.door.ask(Asked(method, path.encode(), query, tuple(headers), content))
    assert answered.error == ""
    return answered


@pytest.mark.parametrize("number", [2**31, 2**63 - 1, 2**63, 10**30, 10**400])
@pytest.mark.parametrize("page", ["ecarts", "imports", "telephones/inscriptions"])
def test_a_number_no_column_holds_is_a_wrong_request(stage: Stage, page: str, number: int) -> None:
    assert ask(stage, Role.COORDINATOR, "GET", f"/console/{page}/{number}").status == 422


@pytest.mark.parametrize("path", ["periodes/9999-12", "releves/9999-12/P001", "periodes/0000-01"])
def test_a_month_after_which_there_is_none_is_no_period(stage: Stage, path: str) -> None:
    assert ask(stage, Role.COORDINATOR, "GET", f"/console/{path}").status == 404
    assert ask(stage, Role.COORDINATOR, "POST", f"/console/{path}/clore", content=b"sure=oui").status == 404


def test_a_text_no_column_holds_is_refused_and_not_an_alarm(stage: Stage) -> None:
    for path in ("releves/2026-11/%00", "tournees/%00", "caisses/%00", "telephones/%00/retirer"):
        assert ask(stage, Role.COORDINATOR, "GET", f"/console/{path}").status in (200, 404, 422)
    for query in (b"jour=%00", b"q=%00"):
        assert ask(stage, Role.COORDINATOR, "GET", "/console/tournees", query).status in (200, 422)
    assert ask(
        stage, Role.COORDINATOR, "POST", "/console/telephones/ajouter", content=b"person=%00"
    ).status in (
        303,
        422,
    )


def test_nor_is_a_phone_that_says_such_a_text_of_itself(stage: Stage) -> None:
    claim = {"code": stage.enrolment_code, "device": "Fair\x00phone", "nonce": "bm9uY2U="}
    assert ask(stage, Role.ANONYMOUS, "POST", "/v1/enrol", content=json.dumps(claim).encode()).status in (
        200,
        422,
    )
    phone = stage.phones[Role.PRODUCER]
    phone.record(Kind.STOP_ARRIVED, place_id="F001")
    asked = json.dumps(phone.request(phone.stretch(), app="1.0\x00")).encode()
    assert ask(stage, Role.PRODUCER, "POST", "/v1/sync", content=asked).status in (200, 422)


def test_a_query_that_is_no_text_leads_to_the_sign_in(stage: Stage) -> None:
    answered = ask(stage, Role.ANONYMOUS, "GET", "/console/caisses", b"code=\xdf\xff")
    assert answered.status == 303
    assert answered.header("location").startswith("/console/entrer?vers=")


def test_no_redirect_takes_the_host_headers_word(stage: Stage) -> None:
    for path in ("/console/caisses/", "/v1/version/", "/healthz/"):
        assert ask(stage, Role.COORDINATOR, "GET", path).status == 404
    assert ask(stage, Role.ANONYMOUS, "GET", "/console").header("location") == "/console/"
