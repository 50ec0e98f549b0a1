"""Pieces of evidence as values: their states, how far an upload is, why one is not taken."""

from dataclasses import dataclass
from enum import StrEnum

from shared.custody.evidence import EvidenceFault, EvidenceKind


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
    """Bytes of the piece `name` from `offset` on; `total_bytes` is the size of the whole."""

    name: str
    offset: int
    total_bytes: int
    content: bytes

    @property
    def is_last(self) -> bool:
        """Whether the piece ends with it."""
        return self.offset + len(self.content) >= self.total_bytes


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
