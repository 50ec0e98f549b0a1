"""What a check says when an invariant of relais/1 does not hold."""


class Violation(AssertionError):
    """An invariant is broken; its number comes first."""

    def __init__(self, invariant: str, what: str) -> None:
        super().__init__(f"{invariant}: {what}")
        self.invariant = invariant


def require(holds: bool, invariant: str, what: str) -> None:  # noqa: FBT001 - an assertion
    """Raises: Violation."""
    if not holds:
        raise Violation(invariant, what)
