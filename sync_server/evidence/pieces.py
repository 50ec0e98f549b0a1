"""Pieces of evidence as values: their states, how far an upload is, why one is not taken."""

from dataclasses import dataclass
from enum import StrEnum

from shared.custody.evidence import EVIDENCE_MAX_BYTES, EvidenceFault, EvidenceKind, name_of


class PieceState(StrEnum):
    """What became of a piece. Its name stays known for ever: an erased one is never asked for again."""

    MISSING = "missing"
    HELD = "held"
    REFUSED = "refused"
    ERASED = "erased"


class NotTaken(StrEnum):
    """Why nothing of a piece is taken from this phone."""

    UNKNOWN = "unknown"
    ERASED = "erased"
    NOT_EVIDENCE = "not-evidence"
    TOO_LARGE = "too-large"
    QUOTA = "quota"


@dataclass(frozen=True, slots=True)
class Uploader:
    """The phone that sends, and whose it is."""

    device_id: str
    person_id: str


@dataclass(frozen=True, slots=True)
class Stand:
    """How far the server has a piece from this phone, in bytes; complete once it was judged and kept."""

    offset: int
    is_complete: bool = False


@dataclass(frozen=True, slots=True)
class SentChunk:
    """Bytes of the piece `name` from `offset` on; `total_bytes` is the size of the whole, if it was said."""

    name: str
    offset: int
    total_bytes: int | None
    content: bytes

    @property
    def end(self) -> int:
        """How many bytes there are with it."""
        return self.offset + len(self.content)

    def ends_with(self, so_far: bytes) -> bool:
        """Whether the piece ends with it; `so_far` are the bytes before it.

        Where no size was said the hash tells; bytes that never come to it end where no piece is longer.
        """
        if self.total_bytes is not None:
            return self.end >= self.total_bytes
        return self.end >= EVIDENCE_MAX_BYTES or name_of(so_far + self.content) == self.name


@dataclass(frozen=True, slots=True)
class Judged:
    """A whole piece that is what its name and its content say; `shown` is the copy people may see."""

    kind: EvidenceKind
    original: bytes
    shown: bytes


@dataclass(frozen=True, slots=True)
class OtherBytes:
    """The bytes received are not those of the name: they suffered on the way, and are sent again."""


Judgement = Judged | EvidenceFault | OtherBytes
