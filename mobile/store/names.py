"""Names and consignments looked up once each while one screen is read."""

from sqlalchemy import Connection

from mobile.store.reference import ConsignmentWire, person_name, read_wire, row_content
from mobile.store.unplanned import any_place


class Names:
    """What identifiers of rows stand for; an identifier stands for itself where the row is not here."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._consignments: dict[str, ConsignmentWire | None] = {}
        self._persons: dict[str, str] = {}
        self._places: dict[str, str] = {}

    def consignment(self, consignment_id: str) -> ConsignmentWire | None:
        """The consignment's row; None where it is not here."""
        if consignment_id not in self._consignments:
            content = row_content(self._connection, "cons", consignment_id)
            self._consignments[consignment_id] = read_wire(content, ConsignmentWire)
        return self._consignments[consignment_id]

    def person(self, person_id: str) -> str:
        """A person's name."""
        if person_id not in self._persons:
            self._persons[person_id] = person_name(self._connection, person_id)
        return self._persons[person_id]

    def place(self, place_id: str) -> str:
        """A place's name."""
        if place_id not in self._places:
            found = any_place(self._connection, place_id)
            self._places[place_id] = found.name if found else place_id
        return self._places[place_id]
