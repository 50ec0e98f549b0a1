"""Crate codes with a check character, QR payloads, and reading whatever a scanner or a wet glove gives."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8
CHECK_MODULUS = 37
CODES_BELOW = len(ALPHABET) ** (CODE_LENGTH - 1)
SCAN_MAX_CHARACTERS = 512
FOREIGN_KEPT_CHARACTERS = 64

_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None, "\u2011": None, "\u2013": None})
_PAYLOAD = re.compile(r"HTTPS?://([A-Z0-9.:\-]{1,253})/([CLP])/([A-Z0-9_:.\-]{1,80})")


class CodeFault(StrEnum):
    """Why a typed crate code is not one."""

    EMPTY = "empty"
    WRONG_LENGTH = "wrong_length"
    WRONG_CHARACTER = "wrong_character"
    WRONG_CHECK = "wrong_check"


@dataclass(frozen=True, slots=True)
class CodeOk:
    """A crate code in its one spelling: 8 characters, upper case, no dash."""

    code: str


@dataclass(frozen=True, slots=True)
class CodeWrong:
    """A code that cannot be right, and why."""

    fault: CodeFault


@dataclass(frozen=True, slots=True)
class ScannedCrate:
    """The label of a crate."""

    code: str


@dataclass(frozen=True, slots=True)
class ScannedPlace:
    """The badge of a place."""

    place_id: str


@dataclass(frozen=True, slots=True)
class ScannedCompartment:
    """The label of a locker compartment."""

    compartment: str


@dataclass(frozen=True, slots=True)
class ScannedForeign:
    """Somebody else's code, kept as « code externe » (shortened), never dropped."""

    text: str


Scanned = ScannedCrate | ScannedPlace | ScannedCompartment | ScannedForeign


def check_character(first_seven: str) -> str | None:
    """The check character of seven base-32 characters; None where it would be 32 or more: never issued."""
    check = number_of(first_seven) % CHECK_MODULUS
    return ALPHABET[check] if check < len(ALPHABET) else None


def new_code(number: int) -> str | None:
    """The crate code of a random `number`, or None where that number may not be issued (draw again)."""
    remaining = number % CODES_BELOW
    characters: list[str] = []
    for _ in range(CODE_LENGTH - 1):
        remaining, value = divmod(remaining, 32)
        characters.append(ALPHABET[value])
    first_seven = "".join(reversed(characters))
    check = check_character(first_seven)
    return None if check is None else first_seven + check


def number_of(first_seven: str) -> int:
    """The number that the first seven characters of a code write; `new_code` gives the whole code back."""
    value = 0
    for character in first_seven:
        value = value * 32 + _VALUE[character]
    return value


def read_code(typed: str) -> CodeOk | CodeWrong:
    """Read a typed code: any case, dashes and blanks ignored, O as 0, I and L as 1."""
    text = typed[: SCAN_MAX_CHARACTERS + 1].strip().upper().translate(_READ_AS)
    if not text:
        return CodeWrong(CodeFault.EMPTY)
    if any(character not in _VALUE for character in text):
        return CodeWrong(CodeFault.WRONG_CHARACTER)
    if len(text) != CODE_LENGTH:
        return CodeWrong(CodeFault.WRONG_LENGTH)
    if check_character(text[:-1]) != text[-1]:
        return CodeWrong(CodeFault.WRONG_CHECK)
    return CodeOk(text)


def print_code(code: str) -> str:
    """A crate code as people read it: `7K2M-9QXC`."""
    return f"{code[:4]}-{code[4:]}"


def crate_payload(host: str, code: str) -> str:
    """The text of a crate's QR label, upper case so that it fits the alphanumeric mode."""
    return f"HTTPS://{host.upper()}/C/{code}"


def place_payload(host: str, place_id: str) -> str:
    """The text of a place's QR badge."""
    return f"HTTPS://{host.upper()}/P/{place_id.upper()}"


def compartment_payload(host: str, compartment: str) -> str:
    """The text of a compartment's QR label."""
    return f"HTTPS://{host.upper()}/L/{compartment.upper()}"


def read_scan(text: str, allowed_hosts: Collection[str]) -> Scanned:
    """What a scanned text means: our own address, else a bare code with a good check, else foreign."""
    kept = text.strip()[:SCAN_MAX_CHARACTERS]
    match = _PAYLOAD.fullmatch(kept.upper())
    if match and match[1] in {host.upper() for host in allowed_hosts}:
        ours = _read_own_payload(match[2], match[3])
        if ours is not None:
            return ours
    bare = read_code(kept)
    if isinstance(bare, CodeOk):
        return ScannedCrate(bare.code)
    return ScannedForeign(kept[:FOREIGN_KEPT_CHARACTERS])


def _read_own_payload(letter: str, rest: str) -> Scanned | None:
    match letter:
        case "P":
            return ScannedPlace(rest)
        case "L":
            return ScannedCompartment(rest)
        case _:
            read = read_code(rest)
            return ScannedCrate(read.code) if isinstance(read, CodeOk) else None
