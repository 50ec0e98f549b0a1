"""Rows as the server sends them: a page and its cursor kept together, a reset swapped in all at once."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row's new content, or None where it is gone."""

    table: str
    key: str
    content: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class PulledPage:
    """One page of rows; `has_more` until the last page of this pull."""

    changes: tuple[RowChange, ...]
    cursor: str | None
    has_more: bool
    is_reset: bool


def cursor_to_send(connection: Connection) -> str | None:
    """The cursor of the reset that is coming in, else that of the rows on the screen."""
    staged, cursor = connection.exec_driver_sql("SELECT staged_cursor, cursor FROM sync_state").one()
    return cast(str | None, staged if staged is not None else cursor)


def keep_page(connection: Connection, page: PulledPage, covered: int | None) -> None:
    """Keep a page with its cursor, in the caller's transaction.

    A reset may take several pages and the network may go between them: they are staged, and replace the
    rows only when complete, so that a driver never loses his plan half-way. `covered` is the first own
    fact these rows do not tell yet; known only with the last page.
    """
    if page.is_reset:
        connection.exec_driver_sql("DELETE FROM staged_row")
    if page.is_reset or _is_staging(connection):
        _keep_staged(connection, page)
    else:
        _change_rows(connection, "pulled_row", page.changes)
        _replan(connection, [change for change in page.changes if change.table == "crate"])
        connection.exec_driver_sql("UPDATE sync_state SET cursor = ?", (page.cursor,))
    if covered is not None and not page.has_more:
        connection.exec_driver_sql("UPDATE sync_state SET covered = min(?, next)", (covered,))


def _is_staging(connection: Connection) -> bool:
    return connection.exec_driver_sql("SELECT staged_cursor FROM sync_state").scalar_one() is not None


def _keep_staged(connection: Connection, page: PulledPage) -> None:
    _change_rows(connection, "staged_row", page.changes)
    if page.has_more:
        connection.exec_driver_sql("UPDATE sync_state SET staged_cursor = ?", (page.cursor,))
        return
    for statement in (
        "DELETE FROM pulled_row",
        "DELETE FROM planned_move",
        "INSERT INTO pulled_row (t, k, d) SELECT t, k, d FROM staged_row",
        "DELETE FROM staged_row",
    ):
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql("UPDATE sync_state SET cursor = ?, staged_cursor = NULL", (page.cursor,))
    crates = connection.exec_driver_sql("SELECT k, d FROM pulled_row WHERE t = 'crate'").all()
    _replan(connection, [RowChange("crate", code, json.loads(content)) for code, content in crates])


def _change_rows(connection: Connection, table: str, changes: Iterable[RowChange]) -> None:
    """The last change of a key wins, as the page is in stamp order."""
    last = {(change.table, change.key): change for change in changes}
    gone = [(change.table, change.key) for change in last.values() if change.content is None]
    kept = [
        (change.table, change.key, json.dumps(change.content, ensure_ascii=False, separators=(",", ":")))
        for change in last.values()
        if change.content is not None
    ]
    if gone:
        connection.exec_driver_sql(f"DELETE FROM {table} WHERE t = ? AND k = ?", gone)  # noqa: S608
    if kept:
        connection.exec_driver_sql(f"INSERT OR REPLACE INTO {table} (t, k, d) VALUES (?, ?, ?)", kept)  # noqa: S608


def _replan(connection: Connection, crates: Sequence[RowChange]) -> None:
    if not crates:
        return
    connection.exec_driver_sql(
        "DELETE FROM planned_move WHERE code = ?", [(change.key,) for change in crates]
    )
    moves = [move for change in crates for move in _moves_of(change)]
    if moves:
        connection.exec_driver_sql(
            "INSERT INTO planned_move (code, position, round_id, consignment_id, from_place_id, to_place_id)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            moves,
        )


def _moves_of(change: RowChange) -> list[tuple[str, int, str, str, str, str]]:
    """Rows come from outside: a move that cannot be read is no move, never a crash."""
    content = change.content or {}
    consignment, moves = content.get("cons"), content.get("moves")
    found: list[tuple[str, int, str, str, str, str]] = []
    for position, move in enumerate(cast(list[Any], moves) if isinstance(moves, list) else []):
        if not isinstance(move, dict):
            continue
        ends = [cast(dict[str, Any], move).get(name) for name in ("round", "from", "to")]
        if isinstance(consignment, str) and all(isinstance(end, str) for end in ends):
            found.append((change.key, position, cast(str, ends[0]), consignment, str(ends[1]), str(ends[2])))
    return found
