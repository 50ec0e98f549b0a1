"""What people do with their phones: rounds driven well and badly, second thoughts, and odd scans."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from mobile.actions.arrive_at_stop import ArriveAtStop, arrive_at_stop
from mobile.actions.bind_crate import BindCrate, bind_crate
from mobile.actions.close_round import CloseRound, close_round
from mobile.actions.crate_acts import CrateException, is_carried
from mobile.actions.dispute_line import DisputeLine, dispute_line
from mobile.actions.give_handover import GiveHandover, give_handover
from mobile.actions.leave_stop import LeaveStop, leave_stop
from mobile.actions.outcomes import Recorded, RecordOutcome
from mobile.actions.record_drop import RecordDrop, record_drop
from mobile.actions.record_empties import RecordEmpties, record_empties
from mobile.actions.record_incident import RecordIncident, record_incident
from mobile.actions.record_pickup import RecordPickup, record_pickup
from mobile.actions.record_temperature import RecordTemperature, record_temperature
from mobile.actions.scan_code import ScanCode, scan_code
from mobile.actions.start_round import StartRound, start_round
from mobile.actions.take_handover import TakeHandover, take_handover
from mobile.actions.undo_record import UndoRecord, undo_record
from mobile.device.clock import Clock, Randomness
from mobile.store.database import Store
from mobile.store.history import newest_facts
from mobile.store.overlay import sights_of_crates
from mobile.store.rounds import RoundStatus, round_plan, rounds_today
from mobile.store.stops import CrateTask, TaskState, stop_plan
from shared.custody.codes import new_code
from shared.custody.events import How, IncidentReason
from shared.custody.rules import Act
from tests.simulation.evidence import something_to_show
from tests.simulation.phone import SimPhone

WHY_NOT = (IncidentReason.MISSING, IncidentReason.BROKEN, IncidentReason.FULL, IncidentReason.NOT_READY)
ODD_TEXTS = ("7K2M9QXC", "https://relais.example/c/AAAA", "?", "<script>", "4006381333931")
# How often somebody at a stop finds a crate without its label.
LABELS_LACK = 0.12
ROLL = tuple(code for n in range(7_000, 7_030) if (code := new_code(n)))
IntentT = TypeVar("IntentT")
Action = Callable[[IntentT, Store, Clock, Randomness], RecordOutcome]


def drive_on(phone: SimPhone, day: date) -> None:
    """The next thing to do in a round of this day, as this phone sees it."""
    under_way = [each for each in rounds_today(phone.store, day) if each.status is not RoundStatus.CLOSED]
    if not under_way:
        return
    round_id = under_way[0].round_id
    if under_way[0].status is RoundStatus.PLANNED and phone.chance.random() < 0.9:
        tap(phone, lambda intent: StartRound(intent, round_id), start_round)
    plan = round_plan(phone.store, round_id)
    due = [stop.place_id for stop in plan.stops if not stop.is_done] if plan else []
    if not due or phone.chance.random() < 0.04:
        close_own(phone, round_id)
    else:
        _visit(phone, round_id, due[0] if phone.chance.random() < 0.85 else phone.chance.choice(due))


def do_something_else(phone: SimPhone) -> None:
    """Second thoughts, incidents, empties, odd scans, odd claims, a disputed line."""
    acts = (_undo, _undo, _incident, _empties, _scan_oddly, _claim_oddly, dispute, bind_label)
    phone.chance.choice(acts)(phone)


def hand_over(giver: SimPhone, taker: SimPhone) -> None:
    """Crates change hands with no network: both sides record it, or one forgets."""
    crates = _carried_by(giver) or some_crates(giver, 3)
    if not crates:
        return
    sides = giver.chance.choice(("both", "both", "both", "giver", "taker"))
    given_id = None
    if sides != "taker":
        given = tap(
            giver,
            lambda intent: GiveHandover(intent, crates, taker.person_id, even_if_odd=True),
            give_handover,
        )
        given_id = given.ids[0] if isinstance(given, Recorded) else None
    if sides != "giver" and taker.store.enrolment is not None:
        shown = given_id if giver.chance.random() < 0.8 else None
        tap(
            taker,
            lambda intent: TakeHandover(intent, crates, giver.person_id, shown),
            take_handover,
        )


def _carried_by(phone: SimPhone) -> tuple[str, ...]:
    codes = some_crates(phone, 40)
    with phone.store.reading() as connection:
        sights = sights_of_crates(connection, codes)
    enrolment = phone.store.enrolment
    return tuple(code for code in codes if enrolment and is_carried(sights[code], enrolment))[:4]


def tap(phone: SimPhone, make: Callable[[str], IntentT], action: Action[IntentT]) -> RecordOutcome | None:
    intent_id = phone.intent()
    intent = make(intent_id)
    phone.clock.time.forward(phone.chance.randrange(200, 20_000))
    return phone.record(intent_id, lambda store: action(intent, store, phone.clock, phone.randomness))


def _visit(phone: SimPhone, round_id: str, place_id: str) -> None:
    tap(phone, lambda intent: ArriveAtStop(intent, round_id, place_id), arrive_at_stop)
    if phone.chance.random() < LABELS_LACK:
        bind_label(phone)
    plan = stop_plan(phone.store, round_id, place_id)
    if plan is None:
        return
    drops, excepted = _share(phone, plan.drops)
    shown = something_to_show(phone.camera, 0.15)
    if drops or excepted:
        degrees = phone.chance.choice((None, None, 35, 120))
        tap(
            phone,
            lambda intent: RecordDrop(
                intent, round_id, place_id, drops, excepted, temp_dc=degrees, attached=shown
            ),
            record_drop,
        )
    pickups, missing = _share(phone, plan.pickups)
    if pickups or missing:
        odd = phone.chance.random() < 0.3
        tap(
            phone,
            lambda intent: RecordPickup(intent, round_id, place_id, pickups, missing, even_if_odd=odd),
            record_pickup,
        )
    if phone.chance.random() < 0.15:
        tap(phone, lambda intent: RecordTemperature(intent, round_id, place_id, 41), record_temperature)
    if phone.chance.random() < 0.5:
        tap(phone, lambda intent: LeaveStop(intent, round_id, place_id), leave_stop)


def _share(phone: SimPhone, tasks: Sequence[CrateTask]) -> tuple[tuple[str, ...], tuple[CrateException, ...]]:
    """« Tout sauf… »: most crates, some left out with a reason, some simply forgotten."""
    todo = [task.code for task in tasks if task.state is TaskState.TODO]
    kept = tuple(code for code in todo if phone.chance.random() > 0.08)
    left = [code for code in todo if code not in kept and phone.chance.random() < 0.6]
    return kept, tuple(CrateException(code, phone.chance.choice(WHY_NOT)) for code in left)


def close_own(phone: SimPhone, round_id: str) -> None:
    metres = phone.chance.randrange(5_000, 120_000)
    tap(phone, lambda intent: CloseRound(intent, round_id, distance_m=metres, fees_cents=350), close_round)


def _undo(phone: SimPhone) -> None:
    facts = [each.fact for each in newest_facts(phone.store, 12) if each.fact is not None]
    if facts:
        chosen = phone.chance.choice(facts).id
        tap(phone, lambda intent: UndoRecord(intent, (chosen,), because="erreur"), undo_record)


def _incident(phone: SimPhone) -> None:
    reason = phone.chance.choice(list(IncidentReason))
    crates = some_crates(phone, 1)
    shown = something_to_show(phone.camera, 0.6)
    tap(
        phone,
        lambda intent: RecordIncident(intent, reason, crates=crates, note="vu", attached=shown),
        record_incident,
    )


def _empties(phone: SimPhone) -> None:
    where = somewhere(phone)
    if where:
        left, taken = phone.chance.randrange(4), phone.chance.randrange(4)
        tap(phone, lambda intent: RecordEmpties(intent, *where, left, taken), record_empties)


def _scan_oddly(phone: SimPhone) -> None:
    where = somewhere(phone)
    if where:
        text = phone.chance.choice((*ODD_TEXTS, *some_crates(phone, 1)))
        scan = ScanCode(phone.intent(), *where, phone.chance.choice(list(Act)), text, How.TYPED)
        phone.run(lambda: scan_code(scan, phone.store, phone.clock, phone.randomness))


def _claim_oddly(phone: SimPhone) -> None:
    """Somebody says so although the app warned: another's crate, or the wrong place."""
    where, crates = somewhere(phone), some_crates(phone, 3)
    if not where or not crates:
        return
    if phone.chance.random() < 0.5:
        tap(phone, lambda intent: RecordPickup(intent, *where, crates, even_if_odd=True), record_pickup)
    else:
        tap(phone, lambda intent: RecordDrop(intent, *where, crates, even_if_odd=True), record_drop)


def bind_label(phone: SimPhone) -> None:
    """A label from the roll goes on a crate of some consignment; mostly the crate is taken along.

    The roll is small: now and then two people use the same label, for the same goods or for others.
    """
    ways = phone.rows(
        "SELECT DISTINCT consignment_id, round_id, from_place_id FROM planned_move ORDER BY 1, 2, 3"
    )
    if not ways:
        return
    consignment_id, round_id, place_id = phone.chance.choice(ways)
    code = phone.chance.choice(ROLL)
    bound = tap(phone, lambda intent: BindCrate(intent, code, consignment_id, round_id, place_id), bind_crate)
    if isinstance(bound, Recorded):
        phone.tally.outcomes["label_bound"] += 1
        if phone.chance.random() < 0.7:
            tap(phone, lambda intent: RecordPickup(intent, round_id, place_id, (code,)), record_pickup)


def bind_label_in(phone: SimPhone, round_id: str, place_id: str) -> str | None:
    """A label from the roll on a crate of any consignment, wherever somebody is; its code."""
    known = [row[0] for row in phone.rows("SELECT k FROM pulled_row WHERE t = 'cons' ORDER BY k")]
    if not known:
        return None
    consignment_id, code = phone.chance.choice(known), phone.chance.choice(ROLL)
    bound = tap(phone, lambda intent: BindCrate(intent, code, consignment_id, round_id, place_id), bind_crate)
    return code if isinstance(bound, Recorded) else None


def dispute(phone: SimPhone) -> None:
    keys = [row[0] for row in phone.rows("SELECT k FROM pulled_row WHERE t = 'line' ORDER BY k")]
    if keys:
        key = phone.chance.choice(keys)
        tap(phone, lambda intent: DisputeLine(intent, key, "pas moi"), dispute_line)


def some_crates(phone: SimPhone, most: int) -> tuple[str, ...]:
    codes = [row[0] for row in phone.rows("SELECT k FROM pulled_row WHERE t = 'crate' ORDER BY k")]
    return tuple(phone.chance.sample(codes, k=min(len(codes), phone.chance.randint(1, most))))


def somewhere(phone: SimPhone) -> tuple[str, str] | None:
    rounds = [row[0] for row in phone.rows("SELECT k FROM pulled_row WHERE t = 'round' ORDER BY k")]
    places = [row[0] for row in phone.rows("SELECT k FROM pulled_row WHERE t = 'place' ORDER BY k")]
    if not rounds or not places:
        return None
    return phone.chance.choice(rounds), phone.chance.choice(places)
