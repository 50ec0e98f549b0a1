"""Whether a phone's app is older than the oldest one that a server gives rows to."""


def is_older(app: str, oldest: str) -> bool:
    """Compares dotted numbers; an app that does not say its version is not called old."""
    return bool(app) and _numbers(app) < _numbers(oldest)


def _numbers(version: str) -> tuple[int, ...]:
    parts = version.partition("-")[0].partition("+")[0].split(".")
    numbers = [int(part) if part.isdecimal() else 0 for part in parts]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)
