"""The person's choices between the preferences of the phone and the screens: language, size, colours."""

import flet as ft

from mobile.components.look import Look
from mobile.device.preferences import KeptChoices
from mobile.screens.contract import Preferences
from mobile.texts.format import Format
from mobile.texts.languages import texts_for
from shared.words.language import Language

LANGUAGE, SCALE, THEME = "relais.language", "relais.scale", "relais.theme"
SCALES = (1.0, 1.3, 1.6, 2.0)
MODES = {"system": ft.ThemeMode.SYSTEM, "light": ft.ThemeMode.LIGHT, "dark": ft.ThemeMode.DARK}


async def read_preferences(kept: KeptChoices) -> Preferences:
    """As kept; anything unreadable is the default."""
    language, scale, theme = await kept.read(LANGUAGE), await kept.read(SCALE), await kept.read(THEME)
    chosen = Preferences()
    return Preferences(
        language if language is not None and language in tuple(Language) else chosen.language,
        next((size for size in SCALES if str(size) == scale), chosen.scale),
        theme if theme is not None and theme in MODES else chosen.theme,
    )


async def keep_preferences(kept: KeptChoices, preferences: Preferences) -> None:
    """Under their names."""
    await kept.keep(LANGUAGE, preferences.language)
    await kept.keep(SCALE, str(preferences.scale))
    await kept.keep(THEME, preferences.theme)


def look_of(preferences: Preferences) -> Look:
    """The words and the size the choices ask for."""
    language = Language(preferences.language)
    return Look(texts_for(language), Format(language), preferences.scale)


def theme_mode_of(preferences: Preferences) -> ft.ThemeMode:
    """Light, dark, or as the phone."""
    return MODES[preferences.theme]
