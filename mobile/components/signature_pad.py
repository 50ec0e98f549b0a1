"""A pad to sign on with a finger, or with a mouse: the ink appears under it, one button clears it."""

from collections.abc import Callable
from typing import Any, cast

import flet as ft
import flet.canvas as cv

from mobile.components.boundary import guarded
from mobile.components.buttons import quiet_button
from mobile.components.look import Look
from mobile.components.signature_ink import NO_INK, Ink, Point, Stroke
from mobile.components.tap import named
from mobile.components.tokens import GRID, LINE, MUTED, PRIMARY, RADIUS, SURFACE, TEXT

PAD_HEIGHT = 220
_PEN_WIDTH = 3.0
# Fifty points a second draw a smooth line, and spare a phone of 100 EUR.
_DRAG_INTERVAL_MS = 20
_BASE_LINE_Y = PAD_HEIGHT - 48

OnInk = Callable[[Ink], None]


def signature_pad(look: Look, identifier: str, ink: Ink, on_ink: OnInk) -> ft.Control:
    """The pad with what was drawn so far. `on_ink` is told after each stroke, and when it is cleared."""
    words = look.texts.handover
    pad: Any = _Pad(ink.strokes, on_stroke=lambda stroke: on_ink(ink.with_stroke(stroke)))
    paper = ft.Container(
        pad,
        height=PAD_HEIGHT,
        bgcolor=SURFACE,
        border=ft.Border.all(2 if ink.strokes else 1, PRIMARY if ink.strokes else LINE),
        border_radius=RADIUS,
        clip_behavior=ft.ClipBehavior.HARD_EDGE,
    )
    sheet = named(identifier, paper, button=False)
    sheet.label = words.sign_here
    clear = quiet_button(look, f"{identifier}-clear", words.sign_again, lambda: on_ink(NO_INK))
    # Always there: a button that appeared with the first stroke would move the pad under the finger.
    head = look.beside(look.small(words.sign_here, max_lines=3), clear)
    return ft.Column(
        [ft.Row([head]), sheet],
        spacing=GRID // 2,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _one_more(count: int) -> int:
    return count + 1


class _UnderWay:
    """The stroke under the finger, kept from one drawing to the next; two events may come between."""

    def __init__(self) -> None:
        self.points: list[Point] = []


def _blank() -> ft.Control:
    return ft.Container(height=PAD_HEIGHT)


@ft.component
def _Pad(strokes: tuple[Stroke, ...], on_stroke: Callable[[Stroke], None]) -> ft.Control:
    """Draws the stroke under way by itself: the screen around it is drawn again only once it is ended."""
    # Flet types these hooks in part only.
    hooks: Any = ft
    under_way: _UnderWay = hooks.use_state(_UnderWay)[0]
    drawn, set_drawn = cast("tuple[int, Callable[[Callable[[int], int]], None]]", hooks.use_state(0))

    def begin(event: ft.DragDownEvent[ft.GestureDetector]) -> None:
        under_way.points = [_point(event.local_position)]

    def go_on(event: ft.DragUpdateEvent[ft.GestureDetector]) -> None:
        under_way.points.append(_point(event.local_position))
        set_drawn(_one_more)

    def end(_event: object) -> None:
        stroke, under_way.points = tuple(under_way.points), []
        if len(stroke) > 1:
            on_stroke(stroke)

    return _draw(strokes, tuple(under_way.points), drawn, begin, go_on, end)


@guarded(_blank)
def _draw(
    strokes: tuple[Stroke, ...],
    under_way: Stroke,
    _drawn: int,
    begin: Callable[[Any], None],
    go_on: Callable[[Any], None],
    end: Callable[[Any], None],
) -> ft.Control:
    # A canvas that expands has no size of its own within a detector: the height is given.
    canvas = cv.Canvas(
        [_base_line(), *(_path(stroke) for stroke in (*strokes, under_way) if stroke)], expand=True
    )
    # Both directions apart, and no panning: within a list that scrolls, a finger moving down would scroll it.
    return ft.GestureDetector(
        ft.Container(canvas, height=PAD_HEIGHT),
        drag_interval=_DRAG_INTERVAL_MS,
        on_vertical_drag_down=begin,
        on_horizontal_drag_down=begin,
        on_vertical_drag_update=go_on,
        on_horizontal_drag_update=go_on,
        on_vertical_drag_end=end,
        on_horizontal_drag_end=end,
    )


def _base_line() -> cv.Line:
    return cv.Line(
        2 * GRID,
        _BASE_LINE_Y,
        2000,
        _BASE_LINE_Y,
        ft.Paint(stroke_width=1, color=MUTED, stroke_dash_pattern=[4, 6]),
    )


def _path(stroke: Stroke) -> cv.Path:
    (x, y), *rest = stroke
    return cv.Path(
        [cv.Path.MoveTo(x, y), *(cv.Path.LineTo(*point) for point in rest)],
        ft.Paint(
            stroke_width=_PEN_WIDTH,
            color=TEXT,
            style=ft.PaintingStyle.STROKE,
            stroke_cap=ft.StrokeCap.ROUND,
            stroke_join=ft.StrokeJoin.ROUND,
        ),
    )


def _point(at: ft.Offset) -> Point:
    """Where a finger is; beyond the edge it draws along the edge."""
    return max(0.0, round(float(at.x), 1)), min(max(0.0, round(float(at.y), 1)), float(PAD_HEIGHT))
