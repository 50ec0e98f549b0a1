"""Receiving a piece chunk by chunk: from whom, from where, how much a day, and what the whole is."""

from datetime import UTC, datetime

from sqlmodel import Session

from shared.custody.evidence import EVIDENCE_MAX_BYTES, EvidenceFault
from shared.sync.evidence import BLOBS_A_DAY_BYTES
from sync_server.evidence import queries
from sync_server.evidence.pieces import (
    Judged,
    Judgement,
    NotTaken,
    OtherBytes,
    PieceState,
    SentChunk,
    Stand,
    Uploader,
)


def stand_of(session: Session, uploader: Uploader, name: str, *, lock: bool = False) -> Stand | NotTaken:
    """How far the piece is, from this phone. Only what facts of its own person name is known to it."""
    connection = session.connection()
    found = queries.state_for(connection, uploader, name, lock=lock)
    if found is None:
        return NotTaken.UNKNOWN
    match PieceState(found[0]):
        case PieceState.HELD:
            return Stand(found[1], is_complete=True)
        case PieceState.REFUSED:
            return NotTaken.NOT_EVIDENCE
        case PieceState.ERASED:
            return NotTaken.ERASED
        case PieceState.MISSING:
            chunks = queries.chunk_sizes(connection, uploader, name)
            return Stand(sum(size for _, size, _ in chunks))


def whole_piece(session: Session, uploader: Uploader, chunk: SentChunk) -> bytes | None:
    """The piece as it is with its last chunk; None where more is to come."""
    if chunk.total_bytes is not None and chunk.end < chunk.total_bytes:
        return None
    so_far = queries.bytes_so_far(session.connection(), uploader, chunk.name)
    return so_far + chunk.content if chunk.ends_with(so_far) else None


def fits(stand: Stand, chunk: SentChunk) -> bool:
    """Whether the chunk goes on where the upload stands."""
    return not stand.is_complete and chunk.offset == stand.offset


def take_chunk(
    session: Session, uploader: Uploader, chunk: SentChunk, judged: Judgement | None, now_ms: int
) -> Stand | NotTaken:
    """Keeps a chunk, or the whole piece where the chunk is its last and was judged with what came before.

    A chunk that does not fit changes nothing: the answer says where to go on.
    """
    total_bytes = EVIDENCE_MAX_BYTES if chunk.total_bytes is None else chunk.total_bytes
    if total_bytes > EVIDENCE_MAX_BYTES or chunk.end > total_bytes:
        return NotTaken.TOO_LARGE
    stand = stand_of(session, uploader, chunk.name, lock=True)
    is_empty = judged is None and not chunk.content
    if isinstance(stand, NotTaken) or not fits(stand, chunk) or is_empty:
        return stand
    connection = session.connection()
    day = datetime.fromtimestamp(now_ms / 1000, UTC).date().isoformat()
    if queries.count_traffic(connection, uploader.device_id, day, len(chunk.content)) > BLOBS_A_DAY_BYTES:
        return NotTaken.QUOTA
    match judged:
        case None:
            queries.keep_chunk(connection, uploader, chunk, now_ms)
            return Stand(chunk.offset + len(chunk.content))
        case OtherBytes():
            queries.forget_upload(connection, uploader, chunk.name)
            return Stand(0)
        case EvidenceFault():
            queries.refuse_piece(connection, chunk.name, judged.value, now_ms)
            return NotTaken.NOT_EVIDENCE
        case Judged():
            queries.keep_content(connection, chunk.name, judged, now_ms)
            return Stand(chunk.end, is_complete=True)
