"""What a line of the report may hold: the file has it in fixed words, the screen in the person's own."""

from dataclasses import dataclass

MEGABYTE = 1_000_000
MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class Fixed:
    """One of the program's own fixed words."""

    word: str


@dataclass(frozen=True, slots=True)
class Age:
    """How long ago, in ms; None where it never was."""

    age_ms: int | None


@dataclass(frozen=True, slots=True)
class Instant:
    """What the phone's clock says, in wall ms."""

    at_ms: int


@dataclass(frozen=True, slots=True)
class Size:
    """A number of bytes."""

    size_bytes: int


@dataclass(frozen=True, slots=True)
class Listed:
    """How many of each fixed word."""

    counts: tuple[tuple[str, int], ...]


# A text is a version or a name of the system's: the same in every language.
Value = str | bool | int | None | Fixed | Age | Instant | Size | Listed


def technical(value: Value) -> str:
    """As the file has it: fixed words and numbers, so that two files compare line by line."""
    match value:
        case None:
            return "-"
        case bool():
            return "yes" if value else "no"
        case Fixed(word=word):
            return word
        case Age(age_ms=age_ms):
            return "-" if age_ms is None else f"{age_ms // MINUTE_MS} min"
        case Instant(at_ms=at_ms):
            return f"{at_ms // MINUTE_MS} min since 1970"
        case Size(size_bytes=size_bytes):
            return f"{size_bytes / MEGABYTE:.1f} MB"
        case Listed(counts=counts):
            return ", ".join(f"{word} {count}" for word, count in counts) or "0"
        case _:
            return str(value)
