"""Proving what a copy of the database holds of evidence: all that is held is there, and is what it says."""

from sqlalchemy import Connection, inspect, select

from shared.custody.evidence import name_of
from sync_server.db.base import table_of
from sync_server.evidence.pieces import PieceState
from sync_server.evidence.tables import Evidence, EvidenceContent

_PIECE = table_of(Evidence)
_CONTENT = table_of(EvidenceContent)
# Each may be two megabytes.
_ROWS_AT_ONCE = 8


def broken_piece(connection: Connection) -> str | None:
    """The first piece that is said to be held and is not, or not whole. Older copies know of no evidence."""
    if not inspect(connection).has_table(_CONTENT.name):
        return None
    held = (
        select(_PIECE.c.name, _CONTENT.c.original)
        .outerjoin(_CONTENT, _CONTENT.c.name == _PIECE.c.name)
        .where(_PIECE.c.state == PieceState.HELD.value)
        .order_by(_PIECE.c.name)
        .execution_options(yield_per=_ROWS_AT_ONCE)
    )
    with connection.execute(held) as found:
        for name, original in found:
            if original is None or name_of(bytes(original)) != name:
                return str(name)
    return None
