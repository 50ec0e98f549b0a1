"""The camera as a port: pictures handed over one after the other, a torch, one typed error."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from enum import StrEnum
from typing import Any, Protocol, TypeVar, cast

import flet as ft
import flet_camera as fc

from shared.errors import RelaisError

log = logging.getLogger(__name__)

CALL_TIMEOUT_S = 5.0
# The phone asks the person whether the app may use the camera: that answer takes as long as it takes.
PERMISSION_TIMEOUT_S = 60.0
# A stream that gives nothing for so long has ended without a word.
SILENCE_S = 6.0
# One picture may fail while the lens moves; so many in a row mean that the camera must be opened again.
FAILURES_IN_A_ROW = 3
OPENED_IN_VAIN = 2

FrameSink = Callable[[bytes], Awaitable[None]]
AnsweredT = TypeVar("AnsweredT")


class CameraProblem(StrEnum):
    """Why there is no picture."""

    NO_CAMERA = "no_camera"
    DENIED = "denied"
    SILENT = "silent"


class CameraUnavailableError(RelaisError):
    """The camera gives nothing; typing the code is the way out."""

    code = "camera-unavailable"

    def __init__(self, problem: CameraProblem) -> None:
        super().__init__(problem=problem.value)
        self.problem = problem


class Camera(Protocol):
    """One use of the camera: it lives as long as its preview is on the screen."""

    def preview(self) -> ft.Control:
        """What the lens sees, to be drawn; always the same control."""
        ...

    async def watch(self, on_frame: FrameSink) -> None:
        """Hand pictures over, encoded, until cancelled. Raises: CameraUnavailableError."""
        ...

    async def light(self, *, is_on: bool) -> None:
        """The torch. Raises: CameraUnavailableError where there is none."""
        ...


def problem_of(message: str) -> CameraProblem:
    """What a client's error says, in its own words of the day."""
    said = message.lower().replace(" ", "").replace("_", "")
    if any(word in said for word in ("denied", "permission", "notallowed", "restricted")):
        return CameraProblem.DENIED
    if any(word in said for word in ("notfound", "nocamera", "notsupported")):
        return CameraProblem.NO_CAMERA
    return CameraProblem.SILENT


@ft.control("Camera")
class LastingCamera(fc.Camera):
    """Known to its session for a while after it left the screen.

    Pictures may be under way then, and an answer to a control that nobody knows ends the reading of the
    connection altogether (Flet 1.0.5).
    """

    def did_mount(self) -> None:
        """It is on the screen: calls may be made."""
        super().did_mount()
        object.__setattr__(self, "_is_shown", True)

    def will_unmount(self) -> None:
        """Called at once when the screen has lost it, before any late answer can come."""
        super().will_unmount()
        object.__setattr__(self, "_is_shown", False)
        index = self.page.session.index
        index[self._i] = self
        asyncio.get_running_loop().call_later(PERMISSION_TIMEOUT_S, self._be_forgotten, index)

    def _be_forgotten(self, index: MutableMapping[int, Any]) -> None:
        if not getattr(self, "_is_shown", False):
            index.pop(self._i, None)


class ClientCamera:
    """The client's camera. Taking its control off the screen lets the camera go."""

    def __init__(self, *, is_sharp: bool = False) -> None:
        # Codes are read at 640 points a side; a photo is looked at.
        self._preset = fc.ResolutionPreset.VERY_HIGH if is_sharp else fc.ResolutionPreset.MEDIUM
        self._sink: FrameSink | None = None
        self._frames = 0
        self._control = LastingCamera(preview_enabled=True, on_stream_image=self._hand_over)

    def preview(self) -> ft.Control:
        """Made once, before the first drawing: its handler cannot be set later."""
        return self._control

    async def watch(self, on_frame: FrameSink) -> None:
        """Streamed where the client can, else picture after picture.

        Opened again where it fell silent: a box that moves on the screen loses its camera on the way.
        """
        in_vain = 0
        while in_vain < OPENED_IN_VAIN:
            before = self._frames
            try:
                await self._open()
                if await _answered(self._control.supports_image_streaming()):
                    await self._stream(on_frame)
                else:
                    await self._poll(on_frame)
            except CameraUnavailableError as unavailable:
                if unavailable.problem is not CameraProblem.SILENT:
                    raise
                log.info("the camera fell silent: %s", unavailable)
            in_vain = 0 if self._frames > before else in_vain + 1
        raise CameraUnavailableError(CameraProblem.SILENT)

    async def light(self, *, is_on: bool) -> None:
        """As the client can."""
        await _answered(self._control.set_flash_mode(fc.FlashMode.TORCH if is_on else fc.FlashMode.OFF))

    async def _open(self) -> None:
        cameras = await _answered(self._control.get_available_cameras(), PERMISSION_TIMEOUT_S)
        if not cameras:
            raise CameraUnavailableError(CameraProblem.NO_CAMERA)
        # The default asks for the microphone too.
        opening = self._control.initialize(_facing_away(cameras), self._preset, enable_audio=False)
        await _answered(opening, PERMISSION_TIMEOUT_S)

    async def _stream(self, on_frame: FrameSink) -> None:
        self._sink = on_frame
        await _answered(self._control.start_image_stream())
        seen = -1
        while seen != self._frames:
            seen = self._frames
            await asyncio.sleep(SILENCE_S)

    async def _poll(self, on_frame: FrameSink) -> None:
        failures = 0
        while failures < FAILURES_IN_A_ROW:
            try:
                picture = await _answered(self._control.take_picture())
            except CameraUnavailableError as failed:
                failures += 1
                log.info("no picture: %s", failed)
                continue
            failures = 0
            self._frames += 1
            await on_frame(picture)

    async def _hand_over(self, event: fc.CameraImageEvent) -> None:
        self._frames += 1
        if self._sink is not None:
            await self._sink(event.bytes)


class NoCamera:
    """A program on a desk: nothing to look through."""

    def preview(self) -> ft.Control:
        """Nothing."""
        return ft.Container()

    async def watch(self, on_frame: FrameSink) -> None:
        """There is none."""
        raise CameraUnavailableError(CameraProblem.NO_CAMERA)

    async def light(self, *, is_on: bool) -> None:
        """There is none."""
        raise CameraUnavailableError(CameraProblem.NO_CAMERA)


class CameraByHand:
    """What tests look through: pictures are held in front of it by hand."""

    def __init__(self, problem: CameraProblem | None = None, *, has_torch: bool = True) -> None:
        self.problem = problem
        self.is_lit = False
        self.is_watching = False
        self._has_torch = has_torch
        self._sink: FrameSink | None = None

    def preview(self) -> ft.Control:
        """A plain surface."""
        return ft.Container(key="camera-by-hand")

    async def watch(self, on_frame: FrameSink) -> None:
        """Until cancelled, or the problem laid ready."""
        if self.problem is not None:
            raise CameraUnavailableError(self.problem)
        self._sink, self.is_watching = on_frame, True
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            self._sink, self.is_watching, self.is_lit = None, False, False

    async def light(self, *, is_on: bool) -> None:
        """Remember it."""
        if not self._has_torch:
            raise CameraUnavailableError(CameraProblem.SILENT)
        self.is_lit = is_on

    async def show(self, picture: bytes) -> None:
        """Hold a picture in front of the lens."""
        assert self._sink is not None, "nobody looks through this camera"
        await self._sink(picture)


def camera_of(page: ft.Page, *, is_sharp: bool = False) -> Camera:
    """The camera a page's client has; Flet's control would end the session where there is none."""
    has_one = page.web or page.platform in (ft.PagePlatform.ANDROID, ft.PagePlatform.IOS)
    return ClientCamera(is_sharp=is_sharp) if has_one else NoCamera()


def _facing_away(cameras: list[fc.CameraDescription]) -> fc.CameraDescription:
    """The one on the back of a phone; a laptop's only one otherwise."""
    order = [fc.CameraLensDirection.BACK, fc.CameraLensDirection.EXTERNAL, fc.CameraLensDirection.FRONT]
    return min(cameras, key=lambda camera: order.index(camera.lens_direction))


async def _answered(call: Awaitable[AnsweredT], timeout_s: float = CALL_TIMEOUT_S) -> AnsweredT:
    """A call of Flet has no limit of its own, and never returns once its control has left the screen."""
    try:
        return await asyncio.wait_for(cast("Awaitable[Any]", call), timeout_s)
    except TimeoutError as silent:
        raise CameraUnavailableError(CameraProblem.SILENT) from silent
    except RuntimeError as refused:
        log.info("the camera refused: %s", refused)
        raise CameraUnavailableError(problem_of(str(refused))) from refused
