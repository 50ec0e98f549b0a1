"""The scanner's answer to the last code: one of four, each its own word, colour and icon."""

import flet as ft

from mobile.components.answer_card import answer_card
from mobile.components.tokens import DONE, NEUTRAL, WAITING, WRONG, Tint
from mobile.screens.contract import Scene
from mobile.screens.scan.draft import ScanDraft
from mobile.screens.stop.answer import answer_message, scanned_words
from mobile.screens.stop.draft import WasScanned
from mobile.screens.stop.state import StopState
from shared.custody.codes import print_code
from shared.custody.rules import ScanAnswer

LOOKS: dict[ScanAnswer, tuple[Tint, ft.IconData]] = {
    ScanAnswer.EXPECTED: (DONE, ft.Icons.CHECK_CIRCLE),
    ScanAnswer.UNKNOWN: (WRONG, ft.Icons.HELP),
    ScanAnswer.WRONG_STOP: (WAITING, ft.Icons.WRONG_LOCATION),
    ScanAnswer.ALREADY_DONE: (NEUTRAL, ft.Icons.DONE_ALL),
}


def last_answer(scene: Scene, state: StopState, draft: ScanDraft) -> list[ft.Control]:
    """The card of the last code, else what was just recorded, else how to begin."""
    words = scene.look.texts.scan
    if draft.last is not None:
        return [_card(scene, ScanAnswer.EXPECTED, print_code(draft.last.code))]
    if draft.again is not None:
        return [_card(scene, ScanAnswer.ALREADY_DONE, words.seen_before(print_code(draft.again)))]
    if isinstance(draft.stop.answer, WasScanned):
        scan = draft.stop.answer.scan
        _, said = scanned_words(scene, state, scan)
        return [_card(scene, scan.answer, said if scan.code or scan.fault else words.not_a_crate)]
    if draft.stop.answer is not None:
        return answer_message(scene, state, draft.stop)
    return [scene.look.body(words.how_to)]


def _card(scene: Scene, answer: ScanAnswer, detail: str) -> ft.Control:
    tint, icon = LOOKS[answer]
    return answer_card(scene.look, tint, icon, scene.look.texts.scan.answers[answer.value], detail)
