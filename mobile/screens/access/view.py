"""How « Qui tient ce téléphone » looks: the code, then the people."""

import flet as ft

from mobile.actions.hold_phone import PIN_DIGITS
from mobile.components.buttons import quiet_button, second_button
from mobile.components.message import inline_message
from mobile.components.pin_pad import pin_pad
from mobile.components.state_chip import state_chip
from mobile.components.tokens import DONE, GRID, LINE, RADIUS, SURFACE, WAITING, WRONG
from mobile.screens.access.draft import AccessDraft, BeginCode, Goal, LeaveCode, Said, Step
from mobile.screens.access.state import AccessState
from mobile.screens.contract import AddPerson, Holder, LockNow, Scene, SwitchPerson
from mobile.screens.frame import SETTINGS, inner_frame
from mobile.screens.lock.draft import LockDraft, PressKey
from mobile.screens.lock.view import refusal_of


def view(scene: Scene, state: AccessState, draft: AccessDraft) -> ft.View:
    """While a code is asked for, nothing else is."""
    words = scene.look.texts.access
    if draft.step is not None:
        return inner_frame(scene, SETTINGS, words.code_title, asking(scene, draft, draft.step))
    body = [*_code(scene, state, draft), *_people(scene, state)]
    return inner_frame(scene, SETTINGS, words.title, body)


def asking(scene: Scene, draft: AccessDraft, step: Step) -> list[ft.Control]:
    """The question for a code, what was said to the last answer, and ten keys."""
    look, words = scene.look, scene.look.texts.access
    questions = {Step.CURRENT: words.ask_current, Step.NEW: words.ask_new, Step.AGAIN: words.ask_again}
    refused = refusal_of(look, LockDraft(answer=draft.refused))
    return [
        look.title(questions[step]),
        *_said(scene, draft),
        *refused,
        pin_pad(look, len(draft.pin), PIN_DIGITS, lambda key: scene.dispatch(PressKey(key))),
        quiet_button(look, "leave-code", words.leave_code, lambda: scene.dispatch(LeaveCode())),
    ]


def _said(scene: Scene, draft: AccessDraft) -> list[ft.Control]:
    words = scene.look.texts.access
    match draft.said:
        case None:
            return []
        case Said.SET:
            tint, said = DONE, words.code_set
        case Said.REMOVED:
            tint, said = DONE, words.code_removed
        case Said.DIFFER:
            tint, said = WRONG, words.codes_differ
        case Said.TOO_EASY:
            tint, said = WRONG, words.too_easy
    return [inline_message(scene.look, tint, said, identifier="code-said")]


def _code(scene: Scene, state: AccessState, draft: AccessDraft) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.access
    if state.is_practice:
        return [inline_message(look, WAITING, words.not_in_practice)]
    parts: list[ft.Control] = [
        look.section(words.code_title),
        look.body(words.has_code if state.has_pin else words.has_no_code),
        *_said(scene, draft),
        second_button(
            look,
            "set-code",
            words.change_code if state.has_pin else words.set_code,
            lambda: scene.dispatch(BeginCode(Goal.SET, state.has_pin)),
            icon=ft.Icons.PIN,
        ),
    ]
    if state.has_pin:
        parts += [
            second_button(
                look, "lock-now", words.lock_now, lambda: scene.dispatch(LockNow()), icon=ft.Icons.LOCK
            ),
            quiet_button(
                look,
                "remove-code",
                words.remove_code,
                lambda: scene.dispatch(BeginCode(Goal.REMOVE, has_pin=True)),
            ),
        ]
    return [*parts, look.small(words.what_a_code_is, max_lines=None)]


def _people(scene: Scene, state: AccessState) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.access
    parts: list[ft.Control] = [
        ft.Container(look.section(words.people), padding=ft.Padding.only(top=2 * GRID)),
        look.small(words.people_help, max_lines=None),
        *(_person(scene, holder) for holder in state.holders),
    ]
    if state.has_room:
        parts.append(
            second_button(
                look,
                "add-person",
                words.add_person,
                lambda: scene.dispatch(AddPerson()),
                icon=ft.Icons.PERSON_ADD,
            )
        )
    return parts


def _person(scene: Scene, holder: Holder) -> ft.Control:
    look, words = scene.look, scene.look.texts.access
    name = look.strong(holder.name)
    waits = [look.small(words.waits(holder.pending))] if holder.pending else []
    tail: list[ft.Control] = [state_chip(look, DONE, words.holds_it)] if holder.is_current else []
    lines: list[ft.Control] = [look.beside(name, *tail), *waits]
    if not holder.is_current:
        lines.append(
            second_button(
                look,
                f"switch-{holder.profile}",
                words.hand_over,
                lambda: scene.dispatch(SwitchPerson(holder.profile)),
                icon=ft.Icons.SWAP_HORIZ,
            )
        )
    card = ft.Container(
        ft.Column(lines, spacing=GRID, tight=True),
        bgcolor=SURFACE,
        border=ft.Border.all(1, LINE),
        border_radius=RADIUS,
        padding=ft.Padding.symmetric(vertical=GRID + GRID // 2, horizontal=2 * GRID),
    )
    return ft.Semantics(
        content=card, identifier=f"person-{holder.profile}", container=True, key=f"person-{holder.profile}"
    )
