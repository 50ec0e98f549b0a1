"""The doors of locker banks in words: free, taken by which crates, out of order; never a code."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from sync_server.console.chips import Chip, Tone
from sync_server.custody.compartments import DoorNow, doors_now
from sync_server.network.bank_queries import BankDoor, bank_doors

FREE = Chip(Tone.DONE, "check", "Libre")
TAKEN = Chip(Tone.INFO, "crate", "Occupé")
BROKEN = Chip(Tone.WRONG, "alert", "Hors service")
SIZES = {"S": "petit", "M": "moyen", "L": "grand"}


@dataclass(frozen=True, slots=True)
class DoorShown:
    """One door: what it is, its state and since when; the crates behind it."""

    compartment: str
    kind: str
    status: Chip
    since_ms: int | None
    crates: tuple[str, ...]
    is_broken: bool


@dataclass(frozen=True, slots=True)
class BankShown:
    """The doors of one place, and how many are in which state."""

    place_id: str
    doors: list[DoorShown]
    taken: int
    broken: int


def banks_shown(session: Session, now_ms: int, place_ids: Sequence[str] | None = None) -> list[BankShown]:
    """The banks of these places, of all by default; places without a door are left out."""
    doors = bank_doors(session, place_ids)
    banks = sorted({door.place_id for door in doors})
    states = doors_now(session.connection(), banks, now_ms)
    return [_bank(bank, [door for door in doors if door.place_id == bank], states) for bank in banks]


def _bank(place_id: str, doors: Sequence[BankDoor], states: dict[tuple[str, str], DoorNow]) -> BankShown:
    shown = [_door(each, states.get((place_id, each.compartment), DoorNow())) for each in doors]
    taken = sum(bool(each.crates) for each in shown)
    return BankShown(place_id, shown, taken, sum(each.is_broken for each in shown))


def _door(door: BankDoor, now: DoorNow) -> DoorShown:
    is_broken = now.broken_since_ms is not None
    status = BROKEN if is_broken else TAKEN if now.crates else FREE
    kind = f"{SIZES.get(door.size, door.size)}, {'réfrigéré' if door.is_cold else 'ambiant'}"
    since_ms = now.broken_since_ms if is_broken else now.since_ms
    return DoorShown(door.compartment, kind, status, since_ms, now.crates, is_broken)
