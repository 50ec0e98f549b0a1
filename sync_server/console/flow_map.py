"""A map of flows as shapes and arrows in a box: places where they lie, thicker arrows for more."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians

from sync_server.commission.flows import Flow, Spot

WIDTH, MARGIN = 1_000, 60
LOWEST, HIGHEST = 420, 900
THICKEST = 5
NAMED = 10
# About the room a name takes.
CLEAR_X, CLEAR_Y = 260, 30
BEND = 0.12
# A box around a single place would have no size: a tenth of a degree, about 10 km.
LEAST_DEGREES = 0.1


@dataclass(frozen=True, slots=True)
class Mark:
    """A place as drawn; `label` is empty where names would cover each other."""

    x: int
    y: int
    role: str
    name: str
    label: str
    is_right: bool


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
    named = _named([spots[id_] for id_ in sorted(through, key=lambda id_: (-through[id_], id_))], place)
    marks = tuple(
        _mark(spot, place(spot), is_named=spot.id in named)
        for spot in sorted(spots.values(), key=lambda spot: (through[spot.id], spot.id))
    )
    return FlowMap(WIDTH, height, arrows, marks)


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


def _named(heaviest_first: Sequence[Spot], place: Callable[[Spot], tuple[int, int]]) -> set[str]:
    """The places whose name is written: the heaviest ones, as long as no name would cover another."""
    written: dict[str, tuple[int, int]] = {}
    for spot in heaviest_first:
        x, y = place(spot)
        if len(written) < NAMED and all(
            abs(x - a) > CLEAR_X or abs(y - b) > CLEAR_Y for a, b in written.values()
        ):
            written[spot.id] = (x, y)
    return set(written)


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


def _mark(spot: Spot, at: tuple[int, int], *, is_named: bool) -> Mark:
    x, y = at
    short = spot.name.split(",")[0]
    return Mark(x, y, spot.role, spot.name, short if is_named else "", x > WIDTH * 0.55)
