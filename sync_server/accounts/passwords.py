"""Passwords of the console: argon2id, twelve characters at least, a check whose time tells nothing."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

PASSWORD_MIN_CHARACTERS = 12
PASSWORD_MAX_CHARACTERS = 256
# RFC 9106, second recommended option: 64 MiB, 3 passes, 4 lanes.
_HASHER = PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=4)
# Checked against when the login is unknown, so that the answer takes as long. No password leads to it.
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$cmVsYWlzLWZlcm1pZXItMQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


def is_password_long_enough(password: str) -> bool:
    """Whether a new password has the length asked of coordinators."""
    return PASSWORD_MIN_CHARACTERS <= len(password) <= PASSWORD_MAX_CHARACTERS


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
