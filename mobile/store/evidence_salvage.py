"""Evidence in a damaged file: every piece still whole, whose fact was saved, is taken over."""

from pathlib import Path

from sqlalchemy import Connection

from mobile.store.damaged import rows_from_either_end
from mobile.store.evidence import keep_evidence, kept_piece
from mobile.store.statements import first
from shared.custody.evidence import Piece, name_of, unpack

_PIECES = "SELECT name, fact_id, content FROM evidence ORDER BY rowid"


def salvage_evidence(connection: Connection, copy: Path) -> None:
    """Take over what a copy of the damaged file still gives; all of it waits to be sent again."""
    for name, fact_id, packed in rows_from_either_end(copy, _PIECES):
        _take_over(connection, name, fact_id, packed)


def _take_over(connection: Connection, name: object, fact_id: object, packed: object) -> None:
    if not isinstance(packed, bytes) or not isinstance(fact_id, str) or name_of(packed) != name:
        return
    piece = unpack(packed)
    fact_is_saved = first(connection, "SELECT 1 FROM logged_fact WHERE id = ?", (fact_id,)) is not None
    if isinstance(piece, Piece) and fact_is_saved:
        keep_evidence(connection, fact_id, [kept_piece(piece.kind, packed)])
