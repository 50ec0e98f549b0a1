"""The seal of a rescue pack: keys derived from a phone's secret, and a cipher that notices every change."""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

TAG_BYTES = 16
_KEY_BYTES = 32
# Each pack has a key of its own, hence one nonce is enough.
_NONCE = bytes(12)


def derived(secret: bytes, salt: bytes, purpose: bytes) -> bytes:
    """A key of 32 bytes for one purpose."""
    return HKDF(SHA256(), _KEY_BYTES, salt or None, purpose).derive(secret)


def sealed(key: bytes, content: bytes, head: bytes) -> bytes:
    """The content as only who has the key reads it, bound to its head; `TAG_BYTES` longer."""
    return ChaCha20Poly1305(key).encrypt(_NONCE, content, head)


def unsealed(key: bytes, content: bytes, head: bytes) -> bytes | None:
    """The content; None where the key is another one, or a byte of it or of its head was changed."""
    try:
        return ChaCha20Poly1305(key).decrypt(_NONCE, content, head)
    except InvalidTag:
        return None
