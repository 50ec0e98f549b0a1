"""A camera that takes photos, in a box any screen may hold: the lens, and a shutter as large as a thumb."""

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.components.buttons import primary_button
from mobile.components.look import Look
from mobile.components.scan_box import (
    Scanning,
    Viewfinder,
    draw_lens,
    keep_effect_until_gone,
    scanning_of_session,
)
from mobile.components.tokens import GRID

OnPicture = Callable[[bytes], None]


class PhotoFinder(Viewfinder):
    """The newest picture the lens gave: pressing the shutter keeps that one, and waits for none."""

    def __init__(self, scanning: Scanning) -> None:
        super().__init__(scanning, scanning.open_sharp or scanning.open_camera)
        self.newest = b""

    async def frame(self, picture: bytes) -> None:
        """Let it be the newest; nothing is looked for in it."""
        # Not through the observable: a drawing for each frame would be one too many.
        object.__setattr__(self, "newest", picture)


def photo_box(look: Look, identifier: str, on_picture: OnPicture) -> ft.Control:
    """The lens and its shutter. Without a camera it says so."""
    box: Any = PhotoBox
    return box(look, identifier, on_picture, scanning_of_session(), key=identifier)


@ft.component
def PhotoBox(look: Look, identifier: str, on_picture: OnPicture, scanning: Scanning) -> ft.Control:
    """Drawn again with its screen; its camera stays."""
    hooks: Any = ft
    finder: PhotoFinder = hooks.use_state(lambda: PhotoFinder(scanning))[0]
    words = look.texts.evidence

    async def watch() -> None:
        if scanning.is_awake:
            await finder.watch_frames(finder.frame)

    def press() -> None:
        if finder.newest:
            on_picture(finder.newest)

    ft.use_effect(watch, [finder.tries, scanning.is_awake], keep_effect_until_gone)
    lens = draw_lens(look, identifier, finder, is_awake=scanning.is_awake, problems=words.camera_problems)
    if finder.problem is not None:
        return lens
    shutter = primary_button(
        look, "shutter", words.shutter, press, icon=ft.Icons.CAMERA, enabled=finder.is_live
    )
    return ft.Column([lens, shutter], spacing=GRID, tight=True)
