"""How « À montrer à un collègue » looks: the picture as large as can be, which one it is, and a stop."""

import flet as ft

from mobile.components.buttons import primary_button, second_button
from mobile.components.empty_state import empty_state
from mobile.components.qr_picture import qr_picture
from mobile.screens.contract import Scene
from mobile.screens.entrust.state import EntrustDraft, EntrustState, Pause, ShowPicture
from mobile.screens.frame import OUTBOX, inner_frame


def view(scene: Scene, state: EntrustState, draft: EntrustDraft) -> ft.View:
    """The pictures in turn, or why there are none."""
    look, words = scene.look, scene.look.texts.rescue
    if state.refusal is not None or not state.frames:
        said = words.nothing_to_show.get(state.refusal or "", words.nothing_to_show["nothing_waits"])
        body = [empty_state(look, ft.Icons.CLOUD_DONE, words.pictures_title, said)]
        return inner_frame(scene, OUTBOX, words.pictures_title, body)
    at = draft.turn % len(state.frames)
    shown = words.picture_of(at + 1, len(state.frames))
    parts: list[ft.Control] = [
        look.section(words.pictures_facts(state.facts)),
        qr_picture("rescue-picture", state.frames[at], shown),
        ft.Row([look.strong(shown)], alignment=ft.MainAxisAlignment.CENTER),
        look.small(words.pictures_lead, max_lines=None),
    ]
    if len(state.frames) == 1:
        return inner_frame(scene, OUTBOX, words.pictures_title, parts)
    if draft.is_paused:
        parts.append(
            second_button(
                look,
                "next-picture",
                words.next_picture,
                lambda: scene.dispatch(ShowPicture(draft.turn + 1)),
                icon=ft.Icons.SKIP_NEXT,
            )
        )
    foot = primary_button(
        look,
        "pause",
        words.go_on if draft.is_paused else words.pause,
        lambda: scene.dispatch(Pause()),
        icon=ft.Icons.PLAY_ARROW if draft.is_paused else ft.Icons.PAUSE,
    )
    return inner_frame(scene, OUTBOX, words.pictures_title, parts, foot=foot)
