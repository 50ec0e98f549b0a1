"""A reader that types: every key counts, in any country, and a finger's keys are never a code."""

import pytest

from mobile.config import LABEL_HOSTS
from mobile.device.wedge import KEYS_MAX, Wedge
from shared.custody.codes import ScannedForeign, read_scan
from tests.builders_labels import label_text
from tests.builders_phone import crate_codes

CODES = crate_codes(30)
# Where the keys of an American keyboard lie on a French one: what a reader set for the former writes there.
ON_A_FRENCH_KEYBOARD = str.maketrans("QAWZM,./:1234567890-", "AQZW?;:!M&É\"'(-È_ÇÀ)")


def is_one_of_ours(text: str) -> bool:
    """As on a phone that is enrolled nowhere."""
    return not isinstance(read_scan(text, LABEL_HOSTS), ScannedForeign)


def pressed(wedge: Wedge, text: str, *, from_ms: int = 0, every_ms: int = 5) -> list[str]:
    """The codes that come of these keys, Enter at each line's end."""
    found: list[str] = []
    for at, character in enumerate(text):
        key = "Enter" if character == "\n" else character
        code = wedge.press(key, from_ms + at * every_ms)
        if code is not None:
            found.append(code)
    return found


def test_thirty_codes_one_after_the_other_are_all_heard():
    typed = "".join(f"{label_text(code)}\n" for code in CODES)
    assert pressed(Wedge(is_one_of_ours), typed) == [label_text(code) for code in CODES]


def test_bare_codes_20_ms_apart_are_all_heard():
    typed = "".join(f"{code}\n" for code in CODES)
    assert pressed(Wedge(is_one_of_ours), typed, every_ms=20) == list(CODES)


@pytest.mark.parametrize("code", CODES[:10])
def test_a_reader_set_for_another_country_is_understood_on_a_french_keyboard(code: str):
    for text in (code, label_text(code)):
        (heard,) = pressed(Wedge(is_one_of_ours), text.translate(ON_A_FRENCH_KEYBOARD) + "\n")
        assert is_one_of_ours(heard)
        assert heard.endswith(code)


def test_digits_without_shift_are_digits():
    code = next(code for code in CODES if any(character.isdigit() for character in code))
    without_shift = code.translate(str.maketrans("1234567890", "&É\"'(-È_ÇÀ"))
    assert pressed(Wedge(is_one_of_ours), without_shift + "\n") == [code]


def test_keys_that_write_nothing_are_not_heard():
    wedge = Wedge(is_one_of_ours)
    code = CODES[0]
    for key in ("Shift Left", *code[:4], "Arrow Down", "Control Left", *code[4:], "Caps Lock"):
        assert wedge.press(key, 0) is None
    assert wedge.press("Numpad Enter", 0) == code


def test_the_figures_beside_the_keyboard_are_figures():
    wedge = Wedge(lambda text: text == "12345678")
    for figure in "12345678":
        wedge.press(f"Numpad {figure}", 0)
    assert wedge.press("Enter", 0) == "12345678"


def test_a_key_touched_long_before_does_not_spoil_the_code():
    wedge = Wedge(is_one_of_ours)
    wedge.press("K", 0)
    assert pressed(wedge, CODES[0] + "\n", from_ms=5_000) == [CODES[0]]


@pytest.mark.parametrize("typed", ["\n", "A\n", "12345\n", "\n\n\n"])
def test_a_key_touched_by_chance_is_no_code(typed: str):
    assert pressed(Wedge(is_one_of_ours), typed) == []


def test_keys_for_a_text_field_are_forgotten():
    wedge = Wedge(is_one_of_ours)
    pressed(wedge, CODES[0])
    wedge.forget()
    assert wedge.press("Enter", 10) is None


def test_what_is_no_code_of_ours_is_heard_as_it_was_typed():
    assert pressed(Wedge(is_one_of_ours), "3760091720123\n") == ["3760091720123"]


def test_an_endless_reader_fills_no_memory():
    (heard,) = pressed(Wedge(is_one_of_ours), "A" * 100_000 + "\n")
    assert len(heard) == KEYS_MAX
