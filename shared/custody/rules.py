"""What may be recorded now: the answer to a scan, decided on the phone from what is known there."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from shared.custody.chain import AtPlace, CarriedBy, Holder


class Act(StrEnum):
    """What a person is about to do with a crate at a stop."""

    PICKUP = "pickup"
    DROP = "drop"


class ScanAnswer(StrEnum):
    """The four answers of a scan, each with its own word, colour, sound and vibration."""

    EXPECTED = "expected"
    UNKNOWN = "unknown"
    WRONG_STOP = "wrong_stop"
    ALREADY_DONE = "already_done"


@dataclass(frozen=True, slots=True)
class PlannedMove:
    """A crate is to go from one place to another in a round."""

    crate_code: str
    round_id: str
    from_place_id: str
    to_place_id: str

    def place_of(self, act: Act) -> str:
        """Where this act of the move happens."""
        return self.from_place_id if act is Act.PICKUP else self.to_place_id


def answer_scan(
    act: Act, place_id: str, person_id: str, moves: Collection[PlannedMove], holder: Holder
) -> ScanAnswer:
    """What to say when `person_id` scans a crate at a place. `moves` are that crate's moves in the round."""
    if not moves:
        return ScanAnswer.UNKNOWN
    here = [move for move in moves if move.place_of(act) == place_id]
    if _is_done(act, place_id, person_id, holder):
        return ScanAnswer.ALREADY_DONE
    return ScanAnswer.EXPECTED if here else ScanAnswer.WRONG_STOP


def _is_done(act: Act, place_id: str, person_id: str, holder: Holder) -> bool:
    match holder:
        case CarriedBy(person_id=carrier_id):
            return act is Act.PICKUP and carrier_id == person_id
        case AtPlace(place_id=current_id):
            return act is Act.DROP and current_id == place_id
        case _:
            return False
