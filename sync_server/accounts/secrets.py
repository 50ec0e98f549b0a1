"""Secrets given out once and kept as a sha256: device tokens, enrolment codes, claims, cookies."""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256

RandomBytes = Callable[[int], bytes]
TOKEN_BYTES = 32
CODE_BYTES = 16


def new_secret(random_bytes: RandomBytes, size: int = TOKEN_BYTES) -> str:
    """A secret of `size` random bytes as text that needs no escaping in a URL or a header."""
    return urlsafe_b64encode(random_bytes(size)).rstrip(b"=").decode("ascii")


def kept_form(secret: str) -> str:
    """What the database holds of a secret: enough to recognise it, useless to a thief."""
    return sha256(secret.encode()).hexdigest()
