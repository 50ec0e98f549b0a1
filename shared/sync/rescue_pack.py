"""Rescue packs: a stretch of a phone's log, sealed so that who carries it can neither read nor alter it."""

import hmac
import importlib
import zlib
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from types import ModuleType

from pydantic import ValidationError

from shared.sync.protocol import PUSH_MAX_COMPRESSED_BYTES, PUSH_MAX_INFLATED_BYTES, LogPush
from shared.sync.rescue import PACK_MAX_FACTS, PackLabel

MAGIC = b"RELAIS"
VERSION = 1
PACK_MAX_BYTES = PUSH_MAX_COMPRESSED_BYTES
FILE_MAX_BYTES = 32 * PACK_MAX_BYTES
LABEL_MAX_BYTES = 1024
_SALT_BYTES = 16
_DIGEST_BYTES = 32
_TAG_BYTES = 16
# magic, version, length of the label
_FIXED_BYTES = len(MAGIC) + 1 + 2
_LENGTH_BYTES = 4
_SEAL = b"relais/1 rescue seal"


class PackFault(StrEnum):
    """Why bytes are no pack that can be carried."""

    NOT_A_PACK = "not-a-pack"
    NEWER_VERSION = "newer-version"
    DAMAGED = "damaged"
    TOO_LARGE = "too-large"


@dataclass(frozen=True, slots=True)
class SealedPack:
    """A pack as it is carried: its label can be read by all, its facts by the server alone."""

    label: PackLabel
    raw: bytes

    @property
    def digest(self) -> str:
        """The pack's name: sha256 of its bytes, as hex."""
        return sha256(self.raw).hexdigest()


def secret_of_token(token: str) -> bytes:
    """What a phone and its server share: the sha256 of the device token, which is all the server keeps."""
    return sha256(token.encode()).digest()


def seal_pack(log: LogPush, label: PackLabel, secret: bytes) -> SealedPack:
    """Seals a stretch. The same stretch gives the same bytes, so that making it again makes no other pack."""
    assert (label.first, label.facts) == (log.first, len(log.events))
    content = zlib.compress(log.model_dump_json().encode(), 9)
    label_bytes = label.model_dump_json().encode()
    assert len(label_bytes) <= LABEL_MAX_BYTES
    salt = _salt(secret, label_bytes, content)
    sealed_bytes = len(content) + _TAG_BYTES
    head = b"".join(
        (
            MAGIC,
            bytes([VERSION]),
            len(label_bytes).to_bytes(2, "big"),
            label_bytes,
            salt,
            sealed_bytes.to_bytes(_LENGTH_BYTES, "big"),
        )
    )
    seal = _seal()
    whole = head + seal.sealed(seal.derived(secret, salt, _SEAL), content, head)
    return SealedPack(label, whole + sha256(whole).digest())


def open_pack(pack: SealedPack, secret: bytes) -> LogPush | None:
    """The stretch in a pack, byte for byte; None where the seal is not this phone's or is broken."""
    head_end = _head_end(pack.raw)
    head, sealed = pack.raw[:head_end], pack.raw[head_end:-_DIGEST_BYTES]
    salt = head[-_LENGTH_BYTES - _SALT_BYTES : -_LENGTH_BYTES]
    seal = _seal()
    content = seal.unsealed(seal.derived(secret, salt, _SEAL), sealed, head)
    if content is None:
        return None
    try:
        log = LogPush.model_validate_json(_inflated(content))
    except (zlib.error, ValidationError):
        return None
    is_as_labelled = (log.first, len(log.events)) == (pack.label.first, pack.label.facts)
    return log if is_as_labelled and log.head is not None and len(log.events) <= PACK_MAX_FACTS else None


def read_pack(raw: bytes) -> SealedPack | PackFault:
    """One pack and nothing else. Damage on the way is found here, malice only by whoever opens the seal."""
    packs = read_packs(raw)
    if isinstance(packs, PackFault):
        return packs
    return packs[0] if len(packs) == 1 else PackFault.NOT_A_PACK


def read_packs(raw: bytes) -> tuple[SealedPack, ...] | PackFault:
    """The packs of a file, which stand one after the other; all of them or none."""
    if len(raw) > FILE_MAX_BYTES:
        return PackFault.TOO_LARGE
    packs: list[SealedPack] = []
    at = 0
    while at < len(raw):
        found = _read_at(raw, at)
        if isinstance(found, PackFault):
            return found
        packs.append(found)
        at += len(found.raw)
    return tuple(packs) or PackFault.NOT_A_PACK


def _read_at(raw: bytes, at: int) -> SealedPack | PackFault:
    if raw[at : at + len(MAGIC)] != MAGIC:
        return PackFault.NOT_A_PACK if at == 0 else PackFault.DAMAGED
    if len(raw) < at + _FIXED_BYTES:
        return PackFault.DAMAGED
    if raw[at + len(MAGIC)] > VERSION:
        return PackFault.NEWER_VERSION
    head_end = at + _head_end(raw[at : at + _FIXED_BYTES])
    sealed_bytes = int.from_bytes(raw[head_end - _LENGTH_BYTES : head_end], "big")
    end = head_end + sealed_bytes + _DIGEST_BYTES
    if end - at > PACK_MAX_BYTES:
        return PackFault.TOO_LARGE
    if end > len(raw) or sealed_bytes < _TAG_BYTES:
        return PackFault.DAMAGED
    whole, digest = raw[at : end - _DIGEST_BYTES], raw[end - _DIGEST_BYTES : end]
    if raw[at + len(MAGIC)] != VERSION or sha256(whole).digest() != digest:
        return PackFault.DAMAGED
    try:
        label = PackLabel.model_validate_json(_label_bytes(whole))
    except ValidationError:
        return PackFault.DAMAGED
    return SealedPack(label, raw[at:end])


def _label_bytes(raw: bytes) -> bytes:
    return raw[_FIXED_BYTES : _head_end(raw) - _LENGTH_BYTES - _SALT_BYTES]


def _head_end(raw: bytes) -> int:
    """Where the sealed part begins: everything before it is in clear and authenticated with it."""
    label_bytes = int.from_bytes(raw[_FIXED_BYTES - 2 : _FIXED_BYTES], "big")
    return _FIXED_BYTES + label_bytes + _SALT_BYTES + _LENGTH_BYTES


def _salt(secret: bytes, label: bytes, content: bytes) -> bytes:
    """From what is sealed, under a key: no other content ever gets the same key, and no chance is needed."""
    key = _seal().derived(secret, b"", b"relais/1 rescue salt")
    return hmac.digest(key, len(label).to_bytes(2, "big") + label + content, "sha256")[:_SALT_BYTES]


def _seal() -> ModuleType:
    # A phone knows of packs whenever it syncs, and nearly never seals one: no start waits for the cipher.
    return importlib.import_module("shared.sync.rescue_seal")


def _inflated(content: bytes) -> bytes:
    """Raises: zlib.error, also where it would inflate beyond what a push may."""
    inflater = zlib.decompressobj()
    inflated = inflater.decompress(content, PUSH_MAX_INFLATED_BYTES + 1)
    if len(inflated) > PUSH_MAX_INFLATED_BYTES or not inflater.eof or inflater.unused_data:
        raise zlib.error("not one stretch")
    return inflated
