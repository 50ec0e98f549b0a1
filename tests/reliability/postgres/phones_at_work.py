"""What six phones recorded in a week, ready to be pushed in any order, over any connection."""

import json
from collections.abc import Sequence
from copy import copy
from random import Random
from typing import Any

import httpx

from shared.custody.events import IncidentReason, Kind
from sync_server.accounts.people import Role
from tests.builders import PhoneByHand, ServerInProcess
from tests.builders_phone import FARM, HELPER, HUB, RELAY, ROUND
from tests.mobile.sync.world import CARRIER, DELIVERY, a_co_op

CRATES = 40
PAGES_MAX = 1_000


def phones_that_recorded(server: ServerInProcess, facts: int, seed: str) -> list[PhoneByHand]:
    """Three phones of each of two helpers, who both handle all crates, honestly or not."""
    codes = a_co_op(server, CRATES)
    chance = Random(seed)
    phones: list[PhoneByHand] = []
    for person_id, round_id, start, end in ((HELPER, ROUND, FARM, HUB), (CARRIER, DELIVERY, HUB, RELAY)):
        for _ in range(3):
            phone = server.add_phone(person_id)
            while len(phone.bodies) < facts:
                _record(phone, chance, codes, (round_id, start, end))
            phones.append(phone)
    return phones


def a_clone(phone: PhoneByHand, number: int) -> PhoneByHand:
    """The same facts under another log's name, as a phone restored from a copy sends them."""
    clone = copy(phone)
    clone.log_id = f"00000000-0000-4000-8000-{number:012d}"
    return clone


def an_onlooker(server: ServerInProcess, person_id: str) -> PhoneByHand:
    """A phone that only pulls."""
    return server.add_phone(person_id)


def a_stranger(server: ServerInProcess) -> PhoneByHand:
    """A phone of somebody who drives no round."""
    return server.add_phone(server.add_person("P099", Role.PRODUCER, name="Zoé"))


def push(client: httpx.Client, phone: PhoneByHand, first: int, last: int) -> dict[str, Any]:
    """The `log` member of the reply."""
    return _post(client, phone, phone.request(phone.stretch(first, last), max_rows=0))["log"]


def pull(client: httpx.Client, phone: PhoneByHand, held: dict[tuple[str, str], str]) -> bool:
    """Takes one page into what the phone holds; whether there is more."""
    pulled = _post(client, phone, phone.request())["pull"]
    phone.cursor = pulled["cursor"]
    if pulled["status"] == "reset":
        held.clear()
    for row in pulled["rows"]:
        if row.get("x"):
            held.pop((row["t"], row["k"]), None)
        else:
            held[row["t"], row["k"]] = json.dumps(row["d"], sort_keys=True)
    return bool(pulled["more"])


def pull_everything(client: httpx.Client, phone: PhoneByHand) -> dict[tuple[str, str], str]:
    """All rows of its scope, as a phone that starts anew holds them."""
    phone.cursor = None
    held: dict[tuple[str, str], str] = {}
    for _ in range(PAGES_MAX):
        if not pull(client, phone, held):
            return held
    raise AssertionError("the pages never end")


def _post(client: httpx.Client, phone: PhoneByHand, request: dict[str, Any]) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {phone.token}", "Content-Type": "application/json"}
    answer = client.post("/v1/sync", content=json.dumps(request).encode(), headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


def _record(phone: PhoneByHand, chance: Random, codes: Sequence[str], errand: tuple[str, str, str]) -> None:
    round_id, start, end = errand
    some = chance.sample(codes, chance.randint(1, 6))
    # Facts of all phones are spread over the same hours.
    at = {"wall_ms": phone.server.clock.at_ms + chance.randrange(36_000_000), "round_id": round_id}
    act = chance.choices(("pickup", "drop", "incident", "void", "unreadable"), (40, 40, 10, 7, 3))[0]
    match act:
        case "pickup":
            phone.record(Kind.PICKUP, crates=some, place_id=start, how="qr", **at)
        case "drop":
            phone.record(Kind.DROP, crates=some, place_id=end, how="qr", **at)
        case "incident":
            reason = {"reason": chance.choice(list(IncidentReason)).value}
            phone.record(Kind.INCIDENT, crates=some, place_id=end, data=reason, **at)
        case "void" if phone.bodies and (found := chance.choice(phone.bodies)).startswith("{"):
            phone.record(Kind.VOID, ref=json.loads(found)["id"], crates=some, **at)
        case _:
            phone.record_text(f"not a fact {chance.random()}")
