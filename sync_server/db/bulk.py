"""Many rows at once through the driver: the hot paths of ingest and projection."""

import json
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Select,
    Table,
    any_,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.sql.dml import UpdateBase
from sqlmodel import SQLModel

from sync_server.db.base import table_of

# Both databases take far more parameters; more in one statement gains nothing.
CHUNK = 500

# Positional placeholders let a row be a plain tuple.
_DIALECTS = {
    "sqlite": SQLiteDialect_pysqlite(paramstyle="qmark"),
    "postgresql": PGDialect_psycopg(paramstyle="format"),
}
_LISTED = "listed_values"
AnySelect = Select[*tuple[Any, ...]]
Value = TypeVar("Value")
Columns = tuple[str, ...]
Rows = list[tuple[Any, ...]]
# A statement's text, the order of its bound values, and those the statement itself says.
_Text = tuple[str, Columns, dict[str, str | int]]
_KEPT_TEXTS = 512


def in_chunks(values: Sequence[Value], size: int = CHUNK) -> Iterator[Sequence[Value]]:
    """Stretches of at most `size` values, for IN lists."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


def rows_in(
    connection: Connection,
    statement: AnySelect,
    column: ColumnElement[Any],
    values: Collection[str] | Collection[int],
    **named: str | int,
) -> Sequence[Any]:
    """The rows of `statement` whose `column` is one of `values`, however many these are.

    `statement` is a constant of its module, compiled once; its own bound values come as `named`.
    """
    if not values:
        return []
    dialect = connection.dialect.name
    text, order, constants = _select_text(dialect, statement, column)
    listed = json.dumps(list(values)) if dialect == "sqlite" else list(values)
    bound = constants | named | {_LISTED: listed}
    return connection.exec_driver_sql(text, tuple(bound[name] for name in order)).all()


def rows_of(connection: Connection, statement: AnySelect, **named: str | int) -> Sequence[Any]:
    """The rows of `statement`, a constant of its module compiled once, with its bound values by name."""
    text, order, constants = _constant_text(connection.dialect.name, statement)
    bound = constants | named
    return connection.exec_driver_sql(text, tuple(bound[name] for name in order)).all()


def insert_many(connection: Connection, table: type[SQLModel], columns: Columns, rows: Rows) -> None:
    """Inserts `rows`, each a tuple in the order of `columns`; a column left out is NULL."""
    if rows:
        connection.exec_driver_sql(_insert_text(connection.dialect.name, table_of(table), columns), rows)


def update_many(
    connection: Connection, table: type[SQLModel], columns: Columns, key: Columns, rows: Rows
) -> None:
    """Updates by key: each tuple holds the new `columns`, then the `key` columns."""
    if rows:
        connection.exec_driver_sql(_update_text(connection.dialect.name, table_of(table), columns, key), rows)


def delete_many(connection: Connection, table: type[SQLModel], key: Columns, rows: Rows) -> None:
    """Deletes the rows whose `key` columns equal each tuple."""
    if rows:
        connection.exec_driver_sql(_delete_text(connection.dialect.name, table_of(table), key), rows)


@lru_cache(maxsize=_KEPT_TEXTS)
def _select_text(dialect: str, statement: AnySelect, column: ColumnElement[Any]) -> _Text:
    if dialect == "sqlite":
        # One parameter for the whole list: a placeholder for each value would be compiled each time.
        each = func.json_each(bindparam(_LISTED)).table_valued("value")
        listed = column.in_(select(each.c.value))
    else:
        listed = column == any_(bindparam(_LISTED, type_=ARRAY(column.type)))
    return _text_of(dialect, statement.where(listed))


@lru_cache(maxsize=_KEPT_TEXTS)
def _constant_text(dialect: str, statement: AnySelect) -> _Text:
    return _text_of(dialect, statement)


def _text_of(dialect: str, statement: AnySelect) -> _Text:
    compiled = statement.compile(dialect=_DIALECTS[dialect])
    constants = {name: bind.value for name, bind in compiled.binds.items() if bind.value is not None}
    lists = [name for name, value in constants.items() if not isinstance(value, str | int)]
    if lists:
        raise AssertionError(f"a list in a constant statement has no text of its own: {lists}")
    # An enumeration's member is its word: PostgreSQL's driver would look for a type of that name.
    plain = {name: str(value) if isinstance(value, str) else value for name, value in constants.items()}
    return str(compiled), tuple(compiled.positiontup or ()), plain


@lru_cache(maxsize=_KEPT_TEXTS)
def _insert_text(dialect: str, table: Table, columns: Columns) -> str:
    statement = insert(table).values({name: bindparam(name) for name in columns}).inline()
    return _compiled(dialect, statement, columns)


@lru_cache(maxsize=_KEPT_TEXTS)
def _update_text(dialect: str, table: Table, columns: Columns, key: Columns) -> str:
    statement = (
        update(table)
        .values({name: bindparam(f"new_{name}") for name in columns})
        .where(*(table.c[name] == bindparam(f"key_{name}") for name in key))
    )
    order = tuple(f"new_{name}" for name in columns) + tuple(f"key_{name}" for name in key)
    return _compiled(dialect, statement, order)


@lru_cache(maxsize=_KEPT_TEXTS)
def _delete_text(dialect: str, table: Table, key: Columns) -> str:
    statement = delete(table).where(*(table.c[name] == bindparam(f"key_{name}") for name in key))
    return _compiled(dialect, statement, tuple(f"key_{name}" for name in key))


def _compiled(dialect: str, statement: UpdateBase, order: Columns) -> str:
    compiled = statement.compile(dialect=_DIALECTS[dialect])
    if tuple(compiled.positiontup or ()) != order:
        raise AssertionError(f"columns must be named in the table's own order: {compiled.positiontup}")
    return str(compiled)
