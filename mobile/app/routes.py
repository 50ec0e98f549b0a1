"""The screens of the app, and which of them an address puts on top of which."""

import importlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast
from urllib.parse import parse_qs, unquote, urlsplit

from mobile.screens.contract import Screen
from mobile.screens.frame import ENROL, HOME, LOCK
from mobile.screens.round import screen as round_screens


@dataclass(frozen=True, slots=True)
class Way:
    """A screen by its address, and the folder that has it: imported when it is first asked for.

    All screens together cost a phone a second at its start, and it opens on one of them.
    """

    path: str
    folder: str
    name: str = "SCREEN"

    @property
    def screen(self) -> Screen:
        """The screen itself."""
        module = importlib.import_module(f"mobile.screens.{self.folder}.screen")
        return cast(Screen, getattr(module, self.name))


WAYS: tuple[Way, ...] = (
    Way(HOME, "round", "FIRST"),
    Way("/round/:round_id", "round"),
    Way("/unplanned", "unplanned"),
    Way("/round/:round_id/stop", "add_stop"),
    Way("/round/:round_id/load", "load"),
    Way("/round/:round_id/note", "note"),
    Way("/round/:round_id/close", "closing"),
    Way("/round/:round_id/incident", "incident", "IN_ROUND"),
    Way("/round/:round_id/handover", "handover", "IN_ROUND"),
    Way("/round/:round_id/take-over", "take_over", "IN_ROUND"),
    Way("/stop/:round_id/:place_id", "stop"),
    Way("/stop/:round_id/:place_id/scan", "scan"),
    Way("/stop/:round_id/:place_id/incident", "incident", "AT_STOP"),
    Way("/stop/:round_id/:place_id/lockers", "lockers"),
    Way("/stop/:round_id/:place_id/handover", "handover", "AT_STOP"),
    Way("/take-over", "take_over", "ANYWHERE"),
    Way("/handovers", "handovers"),
    Way("/handovers/:fact_id", "handover_shown"),
    Way("/stop/:round_id/:place_id/place", "place"),
    Way("/stop/:round_id/:place_id/extra", "extra"),
    Way("/outbox", "outbox"),
    Way("/outbox/entrust", "entrust"),
    Way("/outbox/carry", "carry"),
    Way("/commissions", "commissions"),
    Way("/commissions/:line_key", "why"),
    Way("/settings", "settings"),
    Way("/settings/access", "access"),
    Way("/settings/practice", "practice"),
    Way("/settings/diagnostics", "diagnostics"),
    Way(LOCK, "lock"),
    Way(ENROL, "enrol"),
    Way("/first-code", "first_code"),
)


@dataclass(frozen=True, slots=True)
class Destination:
    """A screen with the parameters of its address."""

    path: str
    screen: Screen
    params: Mapping[str, str]


def stack_for(route: str) -> tuple[Destination, ...]:
    """The screens from the first to the one asked for; an unknown address leads home.

    A screen lies on those whose address its own begins with: `/outbox/entrust` on `/outbox`.
    """
    asked = urlsplit(route or HOME)
    query = {name: values[0] for name, values in parse_qs(asked.query).items()}
    path = asked.path.rstrip("/") or HOME
    top = _destination(path, query)
    if top is None or top.screen is round_screens.FIRST:
        return (Destination(HOME, round_screens.FIRST, query),)
    if top.screen.path in (ENROL, LOCK):
        return (top,)
    ends = [each.start() for each in re.finditer("/", path) if each.start()]
    below = (_destination(path[:end], {}) for end in ends)
    return (Destination(HOME, round_screens.FIRST, {}), *(each for each in below if each is not None), top)


def parent_of(route: str) -> str:
    """Where « back » leads from an address."""
    stack = stack_for(route)
    return stack[-2].path if len(stack) > 1 else HOME


def _destination(path: str, query: Mapping[str, str]) -> Destination | None:
    for way in WAYS:
        pattern = re.sub(r":(\w+)", r"(?P<\1>[^/]+)", way.path)
        match = re.fullmatch(pattern, path)
        if match:
            params = {name: unquote(value) for name, value in match.groupdict().items()}
            return Destination(path, way.screen, {**query, **params})
    return None
