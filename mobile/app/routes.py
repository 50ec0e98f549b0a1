"""The screens of the app, and which of them an address puts on top of which."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from mobile.screens.commissions import state as commissions_state
from mobile.screens.commissions import view as commissions_view
from mobile.screens.contract import Screen
from mobile.screens.enrol import state as enrol_state
from mobile.screens.enrol import view as enrol_view
from mobile.screens.entrust import state as entrust_state
from mobile.screens.entrust import view as entrust_view
from mobile.screens.frame import COMMISSIONS, ENROL, ENTRUST, HOME, OUTBOX, SETTINGS
from mobile.screens.outbox import draft as outbox_draft
from mobile.screens.outbox import state as outbox_state
from mobile.screens.outbox import view as outbox_view
from mobile.screens.round import state as round_state
from mobile.screens.round import view as round_view
from mobile.screens.settings import state as settings_state
from mobile.screens.settings import view as settings_view
from mobile.screens.stop import draft as stop_draft
from mobile.screens.stop import state as stop_state
from mobile.screens.stop import view as stop_view
from mobile.screens.why import state as why_state
from mobile.screens.why import view as why_view

_ROUND = Screen(
    HOME, round_state.load, round_view.view, new_draft=round_state.RoundDraft, change=round_state.change
)
SCREENS: tuple[Screen, ...] = (
    _ROUND,
    Screen(
        OUTBOX,
        outbox_state.load,
        outbox_view.view,
        new_draft=outbox_draft.new_draft,
        change=outbox_draft.change,
        follow=outbox_draft.follow,
    ),
    Screen(
        ENTRUST,
        entrust_state.load,
        entrust_view.view,
        new_draft=entrust_state.new_draft,
        change=entrust_state.change,
        alarm=entrust_state.alarm,
    ),
    Screen(
        COMMISSIONS,
        commissions_state.load,
        commissions_view.view,
        new_draft=commissions_state.new_draft,
        change=commissions_state.change,
    ),
    Screen(
        "/commissions/:line_key",
        why_state.load,
        why_view.view,
        new_draft=why_state.WhyDraft,
        change=why_state.change,
    ),
    Screen(SETTINGS, settings_state.load, settings_view.view),
    Screen(
        "/round/:round_id",
        round_state.load,
        round_view.view,
        new_draft=round_state.RoundDraft,
        change=round_state.change,
    ),
    Screen(
        "/stop/:round_id/:place_id",
        stop_state.load,
        stop_view.view,
        new_draft=stop_draft.StopDraft,
        change=stop_draft.change,
        follow=stop_draft.follow,
        alarm=stop_draft.alarm,
        focus=stop_draft.focus,
    ),
    Screen(
        ENROL,
        enrol_state.load,
        enrol_view.view,
        new_draft=enrol_state.new_draft,
        change=enrol_state.change,
        alarm=enrol_state.alarm,
    ),
)


@dataclass(frozen=True, slots=True)
class Destination:
    """A screen with the parameters of its address."""

    path: str
    screen: Screen
    params: Mapping[str, str]


def stack_for(route: str) -> tuple[Destination, ...]:
    """The screens from the first to the one asked for; an unknown address leads home."""
    asked = urlsplit(route or HOME)
    query = {name: values[0] for name, values in parse_qs(asked.query).items()}
    top = _destination(asked.path.rstrip("/") or HOME, query)
    if top is None or top.screen is _ROUND:
        return (Destination(HOME, _ROUND, query),)
    if top.screen.path == ENROL:
        return (top,)
    home = Destination(HOME, _ROUND, {})
    list_path = next((path for path in (COMMISSIONS, OUTBOX) if top.path.startswith(f"{path}/")), None)
    above = None if list_path is None else _destination(list_path, {})
    return (home, top) if above is None else (home, above, top)


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
