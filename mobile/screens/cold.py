"""A cold reading on any screen that records crates: what is begun of it, and what its class says of it.

A screen keeps a `ReadingDraft`, folds gestures into it by `change_reading`, shows `reading_part` where one of
its crates asks for a reading, and records the act with `draft.dc`, whatever it says.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import flet as ft

from mobile.components.buttons import primary_button, second_button
from mobile.components.code_field import Typed
from mobile.components.message import inline_message
from mobile.components.tap import OnTap
from mobile.components.temperature_entry import EntryWays, temperature_entry
from mobile.components.tokens import DONE, GRID, WAITING, WRONG
from mobile.screens.contract import Gesture, Scene
from shared.network import TemperatureClass

COLDEST_DC, WARMEST_DC = -1000, 2000
_FIGURE = re.compile(r"([-\u2212]?)\s*(\d{1,3})(?:[.,](\d))?\s*(?:°\s*C?)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReadingTyped(Gesture):
    """The text in the field is now this."""

    text: str


@dataclass(frozen=True, slots=True)
class ReadingStepped(Gesture):
    """A little warmer or colder; from nothing, what the class allows at most."""

    step_dc: int
    from_dc: int


@dataclass(frozen=True, slots=True)
class SignTurned(Gesture):
    """The same figure below zero, or above it again."""


@dataclass(frozen=True, slots=True)
class AskWarm(Gesture):
    """A reading out of bounds is about to be recorded, or is to be corrected first."""

    is_asked: bool


@dataclass(frozen=True, slots=True)
class ReadingDraft:
    """The reading in tenths of a degree; `is_unreadable` where what is typed is no temperature.

    `is_asked`: it is out of bounds, and the person is asked whether it is so.
    """

    dc: int | None = None
    is_unreadable: bool = False
    is_asked: bool = False
    typed: Typed = field(default_factory=Typed, compare=False)


def read_temperature(text: str) -> int | None:
    """« 3,5 », « -18 » or « 4 °C » in tenths of a degree; None where it is no temperature."""
    found = _FIGURE.fullmatch(text.strip())
    if found is None:
        return None
    dc = int(found[2]) * 10 + int(found[3] or 0)
    dc = -dc if found[1] else dc
    return dc if COLDEST_DC <= dc <= WARMEST_DC else None


def change_reading(draft: ReadingDraft, news: object) -> ReadingDraft:
    """Fold a gesture into the reading; anything else leaves it."""
    match news:
        case ReadingTyped(text=text):
            dc = read_temperature(text)
            return replace(draft, dc=dc, is_unreadable=dc is None and bool(text.strip()), is_asked=False)
        case ReadingStepped(step_dc=step_dc, from_dc=from_dc):
            return _put(draft, from_dc if draft.dc is None else draft.dc + step_dc)
        case SignTurned():
            return draft if draft.dc is None else _put(draft, -draft.dc)
        case AskWarm(is_asked=is_asked):
            return replace(draft, is_asked=is_asked)
        case _:
            return draft


def asking(classes: Iterable[TemperatureClass | None]) -> tuple[TemperatureClass, ...]:
    """The classes among these that ask for a reading, the strictest first."""
    found = {
        each for each in classes if each is not None and (each.highest_dc, each.lowest_dc) != (None, None)
    }
    return tuple(sorted(found, key=lambda each: (each.highest_dc is None, each.highest_dc or 0)))


def broken_by(dc: int, classes: Iterable[TemperatureClass]) -> TemperatureClass | None:
    """The first of these classes that the reading does not respect."""
    return next((each for each in classes if not each.allows(dc)), None)


def reading_part(
    scene: Scene, classes: tuple[TemperatureClass, ...], draft: ReadingDraft
) -> list[ft.Control]:
    """The entry and what the class says of it; nothing where no class asks."""
    if not classes:
        return []
    look, words = scene.look, scene.look.texts.cargo
    start_dc = classes[0].highest_dc if classes[0].highest_dc is not None else classes[0].lowest_dc or 0
    ways = EntryWays(
        type_text=lambda text: scene.dispatch(ReadingTyped(text)),
        step=lambda step_dc: scene.dispatch(ReadingStepped(step_dc, start_dc)),
        turn_sign=lambda: scene.dispatch(SignTurned()),
    )
    head = look.strong(words.reading_asked(look.format.word(classes[0])), max_lines=3)
    parts = [head, temperature_entry(look, draft.typed, ways), *verdict(scene, classes, draft)]
    return [ft.Column(parts, spacing=GRID, tight=True, key="reading")]


def warm_foot(scene: Scene, classes: tuple[TemperatureClass, ...], dc: int, record: OnTap) -> ft.Control:
    """Recorded whatever it says, once the person saw what it means."""
    look, words = scene.look, scene.look.texts.cargo

    def correct() -> None:
        scene.dispatch(AskWarm(is_asked=False))

    return ft.Column(
        [
            *verdict(scene, classes, ReadingDraft(dc)),
            primary_button(look, "record-warm", words.record_too_warm, record),
            second_button(look, "correct-reading", words.correct_reading, correct),
        ],
        spacing=GRID,
        tight=True,
    )


def verdict(scene: Scene, classes: tuple[TemperatureClass, ...], draft: ReadingDraft) -> list[ft.Control]:
    """What the class says of the reading, in words."""
    look, words = scene.look, scene.look.texts.cargo
    if draft.is_unreadable:
        return [inline_message(look, WAITING, words.no_temperature, identifier="reading-verdict")]
    if draft.dc is None:
        return []
    said, broken = look.format.temperature(draft.dc), broken_by(draft.dc, classes)
    if broken is None:
        fits = words.fits(said, look.format.word(classes[0]))
        return [inline_message(look, DONE, fits, identifier="reading-verdict")]
    told = words.too_warm if broken.highest_dc is not None else words.too_cold
    return [inline_message(look, WRONG, told(said, look.format.word(broken)), identifier="reading-verdict")]


def _put(draft: ReadingDraft, dc: int) -> ReadingDraft:
    kept = max(COLDEST_DC, min(WARMEST_DC, dc))
    whole, tenth = divmod(abs(kept), 10)
    draft.typed.put(f"{'-' if kept < 0 else ''}{whole}{f',{tenth}' if tenth else ''}")
    return replace(draft, dc=kept, is_unreadable=False, is_asked=False)
