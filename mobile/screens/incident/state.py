"""What an incident may be about: the stop or the round, its crates, the photos taken for it."""

from dataclasses import dataclass

from mobile.actions.keep_photo import photos_of_stop
from mobile.components.photo_strip import ShownPhoto
from mobile.screens.contract import Reading
from mobile.screens.photos import load_photos
from mobile.store.cargo import CargoCrate, cargo_of_round
from mobile.store.rounds import round_plan
from mobile.store.stops import TaskState, stop_plan
from shared.custody.codes import print_code
from shared.custody.rules import Act


@dataclass(frozen=True, slots=True)
class ConcernedCrate:
    """A crate one may name; `due` is what is still to be done with it at this stop."""

    code: str
    printed: str
    producer_name: str
    dest_name: str
    due: Act | None


@dataclass(frozen=True, slots=True)
class IncidentState:
    """Where it happens: at a stop, or anywhere in the round (`place_id` None)."""

    round_id: str
    place_id: str | None
    where: str
    crates: tuple[ConcernedCrate, ...]
    subject: str
    photos: tuple[ShownPhoto, ...]


def load(reading: Reading) -> IncidentState | None:
    """The stop or round of the path; None where this phone does not know it."""
    round_id, place_id = reading.params["round_id"], reading.params.get("place_id")
    plan = round_plan(reading.store, round_id)
    if plan is None:
        return None
    where, due = plan.summary.title, {}
    if place_id is not None:
        here = stop_plan(reading.store, round_id, place_id)
        if here is None:
            return None
        where = here.place.name
        due = {task.code: Act.PICKUP for task in here.pickups if task.state is TaskState.TODO}
        due |= {task.code: Act.DROP for task in here.drops if task.state is TaskState.TODO}
    cargo = [each for each in cargo_of_round(reading.store, round_id) if _is_here(each, place_id)]
    subject = photos_of_stop(round_id, place_id or "")
    return IncidentState(
        round_id=round_id,
        place_id=place_id,
        where=where,
        crates=tuple(
            ConcernedCrate(
                each.code, print_code(each.code), each.producer_name, each.dest_name, due.get(each.code)
            )
            for each in cargo
        ),
        subject=subject,
        photos=load_photos(reading, subject),
    )


def _is_here(crate: CargoCrate, place_id: str | None) -> bool:
    return crate.is_aboard or (place_id is not None and place_id in (crate.from_id, crate.to_id))
