"""A signature as strokes of ink, and its picture: black on white, cropped, of a bounded size."""

from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import Any, cast

from PIL import Image, ImageDraw

POINTS_MAX = 4000
# Drawn twice as large and brought down: lines without steps. A finger's breadth of ink stays under 20 kB.
PICTURE_WIDTH_PX = 640
PICTURE_HEIGHT_PX = 320
_OVERSIZE = 2
_MARGIN_PX = 16
_PEN_PX = 4
# A point or a scratch is no signature: what is drawn must be as long as a finger is broad.
LENGTH_MIN = 40
_WHITE, _BLACK = 255, 0

Point = tuple[float, float]
Stroke = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Ink:
    """What was drawn, in the units of the screen it was drawn on."""

    strokes: tuple[Stroke, ...] = ()

    @property
    def is_signature(self) -> bool:
        """Whether enough was drawn to be somebody's signature."""
        return sum(_length(stroke) for stroke in self.strokes) >= LENGTH_MIN

    def with_stroke(self, stroke: Stroke) -> "Ink":
        """One more stroke; what is beyond any honest hand is left out."""
        room = POINTS_MAX - sum(len(each) for each in self.strokes)
        kept = stroke[:room]
        return Ink((*self.strokes, kept)) if len(kept) > 1 else self


NO_INK = Ink()


def picture_of(ink: Ink) -> bytes:
    """A PNG of the ink alone, whatever screen it was drawn on; it holds pixels and nothing else."""
    points = [point for stroke in ink.strokes for point in stroke]
    if not points:
        raise ValueError("nothing was drawn")
    left, top = min(x for x, _ in points), min(y for _, y in points)
    broad = max(x for x, _ in points) - left
    high = max(y for _, y in points) - top
    room_x, room_y = PICTURE_WIDTH_PX - 2 * _MARGIN_PX, PICTURE_HEIGHT_PX - 2 * _MARGIN_PX
    scale = min(room_x / max(broad, 1.0), room_y / max(high, 1.0), 4.0)
    width_px = round(broad * scale) + 2 * _MARGIN_PX
    height_px = round(high * scale) + 2 * _MARGIN_PX
    paper = Image.new("L", (width_px * _OVERSIZE, height_px * _OVERSIZE), _WHITE)
    pen = ImageDraw.Draw(paper)
    for stroke in ink.strokes:
        line = [
            (((x - left) * scale + _MARGIN_PX) * _OVERSIZE, ((y - top) * scale + _MARGIN_PX) * _OVERSIZE)
            for x, y in stroke
        ]
        pen.line(line, fill=_BLACK, width=_PEN_PX * _OVERSIZE, joint="curve")
    small: Image.Image = cast(Any, paper).resize((width_px, height_px), Image.Resampling.LANCZOS)
    written = BytesIO()
    small.save(written, "PNG", optimize=True)
    return written.getvalue()


def _length(stroke: Stroke) -> float:
    return sum(((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5 for (x1, y1), (x2, y2) in pairwise(stroke))
