"""Short secrets kept sealed in the database, with keys that lie beside it and in none of its copies."""

from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

KEY_BYTES = 64


@dataclass(frozen=True, slots=True)
class Seal:
    """Seals texts so that a copy of the database shows none; the same text gives the same sealed form."""

    key: bytes

    def close(self, content: str, about: str) -> str:
        """The sealed text; it opens only as what it is about."""
        return b64encode(AESSIV(self.key).encrypt(content.encode(), [about.encode()])).decode()

    def open(self, sealed: str, about: str) -> str | None:
        """What was sealed, None where this is not its key."""
        try:
            return AESSIV(self.key).decrypt(b64decode(sealed), [about.encode()]).decode()
        except (InvalidTag, ValueError):
            return None


def made_seal(data_dir: Path, key_file: str, random_bytes: Callable[[int], bytes]) -> Seal:
    """The seal of this server, made at its first use; its user alone may read the key."""
    known = known_seal(data_dir, key_file)
    if known is not None:
        return known
    data_dir.mkdir(parents=True, exist_ok=True)
    part = data_dir / f"{key_file}.part"
    part.touch(mode=0o600)
    part.write_bytes(random_bytes(KEY_BYTES // 2) + random_bytes(KEY_BYTES // 2))
    part.replace(data_dir / key_file)
    return Seal((data_dir / key_file).read_bytes())


def known_seal(data_dir: Path, key_file: str) -> Seal | None:
    """The seal of this server, if it ever sealed anything."""
    file = data_dir / key_file
    return Seal(file.read_bytes()) if file.is_file() else None
