"""A small co-op written straight into the database: places, people, consignments and legs."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from sqlmodel import Session, SQLModel

from shared.commission.tariff import Tariff
from shared.commission.tariff_form import tariff_to_json
from shared.ids import uuid7
from sync_server.accounts.tables import Device, Person
from sync_server.commission.tariffs import add_tariff
from sync_server.custody.tables import Event, Leg
from sync_server.db.base import table_of
from sync_server.db.feed import lock_feed
from sync_server.network.tables import Consignment, Crate, Place

PARIS = ZoneInfo("Europe/Paris")
A_DAY = "2026-11-06"


def noon_ms(day: str) -> int:
    """Noon in France on that day, in ms since 1970 UTC."""
    return int(datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=PARIS).timestamp() * 1000)


@dataclass
class World:
    """Facts are added in one line each; `session` is the transaction they are written in."""

    session: Session
    consignment_pks: dict[str, int] = field(default_factory=dict[str, int])
    codes: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    event_ids: list[str] = field(default_factory=list[str])
    places: set[str] = field(default_factory=set[str])

    def put(self, table: type[SQLModel], **values: object) -> int:
        """One row; its primary key when the database gave it one."""
        result = self.session.connection().execute(insert(table_of(table)), [values])
        # Only SQLite tells; nobody asks it of PostgreSQL, where each key that matters is given.
        return result.lastrowid if self.session.get_bind().dialect.name == "sqlite" else 0

    def tariff(self, tariff: Tariff) -> None:
        """Votes a tariff in."""
        text = json.dumps(tariff_to_json(tariff))
        added = add_tariff(self.session, lock_feed(self.session), text, noon_ms("2026-01-01"))
        assert added == tariff, added

    def person(self, id_: str, name: str = "") -> None:
        """Somebody of the network."""
        self.put(Person, id=id_, name=name or f"Ferme {id_}", roles="producer")

    def place(self, id_: str, role: str, keeper: str | None = None) -> None:
        """A farm, hub, relay point or locker bank."""
        self.places.add(id_)
        self.put(
            Place, id=id_, name=f"Lieu {id_}", role=role, lat=47.2, lon=-1.5, area="", note="",
            keeper_person_id=keeper,
        )  # fmt: skip

    def device(self, id_: str, person: str, last_seen_ms: int | None) -> None:
        """A phone that synced at that instant."""
        self.put(
            Device, id=id_, person_id=person, token_sha256=id_, status="active", created_ms=0,
            last_seen_ms=last_seen_ms, app="", model="",
        )  # fmt: skip

    def consignment(
        self,
        producer: str,
        place: str,
        turnover: int,
        crates: int | Sequence[str],
        *,
        untaxed: int | None = None,
        day: str = A_DAY,
        total: int | None = None,
        id_: str | None = None,
    ) -> str:
        """Goods with as many crates as asked (coded in code order), or with the codes given."""
        if place not in self.places:
            self.place(place, "relay")
        id_ = id_ or f"c_{day}_{producer}_{place}"
        codes = [f"{id_}#{n:02d}" for n in range(1, crates + 1)] if isinstance(crates, int) else list(crates)
        pk = len(self.consignment_pks) + 1
        self.put(
            Consignment, pk=pk, id=id_, producer_id=producer, place_id=place, date=day,
            turnover_ttc_cents=turnover, turnover_ht_cents=untaxed, volume_ml=0, cls="ambiant", label="",
            crate_total=len(codes) if total is None else total, status="active",
        )  # fmt: skip
        self.consignment_pks[id_] = pk
        self.codes[id_] = codes
        for rank, code in enumerate(codes, start=1):
            self.put(Crate, code=code, consignment_pk=pk, rank=rank, status="active")
        return id_

    def event(self, kind: str, actor: str, place: str | None, crates: Iterable[str], at_ms: int) -> int:
        """A custody event of somebody's phone; its primary key."""
        n = len(self.event_ids) + 1
        id_ = uuid7(at_ms, n.to_bytes(10, "big"))
        body = {
            "v": 1, "id": id_, "kind": kind, "actor": actor, "device": f"d_{actor}", "app": "1", "n": n,
            "clk": {"wall": at_ms, "boot": 0, "bk": "b"}, "place": place, "crates": list(crates), "how": "qr",
        }  # fmt: skip
        self.put(
            Event, pk=n, id=id_, kind=kind, actor=actor, device=f"d_{actor}", place_id=place, n=n,
            wall_ms=at_ms, boot_ms=0, boot_key="b", effective_ms=at_ms, time_source="anchored", time_known=1,
            received_ms=at_ms, log_pk=1, body=json.dumps(body),
        )  # fmt: skip
        self.event_ids.append(id_)
        return n

    def last_event_ids(self, how_many: int) -> list[str]:
        """The ids of the events added last, in the order added."""
        return self.event_ids[-how_many:]

    def carry(
        self,
        consignment: str,
        carrier: str | Sequence[str],
        stage: str = "direct",
        *,
        crates: Sequence[str] | None = None,
        day: str = A_DAY,
        round_id: str | None = "r_2026-11-06_01",
        to_place: str = "R001",
        withheld: str | None = None,
        stage_index: int = 0,
    ) -> None:
        """One stage of some crates (all by default), by one carrier or by several through handovers."""
        carriers = [carrier] if isinstance(carrier, str) else carrier
        at_ms = noon_ms(day)
        codes = self.codes[consignment] if crates is None else crates
        start_pk = self.event("pickup", carriers[0], "F001", codes, at_ms - 3_600_000)
        for order, person in enumerate(carriers):
            is_last = order == len(carriers) - 1
            kind = "drop" if is_last else "handover_taken"
            end_pk = self.event(kind, person, to_place if is_last else None, codes, at_ms)
            for code in codes:
                self.put(
                    Leg, crate_code=code, consignment_pk=self.consignment_pks[consignment], stage=stage,
                    stage_index=stage_index, carrier_id=person, carrier_order=order, round_id=round_id,
                    from_place_id="F001", to_place_id=to_place if is_last else None, start_event_pk=start_pk,
                    end_event_pk=end_pk, started_ms=at_ms - 3_600_000, ended_ms=at_ms, local_date=day,
                    period=day[:7], proven=int(withheld is None), withheld_reason=withheld,
                )  # fmt: skip
            start_pk = end_pk


def a_tariff(version: str = "1", valid_from: str = "2026-01-01", **terms: Any) -> Tariff:
    """A tariff the meeting voted."""
    return Tariff(
        version,
        date.fromisoformat(valid_from),
        approved_by="AG",
        minutes_ref="PV 1",
        **terms,
    )
