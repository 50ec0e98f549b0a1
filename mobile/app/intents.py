"""From an intent to the action that carries it out: the one table where screens and actions meet."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mobile.actions.arrive_at_stop import ArriveAtStop, arrive_at_stop
from mobile.actions.bind_crate import BindCrate, bind_crate
from mobile.actions.close_round import CloseRound, close_round
from mobile.actions.depart_round import DepartRound, depart_round
from mobile.actions.dispute_line import DisputeLine, dispute_line
from mobile.actions.enrol_phone import Offer, claim_enrolment, poll_enrolment, read_offer
from mobile.actions.give_handover import GiveHandover, give_handover
from mobile.actions.hold_phone import (
    AskStanding,
    RemovePin,
    SetPin,
    TryPin,
    ask_standing,
    remove_pin,
    set_pin,
    try_pin,
)
from mobile.actions.join_position import ChooseJoining, JoinPosition, choose_joining, join_position
from mobile.actions.keep_photo import DropPhoto, KeepPhoto, drop_photo, keep_photo
from mobile.actions.keep_receipt import KeepReceipt, keep_receipt
from mobile.actions.propose_place import ProposePlace, propose_place
from mobile.actions.record_drop import RecordDrop, record_drop
from mobile.actions.record_empties import RecordEmpties, record_empties
from mobile.actions.record_incident import RecordIncident, record_incident
from mobile.actions.record_pickup import RecordPickup, record_pickup
from mobile.actions.rescue_make import EntrustFacts, entrust_facts
from mobile.actions.rescue_take import TakeFramesIn, TakePacksIn, take_frames_in, take_packs_in
from mobile.actions.scan_code import ScanCode, scan_code
from mobile.actions.scan_handover import ScanHandover, scan_handover
from mobile.actions.show_door_code import ShowDoorCode, show_door_code
from mobile.actions.start_round import StartRound, start_round
from mobile.actions.start_unplanned_round import StartUnplannedRound, start_unplanned_round
from mobile.actions.take_handover import TakeHandover, take_handover
from mobile.actions.undo_record import UndoRecord, undo_record
from mobile.app.phones import Phone
from mobile.device.clock import Clock, Randomness
from mobile.screens.enrol.state import AskConfirmation, ClaimCode
from mobile.store.database import Store

Action = Callable[[Any, Store, Clock, Randomness], object]

RECORDS: dict[type, Action] = {
    RecordDrop: record_drop,
    RecordPickup: record_pickup,
    BindCrate: bind_crate,
    RecordIncident: record_incident,
    ScanCode: scan_code,
    UndoRecord: undo_record,
    StartRound: start_round,
    ArriveAtStop: arrive_at_stop,
    DepartRound: depart_round,
    StartUnplannedRound: start_unplanned_round,
    CloseRound: close_round,
    DisputeLine: dispute_line,
    EntrustFacts: entrust_facts,
    TakePacksIn: take_packs_in,
    TakeFramesIn: take_frames_in,
    GiveHandover: give_handover,
    ScanHandover: scan_handover,
    TakeHandover: take_handover,
    KeepReceipt: keep_receipt,
    KeepPhoto: keep_photo,
    ShowDoorCode: show_door_code,
    ProposePlace: propose_place,
    RecordEmpties: record_empties,
    DropPhoto: drop_photo,
    JoinPosition: join_position,
    ChooseJoining: choose_joining,
    AskStanding: ask_standing,
    TryPin: try_pin,
    SetPin: set_pin,
    RemovePin: remove_pin,
}


@dataclass(frozen=True, slots=True)
class UnknownIntent:
    """No action carries this intent out."""

    intent: object


def carry_out(intent: object, phone: Phone, phone_name: str) -> object:
    """Do it and return what came of it; blocking, and never on the screen's own thread."""
    action = RECORDS.get(type(intent))
    if action is not None:
        return action(intent, phone.store, phone.clock, phone.randomness)
    match intent:
        case ClaimCode(text=text, server_url=server_url):
            offer = read_offer(text, server_url)
            if not isinstance(offer, Offer):
                return offer
            return claim_enrolment(offer, phone.open_peer(offer.server_url), phone.store, phone_name)
        case AskConfirmation(claimed=claimed):
            return poll_enrolment(claimed, phone.open_peer(claimed.server_url), phone.store)
        case _:
            return UnknownIntent(intent)
