"""The secret code of who holds this phone: set, changed, taken away, tried; guessing is slowed by waits."""

import re
import threading
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import pairwise
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from mobile.device.clock import Clock, Randomness
from mobile.store.database import Store
from mobile.store.pin import KeptPin, read_pin_file, write_pin_file

PIN_DIGITS = 6
FREE_TRIES = 5
WRONG_MAX = 15
MINUTE_MS = 60_000
# After the fifth wrong try, after the sixth, after each one that follows.
WAITS_MS = (MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS)
_PIN = re.compile(r"[0-9]{6}")
# A phone of 100 EUR has to do this within a second: half the memory of the console's, as many passes.
_HASHER = PasswordHasher(time_cost=3, memory_cost=32_768, parallelism=1)
# Two screens on one phone must not both read « four wrong tries » and both write five.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class SetPin:
    """From now on this code; `current` is the one set before, where there is one."""

    pin: str = field(repr=False)
    current: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class RemovePin:
    """No code any more."""

    current: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TryPin:
    """Open the app with this code."""

    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AskStanding:
    """What may be tried now; `looked` tells one question from the next."""

    looked: int = 0


@dataclass(frozen=True, slots=True)
class PinSet:
    """The new code counts."""


@dataclass(frozen=True, slots=True)
class PinRemoved:
    """The app opens without one."""


@dataclass(frozen=True, slots=True)
class PinRight:
    """It is the one."""


class PinFault(StrEnum):
    """Why a code was not taken."""

    NOT_SIX_DIGITS = "not_six_digits"
    TOO_EASY = "too_easy"


@dataclass(frozen=True, slots=True)
class PinRefused:
    """It is not the one, or may not be tried now: how long to wait, or that only the coordinator helps."""

    tries_left: int
    wait_ms: int
    is_shut: bool
    was_tried: bool


PinAnswer = PinSet | PinRemoved | PinRight | PinFault | PinRefused


def set_pin(intent: SetPin, store: Store, clock: Clock, _randomness: Randomness) -> PinAnswer:
    """Digits alone, and not those everybody tries first."""
    if _PIN.fullmatch(intent.pin) is None:
        return PinFault.NOT_SIX_DIGITS
    if is_too_easy(intent.pin):
        return PinFault.TOO_EASY
    with _ONE_AT_A_TIME:
        refused = _refused_without(intent.current, store.folder, clock)
        if refused is not None:
            return refused
        write_pin_file(store.folder, KeptPin(_HASHER.hash(intent.pin)))
    return PinSet()


def remove_pin(intent: RemovePin, store: Store, clock: Clock, _randomness: Randomness) -> PinAnswer:
    """Only who knows it may."""
    with _ONE_AT_A_TIME:
        refused = _refused_without(intent.current, store.folder, clock)
        if refused is not None:
            return refused
        write_pin_file(store.folder, None)
    return PinRemoved()


def try_pin(intent: TryPin, store: Store, clock: Clock, _randomness: Randomness) -> PinAnswer:
    """A phone without a code opens to anybody."""
    with _ONE_AT_A_TIME:
        return _refused_without(intent.pin, store.folder, clock) or PinRight()


def ask_standing(_asked: AskStanding, store: Store, clock: Clock, _randomness: Randomness) -> PinAnswer:
    """Without trying."""
    return standing_of(store, clock)


def forget_pin(store: Store) -> None:
    """The coordinator has just let this person in again: the code that was forgotten goes."""
    with _ONE_AT_A_TIME:
        write_pin_file(store.folder, None)


def standing_of(store: Store, clock: Clock) -> PinRefused:
    """What may be tried now, without trying."""
    with _ONE_AT_A_TIME:
        kept = read_pin_file(store.folder)
        if kept is None:
            return PinRefused(FREE_TRIES, 0, is_shut=False, was_tried=False)
        return _standing(kept, store.folder, clock, was_tried=False)


def is_too_easy(pin: str) -> bool:
    """One digit six times, a run up or down, a pair or a triple repeated."""
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    return (len(steps) == 1 and steps <= {0, 1, 9}) or pin in (pin[:2] * 3, pin[:3] * 2)


def _refused_without(pin: str, folder: Path, clock: Clock) -> PinRefused | None:
    """None where this is the code. A try is on the disk before it is judged: a kill gives none back."""
    kept = read_pin_file(folder)
    if kept is None:
        return None
    standing = _standing(kept, folder, clock, was_tried=False)
    if standing.is_shut or standing.wait_ms:
        return standing
    counted = _after_wrong(kept, clock)
    write_pin_file(folder, counted)
    if not _is_right(kept.pin_hash, pin):
        return _standing(counted, folder, clock, was_tried=True)
    write_pin_file(folder, KeptPin(kept.pin_hash))
    return None


def _after_wrong(kept: KeptPin, clock: Clock) -> KeptPin:
    wrong = kept.wrong + 1
    step = min(wrong - FREE_TRIES, len(WAITS_MS) - 1)
    wait_ms = WAITS_MS[step] if step >= 0 else 0
    return replace(
        kept, wrong=wrong, boot_key=clock.boot_key(), from_boot_ms=clock.boot_ms(), wait_ms=wait_ms
    )


def _standing(kept: KeptPin, folder: Path, clock: Clock, *, was_tried: bool) -> PinRefused:
    """A wait begun before a restart of the phone begins anew: neither that nor the wall clock shortens it."""
    if kept.wait_ms and kept.boot_key != clock.boot_key():
        kept = replace(kept, boot_key=clock.boot_key(), from_boot_ms=clock.boot_ms())
        write_pin_file(folder, kept)
    elapsed_ms = max(0, clock.boot_ms() - kept.from_boot_ms)
    return PinRefused(
        tries_left=max(0, FREE_TRIES - kept.wrong),
        wait_ms=max(0, kept.wait_ms - elapsed_ms),
        is_shut=kept.wrong >= WRONG_MAX,
        was_tried=was_tried,
    )


def _is_right(pin_hash: str, pin: str) -> bool:
    try:
        return _HASHER.verify(pin_hash, pin)
    except (VerificationError, InvalidHashError):
        return False
