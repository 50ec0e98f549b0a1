"""Evidence goes up after the facts that name it: a chunk at a time, from where the server stands."""

import base64
from dataclasses import replace
from enum import StrEnum

from mobile.device.clock import Randomness
from mobile.store.database import Store
from mobile.store.evidence import (
    WaitingPiece,
    ask_again,
    evidence_counts,
    forget_pieces,
    next_waiting,
    no_longer_needed,
    note_received,
    note_refused,
    note_tried,
    read_chunk,
)
from mobile.store.outbox import pending_facts
from mobile.sync.outcome import EvidencePass, Synced
from mobile.sync.peer import Chunk, Peer, ProblemAnswer, Unreachable, UploadState
from shared.custody.evidence import EVIDENCE_MAX_BYTES
from shared.sync.evidence import BLOB_CHUNK_BYTES
from shared.sync.protocol import SyncReply

PIECES_A_PASS = 12
# Every chunk once, and a few more where the server had lost some.
CHUNKS_A_PIECE = EVIDENCE_MAX_BYTES // BLOB_CHUNK_BYTES + 8
NONCE_BYTES = 16


class _Facts(StrEnum):
    COME_FIRST = "come_first"


_Answer = UploadState | ProblemAnswer | Unreachable | _Facts


def send_evidence(
    store: Store, token: str, peer: Peer, randomness: Randomness, reply: SyncReply, synced: Synced
) -> Synced:
    """Send what waits, after a pass that ended well. Its failures never make the pass one that failed."""
    _take_in(store, reply)
    stopped = None
    with store.reading() as connection:
        before, pieces = evidence_counts(connection).waiting, next_waiting(connection, PIECES_A_PASS)
    for piece in pieces:
        answer = _send_piece(store, token, peer, randomness, piece)
        stopped = _keep_answer(store, piece, answer, reply.server_time)
        if stopped is not None:
            break
    with store.reading() as connection:
        waiting, pending = evidence_counts(connection).waiting, pending_facts(connection)
        # Where none went up, trying again at once would only drain the battery.
        has_more = waiting < before and bool(next_waiting(connection, 1))
    outcome = replace(stopped or EvidencePass(), waiting=waiting, has_more=has_more)
    return replace(synced, pending=pending, evidence=outcome)


def _take_in(store: Store, reply: SyncReply) -> None:
    """What the server lacks waits again; what a verified backup has held for long need not stay here."""
    missing = reply.blobs.missing
    with store.reading() as connection:
        past = no_longer_needed(connection, reply.server_time)
    if missing or past:
        with store.writing() as connection:
            forget_pieces(connection, past)
            ask_again(connection, missing)


def _send_piece(store: Store, token: str, peer: Peer, randomness: Randomness, piece: WaitingPiece) -> _Answer:
    """Chunk after chunk until the server has it all, says no, is gone, or a fact was recorded meanwhile."""
    answer: UploadState | ProblemAnswer | Unreachable = UploadState(0)
    # Part of it may be there, or it may not be wanted at all: asking costs less than a chunk.
    if piece.size_bytes > BLOB_CHUNK_BYTES or piece.was_tried:
        answer = peer.upload_state(token, piece.name, _nonce(randomness))
    for _ in range(CHUNKS_A_PIECE):
        if not isinstance(answer, UploadState) or answer.is_complete:
            return answer
        with store.reading() as connection:
            if pending_facts(connection):
                return _Facts.COME_FIRST
            content = read_chunk(connection, piece.name, answer.offset, BLOB_CHUNK_BYTES)
        chunk = Chunk(piece.name, answer.offset, piece.size_bytes, content)
        answer = peer.send_chunk(token, chunk, _nonce(randomness))
    return answer


def _keep_answer(
    store: Store, piece: WaitingPiece, answer: _Answer, server_time_ms: int
) -> EvidencePass | None:
    """Keep what became of a piece; how the step ends where it must, None to go on with the next piece."""
    match answer:
        case UploadState(is_complete=True):
            with store.writing() as connection:
                note_received(connection, piece.name, server_time_ms)
            return None
        case ProblemAnswer(status=410):
            with store.writing() as connection:
                forget_pieces(connection, [piece.name])
            return None
        case ProblemAnswer(status=413) | ProblemAnswer(status=422, slug="not-evidence" | ""):
            with store.writing() as connection:
                note_refused(connection, piece.name)
            return None
        case ProblemAnswer(status=404) | UploadState():
            # Its fact is in quarantine there, or the server never gets to the end of it: others first.
            with store.writing() as connection:
                note_tried(connection, piece.name)
            return None
        case ProblemAnswer(slug=slug, retry_after_s=retry_after_s):
            return EvidencePass(problem=slug or "error", retry_after_s=retry_after_s)
        case Unreachable(reason=reason):
            return EvidencePass(problem=reason.value)
        case _Facts():
            return EvidencePass()


def _nonce(randomness: Randomness) -> str:
    return base64.urlsafe_b64encode(randomness.random_bytes(NONCE_BYTES)).decode()
