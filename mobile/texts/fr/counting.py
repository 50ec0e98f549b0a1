"""Crates counted in French."""


def crates(count: int) -> str:
    """A number of crates."""
    return f"{count} caisse{'s' if count > 1 else ''}"


def agreed(count: int, word: str) -> str:
    """A participle that agrees with a number of crates."""
    return f"{word}s" if count > 1 else word


def all_crates(count: int) -> str:
    """Every one of them."""
    return "la caisse" if count == 1 else f"les {crates(count)}"
