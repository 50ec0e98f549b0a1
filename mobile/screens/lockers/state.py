"""What « Consigne » shows: the crates to be put away, each door, what is proposed, the code held now."""

from collections.abc import Mapping
from dataclasses import dataclass

from mobile.screens.contract import Reading
from mobile.screens.lockers.draft import LockerDraft
from mobile.store.lockers import Bank, DoorSight, Fallback, bank_at, door_code, fallback_of
from mobile.store.rounds import RoundStatus, round_plan
from mobile.store.stops import CrateTask, TaskState, stop_plan
from shared.custody.allocation import DoorState, Load, propose
from shared.custody.codes import print_code


@dataclass(frozen=True, slots=True)
class CrateToStow:
    """One crate still to be put away."""

    load: Load
    printed: str
    whose: str
    label: str
    place: str

    @property
    def code(self) -> str:
        """Its code, without a dash."""
        return self.load.code


@dataclass(frozen=True, slots=True)
class LockerState:
    """One bank at one stop. `code` is of the door held now, and of no other."""

    round_id: str
    place_id: str
    name: str
    is_closed: bool
    todo: tuple[CrateToStow, ...]
    total: int
    doors: tuple[DoorSight, ...]
    coded: frozenset[str]
    has_place_code: bool
    proposal: Mapping[str, str]
    fallback: Fallback | None
    code: str | None

    @property
    def free(self) -> int:
        """How many doors are free."""
        return sum(each.door.state is DoorState.FREE for each in self.doors)

    def door(self, compartment: str | None) -> DoorSight | None:
        """One door by its name."""
        return next((each for each in self.doors if each.compartment == compartment), None)

    def crate(self, code: str | None) -> CrateToStow | None:
        """One crate still to be put away."""
        return next((each for each in self.todo if each.code == code), None)


def load(reading: Reading) -> LockerState | None:
    """The bank of the path; None where this phone knows no bank there."""
    round_id, place_id = reading.params["round_id"], reading.params["place_id"]
    bank = bank_at(reading.store, round_id, place_id, reading.now_ms, reading.today)
    plan = stop_plan(reading.store, round_id, place_id)
    of_round = round_plan(reading.store, round_id)
    if bank is None or plan is None or of_round is None:
        return None
    todo = tuple(_crate(task) for task in plan.drops if task.state is TaskState.TODO)
    proposal = propose((each.door for each in bank.doors), (each.load for each in todo))
    needs_other = any(each.code not in proposal for each in todo)
    return LockerState(
        round_id=round_id,
        place_id=place_id,
        name=bank.place.name,
        is_closed=of_round.summary.status is RoundStatus.CLOSED,
        todo=todo,
        total=len(plan.drops),
        doors=bank.doors,
        coded=bank.coded,
        has_place_code=bank.has_place_code,
        proposal=proposal,
        fallback=fallback_of(reading.store, round_id, place_id) if needs_other else None,
        code=_held_code(reading, bank, round_id),
    )


def _held_code(reading: Reading, bank: Bank, round_id: str) -> str | None:
    """Read only while somebody holds the door: a state that is not shown holds no secret."""
    draft = reading.draft
    if not isinstance(draft, LockerDraft) or draft.shown is None:
        return None
    return door_code(reading.store, round_id, bank.place.place_id, draft.shown or None, reading.today)


def _crate(task: CrateTask) -> CrateToStow:
    return CrateToStow(
        load=Load(task.code, task.cls, task.content_ml),
        printed=print_code(task.code),
        whose=task.producer_name,
        label=task.label or "",
        place=f"{task.rank}/{task.of}",
    )
