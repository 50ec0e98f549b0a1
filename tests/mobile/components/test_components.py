"""Components as values: what they say, what can be tapped, how large it is."""

import flet as ft
import pytest

from mobile.components.bottom_bar import Tab, bottom_bar
from mobile.components.boundary import guarded
from mobile.components.buttons import primary_button
from mobile.components.code_field import Typed, code_field
from mobile.components.crate_row import CrateWords, Mark, crate_row
from mobile.components.look import Look
from mobile.components.state_chip import ICONS
from mobile.components.sync_pill import sync_pill
from mobile.components.tokens import DARK, LIGHT, NEUTRAL, Palette
from mobile.texts.format import Format
from mobile.texts.languages import texts_for
from shared.words.language import Language
from tests.mobile.headless import controls_under

LOOK = Look(texts_for(Language.FRENCH), Format(Language.FRENCH))
AA_LARGE, AAA = 4.5, 7.0


def texts(control: ft.Control) -> list[str]:
    return [found.value for found in controls_under(control) if isinstance(found, ft.Text)]


def click(control: ft.Control) -> None:
    target = next(c for c in controls_under(control) if getattr(c, "on_click", None) is not None)
    on_click = getattr(target, "on_click", None)
    assert callable(on_click)
    on_click(None)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_every_colour_of_text_is_read_in_full_sun(palette: Palette):
    for paper in (palette.background, palette.surface):
        assert contrast(palette.text, paper) >= AAA
        assert contrast(palette.muted, paper) >= AAA
        assert contrast(palette.primary, paper) >= AA_LARGE
    for ink, tint in (palette.done, palette.waiting, palette.wrong, palette.neutral):
        assert contrast(ink, tint) >= AA_LARGE
    assert contrast(palette.on_primary, palette.primary) >= AA_LARGE


def test_a_state_is_never_told_by_colour_alone():
    assert len(set(ICONS.values())) == len(ICONS)


def test_the_pill_counts_in_words_and_is_silent_about_nothing():
    assert texts(sync_pill(LOOK, 3, lambda: None)) == ["3 à envoyer"]
    assert texts(sync_pill(LOOK, 0, lambda: None)) == ["Tout est envoyé"]
    short = sync_pill(LOOK, 3, lambda: None, is_short=True)
    assert isinstance(short, ft.Semantics)
    assert (texts(short), short.label) == (["3"], "3 à envoyer")


def test_a_crate_row_says_code_whose_and_state_and_can_be_tapped():
    taps: list[str] = []
    words = CrateWords("7K2M9QXC", "7K2M-9QXC", "Mairie · 2/3", "Casse")
    row = crate_row(LOOK, words, Mark.EXCEPTED, lambda: taps.append("tapped"))
    assert texts(row) == ["7K2M-9QXC", "Mairie · 2/3", "Casse"]
    click(row)
    assert taps == ["tapped"]


def test_what_cannot_be_done_yet_cannot_be_tapped():
    button = primary_button(LOOK, "go", "Envoi en cours…", lambda: None, enabled=False)
    (found,) = [one for one in controls_under(button) if isinstance(one, ft.FilledButton)]
    assert found.disabled


def test_the_bar_takes_no_fifth_place():
    five = tuple(Tab(f"/{n}", str(n), ft.Icons.ROUTE) for n in range(5))
    with pytest.raises(AssertionError):
        bottom_bar(LOOK, five, "/0", lambda _route: None)


def test_a_field_drawn_again_keeps_what_the_client_last_sent():
    typed = Typed()

    def draw() -> ft.TextField:
        field = code_field(LOOK, "code", typed, label="", hint="", on_submit=lambda _text: None)
        return next(one for one in controls_under(field) if isinstance(one, ft.TextField))

    first = draw()
    first.value = "7K2M"
    assert draw().value == "7K2M"
    typed.clear()
    assert draw().value == ""


def test_a_drawing_that_fails_leaves_its_fallback_and_the_rest_stands():
    @guarded(lambda: "fallback")
    def draw(*, fails: bool) -> str:
        if fails:
            raise ZeroDivisionError
        return "drawn"

    assert (draw(fails=False), draw(fails=True)) == ("drawn", "fallback")


def test_text_is_scaled_and_large_text_lets_its_neighbours_go_below():
    double = Look(LOOK.texts, LOOK.format, 2.0)
    assert double.body("x").size == 36
    assert double.is_large
    assert not LOOK.is_large
    assert NEUTRAL.ink != NEUTRAL.paper
