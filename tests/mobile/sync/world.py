"""A small co-op on the real server, and real phones that sync with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
from sqlalchemy import insert
from sqlmodel import SQLModel

from mobile.actions.recording import record_intent
from mobile.device.clock import SeededRandomness
from mobile.store.database import Store, open_store
from mobile.store.enrolment import Enrolment
from mobile.store.journal import Draft
from mobile.sync.engine import sync_once
from mobile.sync.http_peer import HttpPeer
from mobile.sync.outcome import SyncOutcome
from shared.custody.events import Kind
from sync_server.accounts.devices import add_device
from sync_server.accounts.people import Role
from sync_server.db.base import table_of
from sync_server.db.feed import lock_feed
from sync_server.db.rows import EVERYONE, RowPut, put_rows, round_audience
from sync_server.db.session import begin
from sync_server.network.rows import NOT_SEEN, publish_crates
from sync_server.network.tables import Consignment, Crate, CrateMove, Place, Round, RoundStop
from tests.builders import ServerInProcess
from tests.builders_phone import FARM, HELPER, HUB, RELAY, ROUND, Hands, crate_codes

DAY = "2026-11-06"
CARRIER = "P004"
DELIVERY = "r_2026-11-06_02"
CONSIGNMENT = "c_2026-11-06_P001_R002"
SERVER_URL = "http://127.0.0.1"
PLACES = (
    (FARM, "Ferme des Ajoncs", "farm"),
    (HUB, "Plateforme de Nozay", "hub"),
    (RELAY, "Épicerie du bourg", "relay"),
)


@dataclass
class Phone(Hands):
    """A person's phone with a way to the server."""

    peer: HttpPeer | None = None

    def sync(self) -> SyncOutcome:
        """One pass."""
        assert self.peer is not None
        self.clock.advance(1_000)
        return sync_once(self.store, self.peer, self.clock, self.randomness)

    def record_long_facts(self, count: int, padding: str = "") -> None:
        """Incidents of some 12 kB in which nothing repeats, the worst there is for gzip; then `padding`."""
        for number in range(count):
            text = self.randomness.random_bytes(6_000).hex() + padding + str(number)
            draft = Draft(Kind.INCIDENT, data={"reason": "broken", "more": text})
            record_intent(
                self.intent(),
                self.store,
                self.clock,
                self.randomness,
                lambda _connection, _author, draft=draft: [draft],
            )


def a_co_op(server: ServerInProcess, crates: int = 8) -> tuple[str, ...]:
    """Goods of P001 go farm -> hub with P003, hub -> relay point with P004; the crate codes."""
    codes = crate_codes(crates)
    for person_id, name in (("P001", "Ferme des Ajoncs"), (HELPER, "Bruno"), (CARRIER, "Chloé")):
        server.add_person(person_id, Role.PRODUCER, Role.HELPER, name=name)
    ground = {"lat": 47.2, "lon": -1.5, "area": "", "note": ""}
    _put(server, Place, [{"id": id_, "name": name, "role": role, **ground} for id_, name, role in PLACES])
    goods = {"producer_id": "P001", "place_id": RELAY, "date": DAY, "cls": "ambiant", "label": "Légumes"}
    turnover = {"turnover_ttc_cents": 57_700, "turnover_ht_cents": None, "volume_ml": 0}
    kept = {"pk": 1, "id": CONSIGNMENT, "crate_total": crates, "status": "active"}
    _put(server, Consignment, [{**kept, **goods, **turnover}])
    _put(
        server,
        Crate,
        [
            {"code": code, "consignment_pk": 1, "rank": rank, "status": "active"}
            for rank, code in enumerate(codes, start=1)
        ],
    )
    _plan(server, codes)
    _publish(server, codes)
    return codes


def a_phone(server: ServerInProcess, folder: Path, person_id: str = HELPER, seed: int = 7) -> Phone:
    """A phone with a token, not synced yet."""
    with begin(server.runtime.database) as session:
        device = add_device(session, person_id, server.clock.at_ms, server.runtime.random_bytes)
    store = open_store(folder)
    store.save_enrolment(Enrolment(SERVER_URL, device.id, person_id, device.token))
    return phone_on(store, server.client, seed)


def phone_on(store: Store, client: httpx.Client, seed: int = 7) -> Phone:
    """Hands on a store that is enrolled already."""
    return Phone(store, randomness=SeededRandomness(seed), peer=HttpPeer(client, SERVER_URL))


def _plan(server: ServerInProcess, codes: Sequence[str]) -> None:
    rounds = ((ROUND, HELPER, (FARM, HUB), "collection"), (DELIVERY, CARRIER, (HUB, RELAY), "delivery"))
    for step, (round_id, helper, stops, kind) in enumerate(rounds, start=1):
        _put(
            server,
            Round,
            [
                {
                    "id": round_id,
                    "date": DAY,
                    "title": f"Tournée {round_id[-2:]}",
                    "kind": kind,
                    "helper_person_id": helper,
                    "status": "planned",
                }
            ],
        )
        _put(
            server,
            RoundStop,
            [
                {"round_id": round_id, "n": n, "place_id": place_id, "planned_at": f"{6 + n:02d}:00"}
                for n, place_id in enumerate(stops, start=1)
            ],
        )
        _put(
            server,
            CrateMove,
            [
                {
                    "round_id": round_id,
                    "crate_code": code,
                    "step": step,
                    "from_place_id": stops[0],
                    "to_place_id": stops[1],
                }
                for code in codes
            ],
        )


def _publish(server: ServerInProcess, codes: Sequence[str]) -> None:
    rounds = ((ROUND, HELPER, (FARM, HUB)), (DELIVERY, CARRIER, (HUB, RELAY)))
    rows = [
        RowPut("place", place_id, {"name": name, "role": role}, [EVERYONE]) for place_id, name, role in PLACES
    ]
    for hour, (round_id, helper, stops) in zip((7, 9), rounds, strict=True):
        listed = [
            {"n": n, "place": place_id, "planned_at": f"{hour + n:02d}:00"}
            for n, place_id in enumerate(stops, start=1)
        ]
        content = {"date": DAY, "title": round_id, "helper": helper, "status": "planned", "stops": listed}
        rows.append(RowPut("round", round_id, content, [round_audience(round_id)]))
    goods = {"producer": "P001", "place": RELAY, "date": DAY, "crates": len(codes), "cls": "ambiant"}
    rows.append(RowPut("cons", CONSIGNMENT, goods, [round_audience(ROUND), round_audience(DELIVERY)]))
    with begin(server.runtime.database) as session:
        feed = lock_feed(session)
        put_rows(session, feed, rows)
        publish_crates(session, feed, dict.fromkeys(codes, NOT_SEEN))


def _put(server: ServerInProcess, table: type[SQLModel], rows: list[dict[str, object]]) -> None:
    with begin(server.runtime.database) as session:
        session.connection().execute(insert(table_of(table)), rows)
