"""The same handover in twelve characters a person can type: not the facts, but enough to tell whose they are.

Eleven characters hold who gives, to whom, the hour, how many crates, and a mark of the giver's fact; the
twelfth tells any single wrong character, and any two that were swapped.
"""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from shared.custody.codes import ALPHABET
from shared.custody.handover_code import HandoverOffer, HandoverReceipt

SHORT_LENGTH = 12
VERSION = 1
HOUR_MS = 3_600_000
COUNT_MORE = 127
_FIELDS = (("version", 2), ("kind", 1), ("giver", 16), ("taker", 8), ("hour", 9), ("count", 7), ("fact", 12))
_WIDTH = dict(_FIELDS)
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"} | dict.fromkeys("-\u2010\u2011\u2012\u2013\u2014. "))
_TYPED_MAX_CHARACTERS = 100


class ShortFault(StrEnum):
    """Why what was typed is no short code."""

    NOT_A_SHORT_CODE = "not_a_short_code"
    WRONG_CHECK = "wrong_check"
    NEWER_VERSION = "newer_version"


@dataclass(frozen=True, slots=True)
class ShortCode:
    """What the twelve characters say; each mark is a piece of a digest and fits one of many thousands."""

    is_receipt: bool
    giver_mark: int
    taker_mark: int
    hour: int
    count: int
    fact_mark: int

    @property
    def names_taker(self) -> bool:
        """Whether the giver said to whom."""
        return self.taker_mark != 0

    def is_giver(self, person_id: str) -> bool:
        """Whether this person may be the giver."""
        return self.giver_mark == _mark(person_id, _WIDTH["giver"])

    def is_taker(self, person_id: str) -> bool:
        """Whether this person may be the taker named."""
        return self.taker_mark == _taker_mark(person_id)

    def is_of(self, fact_id: str) -> bool:
        """Whether it may be about this fact of the giver's."""
        return self.fact_mark == _mark(fact_id, _WIDTH["fact"])

    def hours_from(self, at_ms: int) -> int:
        """How many hours lie between it and an instant; the clock of hours turns over in three weeks."""
        turn = 1 << _WIDTH["hour"]
        apart = (at_ms // HOUR_MS - self.hour) % turn
        return min(apart, turn - apart)


def short_offer(offer: HandoverOffer) -> str:
    """The short code of an offer."""
    return _write(
        kind=0,
        giver=_mark(offer.giver_id, _WIDTH["giver"]),
        taker=_taker_mark(offer.taker_id) if offer.taker_id else 0,
        hour=_hour(offer.at_ms),
        count=min(len(offer.crates), COUNT_MORE),
        fact=_mark(offer.given_id, _WIDTH["fact"]),
    )


def short_receipt(receipt: HandoverReceipt) -> str:
    """The short code of a receipt. It marks the giver's fact, also where only that one's mark was typed."""
    answered = read_short(receipt.given)
    is_known = isinstance(answered, ShortCode)
    return _write(
        kind=1,
        giver=_mark(receipt.giver_id, _WIDTH["giver"]),
        taker=_taker_mark(receipt.taker_id),
        hour=_hour(receipt.at_ms),
        count=min(len(receipt.crates), COUNT_MORE),
        fact=answered.fact_mark if is_known else _mark(receipt.given, _WIDTH["fact"]),
    )


def read_short(typed: str) -> ShortCode | ShortFault:
    """Read a short code: any case, dashes and blanks ignored, O as 0, I and L as 1. Never raises."""
    text = short_spelling(typed)
    if len(text) != SHORT_LENGTH or any(character not in _VALUE for character in text):
        return ShortFault.NOT_A_SHORT_CODE
    if text[-1] != _check_character(text[:-1]):
        return ShortFault.WRONG_CHECK
    number = 0
    for character in text[:-1]:
        number = number << 5 | _VALUE[character]
    fields: dict[str, int] = {}
    for name, width in reversed(_FIELDS):
        number, fields[name] = number >> width, number & (1 << width) - 1
    if fields["version"] != VERSION:
        return ShortFault.NEWER_VERSION
    return ShortCode(
        is_receipt=bool(fields["kind"]),
        giver_mark=fields["giver"],
        taker_mark=fields["taker"],
        hour=fields["hour"],
        count=fields["count"],
        fact_mark=fields["fact"],
    )


def short_spelling(typed: str) -> str:
    """What was typed in the one spelling: capitals and figures, no blanks."""
    return typed[:_TYPED_MAX_CHARACTERS].strip().upper().translate(_READ_AS)


def print_short(short: str) -> str:
    """As people read it aloud: `7K2M 9QXC 4HZT`."""
    return " ".join(short[at : at + 4] for at in range(0, SHORT_LENGTH, 4))


def _write(**fields: int) -> str:
    number = VERSION
    for name, width in _FIELDS[1:]:
        number = number << width | fields[name]
    characters = "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(SHORT_LENGTH - 1)))
    return characters + _check_character(characters)


def _check_character(characters: str) -> str:
    """Chosen so that all twelve, as a polynomial over 32 elements, vanish at a root of x^5 + x^2 + 1."""
    check = 0
    for character in characters:
        check = _doubled(check ^ _VALUE[character])
    return ALPHABET[check]


def _doubled(value: int) -> int:
    return value << 1 ^ (0b100101 if value & 0b10000 else 0)


def _taker_mark(person_id: str) -> int:
    """Never zero: that says nobody was named."""
    return _mark(person_id, _WIDTH["taker"]) or 1


def _mark(text: str, bits: int) -> int:
    return int.from_bytes(sha256(f"relais handover {text}".encode()).digest()[:4], "big") >> 32 - bits


def _hour(at_ms: int) -> int:
    return at_ms // HOUR_MS % (1 << _WIDTH["hour"])
