"""What the delivery note says: one line for each consignment and way, from rows and own facts alone."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from mobile.components.code_field import Typed
from mobile.screens.contract import Carried, FileGiven, Gesture, Reading, SaveFile
from mobile.store.cargo import CargoCrate, cargo_of_round
from mobile.store.reference import me, person, place
from mobile.store.rounds import round_plan
from shared.custody.codes import print_code
from shared.network import TemperatureClass


@dataclass(frozen=True, slots=True)
class NoteEnd:
    """One end of a carriage: the place's name and its area."""

    name: str
    area: str


@dataclass(frozen=True, slots=True)
class NoteLine:
    """The crates of one consignment that go the same way. `lot` is empty where no consignment is known."""

    lot: str
    owner: str
    owner_area: str
    nature: str
    cls: TemperatureClass | None
    origin: NoteEnd
    destination: NoteEnd
    codes: tuple[str, ...]
    taken_ms: int | None


@dataclass(frozen=True, slots=True)
class NoteState:
    """The note of one round: what is aboard now, and everything it carries."""

    round_id: str
    title: str
    day: date
    carrier: str
    carrier_area: str
    aboard: tuple[NoteLine, ...]
    whole: tuple[NoteLine, ...]


@dataclass(frozen=True, slots=True)
class ShowWhole(Gesture):
    """Look at the whole round, or at what is aboard only."""

    is_whole: bool


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """Which part is looked at, the plate typed, and whether the file was given."""

    intent_id: str
    is_whole: bool = False
    was_given: bool | None = None
    plate: Typed = field(default_factory=Typed, compare=False)


def change(draft: NoteDraft, news: object) -> NoteDraft:
    """Fold one gesture, or what came of the file."""
    match news:
        case ShowWhole(is_whole=is_whole):
            return replace(draft, is_whole=is_whole, was_given=None)
        case Carried(intent=SaveFile(), outcome=FileGiven(is_given=is_given)):
            return replace(draft, was_given=is_given)
        case _:
            return draft


def load(reading: Reading) -> NoteState | None:
    """The round of the path; None where this phone does not know it."""
    store, round_id = reading.store, reading.params["round_id"]
    plan = round_plan(store, round_id)
    if plan is None:
        return None
    cargo = cargo_of_round(store, round_id)
    mine = me(store)
    carrier = mine.name if mine else store.enrolment.person_id if store.enrolment else ""
    return NoteState(
        round_id=round_id,
        title=plan.summary.title,
        day=plan.summary.date,
        carrier=carrier,
        carrier_area=_farm_area(reading, mine.person_id if mine else None),
        aboard=_lines(reading, (each for each in cargo if each.is_aboard)),
        whole=_lines(reading, cargo),
    )


def _lines(reading: Reading, cargo: Iterable[CargoCrate]) -> tuple[NoteLine, ...]:
    together: defaultdict[tuple[str, str, str], list[CargoCrate]] = defaultdict(list)
    for each in cargo:
        together[each.consignment_id or "", each.from_id or "", _goes_to(each)].append(each)
    lines = [_line(reading, crates) for crates in together.values()]
    return tuple(sorted(lines, key=lambda line: (line.destination.name, line.owner, line.lot)))


def _goes_to(crate: CargoCrate) -> str:
    return crate.to_id or crate.dest_id or ""


def _line(reading: Reading, crates: list[CargoCrate]) -> NoteLine:
    first = crates[0]
    taken = [each.taken_ms for each in crates if each.taken_ms is not None]
    return NoteLine(
        lot=first.consignment_id or "",
        owner=first.producer_name,
        owner_area=_farm_area(reading, first.producer_id),
        nature=first.label,
        cls=first.cls,
        origin=NoteEnd(first.from_name, _area(reading, first.from_id)),
        destination=NoteEnd(first.to_name or first.dest_name, _area(reading, _goes_to(first))),
        codes=tuple(print_code(each.code) for each in crates),
        taken_ms=min(taken) if taken else None,
    )


def _farm_area(reading: Reading, person_id: str | None) -> str:
    found = person(reading.store, person_id) if person_id else None
    return _area(reading, found.farm_place_id if found else None)


def _area(reading: Reading, place_id: str | None) -> str:
    found = place(reading.store, place_id) if place_id else None
    return (found.area or "") if found else ""
