"""How the settings look: choices side by side, each answering at once."""

from collections.abc import Mapping
from dataclasses import replace

import flet as ft

from mobile.actions.join_position import ChooseJoining
from mobile.components.action_tiles import Tile, action_tiles
from mobile.components.buttons import choice_button
from mobile.components.message import inline_message
from mobile.components.tokens import GRID, WAITING
from mobile.screens.contract import AskPosition, ChoosePreferences, Preferences, Scene
from mobile.screens.frame import ACCESS, DIAGNOSTICS, PRACTICE, SETTINGS, tab_frame
from mobile.screens.settings.draft import SettingsDraft
from mobile.screens.settings.state import SettingsState


def view(scene: Scene, state: SettingsState, draft: SettingsDraft) -> ft.View:
    """The three choices, this phone, and what is good to know."""
    look, words, chosen = scene.look, scene.look.texts.settings, state.preferences
    body: list[ft.Control] = [
        *_choices(
            scene,
            words.language,
            words.language_names,
            chosen.language,
            {code: replace(chosen, language=code) for code in words.language_names},
        ),
        *_choices(
            scene,
            words.text_size,
            words.text_sizes,
            str(chosen.scale),
            {size: replace(chosen, scale=float(size)) for size in words.text_sizes},
        ),
        *_choices(
            scene,
            words.theme,
            words.themes,
            chosen.theme,
            {theme: replace(chosen, theme=theme) for theme in words.themes},
        ),
        *_position(scene, state, draft),
        _head(scene, words.more),
        action_tiles(look, _tiles(scene)),
        _head(scene, words.practice),
        *(look.body(line) for line in words.practice_lines),
        _head(scene, words.phone),
        *_phone(scene, state),
    ]
    return tab_frame(scene, SETTINGS, words.title, body)


def _position(scene: Scene, state: SettingsState, draft: SettingsDraft) -> list[ft.Control]:
    """What is read and when, in words, beside the choice itself."""
    look, words = scene.look, scene.look.texts.evidence
    is_on = state.joins_position
    choices: list[ft.Control] = [
        choice_button(
            look,
            "position-off",
            words.position_off,
            lambda: scene.dispatch(ChooseJoining(is_on=False)),
            chosen=not is_on,
        ),
        choice_button(
            look, "position-on", words.position_on, lambda: scene.dispatch(AskPosition()), chosen=is_on
        ),
    ]
    parts: list[ft.Control] = [
        _head(scene, words.position_title),
        look.small(words.position_help, max_lines=None),
        ft.Row(choices, wrap=True, spacing=GRID, run_spacing=GRID),
    ]
    if draft.was_refused:
        parts.append(inline_message(look, WAITING, words.position_refused, identifier="position-refused"))
    return parts


def _tiles(scene: Scene) -> tuple[Tile, ...]:
    """What has a screen of its own."""
    texts = scene.look.texts
    return (
        Tile("open-access", ft.Icons.PIN, texts.access.title, lambda: scene.go(ACCESS)),
        Tile("open-practice", ft.Icons.SCHOOL, texts.practice.title, lambda: scene.go(PRACTICE)),
        Tile(
            "open-diagnostics",
            ft.Icons.TROUBLESHOOT,
            texts.practice.diagnostics_title,
            lambda: scene.go(DIAGNOSTICS),
        ),
    )


def _head(scene: Scene, text: str) -> ft.Control:
    return ft.Container(scene.look.section(text), padding=ft.Padding.only(top=GRID))


def _choices(
    scene: Scene, title: str, names: Mapping[str, str], current: str, leads_to: Mapping[str, Preferences]
) -> list[ft.Control]:
    buttons = [
        choice_button(
            scene.look,
            f"choose-{value}",
            name,
            lambda value=value: scene.dispatch(ChoosePreferences(leads_to[value])),
            chosen=value == current,
        )
        for value, name in names.items()
    ]
    return [_head(scene, title), ft.Row(buttons, wrap=True, spacing=GRID, run_spacing=GRID)]


def _phone(scene: Scene, state: SettingsState) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.settings
    facts = (
        (words.person, state.person),
        (words.device, state.device_id),
        (words.server, state.server_url),
        (words.version, state.version),
    )
    shown: list[ft.Control] = [
        ft.Column([look.small(name), look.body(value)], spacing=2, tight=True)
        for name, value in facts
        if value
    ]
    if state.wanted_version is not None:
        wanted = words.update_wanted(state.wanted_version)
        shown.append(inline_message(look, WAITING, wanted, identifier="update-wanted"))
    return shown
