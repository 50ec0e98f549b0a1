"""The page's client: told where to be and what to say, and never waited for long."""

import asyncio
import logging

import flet as ft

log = logging.getLogger(__name__)

CLIENT_TIMEOUT_S = 5.0


async def move_client(page: ft.Page, route: str) -> None:
    """Write the address of the screen shown."""
    if page.route == route:
        return
    try:
        await asyncio.wait_for(page.push_route(route), CLIENT_TIMEOUT_S)
    except (RuntimeError, TimeoutError) as silent:
        log.info("the client did not follow to %s: %s", route, silent)


def say(page: ft.Page, text: str) -> None:
    """A word at the bottom."""
    try:
        page.show_dialog(ft.SnackBar(ft.Text(text)))
    except RuntimeError as gone:
        log.info("nobody is there to be told: %s", gone)


def phone_name(page: ft.Page) -> str:
    """What a coordinator's list calls this client."""
    platform = page.platform.value if page.platform else "?"
    return f"{'web' if page.web else 'app'} {platform}"
