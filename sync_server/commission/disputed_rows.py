"""Rows of disputed lines: phones are told that a line waits, and later what was decided and why."""

import json
from collections.abc import Collection

from sqlalchemy import select
from sqlmodel import Session

from shared.commission.legs import WithheldReason
from shared.commission.line_values import due_identity
from sync_server.commission.line_notes import dispute_notes
from sync_server.commission.settled import settled_row_keys
from sync_server.db.base import table_of
from sync_server.db.bulk import in_chunks
from sync_server.db.feed import LockedFeed
from sync_server.db.rows import RowPut, person_audience, put_rows
from sync_server.db.tables import PullRow

_ROW = table_of(PullRow)
_BENEFICIARY = 2


def tell_of_disputes(session: Session, feed: LockedFeed, line_keys: Collection[str]) -> int:
    """Writes into the rows of these lines, open and settled, where their dispute stands; how many changed.

    Amounts are left alone: a settled row's never change.
    """
    if not line_keys:
        return 0
    notes = dispute_notes(session)
    puts: list[RowPut] = []
    for chunk in in_chunks(_rows_of_lines(session, line_keys)):
        held = select(_ROW.c.k, _ROW.c.d).where(_ROW.c.t == "line", _ROW.c.deleted == 0, _ROW.c.k.in_(chunk))
        for key, content in session.connection().execute(held):
            identity = due_identity(key)
            if identity is None:
                continue
            told = {name: value for name, value in json.loads(content).items() if name != "dispute"}
            if identity in notes:
                told["dispute"] = notes[identity]
            puts.append(RowPut("line", key, told, (person_audience(identity[_BENEFICIARY] or ""),)))
    return put_rows(session, feed, puts)


def _rows_of_lines(session: Session, line_keys: Collection[str]) -> list[str]:
    """Every row these lines may have: due, withheld for whatever reason, and one in each settlement."""
    due_keys = {each.partition("@")[0].rpartition("|")[0] + "|" for each in line_keys}
    open_keys = {due_key + reason for due_key in due_keys for reason in ("", *WithheldReason)}
    return sorted(open_keys | settled_row_keys(session, due_keys))
