"""Triggers that make a table append-only: the database itself refuses UPDATE, DELETE and overwriting."""

from sqlalchemy import DDL, Table, UniqueConstraint, event
from sqlmodel import SQLModel

from sync_server.db.base import table_of

_SQLITE_REFUSAL = "BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"

# Quoted as one literal: DDL() fills in percent signs, and plpgsql's RAISE uses them.
_POSTGRESQL_FUNCTION = (
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION USING MESSAGE = 'append-only: ' || TG_TABLE_NAME; END $$"
)


def make_append_only(mapped: type[SQLModel]) -> None:
    """Has the triggers created with the table, on SQLite and on PostgreSQL."""
    table = table_of(mapped)
    for dialect in ("sqlite", "postgresql"):
        for statement in append_only_statements(dialect, table):
            event.listen(table, "after_create", DDL(statement).execute_if(dialect=dialect))


def append_only_statements(dialect: str, table: Table) -> tuple[str, ...]:
    """The statements that make an existing table append-only, for a migration to run."""
    return _sqlite_statements(table) if dialect == "sqlite" else _postgresql_statements(table)


def _sqlite_statements(table: Table) -> tuple[str, ...]:
    name = table.name
    refusal = _SQLITE_REFUSAL.format(table=name)
    return (
        f"CREATE TRIGGER {name}_refuses_update BEFORE UPDATE ON {name} {refusal}",
        f"CREATE TRIGGER {name}_refuses_delete BEFORE DELETE ON {name} {refusal}",
        # INSERT OR REPLACE removes the old row without firing DELETE triggers. Names are our own tables'.
        f"CREATE TRIGGER {name}_refuses_replace BEFORE INSERT ON {name}"  # noqa: S608
        f" WHEN EXISTS (SELECT 1 FROM {name} WHERE {_same_row(table)}) {refusal}",
    )


def _same_row(table: Table) -> str:
    keys = [tuple(column.name for column in table.primary_key)]
    keys += [
        tuple(column.name for column in constraint.columns)
        for constraint in sorted(table.constraints, key=lambda constraint: str(constraint.name))
        if isinstance(constraint, UniqueConstraint)
    ]
    return " OR ".join("(" + " AND ".join(f"{name} = NEW.{name}" for name in key) + ")" for key in keys)


def _postgresql_statements(table: Table) -> tuple[str, ...]:
    name = table.name
    return (
        _POSTGRESQL_FUNCTION,
        f"CREATE TRIGGER {name}_refuses_change BEFORE UPDATE OR DELETE ON {name}"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        f"CREATE TRIGGER {name}_refuses_truncate BEFORE TRUNCATE ON {name}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    )
