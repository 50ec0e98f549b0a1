"""The hash chain of a log: h_0 = sha256(log_id), h_n = sha256(h_{n-1} || body_n)."""

from collections.abc import Iterable
from hashlib import sha256


def log_start(log_id: str) -> bytes:
    """h_0 of a log: sha256 of its id as 36 ASCII characters, 32 raw bytes."""
    return sha256(log_id.encode("ascii")).digest()


def next_hash(previous: bytes, body: bytes) -> bytes:
    """h_n from h_{n-1} and the stored bytes of body n, never a re-serialisation."""
    return sha256(previous + body).digest()


def chain_hashes(previous: bytes, bodies: Iterable[bytes]) -> list[bytes]:
    """The hash after each body in turn, starting from `previous`."""
    hashes: list[bytes] = []
    for body in bodies:
        previous = sha256(previous + body).digest()
        hashes.append(previous)
    return hashes


def feed_start() -> bytes:
    """fh_0 of the server's feed: 32 zero bytes."""
    return bytes(32)


def content_digest(content: bytes) -> bytes:
    """What stands for the content of a feed entry in the chain: its sha256, 32 raw bytes."""
    return sha256(content).digest()


def next_feed_hash(previous: bytes, kind: str, ref: str, digest: bytes) -> bytes:
    """fh_n = sha256(fh_{n-1} || kind || ref || sha256(content)), kind and ref as UTF-8.

    `digest` is `content_digest(content)`: it outlives the content of a row that changed again.
    """
    return sha256(previous + kind.encode() + ref.encode() + digest).digest()
