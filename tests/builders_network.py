"""A small network for the server's tests: a farm, a hub, a relay point, one consignment planned."""

from collections.abc import Sequence

from sqlalchemy import insert
from sqlmodel import Session

from shared.network import PlaceRole, TemperatureClass
from sync_server.accounts.people import PersonFields, Role, put_people
from sync_server.db.base import table_of
from sync_server.db.feed import lock_feed
from sync_server.network.status import ConsignmentStatus, CrateStatus, RoundKind, RoundStatus
from sync_server.network.tables import Consignment, Crate, CrateMove, Place, Round, RoundStop
from tests.builders import ServerInProcess

FARM, HUB, RELAY = "F001", "R900", "R001"
TO_THE_HUB, TO_THE_RELAY = "r_2026-11-06_01", "r_2026-11-06_02"
CONSIGNMENT = "c_2026-11-06_P001_R001"
CRATES = ("7K2M9QXC", "0000001B")


def plan_a_consignment(
    server: ServerInProcess, crates: Sequence[str] = CRATES, turnover_cents: int = 57_700
) -> None:
    """Goods of Alice (P001): Bruno (P002) takes them to the hub, Chloé (P003) on to the relay point."""

    def write(session: Session) -> None:
        _add_people_and_places(session)
        _plan_rounds(session)
        # A row object cannot be built with a column called `cls`.
        consignment = _consignment(turnover_cents, len(crates))
        session.connection().execute(insert(table_of(Consignment)), consignment)
        for rank, code in enumerate(crates, start=1):
            session.add(Crate(code=code, consignment_pk=1, rank=rank, status=CrateStatus.ACTIVE))
            session.add_all(_moves(code))

    server.change(write)


def _add_people_and_places(session: Session) -> None:
    people = [
        PersonFields("P001", "Alice", frozenset({Role.PRODUCER}), FARM),
        PersonFields("P002", "Bruno", frozenset({Role.HELPER})),
        PersonFields("P003", "Chloé", frozenset({Role.HELPER})),
    ]
    put_people(session, lock_feed(session), people)
    session.add_all(
        [
            Place(id=FARM, name="Ferme d'Alice", role=PlaceRole.FARM, lat=47.2, lon=-1.5),
            Place(id=HUB, name="Halle", role=PlaceRole.HUB, lat=47.3, lon=-1.5),
            Place(id=RELAY, name="Épicerie", role=PlaceRole.RELAY, lat=47.4, lon=-1.5),
            Place(id="R002", name="Mairie", role=PlaceRole.RELAY, lat=47.5, lon=-1.5),
        ]
    )
    session.flush()


def _moves(code: str) -> list[CrateMove]:
    way = ((TO_THE_HUB, FARM, HUB), (TO_THE_RELAY, HUB, RELAY))
    return [
        CrateMove(round_id=round_id, crate_code=code, step=step, from_place_id=start, to_place_id=end)
        for step, (round_id, start, end) in enumerate(way, start=1)
    ]


def _plan_rounds(session: Session) -> None:
    planned = RoundStatus.PLANNED
    for round_id, kind, helper_id, stops in (
        (TO_THE_HUB, RoundKind.COLLECTION, "P002", (FARM, HUB)),
        (TO_THE_RELAY, RoundKind.DELIVERY, "P003", (HUB, RELAY)),
    ):
        session.add(
            Round(
                id=round_id,
                date="2026-11-06",
                title=round_id,
                kind=kind,
                helper_person_id=helper_id,
                status=planned,
            )
        )
        session.flush()
        for n, place_id in enumerate(stops, start=1):
            session.add(RoundStop(round_id=round_id, n=n, place_id=place_id))


def _consignment(turnover_cents: int, crate_total: int) -> dict[str, object]:
    return {
        "pk": 1,
        "id": CONSIGNMENT,
        "producer_id": "P001",
        "place_id": RELAY,
        "date": "2026-11-06",
        "turnover_ttc_cents": turnover_cents,
        "turnover_ht_cents": turnover_cents,
        "volume_ml": 40_000 * crate_total,
        "cls": TemperatureClass.CHILLED_4.value,
        "label": "Fromages",
        "crate_total": crate_total,
        "status": ConsignmentStatus.ACTIVE.value,
    }
