"""How the enrolment looks: one field, then four digits large enough to read aloud."""

import flet as ft

from mobile.actions.enrol_phone import Offer, OfferFault, read_offer
from mobile.components.buttons import primary_button, quiet_button, second_button
from mobile.components.code_field import code_field
from mobile.components.message import inline_message
from mobile.components.scan_box import scan_box
from mobile.components.screen_frame import Head, screen_frame
from mobile.components.tokens import FONT_BOLD, GRID, LINE, MUTED, RADIUS, SURFACE, TEXT, WAITING, WRONG
from mobile.screens.contract import Scene, StartPractice, SwitchPerson
from mobile.screens.enrol.state import (
    Asking,
    ClaimCode,
    EnrolDraft,
    EnrolState,
    SawAnotherCode,
    StartAgain,
    UseCamera,
)
from mobile.screens.frame import HOME
from mobile.screens.practice.names import practice_names

DIGIT_SIZE = 56


def view(scene: Scene, state: EnrolState, draft: EnrolDraft) -> ft.View:
    """Type the code, or compare the digits."""
    if draft.claimed is not None:
        return _compare(scene, draft.claimed.match)
    return _ask_code(scene, state, draft)


def _ask_code(scene: Scene, state: EnrolState, draft: EnrolDraft) -> ft.View:
    look, words = scene.look, scene.look.texts.enrol

    def submit() -> None:
        server_url = draft.server.latest().strip() or state.server_url
        scene.dispatch(Asking())
        scene.dispatch(ClaimCode(draft.code.latest(), server_url))

    body: list[ft.Control] = [
        look.title(words.title),
        look.body(words.lead),
        look.body(words.how, color=MUTED),
        *_camera(scene, draft),
        code_field(
            look,
            "enrol-code",
            draft.code,
            label=words.code_label,
            hint=words.code_hint,
            on_submit=lambda _text: submit(),
            capitals=False,
        ),
    ]
    if draft.problem is not None:
        said = words.errors.get(draft.problem.value, words.other_error)
        body.append(inline_message(look, WRONG, said))
    if draft.problem is OfferFault.NO_ADDRESS or draft.server.latest():
        body.append(_server_field(scene, draft))
    body += _elsewhere(scene, state)
    foot = primary_button(
        look,
        "enrol",
        words.sending if draft.is_asking else words.send,
        submit,
        enabled=not draft.is_asking,
    )
    return screen_frame(look, scene.route, Head(look.texts.common.app_name), body, foot=foot)


def _camera(scene: Scene, draft: EnrolDraft) -> list[ft.Control]:
    """The QR read in place of typing; closed until it is wanted, for opening it asks the person's leave."""
    look, words = scene.look, scene.look.texts.enrol
    if not draft.is_scanning:
        return [
            second_button(
                look,
                "scan-offer",
                words.scan,
                lambda: scene.dispatch(UseCamera(is_on=True)),
                icon=ft.Icons.QR_CODE_SCANNER,
            )
        ]

    def saw(text: str) -> None:
        if not isinstance(read_offer(text), Offer):
            scene.dispatch(SawAnotherCode())
            return
        scene.dispatch(Asking())
        scene.dispatch(ClaimCode(text, None))

    parts = [look.body(words.aim), scan_box(look, "offer-camera", saw)]
    if draft.is_other_code:
        parts.append(inline_message(look, WAITING, words.other_code, identifier="other-code"))
    parts.append(
        quiet_button(
            look, "stop-scanning", words.stop_scanning, lambda: scene.dispatch(UseCamera(is_on=False))
        )
    )
    return parts


def _elsewhere(scene: Scene, state: EnrolState) -> list[ft.Control]:
    """Who enrols on a shared phone may think better of it; who is new may try first."""
    look, words = scene.look, scene.look.texts.access
    parts: list[ft.Control] = [
        second_button(
            look,
            f"switch-{each.profile}",
            words.back_to(each.name),
            lambda profile=each.profile: scene.dispatch(SwitchPerson(profile)),
            icon=ft.Icons.PERSON,
        )
        for each in state.others
    ]
    if state.is_enrolled:
        parts.append(quiet_button(look, "home", look.texts.common.back, lambda: scene.go(HOME)))
        return parts
    begin = StartPractice(practice_names(look))
    said = look.texts.practice.try_first
    return [*parts, quiet_button(look, "start-practice", said, lambda: scene.dispatch(begin))]


def _server_field(scene: Scene, draft: EnrolDraft) -> ft.Control:
    words = scene.look.texts.enrol
    return code_field(
        scene.look,
        "enrol-server",
        draft.server,
        label=words.server_label,
        hint=words.server_hint,
        on_submit=lambda _text: None,
        capitals=False,
    )


def _compare(scene: Scene, digits: str) -> ft.View:
    look, words = scene.look, scene.look.texts.enrol
    body: list[ft.Control] = [
        look.title(words.match_title, max_lines=4),
        ft.Semantics(
            content=ft.Row([_digit(digit) for digit in digits], alignment=ft.MainAxisAlignment.CENTER),
            identifier="match-digits",
            label=" ".join(digits),
            container=True,
        ),
        look.body(words.match_help),
        ft.Row(
            [ft.ProgressRing(width=24, height=24, stroke_width=3), look.body(words.waiting, color=MUTED)],
            spacing=2 * GRID,
        ),
    ]
    foot = quiet_button(look, "start-again", words.start_again, lambda: scene.dispatch(StartAgain()))
    return screen_frame(look, scene.route, Head(look.texts.common.app_name), body, foot=foot)


def _digit(digit: str) -> ft.Control:
    return ft.Container(
        ft.Text(digit, size=DIGIT_SIZE, font_family=FONT_BOLD, color=TEXT),
        bgcolor=SURFACE,
        border=ft.Border.all(1, LINE),
        border_radius=RADIUS,
        padding=ft.Padding.symmetric(vertical=GRID, horizontal=2 * GRID),
    )
