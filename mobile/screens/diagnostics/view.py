"""How the diagnostics look: everything the file will hold, and one button."""

import flet as ft

from mobile.components.buttons import primary_button
from mobile.components.message import inline_message
from mobile.components.tokens import DONE, GRID, WAITING
from mobile.screens.contract import SaveFile, Scene
from mobile.screens.diagnostics.draft import DiagnosticsDraft
from mobile.screens.diagnostics.state import Report
from mobile.screens.frame import SETTINGS, inner_frame

FILE_NAME = "relais-diagnostic.txt"


def view(scene: Scene, report: Report, draft: DiagnosticsDraft) -> ft.View:
    """What is seen is what is given."""
    look, words = scene.look, scene.look.texts.practice
    body: list[ft.Control] = [look.body(words.diagnostics_lead), *_answer(scene, draft)]
    for head, facts in report.parts:
        body.append(
            ft.Container(look.section(words.diagnostics_heads[head]), padding=ft.Padding.only(top=GRID))
        )
        body += [look.small(f"{name}: {value}", max_lines=None) for name, value in facts]
    content = report.text(words.diagnostics_heads).encode()
    foot = primary_button(
        look,
        "save-diagnostics",
        words.diagnostics_save,
        lambda: scene.dispatch(SaveFile(FILE_NAME, content)),
        icon=ft.Icons.SAVE_ALT,
    )
    return inner_frame(scene, SETTINGS, words.diagnostics_title, body, foot=foot, spacing=GRID)


def _answer(scene: Scene, draft: DiagnosticsDraft) -> list[ft.Control]:
    words = scene.look.texts.practice
    if draft.is_given is None:
        return []
    tint = DONE if draft.is_given else WAITING
    said = words.diagnostics_saved(draft.file_name) if draft.is_given else words.diagnostics_not_saved
    return [inline_message(scene.look, tint, said, identifier="diagnostics-answer")]
