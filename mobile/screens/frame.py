"""The frame shared by the screens: the pill in the head, the four tabs at the foot."""

from collections.abc import Sequence

import flet as ft

from mobile.components.banner import banner
from mobile.components.bottom_bar import Tab, bottom_bar
from mobile.components.look import Look
from mobile.components.screen_frame import Head, screen_frame
from mobile.components.sync_pill import sync_pill
from mobile.components.tokens import GRID
from mobile.screens.contract import Scene

HOME = "/"
OUTBOX = "/outbox"
ENTRUST = "/outbox/entrust"
CARRY = "/outbox/carry"
COMMISSIONS = "/commissions"
SETTINGS = "/settings"
ENROL = "/enrol"
FIRST_CODE = "/first-code"
LOCK = "/lock"
ACCESS = "/settings/access"
PRACTICE = "/settings/practice"
DIAGNOSTICS = "/settings/diagnostics"
UNPLANNED = "/unplanned"


def tabs(look: Look) -> tuple[Tab, ...]:
    """The four places of the app."""
    words = look.texts.common
    return (
        Tab(HOME, words.tab_round, ft.Icons.ROUTE),
        Tab(OUTBOX, words.tab_outbox, ft.Icons.CLOUD_UPLOAD),
        Tab(COMMISSIONS, words.tab_commissions, ft.Icons.EURO),
        Tab(SETTINGS, words.tab_settings, ft.Icons.SETTINGS),
    )


def tab_frame(
    scene: Scene, tab: str, title: str, body: Sequence[ft.Control], *, foot: ft.Control | None = None
) -> ft.View:
    """A screen one reaches from the bottom bar."""
    look = scene.look
    pill = sync_pill(look, scene.pending, lambda: scene.go(OUTBOX), is_short=look.is_large)
    head = Head(title, actions=[] if scene.is_practice else [pill], banner=_practice_banner(scene))
    bar = bottom_bar(scene.look, tabs(scene.look), tab, scene.go)
    return screen_frame(scene.look, scene.route, head, body, foot=foot, bar=bar)


def inner_frame(
    scene: Scene,
    up: str,
    title: str,
    body: Sequence[ft.Control],
    *,
    foot: ft.Control | None = None,
    spacing: int = GRID + GRID // 2,
    page: str = "",
) -> ft.View:
    """A screen one goes back from, with the whole height for its own action; `page` as in `Head`."""
    pill = sync_pill(scene.look, scene.pending, lambda: scene.go(OUTBOX), is_short=True)
    head = Head(
        title,
        on_back=lambda: scene.go(up),
        actions=[] if scene.is_practice else [pill],
        banner=_practice_banner(scene),
        page=page,
    )
    return screen_frame(scene.look, scene.route, head, body, foot=foot, spacing=spacing)


def _practice_banner(scene: Scene) -> list[ft.Control]:
    """On every screen of a practice round: what this is, and the way out."""
    if not scene.is_practice:
        return []
    said = scene.look.texts.practice.banner
    return [banner(scene.look, "practice-banner", said, lambda: scene.go(PRACTICE), ft.Icons.SCHOOL)]
