"""A map of flows as shapes and arrows in a box: places where they lie, thicker arrows for more."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians

from sync_server.commission.flows import Flow, Spot

WIDTH, MARGIN = 1_000, 60
LOWEST, HIGHEST = 420, 900
THICKEST = 5
NUMBERED = 12
# The room a number's badge takes on a narrow screen, where it is drawn largest; that of a mark.
BADGE_R, MARK_R = 26, 11
# Where a badge may stand around its mark, the nearest and first named first.
AROUND = ((1, -1), (-1, -1), (1, 1), (-1, 1), (0, -1), (0, 1), (1, 0), (-1, 0))
STEPS = (26, 44, 66, 92)
BEND = 0.12
# A box around a single place would have no size: a tenth of a degree, about 10 km.
LEAST_DEGREES = 0.1


@dataclass(frozen=True, slots=True)
class Mark:
    """A place as drawn."""

    x: int
    y: int
    role: str
    name: str


@dataclass(frozen=True, slots=True)
class Badge:
    """The number of one of the places that most goes through, beside its mark; `weight` is all that does."""

    number: int
    x: int
    y: int
    mark: Mark
    weight: int


@dataclass(frozen=True, slots=True)
class Arrow:
    """A flow as drawn: a bent path, and how thick, 1 to 5."""

    path: str
    thick: int
    says: str


@dataclass(frozen=True, slots=True)
class FlowMap:
    """The drawing, in units of its own box."""

    width: int
    height: int
    arrows: tuple[Arrow, ...]
    marks: tuple[Mark, ...]
    badges: tuple[Badge, ...]


def map_of(flows: Sequence[Flow], weight: Callable[[Flow], int], says: Callable[[Flow], str]) -> FlowMap:
    """The map of some flows; the heaviest arrows and places are drawn last, on top."""
    spots = {spot.id: spot for flow in flows for spot in (flow.start, flow.end)}
    place, height = _projection(list(spots.values()))
    heaviest = max((weight(flow) for flow in flows), default=0)
    arrows = tuple(
        Arrow(_path(place(flow.start), place(flow.end)), _thickness(weight(flow), heaviest), says(flow))
        for flow in sorted(flows, key=weight)
    )
    through: dict[str, int] = dict.fromkeys(spots, 0)
    for flow in flows:
        through[flow.start.id] += weight(flow)
        through[flow.end.id] += weight(flow)
    marks = tuple(
        Mark(*place(spots[id_]), spots[id_].role, spots[id_].name)
        for id_ in sorted(spots, key=lambda id_: (through[id_], id_))
    )
    heaviest_first = sorted(through, key=lambda id_: (-through[id_], id_))[:NUMBERED]
    numbered = [
        (Mark(*place(spots[id_]), spots[id_].role, spots[id_].name), through[id_]) for id_ in heaviest_first
    ]
    return FlowMap(WIDTH, height, arrows, marks, _badges(numbered, height))


def _projection(spots: Sequence[Spot]) -> tuple[Callable[[Spot], tuple[int, int]], int]:
    """Degrees to the box: a degree of longitude is as short as it is at that latitude."""
    lats, lons = [spot.lat for spot in spots] or [0.0], [spot.lon for spot in spots] or [0.0]
    middle_lat, middle_lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    shrink = cos(radians(middle_lat))
    wide = max((max(lons) - min(lons)) * shrink, LEAST_DEGREES)
    high = max(max(lats) - min(lats), LEAST_DEGREES / 2)
    height = round(min(max(WIDTH * high / wide, LOWEST), HIGHEST))
    scale = min((WIDTH - 2 * MARGIN) / wide, (height - 2 * MARGIN) / high)

    def place(spot: Spot) -> tuple[int, int]:
        x = WIDTH / 2 + (spot.lon - middle_lon) * shrink * scale
        return round(x), round(height / 2 - (spot.lat - middle_lat) * scale)

    return place, height


def _badges(numbered: Sequence[tuple[Mark, int]], height: int) -> tuple[Badge, ...]:
    """A badge beside each mark, where it covers neither another badge nor a numbered mark."""
    marks = [mark for mark, _ in numbered]
    badges: list[Badge] = []
    for number, (mark, weight) in enumerate(numbered, start=1):
        x, y = min(
            _places_around(mark, height),
            key=lambda at: _covered(at, badges, marks),
        )
        badges.append(Badge(number, x, y, mark, weight))
    return tuple(badges)


def _places_around(mark: Mark, height: int) -> list[tuple[int, int]]:
    at = [(mark.x + dx * step, mark.y + dy * step) for step in STEPS for dx, dy in AROUND]
    return [(x, y) for x, y in at if BADGE_R <= x <= WIDTH - BADGE_R and BADGE_R <= y <= height - BADGE_R]


def _covered(at: tuple[int, int], badges: Sequence[Badge], marks: Sequence[Mark]) -> int:
    """How much a badge at this point would cover, in units of the box."""
    x, y = at
    over_badges = sum(max(0, round(2 * BADGE_R - hypot(x - each.x, y - each.y))) for each in badges)
    over_marks = sum(max(0, round(BADGE_R + MARK_R - hypot(x - each.x, y - each.y))) for each in marks)
    return 10 * over_badges + over_marks


def _path(start: tuple[int, int], end: tuple[int, int]) -> str:
    (x1, y1), (x2, y2) = start, end
    # Bent to the left, so that a way there and a way back do not cover each other.
    mid_x, mid_y = (x1 + x2) / 2 + BEND * (y2 - y1), (y1 + y2) / 2 - BEND * (x2 - x1)
    # Ends before the mark, which would hide the arrow's head.
    length = max(hypot(x2 - mid_x, y2 - mid_y), 1)
    back = min(20 / length, 0.5)
    tip_x, tip_y = x2 - (x2 - mid_x) * back, y2 - (y2 - mid_y) * back
    return f"M{x1} {y1}Q{round(mid_x)} {round(mid_y)} {round(tip_x)} {round(tip_y)}"


def _thickness(weight: int, heaviest: int) -> int:
    return max(1, -(-THICKEST * weight // heaviest)) if heaviest else 1
