"""Evidence on the phone: kept beside the fact that names it until a verified backup of the server has it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection

from mobile.store.statements import first, run, run_many
from shared.custody.events import Kind
from shared.custody.evidence import EvidenceKind, name_of

# Copies the server holds safely stay this long, so that one restored from an older backup is refilled.
KEPT_WHEN_SAFE_MS = 45 * 24 * 3_600_000
# By then the server has erased what is not in question: no copy outlives it here.
KEPT_AT_MOST_MS = 60 * 24 * 3_600_000


class PieceState(StrEnum):
    """Where a piece stands; `refused` ones are kept, but no longer offered."""

    WAITING = "waiting"
    RECEIVED = "received"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class KeptPiece:
    """A piece as it is kept and travels, under its name."""

    name: str
    kind: EvidenceKind
    packed: bytes


@dataclass(frozen=True, slots=True)
class WaitingPiece:
    """A piece the server may ask for: its fact has arrived there. `was_tried`: in vain, so far."""

    name: str
    size_bytes: int
    was_tried: bool


@dataclass(frozen=True, slots=True)
class PhotoOfAct:
    """A photo as it is kept, and where its act or incident was recorded."""

    name: str
    packed: bytes
    round_id: str | None
    place_id: str | None


@dataclass(frozen=True, slots=True)
class EvidenceCounts:
    """How many pieces are still to be sent, whether or not their fact was, and how many were refused."""

    waiting: int
    refused: int


def kept_piece(kind: EvidenceKind, packed: bytes) -> KeptPiece:
    """A packed object under its name."""
    return KeptPiece(name_of(packed), kind, packed)


def keep_evidence(connection: Connection, fact_id: str, pieces: Sequence[KeptPiece]) -> None:
    """Keep the pieces a fact names, in the caller's transaction."""
    run_many(
        connection,
        "INSERT OR IGNORE INTO evidence (name, fact_id, kind, size_bytes, state, tries, content)"
        " VALUES (?, ?, ?, ?, ?, 0, ?)",
        [
            (each.name, fact_id, each.kind.value, len(each.packed), PieceState.WAITING.value, each.packed)
            for each in pieces
        ],
    )


def photos_of_facts(connection: Connection, fact_ids: Sequence[str]) -> list[PhotoOfAct]:
    """The photos still kept here that acts and incidents among these facts brought, in the order taken."""
    found: list[PhotoOfAct] = []
    for fact_id in fact_ids:
        rows = run(
            connection,
            "SELECT e.name, e.content, f.round_id, f.place_id FROM evidence e"
            " JOIN logged_fact f ON f.id = e.fact_id"
            " WHERE e.fact_id = ? AND e.kind = ? AND f.kind IN (?, ?, ?) ORDER BY e.rowid",
            (fact_id, EvidenceKind.PHOTO.value, Kind.PICKUP.value, Kind.DROP.value, Kind.INCIDENT.value),
        )
        found += [PhotoOfAct(*row) for row in rows.fetchall()]
    return found


def evidence_counts(connection: Connection) -> EvidenceCounts:
    """The counts in the caller's view."""
    found = run(connection, "SELECT state, count(*) FROM evidence GROUP BY state").fetchall()
    counts: dict[str, int] = dict(found)
    return EvidenceCounts(counts.get(PieceState.WAITING.value, 0), counts.get(PieceState.REFUSED.value, 0))


def next_waiting(connection: Connection, most: int) -> list[WaitingPiece]:
    """Pieces whose fact the server holds, those tried least often first, then the oldest."""
    found = run(
        connection,
        "SELECT e.name, e.size_bytes, e.tries > 0 FROM evidence e JOIN logged_fact f ON f.id = e.fact_id"
        " WHERE e.state = ? AND f.seq < (SELECT next FROM sync_state)"
        " ORDER BY e.tries, f.seq, e.name LIMIT ?",
        (PieceState.WAITING.value, most),
    )
    return [WaitingPiece(name, size_bytes, bool(tried)) for name, size_bytes, tried in found]


def read_chunk(connection: Connection, name: str, start: int, most_bytes: int) -> bytes:
    """Bytes of a piece from `start` on; empty past its end or where it is no longer kept."""
    row = first(
        connection, "SELECT substr(content, ?, ?) FROM evidence WHERE name = ?", (start + 1, most_bytes, name)
    )
    return row[0] if row else b""


def ask_again(connection: Connection, names: Iterable[str]) -> None:
    """The server says that it lacks these: what it had acknowledged of them is gone, such as by a restore."""
    run_many(
        connection,
        "UPDATE evidence SET state = ?, received_ms = NULL, received_at_head = NULL"
        " WHERE name = ? AND state = ?",
        [(PieceState.WAITING.value, name, PieceState.RECEIVED.value) for name in names],
    )


def note_tried(connection: Connection, name: str) -> None:
    """A try came to nothing: others come first next time."""
    run(connection, "UPDATE evidence SET tries = tries + 1 WHERE name = ?", (name,))


def note_received(connection: Connection, name: str, server_time_ms: int) -> None:
    """The server holds it, but perhaps in no backup yet: what this log gets from now on will tell."""
    run(
        connection,
        "UPDATE evidence SET state = ?, received_ms = ?,"
        " received_at_head = (SELECT coalesce(max(seq), 0) FROM logged_fact) WHERE name = ?",
        (PieceState.RECEIVED.value, server_time_ms, name),
    )


def note_refused(connection: Connection, name: str) -> None:
    """The server can make nothing of it, and never will."""
    run(connection, "UPDATE evidence SET state = ? WHERE name = ?", (PieceState.REFUSED.value, name))


def forget_pieces(connection: Connection, names: Iterable[str]) -> None:
    """These were erased on the server, or are safe there for long: the copies kept here go."""
    run_many(connection, "DELETE FROM evidence WHERE name = ?", [(name,) for name in names])


def no_longer_needed(connection: Connection, server_time_ms: int) -> list[str]:
    """The pieces that need not stay: acknowledged long ago and held by a verified backup, or two months old.

    A backup that holds a position of this log which did not exist when a piece was acknowledged was made
    afterwards, hence holds the piece too.
    """
    found = run(
        connection,
        "SELECT name FROM evidence WHERE state = ? AND received_ms < ?"
        " AND (received_at_head < (SELECT safe FROM sync_state) OR received_ms < ?)",
        (PieceState.RECEIVED.value, server_time_ms - KEPT_WHEN_SAFE_MS, server_time_ms - KEPT_AT_MOST_MS),
    )
    return [name for (name,) in found]
