"""Logging of the server: one line an event, no body, token, code or personal detail in it."""

import logging

LOGGER = logging.getLogger("relais")
_CONTROL_CHARACTERS = {code: f"\\x{code:02x}" for code in (*range(32), 127)}


def start_logging() -> None:
    """Writes warnings and worse, and the security events, to standard error."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s", level=logging.WARNING)
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
