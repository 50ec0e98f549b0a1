"""Sentences that hold a number or a name."""

from collections.abc import Callable

Counted = Callable[[int], str]
Filled = Callable[[str], str]
