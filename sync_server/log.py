"""Logging of the server: one line an event, no body, token, code or personal detail in it."""

import logging
import sys
import traceback
from types import TracebackType

LOGGER = logging.getLogger("relais")
_CONTROL_CHARACTERS = {code: f"\\x{code:02x}" for code in (*range(32), 127)}
_ErrorInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
# An error has a cause, which has a cause: more of them than this nobody reads.
_CAUSES_MAX = 8


class WithoutWords(logging.Formatter):
    """Writes where an error arose and of which kind it is: its words may quote a row, a form, a name."""

    def format(self, record: logging.LogRecord) -> str:
        """One record as text."""
        # Another handler may have left the error's text here, words and all.
        record.exc_text = None
        return super().format(record)

    def formatException(self, ei: _ErrorInfo) -> str:
        """The frames of an error and of its causes, the first cause first."""
        told: list[str] = []
        error = ei[1]
        while error is not None and len(told) < _CAUSES_MAX:
            frames = "".join(traceback.format_tb(error.__traceback__))
            told.append(f"{frames}{type(error).__module__}.{type(error).__qualname__}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(reversed(told))


def start_logging() -> None:
    """Writes warnings and worse, and the security events, to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(WithoutWords("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
    LOGGER.setLevel(logging.INFO)


def log_event(name: str, **context: object) -> None:
    """Something an operator may want to count, such as an enrolment."""
    LOGGER.info("%s%s", name, _written(context))


def log_alarm(name: str, **context: object) -> None:
    """Something a person must look at, such as a projection that failed."""
    LOGGER.error("%s%s", name, _written(context))


def _written(context: dict[str, object]) -> str:
    return "".join(f" {key}={_one_line(value)}" for key, value in context.items())


def _one_line(value: object) -> str:
    # A line break in a value must not forge a second log line.
    return str(value)[:200].translate(_CONTROL_CHARACTERS)
