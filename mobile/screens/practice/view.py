"""How the practice round is begun and left: what it is, in four lines, and one button."""

import flet as ft

from mobile.components.buttons import primary_button, second_button
from mobile.screens.contract import LeavePractice, Scene, StartPractice
from mobile.screens.frame import SETTINGS, inner_frame
from mobile.screens.practice.names import practice_names
from mobile.screens.practice.state import PracticeState


def view(scene: Scene, state: PracticeState, _draft: object) -> ft.View:
    """Before it: what will happen. In it: the two ways out."""
    look, words = scene.look, scene.look.texts.practice
    begin = StartPractice(practice_names(look))
    body: list[ft.Control] = [look.body(line) for line in words.lines]
    if not state.is_practice:
        foot = primary_button(
            look, "start-practice", words.start, lambda: scene.dispatch(begin), icon=ft.Icons.SCHOOL
        )
        return inner_frame(scene, SETTINGS, words.title, body, foot=foot)
    body.append(
        second_button(
            look, "restart-practice", words.restart, lambda: scene.dispatch(begin), icon=ft.Icons.REPLAY
        )
    )
    foot = primary_button(
        look, "leave-practice", words.leave, lambda: scene.dispatch(LeavePractice()), icon=ft.Icons.LOGOUT
    )
    return inner_frame(scene, SETTINGS, words.title, body, foot=foot)
