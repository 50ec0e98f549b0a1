"""The screens of the app, and which of them an address puts on top of which."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from mobile.screens.access import screen as access
from mobile.screens.add_stop import screen as add_stop
from mobile.screens.carry import screen as carry
from mobile.screens.closing import screen as closing
from mobile.screens.commissions import screen as commissions
from mobile.screens.contract import Screen
from mobile.screens.diagnostics import screen as diagnostics
from mobile.screens.enrol import screen as enrol
from mobile.screens.entrust import screen as entrust
from mobile.screens.extra import screen as extra
from mobile.screens.first_code import screen as first_code
from mobile.screens.frame import ENROL, HOME, LOCK
from mobile.screens.handover import screen as handover
from mobile.screens.handover_shown import screen as handover_shown
from mobile.screens.handovers import screen as handovers
from mobile.screens.incident import screen as incident
from mobile.screens.load import screen as load
from mobile.screens.lock import screen as lock
from mobile.screens.lockers import screen as lockers
from mobile.screens.note import screen as note
from mobile.screens.outbox import screen as outbox
from mobile.screens.place import screen as place
from mobile.screens.practice import screen as practice
from mobile.screens.round import screen as round_screens
from mobile.screens.scan import screen as scan
from mobile.screens.settings import screen as settings
from mobile.screens.stop import screen as stop
from mobile.screens.take_over import screen as take_over
from mobile.screens.unplanned import screen as unplanned
from mobile.screens.why import screen as why

SCREENS: tuple[Screen, ...] = (
    round_screens.FIRST,
    round_screens.SCREEN,
    unplanned.SCREEN,
    add_stop.SCREEN,
    load.SCREEN,
    note.SCREEN,
    closing.SCREEN,
    incident.IN_ROUND,
    handover.IN_ROUND,
    take_over.IN_ROUND,
    stop.SCREEN,
    scan.SCREEN,
    incident.AT_STOP,
    lockers.SCREEN,
    handover.AT_STOP,
    take_over.ANYWHERE,
    handovers.SCREEN,
    handover_shown.SCREEN,
    place.SCREEN,
    extra.SCREEN,
    outbox.SCREEN,
    entrust.SCREEN,
    carry.SCREEN,
    commissions.SCREEN,
    why.SCREEN,
    settings.SCREEN,
    access.SCREEN,
    practice.SCREEN,
    diagnostics.SCREEN,
    lock.SCREEN,
    enrol.SCREEN,
    first_code.SCREEN,
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
    for screen in SCREENS:
        pattern = re.sub(r":(\w+)", r"(?P<\1>[^/]+)", screen.path)
        match = re.fullmatch(pattern, path)
        if match:
            params = {name: unquote(value) for name, value in match.groupdict().items()}
            return Destination(path, screen, {**query, **params})
    return None
