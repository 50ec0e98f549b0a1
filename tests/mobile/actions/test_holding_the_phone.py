"""The secret code: six digits, five free tries, then waits that no restart and no wall clock shortens."""

import stat
from pathlib import Path

import pytest

from mobile.actions.hold_phone import (
    FREE_TRIES,
    MINUTE_MS,
    WRONG_MAX,
    PinAnswer,
    PinFault,
    PinRefused,
    PinRemoved,
    PinRight,
    PinSet,
    RemovePin,
    SetPin,
    TryPin,
    forget_pin,
    is_too_easy,
    remove_pin,
    set_pin,
    standing_of,
    try_pin,
)
from mobile.store.pin import FILE_NAME, has_pin, read_pin_file
from tests.builders_phone import Hands, an_enrolled_phone

PIN, WRONG = "271828", "314159"


@pytest.fixture
def bruno(tmp_path: Path) -> Hands:
    hands = an_enrolled_phone(tmp_path)
    assert set_pin(SetPin(PIN), hands.store, hands.clock, hands.randomness) == PinSet()
    return hands


def tries(hands: Hands, pin: str) -> PinAnswer:
    return try_pin(TryPin(pin), hands.store, hands.clock, hands.randomness)


def refused(hands: Hands, pin: str = WRONG) -> PinRefused:
    answer = tries(hands, pin)
    assert isinstance(answer, PinRefused), answer
    return answer


def test_the_right_code_opens_and_a_wrong_one_says_how_many_are_left(bruno: Hands):
    assert tries(bruno, PIN) == PinRight()
    assert [refused(bruno).tries_left for _ in range(3)] == [4, 3, 2]
    assert tries(bruno, PIN) == PinRight()
    assert refused(bruno).tries_left == 4


@pytest.mark.parametrize("pin", ["", "12345", "1234567", "12345a", "１２３４５６", "271 828"])
def test_a_code_is_six_digits(bruno: Hands, pin: str):
    answer = set_pin(SetPin(pin, PIN), bruno.store, bruno.clock, bruno.randomness)
    assert answer is PinFault.NOT_SIX_DIGITS


@pytest.mark.parametrize("pin", ["000000", "123456", "987654", "890123", "121212", "258258"])
def test_a_code_that_everybody_tries_first_is_no_code(bruno: Hands, pin: str):
    assert is_too_easy(pin)
    assert set_pin(SetPin(pin, PIN), bruno.store, bruno.clock, bruno.randomness) is PinFault.TOO_EASY
    assert tries(bruno, PIN) == PinRight()


def test_after_five_wrong_tries_one_minute_then_five_then_thirty(bruno: Hands):
    waits: list[int] = []
    for _ in range(FREE_TRIES + 4):
        waits.append(refused(bruno).wait_ms)
        bruno.clock.advance(waits[-1])
    assert waits == [0, 0, 0, 0, MINUTE_MS, 5 * MINUTE_MS, *[30 * MINUTE_MS] * 3]


def test_while_one_waits_even_the_right_code_is_not_looked_at(bruno: Hands):
    for _ in range(FREE_TRIES):
        refused(bruno)
    bruno.clock.advance(MINUTE_MS - 1)
    answer = refused(bruno, PIN)
    assert (answer.wait_ms, answer.was_tried) == (1, False)
    kept = read_pin_file(bruno.store.folder)
    assert kept is not None
    assert kept.wrong == FREE_TRIES
    bruno.clock.advance(1)
    assert tries(bruno, PIN) == PinRight()


def test_neither_the_wall_clock_nor_a_restart_shortens_a_wait(bruno: Hands):
    for _ in range(FREE_TRIES):
        refused(bruno)
    # The wall clock a year ahead: the boot clock has not moved.
    bruno.clock.now_ms += 365 * 24 * 60 * MINUTE_MS
    bruno.clock.booted_ms += 365 * 24 * 60 * MINUTE_MS
    assert refused(bruno, PIN).wait_ms == MINUTE_MS
    # Restarted after 50 s: the wait begins anew, once.
    bruno.clock.advance(50_000)
    bruno.clock.key, bruno.clock.booted_ms = "boot-2", bruno.clock.now_ms
    assert standing_of(bruno.store, bruno.clock).wait_ms == MINUTE_MS
    bruno.clock.advance(50_000)
    assert refused(bruno, PIN).wait_ms == 10_000
    bruno.clock.advance(10_000)
    assert tries(bruno, PIN) == PinRight()


def test_after_fifteen_wrong_tries_only_the_coordinator_helps(bruno: Hands):
    answers: list[PinRefused] = []
    for _ in range(WRONG_MAX):
        answers.append(refused(bruno))
        bruno.clock.advance(answers[-1].wait_ms)
    assert [answer.is_shut for answer in answers[-2:]] == [False, True]
    bruno.clock.advance(1000 * MINUTE_MS)
    assert refused(bruno, PIN).is_shut
    forget_pin(bruno.store)
    assert not has_pin(bruno.store.folder)
    assert tries(bruno, "") == PinRight()


def test_only_who_knows_the_code_changes_it_or_takes_it_away(bruno: Hands):
    change = set_pin(SetPin(WRONG, "999998"), bruno.store, bruno.clock, bruno.randomness)
    assert isinstance(change, PinRefused)
    assert isinstance(remove_pin(RemovePin(""), bruno.store, bruno.clock, bruno.randomness), PinRefused)
    assert set_pin(SetPin(WRONG, PIN), bruno.store, bruno.clock, bruno.randomness) == PinSet()
    assert tries(bruno, WRONG) == PinRight()
    assert remove_pin(RemovePin(WRONG), bruno.store, bruno.clock, bruno.randomness) == PinRemoved()
    assert not has_pin(bruno.store.folder)


def test_the_file_holds_no_code_and_is_nobody_elses_to_read(bruno: Hands):
    path = bruno.store.folder / FILE_NAME
    text = path.read_text()
    assert PIN not in text
    assert "$argon2id$" in text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", ["", "{}", '{"pin_hash": 3}', "[1]"])
def test_a_file_that_cannot_be_read_shuts_nobody_out(bruno: Hands, content: str):
    (bruno.store.folder / FILE_NAME).write_text(content)
    assert tries(bruno, "anything") == PinRight()
