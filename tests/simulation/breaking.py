"""Programs that die: before any SQL statement of theirs, COMMIT included, on the phone or on the server."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine, event


class Crash(BaseException):
    """The process is dead; whatever it had not committed never happened."""


@dataclass(slots=True)
class Breaker:
    """Counts the statements of a program and ends it before the chosen one."""

    statements_left: int | None = None
    deaths: int = 0

    def arm(self, statements_left: int) -> None:
        """Die before the statement so many ahead (0 = the next)."""
        self.statements_left = statements_left

    def disarm(self) -> None:
        """Live on."""
        self.statements_left = None

    @contextmanager
    def held_off(self) -> Generator[None]:
        """What is executed meanwhile neither dies nor counts."""
        left, self.statements_left = self.statements_left, None
        try:
            yield
        finally:
            self.statements_left = left

    @property
    def is_armed(self) -> bool:
        """Whether a death is due."""
        return self.statements_left is not None

    def watch(self, engine: Engine) -> None:
        """Counts what this engine executes, BEGIN and COMMIT too."""
        event.listen(engine, "before_cursor_execute", self._count)
        event.listen(engine, "commit", self._count)

    def unwatch(self, engine: Engine) -> None:
        """Counts it no more."""
        event.remove(engine, "before_cursor_execute", self._count)
        event.remove(engine, "commit", self._count)

    def _count(self, *_: object) -> None:
        if self.statements_left is None:
            return
        if self.statements_left == 0:
            self.statements_left = None
            self.deaths += 1
            raise Crash
        self.statements_left -= 1
