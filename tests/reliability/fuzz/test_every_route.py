"""Every route of the phones' door, asked by all, with sense and with nonsense; a new route needs a row."""

import json
from collections.abc import Generator
from pathlib import Path
from random import Random

import pytest
from fastapi.routing import APIRoute

from sync_server.accounts.people import Role
from sync_server.api.door import ROUTERS
from tests.builders import ServerInProcess, a_server
from tests.reliability.fuzz.mutations import deflated, spoil_bytes, spoil_json, written
from tests.reliability.fuzz.requests import as_bytes

ROLES = ("nobody", "producer", "helper", "revoked")
OPEN = dict.fromkeys(ROLES, 200)
BY_TOKEN = {"nobody": 401, "producer": 200, "helper": 200, "revoked": 200}
# What an honest request is answered, by who asks. A revoked phone still hands its facts in, for 30 days.
ANSWERS = {
    ("GET", "/"): dict.fromkeys(ROLES, 307),
    ("GET", "/healthz"): OPEN,
    ("GET", "/v1/version"): OPEN,
    ("POST", "/v1/sync"): BY_TOKEN,
    # It takes a sealed pack and no JSON.
    ("POST", "/v1/rescue"): dict.fromkeys(ROLES, 415) | {"nobody": 401},
    # A name that is none is nobody's.
    ("HEAD", "/v1/blobs/{name}"): dict.fromkeys(ROLES, 404) | {"nobody": 401},
    ("PATCH", "/v1/blobs/{name}"): dict.fromkeys(ROLES, 404) | {"nobody": 401},
    ("POST", "/v1/me/export"): BY_TOKEN | {"revoked": 403},
    ("POST", "/v1/enrol"): dict.fromkeys(ROLES, 404),
    ("POST", "/v1/enrol/poll"): OPEN,
}
HONEST = {
    "/v1/sync": {"proto": 1, "nonce": "bm9uY2U=", "app": "1.0.0", "cursor": None, "max_rows": 500},
    "/v1/enrol": {"code": "a" * 32, "device": "Fairphone", "nonce": "bm9uY2U="},
    "/v1/enrol/poll": {"claim": "a" * 43},
}
NONSENSE_OF_EACH = 25
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


@pytest.fixture
def server(tmp_path: Path) -> Generator[ServerInProcess]:
    with a_server(tmp_path, syncs_a_minute=10**6, enrolment_tries=10**6) as running:
        yield running


@pytest.fixture
def tokens(server: ServerInProcess) -> dict[str, str]:
    """The word each role comes with."""
    producer = server.add_phone(server.add_person("P001", Role.PRODUCER))
    helper = server.add_phone(server.add_person("P002", Role.PRODUCER, Role.HELPER))
    revoked = server.add_phone(server.add_person("P003", Role.HELPER))
    server.revoke(revoked.device_id)
    return {"nobody": "", "producer": producer.token, "helper": helper.token, "revoked": revoked.token}


def test_every_route_says_who_may_ask_it() -> None:
    routes = [each for router in ROUTERS for each in router.routes if isinstance(each, APIRoute)]
    asked = {(method, each.path) for each in routes for method in each.methods or ()}
    assert asked | {("GET", "/")} == set(ANSWERS)


@pytest.mark.parametrize(("method", "path"), sorted(ANSWERS))
def test_every_role_is_answered_as_the_table_says(
    server: ServerInProcess, tokens: dict[str, str], method: str, path: str
) -> None:
    headers = {"Content-Type": "application/json"}
    content = json.dumps(HONEST.get(path, {})).encode() if method == "POST" else b""
    answers = {
        role: server.client.request(
            method, path, content=content, headers=headers | {"Authorization": f"Bearer {token}"}
        )
        for role, token in tokens.items()
    }
    assert {role: answer.status_code for role, answer in answers.items()} == ANSWERS[method, path]


@pytest.mark.parametrize("path", sorted({path for _, path in ANSWERS}))
def test_nonsense_is_refused_by_every_route_and_never_breaks_it(
    server: ServerInProcess, tokens: dict[str, str], path: str
) -> None:
    chance = Random(path)
    for method in METHODS:
        for role in ROLES:
            for _ in range(NONSENSE_OF_EACH if (method, path) in ANSWERS else 2):
                content = written(spoil_json(HONEST.get(path, {}), chance), chance).encode("utf-8", "replace")
                headers = {"Content-Type": "application/json", "Authorization": f"Bearer {tokens[role]}"}
                if chance.random() < 0.3:
                    content, headers["Content-Encoding"] = deflated(content, chance), "gzip"
                if chance.random() < 0.3:
                    content = spoil_bytes(content, chance)
                answer = server.client.request(method, path, content=content, headers=as_bytes(headers))
                assert answer.status_code < 500, (method, role, content[:200], answer.text)
                if (method, path) not in ANSWERS:
                    assert answer.status_code in (404, 405)
