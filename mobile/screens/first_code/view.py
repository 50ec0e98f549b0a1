"""How the offer of a code looks: what it is for, choosing it, and « later » as plain as choosing."""

import flet as ft

from mobile.components.buttons import primary_button, quiet_button
from mobile.components.message import inline_message
from mobile.components.screen_frame import Head, screen_frame
from mobile.components.tokens import DONE, MUTED
from mobile.screens.access.draft import AccessDraft, BeginCode, Goal
from mobile.screens.access.view import asking
from mobile.screens.contract import Scene
from mobile.screens.first_code.state import FirstCodeState
from mobile.screens.frame import HOME


def view(scene: Scene, state: FirstCodeState, draft: AccessDraft) -> ft.View:
    """Six digits twice, or straight on to the round."""
    look, words = scene.look, scene.look.texts.access
    head = Head(look.texts.common.app_name)
    if draft.step is not None:
        return screen_frame(look, scene.route, head, asking(scene, draft, draft.step))
    go_on = primary_button(look, "open-app", words.first_go_on, lambda: scene.go(HOME))
    title = look.title(words.first_title, max_lines=3)
    if state.has_pin:
        done = inline_message(look, DONE, words.code_set, identifier="code-said")
        return screen_frame(look, scene.route, head, [title, done, look.body(words.has_code)], foot=go_on)
    body: list[ft.Control] = [
        title,
        look.section(words.first_ask),
        look.body(words.first_why),
        look.body(words.what_a_code_is, color=MUTED),
    ]
    begin = BeginCode(Goal.SET, has_pin=False)
    foot = ft.Column(
        [
            primary_button(
                look, "set-code", words.set_code, lambda: scene.dispatch(begin), icon=ft.Icons.PIN
            ),
            quiet_button(look, "skip-code", words.first_later, lambda: scene.go(HOME)),
        ],
        spacing=0,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    return screen_frame(look, scene.route, head, body, foot=foot)
