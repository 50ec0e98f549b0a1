"""Crates counted in English."""


def crates(count: int) -> str:
    """A number of crates."""
    return f"{count} crate{'' if count == 1 else 's'}"


def all_crates(count: int) -> str:
    """Every one of them."""
    return "the crate" if count == 1 else f"all {crates(count)}"


def crate_word(count: int) -> str:
    """The word alone, for a number that stands beside it."""
    return "crate" if count == 1 else "crates"
