"""Values as people read them, and only signs that the bundled font can draw."""

import struct
from pathlib import Path

import pytest

import mobile
from mobile.texts.format import Format, writable
from shared.words.language import Language

FR, EN = Format(Language.FRENCH), Format(Language.ENGLISH)
FONTS = Path(mobile.__file__).parent / "assets" / "fonts"
MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS


def characters_of(font: Path) -> frozenset[int]:
    """The characters a TrueType file maps (cmap format 4 or 12)."""
    data = font.read_bytes()
    tables = {
        data[at : at + 4]: struct.unpack(">II", data[at + 8 : at + 16])
        for at in range(12, 12 + 16 * struct.unpack(">H", data[4:6])[0], 16)
    }
    start, _ = tables[b"cmap"]
    found: set[int] = set()
    for n in range(struct.unpack(">H", data[start + 2 : start + 4])[0]):
        (offset,) = struct.unpack(">I", data[start + 8 + 8 * n : start + 12 + 8 * n])
        table = data[start + offset :]
        if struct.unpack(">H", table[:2])[0] == 4:
            segments = struct.unpack(">H", table[6:8])[0] // 2
            ends = struct.unpack(f">{segments}H", table[14 : 14 + 2 * segments])
            firsts = struct.unpack(f">{segments}H", table[16 + 2 * segments : 16 + 4 * segments])
            for first, end in zip(firsts, ends, strict=True):
                found.update(range(first, end + 1))
    return frozenset(found - {0xFFFF})


@pytest.mark.parametrize("font", sorted(FONTS.glob("*.ttf")), ids=lambda font: font.stem)
def test_the_bundled_fonts_write_french_amounts_and_quotes(font: Path):
    needed = "éèàùçœŒæÉÈÀÇ€’«»…–—·× \u00a0\u202f\u2212"
    assert {sign for sign in needed if ord(sign) not in characters_of(font)} == set()


def test_whatever_is_shown_can_be_written_with_the_bundled_font():
    everything = "".join(map(chr, range(0x20, 0xD800)))
    known = characters_of(FONTS / "Roboto-Regular.ttf")
    shown = {sign for sign in writable(everything) if sign not in "\n" and ord(sign) not in known}
    assert shown == set()


def test_a_name_with_signs_the_font_lacks_stays_readable():
    assert writable("Nozay → Clisson 🥕") == "Nozay – Clisson ·"
    assert writable("Cle\u0301ment") == "Clément"


def test_french_signs_stay_with_their_word():
    assert FR.typeset("Pourquoi ? « ici » : oui") == "Pourquoi\u00a0? «\u00a0ici\u00a0»\u00a0: oui"
    assert EN.typeset("Why ?") == "Why ?"


@pytest.mark.parametrize(
    ("age_ms", "said"),
    [
        (59_000, "moins d’une minute"),
        (MINUTE_MS, "1\u00a0min"),
        (HOUR_MS, "1\u00a0h"),
        (HOUR_MS + 5 * MINUTE_MS, "1\u00a0h\u00a005"),
        (47 * HOUR_MS, "47\u00a0h"),
        (72 * HOUR_MS, "3\u00a0jours"),
    ],
)
def test_an_age_is_told_in_the_unit_that_matters(age_ms: int, said: str):
    assert FR.age(age_ms) == said


def test_a_planned_hour_reads_as_on_a_sign():
    assert FR.hour_minute("06:30") == "6\u00a0h\u00a030"
    assert EN.hour_minute("06:30") == "06:30"
