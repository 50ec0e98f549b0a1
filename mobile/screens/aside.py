"""Crates set aside on any screen, « tout sauf… »: which ones, why, and asking why at the foot."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import flet as ft

from mobile.components.buttons import choice_button
from mobile.components.tokens import GRID
from mobile.screens.contract import Gesture, Scene
from shared.custody.codes import print_code
from shared.custody.events import IncidentReason

# The crates set aside by their code, None while the reason is still asked for.
Aside = MappingProxyType[str, IncidentReason | None]
NO_CRATES: Aside = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ToggleCrates(Gesture):
    """Set crates aside, or take them back."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GiveReason(Gesture):
    """Why the crates set aside without a reason are."""

    reason: IncidentReason


def toggled(aside: Aside, codes: Sequence[str]) -> Aside:
    """Set aside, or taken back where all of them were."""
    if all(code in aside for code in codes):
        return MappingProxyType({code: reason for code, reason in aside.items() if code not in codes})
    return MappingProxyType({**aside, **{code: None for code in codes if code not in aside}})


def explained(aside: Aside, reason: IncidentReason) -> Aside:
    """The reason given to all that had none."""
    return MappingProxyType({code: before or reason for code, before in aside.items()})


def unexplained(aside: Mapping[str, IncidentReason | None]) -> tuple[str, ...]:
    """Crates set aside without a reason yet."""
    return tuple(code for code, reason in aside.items() if reason is None)


def named_crates(scene: Scene, codes: Sequence[str]) -> str:
    """One crate by its code, several by their number."""
    return print_code(codes[0]) if len(codes) == 1 else scene.look.texts.common.crates(len(codes))


def ask_why(
    scene: Scene,
    codes: Sequence[str],
    reasons: Iterable[IncidentReason],
    *,
    beside: ft.Control | None = None,
    also: Sequence[ft.Control] = (),
) -> ft.Column:
    """Why these crates are set aside: asked once for all of them."""
    look = scene.look
    choices = [
        choice_button(
            look,
            f"reason-{reason.value}",
            look.format.title_word(reason),
            lambda reason=reason: scene.dispatch(GiveReason(reason)),
        )
        for reason in reasons
    ]
    head = look.strong(look.texts.stop.why_aside(named_crates(scene, codes)))
    first = head if beside is None else look.beside(head, beside)
    return ft.Column(
        [first, ft.Row([*choices, *also], wrap=True, spacing=GRID, run_spacing=GRID)],
        spacing=GRID,
        tight=True,
    )
