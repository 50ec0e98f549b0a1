"""What a person attaches to what they record: position, photos, signature, each in its own envelope."""

from dataclasses import dataclass

from sqlalchemy import Connection

from mobile.actions.outcomes import RefusalReason, Refused
from mobile.device.clock import Randomness
from mobile.store.draft_photos import contents_of_drafts
from mobile.store.evidence import KeptPiece, kept_piece
from shared.custody.events import Evidence
from shared.custody.evidence import (
    PIECES_A_FACT_MAX,
    SALT_BYTES,
    EvidenceFault,
    EvidenceKind,
    Piece,
    Position,
    pack,
    reference_to,
    write_position,
)


@dataclass(frozen=True, slots=True)
class Attached:
    """Images are JPEG or PNG files as bytes; whoever took them has removed what cameras write into them.

    `photos_of` names the subject (a stop, an incident) whose photos, kept since they were taken, go with it.
    """

    position: Position | None = None
    photos: tuple[bytes, ...] = ()
    signature: bytes | None = None
    photos_of: str | None = None


@dataclass(frozen=True, slots=True)
class PackedEvidence:
    """The pieces to keep, and how the facts name them."""

    pieces: tuple[KeptPiece, ...]
    named: Evidence


NOTHING_ATTACHED = Attached()
_REFUSALS = {
    EvidenceFault.TOO_LARGE: RefusalReason.EVIDENCE_TOO_LARGE,
    EvidenceFault.TOO_MANY_PIXELS: RefusalReason.EVIDENCE_TOO_LARGE,
}


def pack_attached(attached: Attached, randomness: Randomness) -> PackedEvidence | Refused:
    """Each piece with a salt of its own, or why one of them can be attached to nothing."""
    return _packed(_pieces_of(attached), (), randomness)


def with_draft_photos(
    connection: Connection, attached: Attached, packed: PackedEvidence, randomness: Randomness
) -> PackedEvidence | Refused:
    """The same with the photos its subject has, read in the transaction that records them."""
    if attached.photos_of is None:
        return packed
    photos = contents_of_drafts(connection, attached.photos_of)
    return _packed([Piece(EvidenceKind.PHOTO, photo) for photo in photos], packed.pieces, randomness)


def _packed(
    found: list[Piece], before: tuple[KeptPiece, ...], randomness: Randomness
) -> PackedEvidence | Refused:
    pieces = list(before)
    for piece in found:
        packed = pack(piece, randomness.random_bytes(SALT_BYTES))
        if isinstance(packed, EvidenceFault):
            return Refused(_REFUSALS.get(packed, RefusalReason.EVIDENCE_UNREADABLE))
        pieces.append(kept_piece(piece.kind, packed))
    if len(pieces) > PIECES_A_FACT_MAX:
        return Refused(RefusalReason.TOO_MUCH_EVIDENCE)
    return PackedEvidence(tuple(pieces), _named(pieces))


def _pieces_of(attached: Attached) -> list[Piece]:
    found = [Piece(EvidenceKind.PHOTO, photo) for photo in attached.photos]
    if attached.signature is not None:
        found.append(Piece(EvidenceKind.SIGNATURE, attached.signature))
    if attached.position is not None:
        found.append(Piece(EvidenceKind.POSITION, write_position(attached.position)))
    return found


def _named(pieces: list[KeptPiece]) -> Evidence:
    by_kind = {
        kind: [reference_to(each.name) for each in pieces if each.kind is kind] for kind in EvidenceKind
    }
    return Evidence(
        gps=next(iter(by_kind[EvidenceKind.POSITION]), None),
        photos=tuple(by_kind[EvidenceKind.PHOTO]),
        signature=next(iter(by_kind[EvidenceKind.SIGNATURE]), None),
    )
