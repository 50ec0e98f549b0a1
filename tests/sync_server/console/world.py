"""A co-op's Friday for the console's tests: network, lots, rounds, and phones that said what they did."""

import json
from dataclasses import dataclass, field

from sqlalchemy import insert
from sqlmodel import SQLModel

from shared.custody.codes import new_code
from shared.custody.events import Kind
from sync_server.accounts.passwords import hash_password
from sync_server.accounts.people import PersonFields, Role, put_people
from sync_server.accounts.tables import Coordinator
from sync_server.commission.tariffs import add_tariff
from sync_server.db.base import table_of
from sync_server.db.feed import lock_feed
from sync_server.db.session import begin
from sync_server.network.tables import Consignment, Crate, CrateMove, Place, Round, RoundStop
from tests.builders import PhoneByHand, ServerInProcess

FRIDAY = "2026-11-06"
LOGIN, PASSWORD = "camille", "le-panier-est-plein"
# Hashing takes a tenth of a second: once is enough for all tests.
PASSWORD_ARGON2 = hash_password(PASSWORD)
OAKS, RIVERS, MILL, GARDENS = "P001", "P002", "P003", "P004"
FARM_OAKS, FARM_RIVERS, HUB, GROCERY, TOWN_HALL = "F001", "F002", "R001", "R002", "R003"
COLLECTION, DELIVERY = f"r_{FRIDAY}_01", f"r_{FRIDAY}_02"
TARIFF = {
    "version": "1",
    "valid_from": "2026-01-01",
    "base": "ttc",
    "percent": {"collection": 200, "transfer": 100, "delivery": 300, "direct": 500},
    "keeper_bp": 50,
    "approved_by": "Assemblée générale",
    "minutes_ref": "PV du 12 janvier 2026",
}
_PEOPLE = {
    OAKS: "Ferme des Chênes",
    RIVERS: "GAEC des Trois Rivières",
    MILL: "EARL du Moulin",
    GARDENS: "Les Jardins de Basse-Bretagne",
}
_PLACES = {
    FARM_OAKS: ("Ferme des Chênes, Saffré", "farm"),
    FARM_RIVERS: ("GAEC des Trois Rivières, Héric", "farm"),
    HUB: ("Plateforme de Rezé", "hub"),
    GROCERY: ("Épicerie du bourg, Vigneux", "relay"),
    TOWN_HALL: ("Mairie de Sautron", "relay"),
}


def crate_codes(count: int, start: int) -> list[str]:
    """`count` codes that pass the check."""
    codes: list[str] = []
    number = start
    while len(codes) < count:
        code = new_code(number)
        number += 7919
        if code is not None:
            codes.append(code)
    return codes


@dataclass
class Friday:
    """The network and its week on a server; the phones of the two helpers."""

    server: ServerInProcess
    names: dict[str, str] = field(default_factory=lambda: dict(_PEOPLE))
    codes: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    phones: dict[str, PhoneByHand] = field(default_factory=dict[str, PhoneByHand])

    def __post_init__(self) -> None:
        # One transaction: each costs a write to the disk.
        with begin(self.server.runtime.database) as session:
            self._session = session
            self._put_people()
            self._put_network()
            self._put_week()
        self.phones = {person: self.server.add_phone(person) for person in (MILL, GARDENS)}

    def _put_people(self) -> None:
        farms = {OAKS: FARM_OAKS, RIVERS: FARM_RIVERS}
        people = [
            PersonFields(id_, name, frozenset({Role.PRODUCER}), farms.get(id_))
            for id_, name in self.names.items()
        ]
        put_people(self._session, lock_feed(self._session), people)
        self._put(
            Coordinator, id="C01", name="Camille Ferrand", login=LOGIN, password_argon2=PASSWORD_ARGON2,
            roles="coordinator",
        )  # fmt: skip

    def _put_network(self) -> None:
        for place_id, (name, role) in _PLACES.items():
            self._put(
                Place, id=place_id, name=name, role=role, lat=47.2, lon=-1.6, area="", note="",
                keeper_person_id=None,
            )  # fmt: skip
        add_tariff(self._session, lock_feed(self._session), json.dumps(TARIFF), self.server.clock.at_ms)

    def _put_week(self) -> None:
        self.lot("oaks_grocery", OAKS, GROCERY, 57_700, crate_codes(8, 100))
        self.lot("rivers_grocery", RIVERS, GROCERY, 2_999, crate_codes(3, 900_000))
        self.lot("oaks_town", OAKS, TOWN_HALL, 31_245, crate_codes(2, 5_000_000))
        self.round(COLLECTION, "Collecte de l'Erdre", MILL, [FARM_OAKS, FARM_RIVERS, HUB])
        self.round(DELIVERY, "Livraison Nantes nord", GARDENS, [HUB, GROCERY, TOWN_HALL])
        for lot, farm, place in (
            ("oaks_grocery", FARM_OAKS, GROCERY),
            ("rivers_grocery", FARM_RIVERS, GROCERY),
            ("oaks_town", FARM_OAKS, TOWN_HALL),
        ):
            for code in self.codes[lot]:
                self.move(code, 1, COLLECTION, farm, HUB)
                self.move(code, 2, DELIVERY, HUB, place)

    def lot(self, name: str, producer: str, place: str, turnover_cents: int, codes: list[str]) -> None:
        """Goods with a crate for each code."""
        pk = len(self.codes) + 1
        self._put(
            Consignment, pk=pk, id=f"c_{FRIDAY}_{producer}_{place}", producer_id=producer,
            place_id=place, date=FRIDAY,
            turnover_ttc_cents=turnover_cents, turnover_ht_cents=None, volume_ml=0, cls="frais_4", label="",
            crate_total=len(codes), status="active",
        )  # fmt: skip
        for rank, code in enumerate(codes, start=1):
            self._put(Crate, code=code, consignment_pk=pk, rank=rank, status="active")
        self.codes[name] = codes

    def round(self, round_id: str, title: str, helper: str, places: list[str]) -> None:
        """A planned round with its stops."""
        self._put(
            Round, id=round_id, date=FRIDAY, title=title, kind="delivery", helper_person_id=helper,
            status="planned",
        )  # fmt: skip
        for n, place_id in enumerate(places, start=1):
            self._put(RoundStop, round_id=round_id, n=n, place_id=place_id, planned_at=f"{8 + n:02d}:30")

    def move(self, code: str, step: int, round_id: str, from_id: str, to_id: str) -> None:
        """What a round is to do with a crate."""
        self._put(
            CrateMove, crate_code=code, step=step, round_id=round_id, from_place_id=from_id, to_place_id=to_id
        )

    @property
    def all_codes(self) -> list[str]:
        """Every crate of the day."""
        return [code for codes in self.codes.values() for code in codes]

    def is_driven(self, *, left_behind: int = 0) -> None:
        """Both rounds are driven and synced; the last crates of the first lot never reach the grocery."""
        self.collects()
        self.delivers(left_behind=left_behind)

    def collects(self) -> None:
        """The first round, from the farms to the hub."""
        phone = self.phones[MILL]
        phone.record(Kind.ROUND_STARTED, round_id=COLLECTION)
        oaks = [*self.codes["oaks_grocery"], *self.codes["oaks_town"]]
        self._act(phone, Kind.PICKUP, COLLECTION, FARM_OAKS, oaks, how="bulk")
        self._act(phone, Kind.PICKUP, COLLECTION, FARM_RIVERS, self.codes["rivers_grocery"])
        self._act(phone, Kind.DROP, COLLECTION, HUB, self.all_codes, how="bulk")
        phone.record(Kind.ROUND_CLOSED, round_id=COLLECTION)
        phone.push()

    def delivers(self, *, left_behind: int = 0) -> None:
        """The second round, from the hub to the points."""
        phone = self.phones[GARDENS]
        phone.record(Kind.ROUND_STARTED, round_id=DELIVERY)
        self._act(phone, Kind.PICKUP, DELIVERY, HUB, self.all_codes, how="bulk")
        kept = len(self.codes["oaks_grocery"]) - left_behind
        grocery = [*self.codes["oaks_grocery"][:kept], *self.codes["rivers_grocery"]]
        self._act(phone, Kind.DROP, DELIVERY, GROCERY, grocery, data={"temp_dc": 35})
        self._act(phone, Kind.DROP, DELIVERY, TOWN_HALL, self.codes["oaks_town"])
        phone.record(Kind.ROUND_CLOSED, round_id=DELIVERY)
        phone.push()

    def two_helpers_drop_one_crate(self) -> str:
        """The other helper says he dropped a delivered crate elsewhere; its code."""
        code = self.codes["oaks_grocery"][0]
        self._act(self.phones[MILL], Kind.DROP, COLLECTION, TOWN_HALL, [code], how="typed")
        self.phones[MILL].push()
        return code

    def _act(
        self,
        phone: PhoneByHand,
        kind: Kind,
        round_id: str,
        place_id: str,
        codes: list[str],
        how: str = "qr",
        data: dict[str, int] | None = None,
    ) -> None:
        self.server.clock.forward(s=240)
        phone.record(kind, round_id=round_id, place_id=place_id, crates=codes, how=how, data=data or {})

    def _put(self, table: type[SQLModel], **values: object) -> None:
        self._session.connection().execute(insert(table_of(table)), [values])
