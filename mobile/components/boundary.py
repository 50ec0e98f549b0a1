"""The error boundary: a screen that cannot be drawn says so, and the rest of the app goes on."""

import functools
import logging
from collections.abc import Callable
from typing import ParamSpec, TypeVar

log = logging.getLogger(__name__)

P = ParamSpec("P")
DrawnT = TypeVar("DrawnT")


def guarded(fallback: Callable[[], DrawnT]) -> Callable[[Callable[P, DrawnT]], Callable[P, DrawnT]]:
    """Draw `fallback` where drawing fails: in Flet 1.0.5 an exception there freezes every later update."""

    def decorate(draw: Callable[P, DrawnT]) -> Callable[P, DrawnT]:
        @functools.wraps(draw)
        def draw_or_say(*args: P.args, **kwargs: P.kwargs) -> DrawnT:
            try:
                return draw(*args, **kwargs)
            except Exception:
                log.exception("a part of the screen could not be drawn: %s", draw.__qualname__)
                return fallback()

        return draw_or_say

    return decorate
