"""How the lock looks: a name, six dots, ten keys; below, the way out for who is not this person or forgot."""

import flet as ft

from mobile.actions.hold_phone import MINUTE_MS, PIN_DIGITS
from mobile.components.buttons import quiet_button, second_button
from mobile.components.look import Look
from mobile.components.message import inline_message
from mobile.components.pin_pad import pin_pad
from mobile.components.screen_frame import Head, screen_frame
from mobile.components.tokens import GRID, WAITING, WRONG
from mobile.screens.contract import Scene, SwitchPerson
from mobile.screens.frame import ENROL
from mobile.screens.lock.draft import AskForHelp, LockDraft, PressKey
from mobile.screens.lock.state import LockState


def view(scene: Scene, state: LockState, draft: LockDraft) -> ft.View:
    """Nothing of the round is behind it on the screen."""
    look, words = scene.look, scene.look.texts.access
    answer = draft.answer
    may_type = answer is not None and not answer.wait_ms and not answer.is_shut
    body: list[ft.Control] = [look.title(words.hello(state.name)), look.body(words.ask_code)]
    body += refusal_of(look, draft)
    if may_type:
        body.append(pin_pad(look, len(draft.pin), PIN_DIGITS, lambda key: scene.dispatch(PressKey(key))))
    body += _forgotten(scene, draft, is_shut=answer is not None and answer.is_shut)
    if state.others:
        body.append(ft.Container(look.section(words.somebody_else), padding=ft.Padding.only(top=2 * GRID)))
    body += [
        second_button(
            look,
            f"switch-{each.profile}",
            words.pass_to(each.name),
            lambda profile=each.profile: scene.dispatch(SwitchPerson(profile)),
            icon=ft.Icons.PERSON,
        )
        for each in state.others
    ]
    return screen_frame(look, scene.route, Head(look.texts.common.app_name), body)


def refusal_of(look: Look, draft: LockDraft) -> list[ft.Control]:
    """Why it did not open, and how many tries are left."""
    answer, words = draft.answer, look.texts.access
    if answer is None or not (answer.was_tried or answer.wait_ms or answer.is_shut):
        return []
    if answer.is_shut:
        return [inline_message(look, WRONG, words.shut, identifier="pin-answer")]
    if answer.wait_ms:
        # Rounded up: a minute that has begun is still to be waited for.
        minutes = -(-answer.wait_ms // MINUTE_MS)
        said = words.wait(look.format.age(minutes * MINUTE_MS))
        return [inline_message(look, WAITING, said, identifier="pin-answer")]
    return [inline_message(look, WRONG, words.wrong(answer.tries_left), identifier="pin-answer")]


def _forgotten(scene: Scene, draft: LockDraft, *, is_shut: bool) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.access
    if not draft.is_helped and not is_shut:
        return [quiet_button(look, "pin-forgotten", words.forgotten, lambda: scene.dispatch(AskForHelp()))]
    return [
        look.body(words.forgotten_help),
        second_button(
            look, "enrol-again", words.forgotten_go, lambda: scene.go(ENROL), icon=ft.Icons.QR_CODE_SCANNER
        ),
    ]
