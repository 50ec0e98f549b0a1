"""To whom: favourites first, a name to find, nobody with the app, the relay's badge; and the proof asked."""

import unicodedata

import flet as ft

from mobile.components.buttons import quiet_button
from mobile.components.code_field import code_field
from mobile.components.line_field import FieldWords, line_field
from mobile.components.message import inline_message
from mobile.components.scan_box import scan_box
from mobile.components.signature_pad import signature_pad
from mobile.components.tap import OnTap, tappable
from mobile.components.tokens import DONE, GRID, PRIMARY, WRONG
from mobile.screens.contract import CodeRead, Scene
from mobile.screens.handover.draft import Draw, GiveDraft, Side, ToWhom, WasTyped
from mobile.screens.handover.state import GiveState, PersonChoice
from mobile.screens.photos import photo_part
from shared.custody.events import How

SHOWN_AT_ONCE = 4


def to_whom(scene: Scene, state: GiveState, draft: GiveDraft) -> list[ft.Control]:
    """The choice, or what was chosen with what it asks for."""
    look, words = scene.look, scene.look.texts.handover
    if draft.taker is None:
        return [look.section(words.to_whom), *_choices(scene, state, draft)]
    chosen = ft.Row(
        [
            look.beside(
                look.section(taker_words(scene, state, draft)),
                quiet_button(look, "change-taker", words.change, lambda: scene.dispatch(ToWhom(None))),
            )
        ]
    )
    match draft.taker:
        case Side.WITHOUT_APP:
            return [chosen, *_without_app(scene, state, draft)]
        case Side.BADGE:
            return [chosen, *_badge(scene, state, draft)]
        case _:
            return [chosen]


def taker_words(scene: Scene, state: GiveState, draft: GiveDraft) -> str:
    """« À Chloé », « Quelqu'un sans l'appli »."""
    words = scene.look.texts.handover
    match draft.taker:
        case Side.WITHOUT_APP:
            return words.without_app
        case Side.BADGE:
            return words.by_badge
        case _:
            return words.to_person(taker_name(state, draft))


def taker_name(state: GiveState, draft: GiveDraft) -> str:
    """The name of the person chosen."""
    return next((one.name for one in state.people if one.person_id == draft.taker), "")


def _choices(scene: Scene, state: GiveState, draft: GiveDraft) -> list[ft.Control]:
    words = scene.look.texts.handover
    typed = draft.search.latest()
    found = _found(state.people, typed)
    rows: list[ft.Control] = [_person(scene, one) for one in found[:SHOWN_AT_ONCE]]
    if typed.strip() and not found:
        rows.append(scene.look.small(words.nobody_found, max_lines=None))
    if len(found) > SHOWN_AT_ONCE:
        rows.append(scene.look.small(words.more_people(len(found) - SHOWN_AT_ONCE)))
    find = line_field(
        scene.look,
        "find-person",
        draft.search,
        FieldWords(words.find_person),
        on_change=lambda: scene.dispatch(WasTyped()),
    )
    others = [
        _choice(
            scene,
            "to-nobody",
            ft.Icons.DRAW,
            words.without_app,
            words.without_app_help,
            lambda: scene.dispatch(ToWhom(Side.WITHOUT_APP)),
        ),
        _choice(
            scene,
            "to-badge",
            ft.Icons.QR_CODE_SCANNER,
            words.by_badge,
            words.by_badge_help,
            lambda: scene.dispatch(ToWhom(Side.BADGE)),
        ),
    ]
    return [*rows, find, *others]


def _found(people: tuple[PersonChoice, ...], typed: str) -> tuple[PersonChoice, ...]:
    wanted = _plain(typed).split()
    return tuple(one for one in people if all(word in _plain(one.name) for word in wanted))


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    return "".join(each for each in parts if not unicodedata.combining(each))


def _person(scene: Scene, one: PersonChoice) -> ft.Control:
    look = scene.look
    icon = ft.Icons.STAR if one.is_favourite else ft.Icons.PERSON
    row = ft.Row(
        [ft.Icon(icon, size=look.icon(26), color=PRIMARY), ft.Container(look.strong(one.name), expand=True)],
        spacing=GRID + GRID // 2,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    return tappable(
        f"to-{one.person_id}", row, lambda: scene.dispatch(ToWhom(one.person_id)), padding_y=2 * GRID
    )


def _choice(
    scene: Scene, identifier: str, icon: ft.IconData, word: str, help_text: str, on_tap: OnTap
) -> ft.Control:
    look = scene.look
    said = ft.Column([look.strong(word), look.small(help_text)], spacing=2, tight=True, expand=True)
    row = ft.Row(
        [ft.Icon(icon, size=look.icon(26), color=PRIMARY), said],
        spacing=GRID + GRID // 2,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    return tappable(identifier, row, on_tap)


def _without_app(scene: Scene, state: GiveState, draft: GiveDraft) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.handover
    return [
        line_field(
            look,
            "taker-name",
            draft.name,
            FieldWords(words.person_name),
            on_change=lambda: scene.dispatch(WasTyped()),
        ),
        signature_pad(look, "signature", draft.ink, lambda ink: scene.dispatch(Draw(ink))),
        photo_part(scene, state.subject, state.photos, draft.photo),
    ]


def _badge(scene: Scene, state: GiveState, draft: GiveDraft) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.handover
    answer: list[ft.Control] = []
    if draft.badge is not None:
        tint, said = DONE, words.badge_not_ours
        if draft.badge.place_id is None:
            tint = WRONG
        elif state.place_id not in (None, draft.badge.place_id):
            tint, said = WRONG, words.badge_elsewhere(badge_name(state, draft), state.place_name)
        else:
            said = words.badge_read(badge_name(state, draft))
        answer = [inline_message(look, tint, said, identifier="badge-answer")]
        if tint is DONE:
            return answer
    return [
        *answer,
        scan_box(look, "badge-camera", lambda text: scene.dispatch(CodeRead(text, How.QR))),
        code_field(
            look,
            "badge-code",
            draft.code,
            label=words.badge_label,
            hint=words.badge_hint,
            on_submit=lambda text: scene.dispatch(CodeRead(text, How.TYPED)),
        ),
    ]


def badge_name(state: GiveState, draft: GiveDraft) -> str:
    """The place of the badge that was read."""
    place_id = draft.badge.place_id if draft.badge else None
    return state.places.get((place_id or "").upper(), ("", ""))[1]
