"""Photos that go with the next record: small copies side by side, each with a way out, a button for more."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import flet as ft

from mobile.components.buttons import second_button
from mobile.components.look import Look
from mobile.components.message import inline_message
from mobile.components.tap import OnTap, named
from mobile.components.tokens import GRID, LINE, RADIUS, SURFACE, TARGET_HEIGHT, TEXT, WRONG

THUMB_EDGE = 112


@dataclass(frozen=True, slots=True)
class ShownPhoto:
    """A photo by its id, and its small copy as a JPEG."""

    photo_id: str
    thumbnail: bytes


@dataclass(frozen=True, slots=True)
class PhotoWays:
    """How a photo comes and goes; no `take` where there is no camera, none at all where there are enough."""

    remove: Callable[[str], None]
    choose: OnTap | None = None
    take: OnTap | None = None


def photo_strip(
    look: Look,
    photos: Sequence[ShownPhoto],
    ways: PhotoWays,
    *,
    goes_with: str | None = None,
    problem: str | None = None,
    is_busy: bool = False,
) -> ft.Control:
    """The photos kept so far. Without any, a single line that takes no place from the crates."""
    words = look.texts.evidence
    parts: list[ft.Control] = []
    if photos:
        thumbs = [_thumb(look, number, photo, ways.remove) for number, photo in enumerate(photos, start=1)]
        parts += [
            ft.Row(thumbs, wrap=True, spacing=GRID, run_spacing=GRID),
            look.small(goes_with or words.goes_with_next(len(photos)), max_lines=None),
        ]
    if problem is not None:
        parts.append(inline_message(look, WRONG, problem, identifier="photo-problem"))
    if is_busy:
        parts.append(look.body(words.preparing))
    else:
        parts += _buttons(look, ways, has_photos=bool(photos))
    return ft.Column(parts, spacing=GRID, tight=True, key="photo-strip")


def _buttons(look: Look, ways: PhotoWays, *, has_photos: bool) -> list[ft.Control]:
    words = look.texts.evidence
    buttons: list[ft.Control] = []
    if ways.take is not None:
        buttons.append(
            second_button(
                look, "take-photo", words.take_photo, ways.take, icon=ft.Icons.PHOTO_CAMERA, expand=True
            )
        )
    if ways.choose is not None:
        alone = not buttons
        said = (words.add_another if has_photos else words.add_photo) if alone else words.choose_photo
        icon = ft.Icons.ADD_A_PHOTO if alone else ft.Icons.PHOTO_LIBRARY
        buttons.append(second_button(look, "choose-photo", said, ways.choose, icon=icon, expand=True))
    if look.is_large:
        return buttons
    return [ft.Row(buttons, spacing=GRID)] if buttons else []


def _thumb(look: Look, number: int, photo: ShownPhoto, remove: Callable[[str], None]) -> ft.Control:
    words = look.texts.evidence
    image = ft.Image(
        src=photo.thumbnail,
        width=THUMB_EDGE,
        height=THUMB_EDGE,
        fit=ft.BoxFit.COVER,
        border_radius=RADIUS,
        gapless_playback=True,
        semantics_label=words.photo(number),
    )
    button = ft.IconButton(
        ft.Icons.CLOSE,
        icon_color=TEXT,
        icon_size=24,
        bgcolor=SURFACE,
        tooltip=words.remove_photo(number),
        width=TARGET_HEIGHT,
        height=TARGET_HEIGHT,
        on_click=lambda _event: remove(photo.photo_id),
    )
    return ft.Container(
        ft.Stack(
            [image, ft.Container(named(f"remove-photo-{number}", button, button=False), top=0, right=0)],
            width=THUMB_EDGE,
            height=THUMB_EDGE,
        ),
        border=ft.Border.all(1, LINE),
        border_radius=RADIUS,
        key=photo.photo_id,
    )
