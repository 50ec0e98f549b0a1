"""Whole cents: rounding half away from zero, rates in basis points, splits that lose nothing."""

from collections.abc import Sequence

from shared.errors import RelaisError

BP_PER_WHOLE = 10_000


def half_away(numerator: int, denominator: int) -> int:
    """The quotient rounded to the nearest whole number, halves away from zero, whatever the signs."""
    magnitude = (2 * abs(numerator) + abs(denominator)) // (2 * abs(denominator))
    return magnitude if (numerator < 0) == (denominator < 0) else -magnitude


def apply_rate(amount_cents: int, rate_bp: int) -> int:
    """The rate's part of an amount, in cents, rounded half away from zero."""
    return half_away(amount_cents * rate_bp, BP_PER_WHOLE)


def split_equally(amount_cents: int, part_count: int) -> tuple[int, ...]:
    """An amount in as many equal parts as asked; the cents that do not divide go to the first parts."""
    low_cents, extra_cents = divmod(abs(amount_cents), part_count)
    parts = (low_cents + 1,) * extra_cents + (low_cents,) * (part_count - extra_cents)
    return parts if amount_cents >= 0 else tuple(-part for part in parts)


def split_by_largest_remainder(amount_cents: int, weights: Sequence[int]) -> tuple[int, ...]:
    """An amount split in proportion to the weights; the sum of the parts is the amount, to the cent.

    The order of the weights is the order in which equal remainders are served: the earlier wins.
    A negative amount is split as its opposite; weights that are all zero count as equal.

    Raises: RelaisError `negative-weight`, or `nobody-to-pay` when there is an amount and no weight.
    """
    if not weights:
        if amount_cents:
            raise RelaisError("nobody-to-pay", amount_cents=amount_cents)
        return ()
    if min(weights) < 0:
        raise RelaisError("negative-weight", weights=tuple(weights))
    if min(weights) == max(weights):
        return split_equally(amount_cents, len(weights))
    parts = _split_unequally(abs(amount_cents), weights)
    assert sum(parts) == abs(amount_cents)
    return tuple(parts) if amount_cents >= 0 else tuple(-part for part in parts)


def _split_unequally(amount_cents: int, weights: Sequence[int]) -> list[int]:
    total_weight = sum(weights)
    parts = [amount_cents * weight // total_weight for weight in weights]
    left_over_cents = amount_cents - sum(parts)
    # sorted() is stable, also in reverse: equal remainders stay in the order of the weights.
    served_first = sorted(
        range(len(weights)),
        key=lambda index: amount_cents * weights[index] % total_weight,
        reverse=True,
    )
    for index in served_first[:left_over_cents]:
        parts[index] += 1
    return parts
