"""Passwords of the console: argon2id, twelve characters at least, a check whose time tells nothing."""

from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

PASSWORD_MIN_CHARACTERS = 12
PASSWORD_MAX_CHARACTERS = 256
# The most used passwords of public breaches, as zxcvbn 4.5 (MIT) ships them: the first 10,000 of four
# characters and more, and every one that is long enough to be chosen here.
_COMMON_FILE = Path(__file__).parent / "common_passwords.txt"
# RFC 9106, second recommended option: 64 MiB, 3 passes, 4 lanes.
# Shorter than this, what is left of a password without its trimmings is no word at all.
_CORE_MIN = 4
_HASHER = PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=4)
# Checked against when the login is unknown, so that the answer takes as long. No password leads to it.
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$cmVsYWlzLWZlcm1pZXItMQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


class PasswordFault(StrEnum):
    """Why a password cannot be chosen."""

    TOO_SHORT = "password-too-short"
    TOO_LONG = "password-too-long"
    COMMON = "password-common"
    ABOUT_YOU = "password-about-you"


def password_fault(password: str, about: Iterable[str] = ()) -> PasswordFault | None:
    """What speaks against a new password; `about` are the login and name of whose it is.

    Lengthening a common word with figures, signs or itself again does not make it another one.
    """
    if len(password) < PASSWORD_MIN_CHARACTERS:
        return PasswordFault.TOO_SHORT
    if len(password) > PASSWORD_MAX_CHARACTERS:
        return PasswordFault.TOO_LONG
    plain = password.casefold()
    cores = {plain, _repeated_part(plain), plain.strip("0123456789 .,;:!?*#$@+-_=/")}
    cores |= {_repeated_part(core) for core in cores}
    if any(len(core) < _CORE_MIN or core in _common() for core in cores):
        return PasswordFault.COMMON
    names = {part for text in about for part in (text.casefold(), *text.casefold().split())}
    return PasswordFault.ABOUT_YOU if cores & names else None


def _repeated_part(text: str) -> str:
    """What a text is made of when it only repeats itself, else the text."""
    found = (text + text).find(text, 1)
    return text[:found]


@cache
def _common() -> frozenset[str]:
    return frozenset(_COMMON_FILE.read_text(encoding="utf-8").split("\n")) - {""}


def hash_password(password: str) -> str:
    """The argon2id text to keep, with its own salt."""
    return _HASHER.hash(password)


def is_password_right(password: str, kept: str | None) -> bool:
    """Whether this is the password behind a kept hash; without one the work is done all the same."""
    try:
        _HASHER.verify(kept or _NOBODY, password[:PASSWORD_MAX_CHARACTERS])
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None
