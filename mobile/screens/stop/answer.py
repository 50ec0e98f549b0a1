"""The stop's inline answer to what was just done: recorded, undone, refused, or an odd code."""

import flet as ft

from mobile.actions.outcomes import RefusalReason
from mobile.actions.scan_code import Scan
from mobile.actions.undo_record import UndoRecord
from mobile.components.buttons import quiet_button
from mobile.components.message import inline_message
from mobile.components.tokens import DONE, NEUTRAL, WAITING, WRONG, Tint
from mobile.screens.contract import Scene
from mobile.screens.stop.draft import StopDraft, WasRecorded, WasRefused, WasScanned, WasUndone
from mobile.screens.stop.state import StopState
from shared.custody.codes import CodeFault, print_code
from shared.custody.rules import Act, ScanAnswer


def answer_message(scene: Scene, state: StopState, draft: StopDraft) -> list[ft.Control]:
    """The message, or nothing where nothing was done yet."""
    match draft.answer:
        case None:
            return []
        case WasRecorded() as record:
            return [_recorded(scene, draft, record)]
        case WasUndone():
            return [inline_message(scene.look, NEUTRAL, scene.look.texts.stop.undone)]
        case WasRefused() as refused:
            return [_refused(scene, refused)]
        case WasScanned(scan=scan):
            tint, words = scanned_words(scene, state, scan)
            return [inline_message(scene.look, tint, words)]


def refusal(scene: Scene, reason: RefusalReason) -> str:
    """Why nothing was recorded."""
    return scene.look.texts.stop.refusals.get(reason.value, scene.look.texts.stop.other_refusal)


def _refused(scene: Scene, refused: WasRefused) -> ft.Control:
    look, words = scene.look, scene.look.texts.stop
    said = refusal(scene, refused.reason)
    if refused.reason is RefusalReason.NOT_CARRIED:
        said = words.not_carried(len(refused.crates))
    return inline_message(look, WRONG if refused.insisting is None else WAITING, said)


def _recorded(scene: Scene, draft: StopDraft, record: WasRecorded) -> ft.Control:
    look, words = scene.look, scene.look.texts.stop
    counted = words.dropped_word if record.act is Act.DROP else words.picked_word
    parts = [counted(record.crates)] if record.crates else []
    if record.excepted:
        parts.append(words.excepted_word(record.excepted))
    action = None
    if record.may_undo:
        undo = UndoRecord(draft.intent_id, record.fact_ids)
        action = quiet_button(look, "undo", words.undo, lambda: scene.dispatch(undo))
    said = words.recorded(", ".join(parts), look.format.clock(record.at_ms))
    return inline_message(look, DONE, said, action=action)


def scanned_words(scene: Scene, state: StopState, scan: Scan) -> tuple[Tint, str]:
    """What to say of a code that is not simply expected."""
    look, words = scene.look, scene.look.texts.stop
    if scan.fault is not None:
        check = scan.fault is CodeFault.WRONG_CHECK
        return WRONG, words.answer_typing_error if check else words.answer_bad_code
    printed = print_code(scan.code) if scan.code else ""
    match scan.answer:
        case ScanAnswer.WRONG_STOP:
            return WAITING, words.answer_wrong_stop(printed, state.asked_place or words.another_stop)
        case ScanAnswer.ALREADY_DONE:
            line = state.line(scan.code) if scan.code else None
            at_ms = line.at_ms if line else None
            hour = look.format.moment(at_ms, scene.now_ms) if at_ms is not None else ""
            return NEUTRAL, words.answer_already_done(printed, hour)
        case ScanAnswer.UNKNOWN | ScanAnswer.EXPECTED:
            return WRONG, words.answer_unknown(printed)
