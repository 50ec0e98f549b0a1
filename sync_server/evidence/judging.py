"""Judging a whole piece: its hash first, then what it says it is, then whether it can be decoded."""

from shared.custody.evidence import (
    EvidenceFault,
    EvidenceKind,
    Piece,
    name_of,
    read_piece,
    read_position,
    write_position,
)
from sync_server.evidence.images import shown_copy
from sync_server.evidence.pieces import Judged, Judgement, OtherBytes


def judge(name: str, packed: bytes) -> Judgement:
    """Takes its time over pictures: not to be called while a transaction is open."""
    if name_of(packed) != name:
        return OtherBytes()
    piece = read_piece(packed)
    if isinstance(piece, EvidenceFault):
        return piece
    shown = _shown(piece)
    if shown is None:
        return EvidenceFault.NOT_AN_IMAGE
    return Judged(piece.kind, packed, shown)


def _shown(piece: Piece) -> bytes | None:
    if piece.kind is not EvidenceKind.POSITION:
        return shown_copy(piece.content)
    position = read_position(piece.content)
    return None if position is None else write_position(position)
