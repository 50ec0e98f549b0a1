"""Locker banks: crates go behind doors, doors are full, broken, taken twice, repaired, emptied again."""

from datetime import UTC, datetime
from functools import partial

from sqlmodel import Session

from mobile.actions.outcomes import Recorded
from mobile.actions.record_drop import RecordDrop, record_drop
from mobile.actions.record_incident import RecordIncident, record_incident
from mobile.actions.record_pickup import RecordPickup, record_pickup
from mobile.actions.show_door_code import ShowDoorCode, show_door_code
from mobile.store.lockers import Bank, bank_at, fallback_of
from mobile.store.stops import CrateTask, TaskState, stop_plan
from shared.custody.allocation import DoorState, Load, propose
from shared.custody.events import IncidentReason
from shared.custody.rules import Act
from sync_server.custody.compartments import publish_banks
from sync_server.db.feed import LockedFeed
from sync_server.network.doors import Door, works_again
from tests.simulation.acts import some_crates, tap
from tests.simulation.phone import SimPhone
from tests.simulation.rare import Rare

# Who comes by a bank, as his phone's plan says.
VISITS = (
    "SELECT DISTINCT m.round_id, m.from_place_id, m.to_place_id FROM planned_move m JOIN pulled_row p"
    " ON p.t = 'place' AND p.k = m.to_place_id JOIN pulled_row r ON r.t = 'round' AND r.k = m.round_id"
    " WHERE json_extract(p.d, '$.role') = 'locker' ORDER BY 1, 2"
)
AWRY = 0.25


def deposit(rare: Rare) -> None:
    """A helper puts crates away as his phone proposes, or not, and goes elsewhere where no door is left."""
    visits = [(phone, *visit) for phone in rare.enrolled() for visit in phone.rows(VISITS)]
    if not visits:
        return
    phone, round_id, from_id, place_id = rare.chance.choice(visits)
    with rare.hands(phone):
        phone.run(lambda: _put_away(rare, phone, round_id, from_id, place_id))
    if rare.chance.random() < 0.6:
        rare.co_op.sync(phone)


def claim_door(rare: Rare) -> None:
    """Somebody else puts a crate behind a door that is taken: he sees that the first was fetched, or errs."""
    taken = rare.co_op.server.rows(
        "SELECT place_id, compartment, crate_code FROM compartment_stay WHERE until_ms IS NULL"
        " ORDER BY 1, 2, 3"
    )
    phones = [phone for phone in rare.enrolled() if some_round(phone) is not None]
    if not taken or not phones:
        return
    (place_id, door, behind), phone = rare.chance.choice(taken), rare.chance.choice(phones)
    round_id = some_round(phone) or ""
    with rare.hands(phone):
        codes = tuple(code for code in some_crates(phone, 2) if code != behind)
        drop = partial(RecordDrop, round_id=round_id, place_id=place_id, crates=codes, compartment=door)
        if codes:
            told = phone.run(lambda: tap(phone, lambda id_: drop(id_, even_if_odd=True), record_drop))
            _met(rare, "put_behind_a_taken_door", told)
    rare.co_op.sync(phone)


def take_out(rare: Rare) -> None:
    """Somebody takes crates out of a bank again."""
    held = rare.co_op.server.rows(
        "SELECT s.crate_code, s.place_id FROM compartment_stay s WHERE s.until_ms IS NULL ORDER BY 1, 2"
    )
    drivers = [(phone, row[0]) for phone in rare.enrolled() for row in phone.rows(VISITS)]
    if not held or not drivers:
        return
    (code, place_id), (phone, round_id) = rare.chance.choice(held), rare.chance.choice(drivers)
    with rare.hands(phone):
        _met(
            rare,
            "taken_out_of_a_door",
            phone.run(
                lambda: tap(
                    phone,
                    lambda id_: RecordPickup(id_, round_id, place_id, (code,), even_if_odd=True),
                    record_pickup,
                )
            ),
        )


def repair_door(rare: Rare) -> None:
    """A coordinator says that a door works."""
    doors = rare.co_op.server.rows("SELECT place_id, id FROM compartment ORDER BY 1, 2")
    if not doors:
        return
    door, now_ms = Door(*rare.chance.choice(doors)), rare.co_op.time.at_ms

    def act(session: Session, feed: LockedFeed) -> bool:
        works_again(session, door, now_ms)
        publish_banks(session, feed, [door.place_id])
        return True

    if rare.coordinate(act):
        rare.met("door_repaired")


def some_round(phone: SimPhone) -> str | None:
    """A round this phone knows."""
    rounds = phone.rows("SELECT k FROM pulled_row WHERE t = 'round' ORDER BY k LIMIT 1")
    return rounds[0][0] if rounds else None


def _put_away(rare: Rare, phone: SimPhone, round_id: str, from_id: str, place_id: str) -> None:
    now_ms = phone.clock.wall_ms()
    today = datetime.fromtimestamp(now_ms / 1000, UTC).date()
    plan, bank = (
        stop_plan(phone.store, round_id, place_id),
        bank_at(phone.store, round_id, place_id, now_ms, today),
    )
    if plan is None or bank is None:
        return
    tasks = [each for each in plan.drops if each.state is TaskState.TODO][: phone.chance.randint(1, 4)]
    codes = tuple(each.code for each in tasks)
    if codes and phone.chance.random() < 0.8:
        tap(phone, lambda id_: RecordPickup(id_, round_id, from_id, codes, even_if_odd=True), record_pickup)
    loads = [Load(each.code, each.cls, each.content_ml) for each in tasks]
    proposed = propose([sight.door for sight in bank.doors], loads)
    for task in tasks:
        _put_one(rare, phone, bank, round_id, task, proposed.get(task.code))


def _put_one(
    rare: Rare, phone: SimPhone, bank: Bank, round_id: str, task: CrateTask, door: str | None
) -> None:
    place_id = bank.place.place_id
    draw = phone.chance.random()
    if draw < AWRY and bank.doors:
        sight = phone.chance.choice(bank.doors)
        door = sight.compartment
        if sight.door.state is not DoorState.FREE:
            rare.met(f"door_forced_{sight.door.state.value}")
    elif draw < 2 * AWRY and door is not None:
        broken = RecordIncident("", IncidentReason.LOCKER_BROKEN, round_id, place_id, compartment=door)
        _met(rare, "door_said_broken", _report(phone, broken))
        door = None
    if door is None:
        _go_elsewhere(rare, phone, round_id, place_id, task.code)
        return
    if phone.chance.random() < 0.3:
        tap(phone, lambda id_: ShowDoorCode(id_, round_id, place_id, door), show_door_code)
    _met(
        rare,
        "put_behind_a_door",
        tap(
            phone,
            lambda id_: RecordDrop(id_, round_id, place_id, (task.code,), compartment=door, even_if_odd=True),
            record_drop,
        ),
    )


def _go_elsewhere(rare: Rare, phone: SimPhone, round_id: str, place_id: str, code: str) -> None:
    full = RecordIncident("", IncidentReason.FULL, round_id, place_id, (code,), set_aside=Act.DROP)
    _report(phone, full)
    other = fallback_of(phone.store, round_id, place_id)
    if other is not None:
        _met(
            rare,
            "bank_full_went_elsewhere",
            tap(
                phone,
                lambda id_: RecordDrop(id_, round_id, other.place_id, (code,), even_if_odd=True),
                record_drop,
            ),
        )


def _report(phone: SimPhone, said: RecordIncident) -> object:
    return tap(
        phone,
        lambda id_: RecordIncident(
            id_,
            said.reason,
            said.round_id,
            said.place_id,
            said.crates,
            None,
            said.set_aside,
            said.compartment,
        ),
        record_incident,
    )


def _met(rare: Rare, what: str, outcome: object) -> None:
    if isinstance(outcome, Recorded):
        rare.met(what)
