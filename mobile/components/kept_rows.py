"""The rows of one screen from one drawing to the next: drawn alike, they are the same controls again."""

from collections.abc import Callable
from dataclasses import dataclass, field

import flet as ft

_Rows = dict[str, tuple[object, ft.Control]]


@dataclass(slots=True)
class KeptRows:
    """What the last drawing was made of: mutable on purpose, outside the screen's state.

    Flet compares a drawing with the last one control by control, field by field. A control that is the same
    object is neither built nor compared nor sent: a tap costs what it changes, not what is on the screen.
    """

    _last: _Rows = field(default_factory=_Rows)
    _now: _Rows = field(default_factory=_Rows)

    def begin(self) -> None:
        """A drawing begins: what it does not ask for is forgotten after it."""
        self._last, self._now = self._now, {}

    def row(self, key: str, told: object, build: Callable[[], ft.Control]) -> ft.Control:
        """The row of the last drawing where it told the same, else a new one.

        `told` has to be all that the row is drawn from, and what it does when tapped.
        """
        before = self._last.get(key)
        row = before[1] if before is not None and before[0] == told else build()
        self._now[key] = (told, row)
        return row
