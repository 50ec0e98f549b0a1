"""The bank's inline answer to what was just done, or to a label that is not for here."""

import flet as ft

from mobile.actions.scan_code import Scan
from mobile.actions.undo_record import UndoRecord
from mobile.components.buttons import quiet_button, second_button
from mobile.components.message import inline_message
from mobile.components.tokens import DONE, NEUTRAL, WAITING, WRONG
from mobile.screens.contract import Scene
from mobile.screens.lockers.draft import (
    Deposited,
    LockerDraft,
    NotRecorded,
    ReportedBroken,
    ReportedFull,
    Undone,
    WrongDoor,
)
from shared.custody.codes import CodeFault, print_code
from shared.custody.rules import ScanAnswer


def answer_message(scene: Scene, draft: LockerDraft) -> list[ft.Control]:
    """The message, or nothing where nothing was done yet."""
    look, words = scene.look, scene.look.texts.locker
    match draft.answer:
        case None:
            return []
        case Deposited() as deposited:
            return [_deposited(scene, draft, deposited)]
        case ReportedFull(crates=crates):
            return [inline_message(look, WAITING, words.full_reported(crates))]
        case ReportedBroken(compartment=compartment):
            return [inline_message(look, WAITING, words.broken_reported(compartment))]
        case Undone():
            return [inline_message(look, NEUTRAL, look.texts.stop.undone)]
        case WrongDoor(compartment=compartment):
            said = words.other_bank if compartment is None else words.unknown_door(compartment)
            return [inline_message(look, WRONG, said)]
        case Scan() as scan:
            return [inline_message(look, WRONG, _scanned(scene, scan))]
        case NotRecorded() as refused:
            return _refused(scene, refused)


def _deposited(scene: Scene, draft: LockerDraft, deposited: Deposited) -> ft.Control:
    look, words = scene.look, scene.look.texts
    action = None
    if deposited.may_undo:
        undo = UndoRecord(draft.intent_id, deposited.fact_ids)
        action = quiet_button(look, "undo", words.stop.undo, lambda: scene.dispatch(undo))
    hour = look.format.clock(deposited.at_ms)
    said = words.locker.deposited(hour, print_code(deposited.code), deposited.compartment)
    return inline_message(look, DONE, said, action=action)


def _scanned(scene: Scene, scan: Scan) -> str:
    words = scene.look.texts
    if scan.fault is not None:
        is_typing = scan.fault is CodeFault.WRONG_CHECK
        return words.stop.answer_typing_error if is_typing else words.stop.answer_bad_code
    printed = print_code(scan.code) if scan.code else ""
    match scan.answer:
        case ScanAnswer.WRONG_STOP:
            return words.locker.not_here(printed)
        case ScanAnswer.ALREADY_DONE:
            return words.stop.answer_already_done(printed, "")
        case ScanAnswer.UNKNOWN | ScanAnswer.EXPECTED:
            return words.stop.answer_unknown(printed)


def _refused(scene: Scene, refused: NotRecorded) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.stop
    said = words.refusals.get(refused.reason.value, words.other_refusal)
    insisting = refused.insisting
    if insisting is None:
        return [inline_message(look, WRONG, said)]
    told = inline_message(look, WAITING, words.not_carried(len(insisting.crates)))
    return [told, second_button(look, "insist", words.insist, lambda: scene.dispatch(insisting))]
