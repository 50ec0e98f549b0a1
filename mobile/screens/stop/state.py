"""What the stop shows: the crates to leave and to take, in groups, and the stop that comes next."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby

from mobile.actions.keep_photo import photos_of_stop
from mobile.components.photo_strip import ShownPhoto
from mobile.screens.cold import asking
from mobile.screens.contract import Reading
from mobile.screens.photos import load_photos
from mobile.screens.stop.draft import StopDraft, WasScanned
from mobile.screens.stop.records import StopRecord, load_records
from mobile.store.lockers import bank_at
from mobile.store.overlay import sights_of_crates
from mobile.store.reference import place_row
from mobile.store.rounds import RoundPlan, RoundStatus, round_plan
from mobile.store.stops import CrateTask, TaskState, stop_plan
from shared.custody.allocation import DoorState
from shared.custody.codes import Scanned, ScannedCrate, print_code
from shared.custody.events import IncidentReason
from shared.custody.rules import Act, ScanAnswer
from shared.network import TemperatureClass


@dataclass(frozen=True, slots=True)
class CrateLine:
    """One crate as a row shows it. `whose`: the other end, its producer at a drop, its place at a pickup."""

    code: str
    printed: str
    label: str
    whose: str
    rank: int
    of: int
    is_done: bool
    reason: IncidentReason | None
    event_id: str | None
    at_ms: int | None
    cls: TemperatureClass | None = None

    @property
    def is_todo(self) -> bool:
        """Whether nothing was recorded of it yet."""
        return not self.is_done and self.reason is None


@dataclass(frozen=True, slots=True)
class CrateGroup:
    """The crates still to be handled that share their other end."""

    name: str
    lines: tuple[CrateLine, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of its crates."""
        return tuple(line.code for line in self.lines)


@dataclass(frozen=True, slots=True)
class ActTasks:
    """What one act asks for at this stop: groups still to do, and rows already recorded."""

    act: Act
    groups: tuple[CrateGroup, ...]
    handled: tuple[CrateLine, ...]

    @property
    def todo(self) -> tuple[str, ...]:
        """The codes still to be handled."""
        return tuple(code for group in self.groups for code in group.codes)

    @property
    def asking(self) -> tuple[TemperatureClass, ...]:
        """The classes still to be handled that ask for a reading."""
        return asking(line.cls for group in self.groups for line in group.lines)

    def too_warm(self, dc: int | None) -> tuple[str, ...]:
        """The codes still to be handled whose class does not allow the reading."""
        lines = [line for group in self.groups for line in group.lines if dc is not None]
        return tuple(line.code for line in lines if line.cls and not line.cls.allows(dc or 0))

    @property
    def total(self) -> int:
        """How many crates the act is about."""
        return len(self.todo) + len(self.handled)

    @property
    def done(self) -> int:
        """How many were really left or taken."""
        return sum(line.is_done for line in self.handled)


@dataclass(frozen=True, slots=True)
class NextStop:
    """The stop to go to after this one."""

    place_id: str
    name: str


@dataclass(frozen=True, slots=True)
class StopState:
    """One stop of one round."""

    round_id: str
    place_id: str
    name: str
    area: str
    note: str
    n: int | None
    planned_at: str | None
    is_closed: bool
    drops: ActTasks
    pickups: ActTasks
    next_stop: NextStop | None
    asked_place: str | None
    free_doors: int | None = None
    photos: tuple[ShownPhoto, ...] = ()
    records: tuple[StopRecord, ...] = ()

    @property
    def empties(self) -> tuple[int, int]:
        """Empties left here and taken back, as far as recorded and not withdrawn."""
        standing = [record for record in self.records if not record.is_voided]
        return sum(record.left for record in standing), sum(record.taken for record in standing)

    def tasks(self, act: Act) -> ActTasks:
        """The tasks of one act."""
        return self.drops if act is Act.DROP else self.pickups

    def line(self, code: str) -> CrateLine | None:
        """A handled crate of this stop."""
        handled = (*self.drops.handled, *self.pickups.handled)
        return next((line for line in handled if line.code == code), None)

    def recorded_with(self, line: CrateLine) -> int:
        """How many crates of this stop stand in the same fact, this one included."""
        handled = (*self.drops.handled, *self.pickups.handled)
        return sum(other.event_id == line.event_id for other in handled)

    def current_act(self, chosen: Act | None) -> Act:
        """What to do now: what was chosen, else leave first (it makes room), then take."""
        if chosen is not None:
            return chosen
        if self.drops.todo or not self.pickups.total:
            return Act.DROP
        return Act.PICKUP if self.pickups.todo or not self.drops.total else Act.DROP

    def act_for(self, read: Scanned | None, chosen: Act | None) -> Act:
        """What this code means here: the act that waits for that crate, else the current one."""
        if isinstance(read, ScannedCrate):
            for act in (Act.DROP, Act.PICKUP):
                if read.code in self.tasks(act).todo:
                    return act
        return self.current_act(chosen)


def load(reading: Reading) -> StopState | None:
    """The stop of the path; None where this phone does not know it."""
    round_id, place_id = reading.params["round_id"], reading.params["place_id"]
    plan = stop_plan(reading.store, round_id, place_id)
    of_round = round_plan(reading.store, round_id)
    if plan is None or of_round is None:
        return None
    here = next((stop for stop in of_round.stops if stop.place_id == place_id), None)
    return StopState(
        round_id=round_id,
        place_id=place_id,
        name=plan.place.name,
        area=plan.place.area or "",
        note=plan.place.note or "",
        n=here.n if here else None,
        planned_at=here.planned_at if here else None,
        is_closed=of_round.summary.status is RoundStatus.CLOSED,
        drops=_tasks(Act.DROP, plan.drops, lambda task: task.producer_name),
        pickups=_tasks(Act.PICKUP, plan.pickups, lambda task: task.dest_name),
        next_stop=_next_stop(of_round, place_id),
        asked_place=_asked_place(reading, round_id),
        free_doors=_free_doors(reading, round_id, place_id),
        photos=load_photos(reading, photos_of_stop(round_id, place_id)),
        records=load_records(reading.store, round_id, place_id),
    )


def _free_doors(reading: Reading, round_id: str, place_id: str) -> int | None:
    """How many doors of the locker bank are free; None where the place is none."""
    bank = bank_at(reading.store, round_id, place_id, reading.now_ms, reading.today)
    return sum(each.door.state is DoorState.FREE for each in bank.doors) if bank is not None else None


def _tasks(act: Act, crates: Iterable[CrateTask], whose: Callable[[CrateTask], str]) -> ActTasks:
    lines = [
        (task.state, _line(task, whose(task)))
        for task in sorted(crates, key=lambda task: (whose(task), task.consignment_id, task.rank, task.code))
    ]
    todo = [line for state, line in lines if state is TaskState.TODO]
    handled = [line for state, line in lines if state is not TaskState.TODO]
    groups = tuple(
        CrateGroup(name, tuple(members)) for name, members in groupby(todo, key=lambda line: line.whose)
    )
    return ActTasks(act, groups, tuple(sorted(handled, key=lambda line: -(line.at_ms or 0))))


def _line(task: CrateTask, whose: str) -> CrateLine:
    return CrateLine(
        code=task.code,
        printed=print_code(task.code),
        label=task.label or "",
        whose=whose,
        rank=task.rank,
        of=task.of,
        is_done=task.state is TaskState.DONE,
        reason=task.reason if task.state is TaskState.EXCEPTED else None,
        event_id=task.event_id,
        at_ms=task.at_ms,
        cls=task.cls,
    )


def _next_stop(plan: RoundPlan, place_id: str) -> NextStop | None:
    # The first unfinished stop after this one, else the first unfinished before it: a round may be driven
    # in another order than planned.
    places = [stop.place_id for stop in plan.stops]
    here = places.index(place_id) if place_id in places else -1
    for stop in (*plan.stops[here + 1 :], *plan.stops[: max(here, 0)]):
        if not stop.is_done:
            return NextStop(stop.place_id, stop.place_name)
    return None


def _asked_place(reading: Reading, round_id: str) -> str | None:
    """Where the crate of the last odd scan is to be taken or left in this round."""
    draft = reading.draft
    if not isinstance(draft, StopDraft) or not isinstance(draft.answer, WasScanned):
        return None
    scan, act = draft.answer.scan, draft.answer.act
    if scan.code is None or scan.answer is not ScanAnswer.WRONG_STOP:
        return None
    with reading.store.reading() as connection:
        crate = sights_of_crates(connection, [scan.code])[scan.code].crate
        for move in crate.moves if crate else ():
            if move.round == round_id:
                found = place_row(connection, move.from_ if act is Act.PICKUP else move.to)
                return found.name if found else None
    return None
