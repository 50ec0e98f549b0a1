"""A camera that reads codes, in a box any screen may hold: on while it is seen, off with it."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, cast

import flet as ft

from mobile.components.boundary import guarded
from mobile.components.buttons import second_button
from mobile.components.look import Look
from mobile.components.tap import named
from mobile.components.tokens import (
    FONT_MEDIUM,
    GRID,
    LINE,
    MUTED,
    RADIUS,
    SIZE_BODY,
    SURFACE,
    TARGET_HEIGHT,
    TEXT,
    WAITING,
)
from mobile.device.camera import (
    Camera,
    CameraProblem,
    CameraUnavailableError,
    FrameSink,
    NoCamera,
    camera_of,
)
from mobile.device.clock import SystemClock
from mobile.device.decoder import Decode, FrameReader, decode_picture

log = logging.getLogger(__name__)

OnText = Callable[[str], None]
BOX_HEIGHT = 280
# With large text the answer below has to stay in sight.
BOX_HEIGHT_LARGE = 190
SUPPORT = "relais.scanning"


class Torch(Enum):
    """Whether the torch shines; NONE where this camera has none to switch."""

    OFF = "off"
    ON = "on"
    NONE = "none"


@dataclass(eq=False)
class Scanning(ft.Observable):
    """What every box of one session looks through, and whether the app is in front of a person at all."""

    open_camera: Callable[[], Camera]
    decode: Decode = decode_picture
    now_ms: Callable[[], int] = SystemClock().boot_ms
    is_awake: bool = True
    # Photos are for people: a camera that gives more points than codes need. None: the same one.
    open_sharp: Callable[[], Camera] | None = None


def scanning_of(page: ft.Page) -> Scanning:
    """The page's own camera, as the app uses it."""
    return Scanning(lambda: camera_of(page), open_sharp=lambda: camera_of(page, is_sharp=True))


def give_scanning(page: ft.Page, scanning: Scanning) -> None:
    """Before anything is drawn on the page."""
    page.session.store.set(SUPPORT, scanning)


def scan_box(look: Look, identifier: str, on_text: OnText) -> ft.Control:
    """The lens and a torch; a code that comes into view is told once. Without a camera it says what to do.

    What comes and goes on a screen belongs below it: a box that changes place opens its camera anew.
    """
    box: Any = ScanBox
    return box(look, identifier, on_text, scanning_of_session(), key=identifier)


def scanning_of_session() -> Scanning:
    """What the boxes of this page look through."""
    found = ft.context.page.session.store.get(SUPPORT)
    return found if isinstance(found, Scanning) else Scanning(NoCamera)


class Viewfinder(ft.Observable):
    """One box while it is on the screen: its camera, what is wrong with it, its torch."""

    def __init__(self, scanning: Scanning, open_camera: Callable[[], Camera] | None = None) -> None:
        self._scanning = scanning
        self._open_camera = open_camera or scanning.open_camera
        self.camera = self._open_camera()
        self.problem: CameraProblem | None = None
        self.is_live = False
        self.torch = Torch.OFF
        self.tries = 0

    async def watch(self, on_text: OnText) -> None:
        """Read codes until the box is gone; a camera that ends is told as a problem."""
        reader = FrameReader(self._scanning.decode, self._scanning.now_ms, on_text)
        await self.watch_frames(reader.take)

    async def watch_frames(self, on_frame: FrameSink) -> None:
        """Hand every picture over until the box is gone."""

        async def take(picture: bytes) -> None:
            if not self.is_live:
                self.is_live = True
            await on_frame(picture)

        try:
            await self.camera.watch(take)
        except CameraUnavailableError as unavailable:
            log.info("no camera: %s", unavailable)
            self.problem = unavailable.problem
        except Exception:
            log.exception("reading codes ended")
            self.problem = CameraProblem.SILENT

    def try_again(self) -> None:
        """Another camera: one that failed may not be used again."""
        self.is_live, self.problem, self.torch = False, None, Torch.OFF
        self.camera = self._open_camera()
        self.tries += 1

    async def turn_torch(self) -> None:
        """On, or off again."""
        wanted = Torch.OFF if self.torch is Torch.ON else Torch.ON
        try:
            await self.camera.light(is_on=wanted is Torch.ON)
        except CameraUnavailableError:
            self.torch = Torch.NONE
        else:
            self.torch = wanted


@ft.component
def Lens(camera: Camera) -> ft.Control:
    """The camera's own control. Memoised, or it would lose its place on the page with the next drawing."""
    return camera.preview()


def _blank() -> ft.Control:
    return ft.Container()


@ft.component
def ScanBox(look: Look, identifier: str, on_text: OnText, scanning: Scanning) -> ft.Control:
    """Drawn again with its screen; its camera and what it found stay."""
    hooks: Any = ft
    finder: Viewfinder = hooks.use_state(lambda: Viewfinder(scanning))[0]
    # The screen hands a new function over with each drawing: texts go to the newest.
    newest: Any = hooks.use_ref()
    newest.current = on_text

    def tell(text: str) -> None:
        newest.current(text)

    async def watch() -> None:
        if scanning.is_awake:
            await finder.watch(tell)

    # The cleanup does nothing itself: with it Flet ends what the effect began.
    ft.use_effect(watch, [finder.tries, scanning.is_awake], keep_effect_until_gone)
    return draw_lens(look, identifier, finder, is_awake=scanning.is_awake)


async def keep_effect_until_gone() -> None:
    """A cleanup that does nothing itself: with one, Flet ends what the effect began."""


@guarded(_blank)
def draw_lens(
    look: Look,
    identifier: str,
    finder: Viewfinder,
    *,
    is_awake: bool,
    problems: Mapping[str, str] | None = None,
) -> ft.Control:
    """What the lens sees, or what is wrong with it; `problems` are the ways out where no code is wanted."""
    if finder.problem is not None:
        said = (problems or look.texts.scan.camera_problems)[finder.problem.value]
        return _unavailable(look, identifier, finder, said)
    layers: list[ft.Control] = []
    if is_awake:
        lens: Any = cast(Any, ft).memo(Lens)
        layers.append(lens(finder.camera, key=f"lens-{finder.tries}"))
    if finder.is_live:
        layers.append(ft.Container(_torch(look, finder), right=GRID, bottom=GRID, key="torch"))
    else:
        waiting = look.text(look.texts.scan.camera_starts, size=SIZE_BODY, font=FONT_MEDIUM, color=MUTED)
        middle = ft.Container(
            waiting, alignment=ft.Alignment.CENTER, expand=True, padding=2 * GRID, key="waiting"
        )
        layers.append(middle)
    seen = ft.Container(
        ft.Stack(layers, expand=True, fit=ft.StackFit.EXPAND),
        height=BOX_HEIGHT_LARGE if look.is_large else BOX_HEIGHT,
        bgcolor=SURFACE,
        border=ft.Border.all(1, LINE),
        border_radius=RADIUS,
        clip_behavior=ft.ClipBehavior.HARD_EDGE,
    )
    return ft.Semantics(content=seen, identifier=identifier, container=True, label=look.texts.scan.lens)


def _torch(look: Look, finder: Viewfinder) -> ft.Control:
    words = look.texts.scan
    said = {Torch.OFF: words.torch_on, Torch.ON: words.torch_off, Torch.NONE: words.no_torch}[finder.torch]
    icon = ft.Icons.FLASHLIGHT_OFF if finder.torch is Torch.ON else ft.Icons.FLASHLIGHT_ON

    async def turn(_event: object) -> None:
        await finder.turn_torch()

    button = ft.FilledTonalButton(
        content=look.text(said, size=SIZE_BODY, font=FONT_MEDIUM, color=None, max_lines=1),
        icon=icon,
        disabled=finder.torch is Torch.NONE,
        style=ft.ButtonStyle(
            shape=ft.RoundedRectangleBorder(radius=RADIUS),
            # On a picture nothing may shine through, also where there is no torch.
            bgcolor=SURFACE,
            color=MUTED if finder.torch is Torch.NONE else TEXT,
            padding=ft.Padding.symmetric(
                vertical=(TARGET_HEIGHT - look.size(SIZE_BODY) * 1.25) / 2, horizontal=2 * GRID
            ),
        ),
        on_click=turn,
    )
    return named("torch", button, button=False)


def _unavailable(look: Look, identifier: str, finder: Viewfinder, said: str) -> ft.Control:
    """What is wrong and the way out, where the picture would be."""
    words = look.texts.scan
    head = ft.Row(
        [
            ft.Icon(ft.Icons.NO_PHOTOGRAPHY, size=look.icon(30), color=WAITING.ink),
            ft.Container(look.strong(words.no_camera, color=WAITING.ink, max_lines=None), expand=True),
        ],
        spacing=GRID + GRID // 2,
    )
    parts: list[ft.Control] = [head, look.body(said, color=WAITING.ink)]
    if finder.problem is not CameraProblem.NO_CAMERA:
        parts.append(
            second_button(
                look, "camera-again", look.texts.common.retry, finder.try_again, icon=ft.Icons.REFRESH
            )
        )
    card = ft.Container(
        ft.Column(parts, spacing=GRID, tight=True),
        bgcolor=WAITING.paper,
        border_radius=RADIUS,
        padding=2 * GRID,
    )
    return ft.Semantics(content=card, identifier=identifier, container=True, live_region=True)
