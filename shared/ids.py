"""Identifiers: UUIDv7 for facts, made from a given instant and given random bits."""

import re
from hashlib import sha256

UUID_TEXT = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
RANDOM_BYTES_OF_UUID7 = 10


def uuid7(at_ms: int, random: bytes) -> str:
    """A version 7 UUID as 36 lower-case characters, sortable by instant.

    Units: `at_ms` in ms since 1970 UTC; `random` is 10 bytes, of which 74 bits are used.
    Source: RFC 9562, section 5.7.
    """
    if len(random) != RANDOM_BYTES_OF_UUID7:
        raise ValueError("a UUIDv7 takes 10 random bytes")
    tail = bytearray(at_ms.to_bytes(6, "big") + random)
    tail[6] = 0x70 | (tail[6] & 0x0F)
    tail[8] = 0x80 | (tail[8] & 0x3F)
    return _hyphenated(bytes(tail).hex())


def uuid4(random: bytes) -> str:
    """A version 4 UUID from 16 random bytes, as 36 lower-case characters."""
    tail = bytearray(random)
    tail[6] = 0x40 | (tail[6] & 0x0F)
    tail[8] = 0x80 | (tail[8] & 0x3F)
    return _hyphenated(bytes(tail).hex())


def derived_id(origin: str, name: str) -> str:
    """A UUID that follows from another id and a name: the same again for the same two.

    Source: RFC 9562, section 5.8, with SHA-256 as the hash.
    """
    tail = bytearray(sha256(f"{origin}/{name}".encode()).digest()[:16])
    tail[6] = 0x80 | (tail[6] & 0x0F)
    tail[8] = 0x80 | (tail[8] & 0x3F)
    return _hyphenated(bytes(tail).hex())


def is_uuid(text: str) -> bool:
    """Whether `text` is a UUID of any version in its one canonical spelling (36 characters, lower case)."""
    return UUID_TEXT.fullmatch(text) is not None


def _hyphenated(digits: str) -> str:
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
