"""Cases against a phone: a server, or whoever answers in its place, that says anything."""

import gzip
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from random import Random
from typing import Any, cast

import httpx

from mobile.device.clock import SeededRandomness, SetClock
from mobile.store.history import newest_facts
from mobile.store.lines import lines_of_period, period_totals
from mobile.store.outbox import chain_holds, outbox_counts
from mobile.store.reference import me, notices, person, place, places, tariff
from mobile.store.rounds import round_plan, rounds_known, rounds_today
from mobile.store.stops import stop_plan
from mobile.sync.engine import sync_once
from mobile.sync.http_peer import HttpPeer
from mobile.sync.outcome import NotEnrolled, Synced
from shared.sync.protocol import VersionReply
from tests.builders_phone import (
    FARM,
    FRIDAY_MORNING_MS,
    HELPER,
    HUB,
    ROUND,
    a_small_round,
    an_enrolled_phone,
    crate_codes,
)
from tests.reliability.fuzz.mutations import ODD_NUMBERS, spoil_bytes, spoil_json, written

CODES = crate_codes(6)
LINE: dict[str, Any] = {
    "period": "2026-11",
    "payer": "P001",
    "payer_name": "Ferme des Ajoncs",
    "cons": "c_2026-11-06_P001_R002",
    "what": "collection",
    "round": ROUND,
    "tariff": "v1",
    "crates": list(CODES),
    "of": 6,
    "base_cents": 57_700,
    "rate_bp": 200,
    "amount_cents": 1_154,
    "status": "due",
    "reason": None,
    "events": [],
    "settlement": None,
}
OTHER_ROWS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("line", "l1", LINE),
    ("notice", "n1", {"text_code": "hello", "args": {}}),
    ("me", HELPER, {"name": "Bruno", "roles": ["helper"], "helper": True}),
    ("tariff", "v1", {"version": "v1"}),
)
STATUSES = (200, 200, 200, 200, 204, 302, 400, 401, 403, 413, 422, 426, 429, 500, 503)
MEDIA_TYPES = ("application/json", "application/json", "application/problem+json", "text/html", "")


class StrangeServer(httpx.BaseTransport):
    """Answers the first request of a pass with something spoilt, and those after it honestly.

    What it says of its limits is spoilt more often than not, also in a pass that is honest otherwise.
    """

    def __init__(self) -> None:
        self.chance: Random | None = None
        self.chance_of_limits = Random(0)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """An answer."""
        content = request.read()
        if request.url.path == "/v1/version":
            return _limits_answer(self.chance_of_limits)
        if request.headers.get("content-encoding") == "gzip":
            content = gzip.decompress(content)
        asked: dict[str, Any] = json.loads(content)
        reply = honest_reply(asked)
        chance, self.chance = self.chance, None
        if chance is None:
            return httpx.Response(200, json=reply)
        return _spoilt_answer(reply, asked["nonce"], chance)


class PhoneUnderFire:
    """One phone that meets all these answers, one after the other."""

    def __init__(self, folder: Path) -> None:
        self._hands = an_enrolled_phone(folder, a_small_round(CODES))
        self._server = StrangeServer()
        self._peer = HttpPeer(httpx.Client(transport=self._server), "http://127.0.0.1:9")

    def a_reply(self, chance: Random) -> None:
        """A pass ends with a word, every screen can still be filled, and no fact is touched."""
        store = self._hands.store
        self._hands.clock = SetClock(
            FRIDAY_MORNING_MS + chance.randrange(10**9), key=f"{chance.randrange(3)}"
        )
        self._hands.randomness = SeededRandomness(chance.getrandbits(64))
        if chance.random() < 0.1:
            self._hands.arrive(FARM)
        before = [logged.body for logged in reversed(newest_facts(store, 10**6))]
        self._server.chance, self._server.chance_of_limits = chance, Random(chance.getrandbits(64))
        outcome = sync_once(store, self._peer, self._hands.clock, self._hands.randomness)
        assert not isinstance(outcome, NotEnrolled)
        self._look_at_everything()
        after = [logged.body for logged in reversed(newest_facts(store, 10**6))]
        assert after[: len(before)] == before
        assert chain_holds(store)
        assert 1 <= outbox_counts(store).next <= len(after) + 1
        self._server.chance = None
        assert isinstance(sync_once(store, self._peer, self._hands.clock, self._hands.randomness), Synced)

    def _look_at_everything(self) -> None:
        """What the screens read."""
        store = self._hands.store
        for each in (*rounds_today(store, date(2026, 11, 6)), *rounds_known(store)):
            plan = round_plan(store, each.round_id)
            for stop in plan.stops if plan else ():
                stop_plan(store, each.round_id, stop.place_id)
        for place_id in (FARM, HUB):
            stop_plan(store, ROUND, place_id)
            place(store, place_id)
        for read in (places, me, notices, outbox_counts):
            read(store)
        person(store, HELPER)
        tariff(store, "v1")
        for total in period_totals(store):
            lines_of_period(store, total.period)


def honest_reply(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Everything taken, all rows given."""
    rows: list[dict[str, Any]] = [
        {"t": row.table, "k": row.key, "d": row.content} for row in a_small_round(CODES)
    ]
    rows += [{"t": t, "k": k, "d": d} for t, k, d in OTHER_ROWS]
    log: dict[str, Any] = asked.get("log") or {"first": 1, "events": []}
    return {
        "nonce": asked["nonce"],
        "server_time": FRIDAY_MORNING_MS,
        "log": {"status": "ok", "next": log["first"] + len(log["events"]), "safe": 0, "quarantined": []},
        "pull": {"status": "reset", "rows": rows, "cursor": "cursor-1", "more": False},
        "blobs": {"missing": []},
        "notice": {"min_app": "0", "update": False, "text": None},
    }


def _limits_answer(chance: Random) -> httpx.Response:
    said: Any = VersionReply(app="1.0.0", min_app="0").model_dump()
    for name in chance.sample(sorted(said["limits"]), chance.randint(0, 4)):
        said["limits"][name] = chance.choice(ODD_NUMBERS)
    if chance.random() < 0.3:
        said = spoil_json(said, chance)
    content = written(said, chance).encode("utf-8", "surrogatepass")
    if chance.random() < 0.1:
        content = spoil_bytes(content, chance)
    media_type = chance.choice(MEDIA_TYPES)
    return httpx.Response(chance.choice(STATUSES), headers={"Content-Type": media_type}, content=content)


def _spoilt_answer(reply: dict[str, Any], nonce: str, chance: Random) -> httpx.Response:
    for _ in range(chance.randint(1, 4)):
        spoilt = spoil_json(reply, chance)
        reply = cast(dict[str, Any], spoilt) if isinstance(spoilt, dict) else reply
    if chance.random() < 0.9:
        reply["nonce"] = nonce
    content = written(reply, chance).encode("utf-8", "surrogatepass")
    if chance.random() < 0.15:
        content = spoil_bytes(content, chance)
    media_type = chance.choice(MEDIA_TYPES) if chance.random() < 0.2 else "application/json"
    status = chance.choice(STATUSES)
    headers = {"Content-Type": media_type, "Retry-After": chance.choice(("5", "-1", "soon", "9" * 400))}
    return httpx.Response(status, headers=headers, content=content)
