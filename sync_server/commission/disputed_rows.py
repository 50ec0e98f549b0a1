"""Rows of disputed lines: phones are told that a line waits, and later what was decided and why."""

import json
from collections.abc import Collection

from sqlalchemy import select
from sqlmodel import Session

from shared.commission.line_values import due_identity
from sync_server.commission.line_notes import dispute_notes
from sync_server.db.base import table_of
from sync_server.db.bulk import in_chunks
from sync_server.db.feed import LockedFeed
from sync_server.db.rows import RowPut, person_audience, put_rows
from sync_server.db.tables import PullRow

_ROW = table_of(PullRow)
_BENEFICIARY = 2


def tell_of_disputes(session: Session, feed: LockedFeed, row_keys: Collection[str]) -> int:
    """Writes into these lines' rows, open or settled, where their dispute stands; how many changed.

    Amounts are left alone: a settled row's never change.
    """
    notes = dispute_notes(session)
    puts: list[RowPut] = []
    for chunk in in_chunks(sorted(row_keys)):
        held = select(_ROW.c.k, _ROW.c.d).where(_ROW.c.t == "line", _ROW.c.deleted == 0, _ROW.c.k.in_(chunk))
        for key, content in session.connection().execute(held):
            identity = due_identity(key)
            if identity is None:
                continue
            told = {name: value for name, value in json.loads(content).items() if name != "dispute"}
            if key in notes:
                told["dispute"] = notes[key]
            puts.append(RowPut("line", key, told, (person_audience(identity[_BENEFICIARY] or ""),)))
    return put_rows(session, feed, puts)
