"""A locker bank on a phone: its rows, and a round that leaves crates there."""

from collections.abc import Sequence
from typing import Any

from mobile.store.pulled import RowChange
from tests.builders_phone import (
    FARM,
    HELPER,
    OTHER_FARM,
    PRODUCER,
    RELAY,
    ROUND,
    a_consignment,
    a_crate,
    a_person,
    a_place,
    a_round,
)

BANK = "R016"
COLD_CONS, PLAIN_CONS = "c_2026-11-06_P001_R016", "c_2026-11-06_P002_R016"
PLACE_CODE, DOOR_CODES = "SECRET-P", {"A1": "SECRET-A1", "A2": "SECRET-A2"}
DOORS = (("A1", "M", True), ("A2", "L", True), ("B1", "M", False), ("B2", "L", False))
MORE_DOORS = (*DOORS, ("A3", "M", True), ("A4", "L", True), ("B3", "S", False), ("B4", "M", False))


def a_bank_place(place_id: str = BANK, doors: Sequence[tuple[str, str, bool]] = DOORS) -> RowChange:
    """The row of the place: a locker bank with these doors."""
    row = a_place(place_id, "Consigne de la mairie", "locker")
    compartments = [{"id": door, "size": size, "cold": is_cold} for door, size, is_cold in doors]
    return RowChange("place", place_id, {**(row.content or {}), "compartments": compartments})


def bank_row(
    doors: dict[str, Any] | None = None, broken: dict[str, Any] | None = None, place_id: str = BANK
) -> RowChange:
    """What the server says of the doors."""
    return RowChange("bank", place_id, {"doors": doors or {}, "broken": broken or {}})


def code_row(code: str | None = None, doors: dict[str, str] | None = None, place_id: str = BANK) -> RowChange:
    """The codes the server lends."""
    return RowChange("door", place_id, {"code": code, "doors": doors or {}})


def a_locker_round(
    cold: Sequence[str],
    plain: Sequence[str] = (),
    day: str = "2026-11-06",
    doors: Sequence[tuple[str, str, bool]] = DOORS,
) -> list[RowChange]:
    """From the farm to the bank: cheese in `cold`, honey in `plain`; a relay point comes after it."""
    honey = a_consignment(PLAIN_CONS, len(plain), producer="P002", place=BANK)
    moves = [(ROUND, FARM, BANK)]
    return [
        a_place(FARM, "Ferme des Ajoncs", "farm"),
        a_place(OTHER_FARM, "Rucher du Gué", "farm"),
        a_bank_place(doors=doors),
        a_place(RELAY, "Épicerie du bourg", "relay"),
        a_person(PRODUCER, "Ferme des Ajoncs", FARM),
        a_person("P002", "Rucher du Gué", OTHER_FARM),
        a_person(HELPER, "Bruno"),
        a_round([FARM, BANK, RELAY], day=day),
        a_consignment(COLD_CONS, len(cold), place=BANK),
        RowChange("cons", PLAIN_CONS, {**(honey.content or {}), "cls": "ambiant", "label": "Miel"}),
        *(a_crate(code, moves, COLD_CONS, rank=n, of=len(cold)) for n, code in enumerate(cold, 1)),
        *(a_crate(code, moves, PLAIN_CONS, rank=n, of=len(plain)) for n, code in enumerate(plain, 1)),
        code_row(PLACE_CODE, DOOR_CODES),
    ]
