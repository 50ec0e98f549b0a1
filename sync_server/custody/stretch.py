"""A pushed stretch of log as read before any lock is taken: bodies, hashes, and what each body says."""

from dataclasses import dataclass

from shared.custody.bodies import read_body
from shared.custody.events import EnvelopeFault, Fact, QuarantineReason
from shared.sync.hashchain import chain_hashes, log_start
from shared.sync.protocol import LogPush


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose token came with the push.

    `own_device_ids` are the phones this person had before: a log resumes under a new credential,
    and the facts recorded under the old one are still in it.
    """

    device_id: str
    person_id: str
    own_device_ids: frozenset[str] = frozenset()
    is_revoked: bool = False

    def speaks_for(self, device_id: str) -> bool:
        """Whether what that phone recorded may come with this token."""
        return device_id == self.device_id or device_id in self.own_device_ids


@dataclass(frozen=True, slots=True)
class PushedBody:
    """One position of a log: its bytes, the chain's hash after it, and the fact or the fault it holds."""

    seq: int
    text: str
    raw: bytes
    hash: bytes
    reading: Fact | EnvelopeFault

    @property
    def event_id(self) -> str | None:
        """The id the body claims, where it can be read."""
        return self.reading.id


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a phone pushed: where it continues its log, and the hash it says the stretch ends with."""

    log_id: str
    first: int
    previous_hash: bytes | None
    claimed_end: bytes | None
    bodies: tuple[PushedBody, ...]

    @property
    def is_whole(self) -> bool:
        """Whether the bodies lead to the hash the phone sent; an empty stretch only asks, and is whole."""
        return not self.bodies or self.bodies[-1].hash == self.claimed_end


def read_stretch(push: LogPush, sender: Sender) -> Stretch:
    """Reads every body and chains its hash. Hashes are of the stored bytes, never of a re-serialisation."""
    previous = log_start(push.id) if push.first == 1 else _hash(push.prev)
    raw_bodies = [text.encode() for text in push.events]
    hashes = chain_hashes(previous or b"", raw_bodies)
    bodies = tuple(
        PushedBody(push.first + index, text, raw, hash_, _reading(text, sender))
        for index, (text, raw, hash_) in enumerate(zip(push.events, raw_bodies, hashes, strict=True))
    )
    return Stretch(push.id, push.first, previous, _hash(push.head), bodies)


def _hash(digits: str | None) -> bytes | None:
    return None if digits is None else bytes.fromhex(digits)


def _reading(text: str, sender: Sender) -> Fact | EnvelopeFault:
    """What a body says, or why this sender's word for it is not trusted."""
    reading = read_body(text)
    if sender.is_revoked:
        return EnvelopeFault(QuarantineReason.REVOKED, id=reading.id)
    if isinstance(reading, Fact) and not sender.speaks_for(reading.device):
        return EnvelopeFault(QuarantineReason.WRONG_DEVICE, "device", reading.id)
    return reading
