"""Typing on while a code is being recorded: whatever crosses on the way, each line arrives as it was typed.

Only the last key of a line is pressed once the line before it is answered: nobody ends a second code while
the first is still on its way to the app.
"""

from collections import deque
from dataclasses import dataclass, field

import flet as ft
from hypothesis import given
from hypothesis import strategies as st

from mobile.components.code_field import Typed

ENTER = "\n"


@dataclass
class Line:
    """A field of the client, the app behind it, and the two ways between them, each in its order."""

    typed: Typed = field(default_factory=Typed)
    client: str = ""
    up: deque[str] = field(default_factory=deque[str])
    down: deque[str] = field(default_factory=deque[str])
    submitted: list[str] = field(default_factory=list[str])
    is_ahead: bool = False

    def __post_init__(self) -> None:
        self.draw()

    def press(self, key: str) -> None:
        """A key at the client: it shows at once, and is told."""
        if key != ENTER:
            self.client += key
        self.up.append(ENTER if key == ENTER else self.client)

    def hear(self) -> None:
        """The app hears of the oldest key not heard of; Enter submits, and is recorded."""
        if not self.up:
            return
        told = self.up.popleft()
        if told == ENTER:
            said = self.typed.take()
            if said:
                self.submitted.append(said)
                self.typed.clear()
            return
        assert self.typed.control is not None
        if not self.is_ahead:
            self.typed.control.value = told
        self.typed.changed(told)
        self.is_ahead = self.is_ahead and any(each != ENTER for each in self.up)

    def patch(self) -> None:
        """The client's text reaches the control before the events that tell of it are heard."""
        texts = [each for each in self.up if each != ENTER]
        if texts and self.typed.control is not None:
            self.typed.control.value, self.is_ahead = texts[-1], True

    def draw(self) -> None:
        """The screen is drawn again: what differs from what the app knows of the field is sent."""
        drawn = ft.TextField(value=self.typed.shown())
        if self.typed.control is not None and drawn.value != self.typed.control.value:
            self.down.append(drawn.value)
        self.typed.mount(drawn)

    def tell(self) -> None:
        """The client does what it was sent."""
        if self.down:
            self.client = self.down.popleft()

    def answer(self) -> None:
        """The line before is recorded and its answer is on the screen, before another one ends."""
        while ENTER in self.up:
            self.hear()
        self.draw()
        while self.down:
            self.tell()
        while self.up:
            self.hear()


@given(st.lists(st.sampled_from(["A", "B", ENTER, "hear", "hear", "patch", "draw", "tell"]), max_size=60))
def test_each_line_arrives_as_it_was_typed(steps: list[str]) -> None:
    line = Line()
    lines = [""]
    for step in steps:
        match step:
            case "hear":
                line.hear()
            case "draw":
                line.draw()
            case "tell":
                line.tell()
            case "patch":
                line.patch()
            case "\n":
                line.answer()
                line.press("C")
                line.press(ENTER)
                lines = [*lines[:-1], lines[-1] + "C", ""]
            case key:
                line.press(key)
                lines[-1] += key
    line.answer()
    assert line.submitted == lines[:-1]
