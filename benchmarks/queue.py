"""Deciding discrepancies in the console, one after the other, with 200 and with 2,000 of them open."""

import json
import os
import re
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.measure import Timing, ratio
from benchmarks.sync_world import Phone, World, build_world, pushes_of, serving
from sync_server.accounts.console_sessions import open_console_session
from sync_server.accounts.tables import Coordinator
from sync_server.db.session import begin, open_database

FEW, MANY = 200, 2_000
DECISIONS = 60
STRANGE_PLACE = "R999"
SEE_OTHER = 303
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


def measure_queue() -> dict[str, Any]:
    """Seconds of a decision (the answer to the form, and the next item's page), few open against many.

    The two servers decide in turns: what else the machine does meets both alike.
    """
    with _open_queue(FEW) as few, _open_queue(MANY) as many:
        of_few: list[float] = []
        of_many: list[float] = []
        for _ in range(DECISIONS):
            of_few.append(few.decide_next())
            of_many.append(many.decide_next())
    return {
        "open_few": FEW,
        "open_many": MANY,
        "few": Timing(tuple(of_few)).as_json(),
        "many": Timing(tuple(of_many)).as_json(),
        "growth_ratio": ratio(Timing(tuple(of_many)), Timing(tuple(of_few))),
    }


@dataclass
class _Desk:
    """A coordinator at the queue, with the page of the item whose turn it is."""

    phone: Phone
    page: str

    def decide_next(self) -> float:
        """Seconds from sending the form to having the next item's page."""
        [address] = re.findall(r'action="(/console/ecarts/\d+/decider)"', self.page)
        form = self.page[self.page.index(address) :]
        fields = {name: re.findall(rf'name="{name}" value="([^"]*)"', form)[0] for name in ("fact", "seen")}
        # The last answer withdraws the claim, or leaves harmless ones as they are.
        fields["choice"] = re.findall(r'name="choice" value="([^"]*)"', form)[-1]
        client, started = self.phone.client, perf_counter()
        answer = client.post(address, data={**fields, "because": "vu"}, headers=SAME_ORIGIN)
        assert answer.status_code == SEE_OTHER, answer.status_code
        self.page = client.get(answer.headers["location"]).raise_for_status().text
        return perf_counter() - started


@contextmanager
def _open_queue(items: int) -> Generator[_Desk]:
    """A server with that many open discrepancies, and its coordinator at the first."""
    with tempfile.TemporaryDirectory() as name:
        world = _drops_without_pickup(build_world(Path(name), items))
        token = _signed_in(world)
        with serving(world) as phone:
            for packed in pushes_of(world):
                assert json.loads(phone.send(packed))["log"]["status"] == "ok"
            phone.client.cookies.set("sid", token)
            listed = phone.client.get("/console/ecarts").raise_for_status().text
            [begin_at, open_count] = re.findall(r'href="([^"]+)" data-start>.*?Traiter ([\d\s]+)', listed)[0]
            assert int(re.sub(r"\s", "", open_count)) == items
            yield _Desk(phone, phone.client.get(unescape(begin_at)).raise_for_status().text)


def _drops_without_pickup(world: World) -> World:
    """Half of the drops at a place nobody knows: three kinds of discrepancies, two of which block."""
    drops = world.bodies[len(world.bodies) // 2 :]
    told = [_elsewhere(body) if n % 2 else body for n, body in enumerate(drops)]
    return replace(world, bodies=tuple(told))


def _elsewhere(body: str) -> str:
    return json.dumps({**json.loads(body), "place": STRANGE_PLACE}, ensure_ascii=False, separators=(",", ":"))


def _signed_in(world: World) -> str:
    """A coordinator's session, her second factor shown."""
    database = open_database(world.database_url)
    with begin(database) as session:
        session.add(
            Coordinator(id="C01", name="Camille", login="camille", password_argon2="", roles="coordinator")
        )
        session.flush()
        now_ms = time.time_ns() // 1_000_000
        token = open_console_session(session, "C01", os.urandom, now_ms, is_factor_shown=True)
    database.close()
    return token
