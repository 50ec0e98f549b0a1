"""The phone's entry: the first frame at once, then the app, imported off the screen's thread."""

import asyncio
import importlib
from typing import Any

import flet as ft


def _open_app() -> Any:
    # sqlmodel and SQLAlchemy cost most of a second on a slow phone: not before the first frame.
    opening = importlib.import_module("mobile.app.opening")
    phones = importlib.import_module("mobile.app.phones")
    return opening.app_on(phones.phones_of_this_process())


async def main(page: ft.Page) -> None:
    """Show the colour of the app, then the app."""
    page.bgcolor = ft.Colors.SURFACE
    page.update()
    open_app = await asyncio.to_thread(_open_app)
    await open_app(page)


if __name__ == "__main__":
    ft.run(main, assets_dir="assets")
