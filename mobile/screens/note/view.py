"""How the delivery note looks: what is aboard first, readable at arm's length, without any network."""

import flet as ft

from mobile.components.buttons import choice_button, primary_button
from mobile.components.empty_state import empty_state
from mobile.components.line_field import FieldWords, line_field
from mobile.components.message import inline_message
from mobile.components.tokens import DONE, GRID, LINE, NEUTRAL, RADIUS, SURFACE
from mobile.screens.contract import SaveFile, Scene
from mobile.screens.frame import HOME, inner_frame
from mobile.screens.note.lines import crate_count, heading_rows, line_rows
from mobile.screens.note.paper import note_as_html
from mobile.screens.note.state import NoteDraft, NoteLine, NoteState, ShowWhole
from mobile.screens.routes import round_route


def view(scene: Scene, state: NoteState | None, draft: NoteDraft) -> ft.View:
    """The heading, then one card for each consignment and way."""
    look, words = scene.look, scene.look.texts.note
    if state is None:
        gone = empty_state(look, ft.Icons.DESCRIPTION, words.title, words.unknown)
        return inner_frame(scene, HOME, words.title, [gone])
    lines = state.whole if draft.is_whole else state.aboard
    body: list[ft.Control] = [
        look.title(words.sum(crate_count(lines), len(lines))),
        _choice(scene, draft),
        *_given(scene, draft),
        _rows(scene, heading_rows(look, state, draft.plate.latest().strip(), scene.now_ms)),
        line_field(look, "plate", draft.plate, FieldWords(words.plate, hint=words.plate_hint)),
    ]
    if lines:
        body += [_card(scene, n, line) for n, line in enumerate(lines, start=1)]
    else:
        body.append(look.body(words.nothing))
    body.append(look.small(words.legal, max_lines=None))

    def give() -> None:
        plate = draft.plate.latest().strip()
        page = note_as_html(look, state, lines, plate, scene.now_ms)
        scene.dispatch(SaveFile(f"{words.file_name}-{state.day.isoformat()}.html", page))

    foot = primary_button(look, "give-note", words.give, give, icon=ft.Icons.PRINT, enabled=bool(lines))
    return inner_frame(scene, round_route(state.round_id), words.title, body, foot=foot)


def _choice(scene: Scene, draft: NoteDraft) -> ft.Control:
    look, words = scene.look, scene.look.texts.note
    choices: list[ft.Control] = [
        choice_button(
            look,
            identifier,
            said,
            lambda whole=whole: scene.dispatch(ShowWhole(is_whole=whole)),
            chosen=draft.is_whole is whole,
        )
        for identifier, said, whole in (
            ("note-aboard", words.aboard, False),
            ("note-whole", words.whole, True),
        )
    ]
    return ft.Row(choices, wrap=True, spacing=GRID, run_spacing=GRID)


def _given(scene: Scene, draft: NoteDraft) -> list[ft.Control]:
    words = scene.look.texts.note
    if draft.was_given is None:
        return []
    tint, said = (DONE, words.given) if draft.was_given else (NEUTRAL, words.not_saved)
    return [inline_message(scene.look, tint, said)]


def _card(scene: Scene, n: int, line: NoteLine) -> ft.Control:
    content = _rows(scene, line_rows(scene.look, line))
    card = ft.Container(
        content,
        bgcolor=SURFACE,
        border=ft.Border.all(1, LINE),
        border_radius=RADIUS,
        padding=ft.Padding.symmetric(vertical=GRID + GRID // 2, horizontal=2 * GRID),
    )
    return ft.Semantics(content=card, identifier=f"note-{n}", container=True, key=f"note-{n}")


def _rows(scene: Scene, rows: list[tuple[str, str]]) -> ft.Control:
    look = scene.look
    return ft.Column(
        [
            ft.Column([look.small(name), look.strong(value, max_lines=None)], spacing=0, tight=True, key=name)
            for name, value in rows
        ],
        spacing=GRID,
        tight=True,
    )
