"""A locker bank for the server's tests: the relay point of the small network with four doors and codes."""

from sqlmodel import Session

from shared.network import PlaceRole
from sync_server.db.feed import lock_feed
from sync_server.network.doors import THE_PLACE, Door, door_seal, set_door_code
from sync_server.network.publish import publish_places
from sync_server.network.tables import Compartment, Place
from tests.builders import ServerInProcess
from tests.builders_network import RELAY, plan_a_consignment

DOORS = (("A1", "M", True), ("A2", "L", True), ("B1", "S", False), ("B2", "M", False))
# Nothing else in a database, a log or a page looks like these.
PLACE_CODE, A1_CODE = "CANARI-77X1", "CANARI-42K9"


def plan_with_a_bank(server: ServerInProcess, *, codes: bool = True) -> None:
    """The consignment of `plan_a_consignment`, for a relay point that is a locker bank."""
    plan_a_consignment(server)
    server.change(_make_a_bank)
    if codes:
        set_code(server, THE_PLACE, PLACE_CODE)
        set_code(server, "A1", A1_CODE)


def set_code(server: ServerInProcess, compartment: str, code: str | None) -> None:
    """Sets or forgets a code as the command does."""

    def write(session: Session) -> None:
        seal = door_seal(server.runtime.settings.data_dir, server.runtime.random_bytes)
        set_door_code(session, lock_feed(session), seal, Door(RELAY, compartment), code)

    server.change(write)


def _make_a_bank(session: Session) -> None:
    place = session.get(Place, RELAY)
    assert place is not None
    place.role = PlaceRole.LOCKER.value
    for door, size, is_cold in DOORS:
        session.add(Compartment(place_id=RELAY, id=door, size=size, cold=is_cold))
    session.flush()
    publish_places(session, lock_feed(session))
