"""How the diagnostics look: everything the file will hold, and one button."""

import flet as ft

from mobile.components.buttons import primary_button
from mobile.components.look import Look
from mobile.components.message import inline_message
from mobile.components.tokens import DONE, GRID, WAITING
from mobile.screens.contract import SaveFile, Scene
from mobile.screens.diagnostics.draft import DiagnosticsDraft
from mobile.screens.diagnostics.state import Report
from mobile.screens.diagnostics.values import Age, Fixed, Instant, Listed, Size, Value
from mobile.screens.frame import SETTINGS, inner_frame

NO_NETWORK = "no-network"
FILE_NAME = "relais-diagnostic.txt"


def view(scene: Scene, report: Report, draft: DiagnosticsDraft) -> ft.View:
    """All that is given is seen, in the words of the person who gives it; the file has fixed words."""
    look, words = scene.look, scene.look.texts.practice
    body: list[ft.Control] = [look.body(words.diagnostics_lead), *_answer(scene, draft)]
    for head, facts in report.parts:
        body.append(
            ft.Container(look.section(words.diagnostics_heads[head]), padding=ft.Padding.only(top=GRID))
        )
        body += [_line(look, name, value) for name, value in facts]
    content = report.text(words.diagnostics_heads).encode()
    foot = primary_button(
        look,
        "save-diagnostics",
        words.diagnostics_save,
        lambda: scene.dispatch(SaveFile(FILE_NAME, content)),
        icon=ft.Icons.SAVE_ALT,
    )
    return inner_frame(scene, SETTINGS, words.diagnostics_title, body, foot=foot, spacing=GRID)


def _line(look: Look, name: str, value: Value) -> ft.Control:
    words = look.texts.practice
    return look.small(
        look.texts.common.labelled(words.diagnostics_names[name], said_of(look, value)), max_lines=None
    )


def said_of(look: Look, value: Value) -> str:
    """A value of the report as a person reads it."""
    words = look.texts.practice
    match value:
        case None | Listed(counts=()):
            said = words.diagnostics_nothing
        case bool():
            said = words.diagnostics_yes if value else words.diagnostics_no
        case int():
            said = look.format.number(value)
        case Fixed(word=word):
            said = _word(look, word)
        case Age(age_ms=age_ms):
            said = words.diagnostics_nothing if age_ms is None else look.format.age(age_ms)
        case Instant(at_ms=at_ms):
            said = look.format.moment(at_ms, 0)
        case Size(size_bytes=size_bytes):
            said = look.format.megabytes(size_bytes)
        case Listed(counts=counts):
            said = ", ".join(f"{_word(look, word)} ({look.format.number(count)})" for word, count in counts)
        case str():
            said = value
    return said


def _word(look: Look, word: str) -> str:
    """The same words as elsewhere in the app."""
    texts = look.texts
    if word.startswith(NO_NETWORK):
        return texts.sync.offline
    every = (
        texts.settings.language_names,
        texts.settings.text_sizes,
        texts.settings.themes,
        texts.sync.problems,
        texts.sync.review_reasons,
        texts.rescue.states,
    )
    return next((named[word] for named in every if word in named), texts.practice.diagnostics_other(word))


def _answer(scene: Scene, draft: DiagnosticsDraft) -> list[ft.Control]:
    words = scene.look.texts.practice
    if draft.is_given is None:
        return []
    tint = DONE if draft.is_given else WAITING
    said = words.diagnostics_saved(draft.file_name) if draft.is_given else words.diagnostics_not_saved
    return [inline_message(scene.look, tint, said, identifier="diagnostics-answer")]
