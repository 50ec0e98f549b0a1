"""Rounding and splitting of whole cents."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import RelaisError
from shared.money import apply_rate, half_away, split_by_largest_remainder, split_equally

cents = st.integers(-10_000_000, 10_000_000)
weights = st.lists(st.integers(0, 50_000), min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [
        (5, 2, 3),
        (-5, 2, -3),
        (5, -2, -3),
        (-5, -2, 3),
        (4, 3, 1),
        (-4, 3, -1),
        (0, 7, 0),
        (1, 3, 0),
        (-1, 3, 0),
    ],
)
def test_halves_go_away_from_zero_whatever_the_signs(numerator: int, denominator: int, rounded: int):
    assert half_away(numerator, denominator) == rounded


@given(numerator=cents, denominator=st.integers(1, 100_000))
def test_rounding_agrees_with_decimal_arithmetic(numerator: int, denominator: int):
    exact = Decimal(numerator) / Decimal(denominator)
    # Decimal's "half up" is away from zero.
    assert half_away(numerator, denominator) == int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def test_a_rate_in_basis_points_of_an_amount_is_rounded_to_the_cent():
    assert apply_rate(57_700, 517) == 2_983
    assert apply_rate(2_999, 500) == 150
    assert apply_rate(-2_999, 500) == -150


@given(amount=cents, parts=weights)
def test_a_split_loses_no_cent(amount: int, parts: list[int]):
    assert sum(split_by_largest_remainder(amount, parts)) == amount


@given(amount=cents, parts=weights)
def test_no_part_is_a_whole_cent_away_from_its_exact_share(amount: int, parts: list[int]):
    total = sum(parts)
    for part, weight in zip(split_by_largest_remainder(amount, parts), parts, strict=True):
        if total:
            assert abs(part * total - amount * weight) < total


@given(amount=cents, parts=weights)
def test_an_owed_amount_is_split_as_its_opposite(amount: int, parts: list[int]):
    assert split_by_largest_remainder(-amount, parts) == tuple(
        -part for part in split_by_largest_remainder(amount, parts)
    )


@given(amount=st.integers(0, 100_000), parts=st.lists(st.just(7), min_size=1, max_size=30))
def test_equal_weights_give_the_odd_cents_to_the_first(amount: int, parts: list[int]):
    split = split_by_largest_remainder(amount, parts)
    assert split == split_equally(amount, len(parts))
    assert list(split) == sorted(split, reverse=True)


def test_equal_remainders_go_to_the_earlier_part():
    assert split_by_largest_remainder(1, [1, 1]) == (1, 0)
    assert split_by_largest_remainder(2, [1, 2, 1]) == (1, 1, 0)


def test_weights_that_are_all_zero_count_as_equal():
    assert split_by_largest_remainder(5, [0, 0]) == (3, 2)


def test_an_amount_without_anyone_to_pay_is_refused_rather_than_lost():
    with pytest.raises(RelaisError, match="nobody-to-pay"):
        split_by_largest_remainder(1, [])
    assert split_by_largest_remainder(0, []) == ()


def test_a_negative_weight_is_refused():
    with pytest.raises(RelaisError, match="negative-weight"):
        split_by_largest_remainder(10, [1, -1])
