"""Rows of crates as every screen draws them: kept between drawings, and of many only some at first."""

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from typing import TypeVar

import flet as ft

from mobile.components.buttons import quiet_button
from mobile.components.crate_row import CrateWords, Mark, crate_row
from mobile.screens.contract import Gesture, Scene

# Nearly every stop has fewer. The client builds every row there is, seen or not (docs/decisions/0175).
ROWS_AT_FIRST = 60
ROWS_MORE = 60
# What is done is looked at to correct it, the newest first: a tap that records many does not wait for it.
DONE_AT_FIRST = 20

CrateT = TypeVar("CrateT")


@dataclass(frozen=True, slots=True)
class ShowMoreRows(Gesture):
    """Show more of a list too long to be shown whole."""


def kept_crate_row(scene: Scene, words: CrateWords, mark: Mark, on_tap: object) -> ft.Control:
    """A crate's row; `on_tap` is the intent of a tap. The same words, mark and intent are the same row."""
    return scene.kept.row(
        f"crate-{words.code}",
        (scene.look, words, mark, on_tap),
        lambda: crate_row(scene.look, words, mark, lambda: scene.dispatch(on_tap)),
    )


def in_sight(
    crates: Sequence[CrateT], room: int, code_of: Callable[[CrateT], str], aside: Container[str]
) -> list[CrateT]:
    """The first `room` of them, and those set aside further down: these ask for a reason, or are amiss."""
    shown = [crate for n, crate in enumerate(crates) if n < room or code_of(crate) in aside]
    return shown[: max(room, 0) + ROWS_MORE]


def done_in_sight(room: int, rows_shown: int) -> int:
    """How many rows of what is done are shown, where there is room for so many."""
    return max(min(room, DONE_AT_FIRST + rows_shown - ROWS_AT_FIRST), 0)


def more_rows(scene: Scene, hidden: int) -> list[ft.Control]:
    """The way to the rows not shown; nothing where all are."""
    if hidden <= 0:
        return []
    said = scene.look.texts.stop.more_records(hidden)
    return [quiet_button(scene.look, "more-rows", said, lambda: scene.dispatch(ShowMoreRows()))]
