"""Every route of both doors asked by everybody: as it should be, oddly, and with the ids of somebody else.

The odd requests take some twenty seconds on each database: that many are needed to reach every route.
"""

import json
from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.builders import a_server
from tests.reliability.api_fuzz.access import IN_ROWS, ROWS
from tests.reliability.api_fuzz.asking import Answered, Asked
from tests.reliability.api_fuzz.campaign import run_cases
from tests.reliability.api_fuzz.composing import compose, credentials
from tests.reliability.api_fuzz.judging import judge
from tests.reliability.api_fuzz.routes import Route, every_route
from tests.reliability.api_fuzz.stage import ACCOUNTS, OAKS_CENTS, Role, Stage
from tests.reliability.api_fuzz.values import MARKUP
from tests.sync_server.console.world import RIVERS
from tests.sync_server.postgres import a_database

CASES = 1_600
FEW = 560
WITHOUT_LIMIT = {"syncs_a_minute": 10**9, "enrolment_tries": 10**9}


@pytest.fixture
def stage(tmp_path: Path) -> Generator[Stage]:
    with a_server(tmp_path, **WITHOUT_LIMIT) as server, closing(Stage(server)) as made:
        yield made


def route_of(method: str, path: str) -> Route:
    [found] = [route for route in every_route() if route.key == (method, path)]
    return found


def test_every_route_says_who_may_ask_it() -> None:
    assert {route.key for route in every_route()} == set(ROWS)


def test_an_honest_request_of_each_role_is_answered_as_the_table_says(stage: Stage) -> None:
    answers: dict[tuple[str, str], tuple[int, ...]] = {}
    for route in every_route():
        statuses: list[int] = []
        for role in IN_ROWS:
            answered = stage.door.ask(compose(stage, route, role, Random("honest"), 0))
            stage.note_answer(route, answered)
            statuses.append(answered.status)
        answers[route.key] = tuple(statuses)
    assert answers == {key: row.statuses for key, row in ROWS.items()}


@pytest.mark.parametrize("first", [0, CASES])
def test_odd_requests_break_nothing_and_tell_nothing(tmp_path: Path, first: int) -> None:
    with a_server(tmp_path, **WITHOUT_LIMIT) as server:
        found = run_cases(server, range(first, first + CASES), "tests")
    assert found.shown == []
    assert len(found.routes) == len(ROWS)
    # Not only refusals: whoever may ask was answered on most of what there is.
    well = {role: [name for name in found.answered_well if name.startswith(f"{role} ")] for role in ACCOUNTS}
    assert len(well[Role.COORDINATOR]) > 25
    assert all(well.values())


@pytest.mark.postgres
def test_nor_do_they_on_postgresql(tmp_path: Path) -> None:
    with (
        a_database("postgresql") as url,
        a_server(tmp_path, database_url=url, **WITHOUT_LIMIT) as server,
    ):
        found = run_cases(server, range(FEW), "postgresql")
    assert found.shown == []


def test_a_second_producer_gets_nothing_by_any_id_of_the_first(stage: Stage) -> None:
    oaks, rivers = stage.phones[Role.NEIGHBOUR], stage.phones[Role.PRODUCER]
    held = stage.server.rows_of("SELECT log_id, device_id, seq, hash FROM log_head ORDER BY pk")
    oaks.pull()
    tries: list[tuple[str, str, dict[str, Any]]] = [
        ("POST", "/v1/sync", rivers.request(oaks.stretch(), cursor=None)),
        ("POST", "/v1/sync", rivers.request({"id": oaks.log_id, "first": 1, "events": []})),
        ("POST", "/v1/sync", rivers.request({"id": oaks.log_id, "first": 2, "prev": "0" * 64, "events": []})),
        ("POST", "/v1/sync", rivers.request(None, cursor=oaks.cursor)),
        ("HEAD", f"/v1/blobs/{stage.evidence_name}", {}),
        ("PATCH", f"/v1/blobs/{stage.evidence_name}", {}),
        ("POST", "/v1/me/export", {"person": oaks.person_id, "device": oaks.device_id}),
        ("POST", "/v1/me/export", {}),
    ]
    for method, path, content in tries:
        headers = credentials(stage, Role.PRODUCER) | {"Content-Type": "application/json"}
        asked = Asked(
            method,
            path.encode(),
            headers=tuple((name.lower().encode(), value.encode()) for name, value in headers.items()),
            content=json.dumps(content).encode(),
        )
        route = route_of(method, path.replace(stage.evidence_name, "{name}"))
        stage.forget_work()
        answered = stage.door.ask(asked)
        # What somebody sends himself is no leak; what nobody sent is.
        judge(stage, route, Role.PRODUCER, Asked(method, path.encode()), answered)
        if path == "/v1/me/export":
            assert json.loads(answered.content)["person"] == RIVERS
    # The first producer's logs are where they were, byte for byte.
    now = stage.server.rows_of("SELECT log_id, device_id, seq, hash FROM log_head ORDER BY pk")
    assert [tuple(row) for row in now][: len(held)] == [tuple(row) for row in held]


@pytest.mark.parametrize(
    ("answered", "fault"),
    [
        (Answered(500, [("content-type", "application/problem+json")]), "a status of 500"),
        (Answered(200, [("content-type", "text/plain")], b"ok"), "a page of type"),
        (Answered(200, [("content-type", "text/html")], str(OAKS_CENTS).encode()), "it shows"),
        (Answered(200, [("content-type", "text/html")], b"sqlite3.OperationalError: "), "its insides"),
        (Answered(200, [("content-type", "text/html")], f"<p>{MARKUP}>".encode()), "an element"),
        (Answered(303, [("location", "//ailleurs.example")]), "it leads out"),
        (Answered(200, [("content-type", "text/html")], b"<p>"), "it was answered"),
    ],
)
def test_the_judge_sees(stage: Stage, answered: Answered, fault: str) -> None:
    route = route_of("GET", "/console/caisses")
    stage.forget_work()
    with pytest.raises(AssertionError, match=fault):
        judge(stage, route, Role.ANONYMOUS, Asked("GET", b"/console/caisses"), answered)


def test_the_judge_sees_a_change_where_one_only_looks(stage: Stage) -> None:
    route = route_of("GET", "/console/caisses")
    stage.forget_work()
    stage.server.clock.forward(s=1)
    stage.server.add_person("P900")
    page = Answered(200, [("content-type", "text/html")], b"<p>")
    with pytest.raises(AssertionError, match="looking changed something"):
        judge(stage, route, Role.COORDINATOR, Asked("GET", b"/console/caisses"), page)
