"""What « Remises » lists: those that wait for their other side first, then those that are done."""

from dataclasses import dataclass
from enum import Enum

from mobile.screens.contract import Reading
from mobile.store.handovers import GivenHandover, OwnHandover, own_handovers


class Standing(Enum):
    """How far one handover has come."""

    WAITING = "waiting"
    UNSENT = "unsent"
    RECEIPT = "receipt"
    PROOF = "proof"
    DONE = "done"
    TAKEN = "taken"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class HandoverLine:
    """One handover in a row."""

    fact_id: str
    is_given: bool
    name: str
    crates: int
    at_ms: int
    standing: Standing


@dataclass(frozen=True, slots=True)
class HandoversState:
    """Open ones and the others, each the newest first."""

    open: tuple[HandoverLine, ...]
    done: tuple[HandoverLine, ...]


def load(reading: Reading) -> HandoversState:
    """All of this phone's log."""
    found = own_handovers(reading.store)
    return HandoversState(
        tuple(_line(one) for one in found if one.is_open),
        tuple(_line(one) for one in found if not one.is_open),
    )


def _line(one: OwnHandover) -> HandoverLine:
    is_given = isinstance(one, GivenHandover)
    name = one.to_name if isinstance(one, GivenHandover) else one.giver_name
    return HandoverLine(one.fact_id, is_given, name, len(one.crates), one.at_ms, _standing(one))


def _standing(one: OwnHandover) -> Standing:
    if one.is_voided:
        return Standing.WITHDRAWN
    if not isinstance(one, GivenHandover):
        return Standing.UNSENT if one.is_open else Standing.TAKEN
    if one.receipt is not None:
        return Standing.RECEIPT
    if one.has_proof:
        return Standing.PROOF
    return Standing.WAITING if one.is_open else Standing.DONE
