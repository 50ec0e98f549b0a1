"""Triggers that mark a consignment whose value may have changed: whoever writes, the database notes it.

Its lines follow from its row, its crates, the legs of either, and what was settled of it.
Tariffs, keepers and the program are not marked: the fingerprint of `kept` names them.
"""

from collections.abc import Iterator

from sqlalchemy import DDL, event
from sqlmodel import SQLModel

from sync_server.db.base import table_of

# The mark of no consignment in particular: nothing that was kept may be used.
EVERYTHING = 0
# Which consignments a row bears on; {row} is OLD or NEW.
_OF_ROW = {
    "leg": (
        "SELECT {row}.consignment_pk WHERE {row}.consignment_pk IS NOT NULL"
        " UNION SELECT consignment_pk FROM crate WHERE code = {row}.crate_code"
    ),
    "crate": "SELECT {row}.consignment_pk",
    "consignment": "SELECT {row}.pk",
    # Settled money of a consignment that is not there cannot be looked for by its number.
    "commission_line": "SELECT coalesce((SELECT pk FROM consignment WHERE id = {row}.consignment_id), 0)",
}
_ROWS = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}
# A consignment that goes or takes another name leaves settled lines behind which no number leads to.
_ORPHANS = {"update": "OLD.id <> NEW.id OR OLD.pk <> NEW.pk", "delete": "TRUE"}


def make_marked(*mapped: type[SQLModel]) -> None:
    """Has the triggers created with these tables, on SQLite and on PostgreSQL."""
    for table in map(table_of, mapped):
        for dialect in ("sqlite", "postgresql"):
            for statement in mark_statements(dialect, table.name):
                event.listen(table, "after_create", DDL(statement).execute_if(dialect=dialect))


def mark_statements(dialect: str, name: str) -> tuple[str, ...]:
    """The statements that have a table mark consignments, for a migration to run."""
    return _sqlite_statements(name) if dialect == "sqlite" else _postgresql_statements(name)


def _sqlite_statements(name: str) -> tuple[str, ...]:
    statements: list[str] = []
    for act, rows in _ROWS.items():
        marks = [_mark(_OF_ROW[name].format(row=row)) for row in rows]
        statements.append(
            f"CREATE TRIGGER {name}_marks_{act} AFTER {act.upper()} ON {name} BEGIN {'; '.join(marks)}; END"
        )
    return (*statements, *_orphan_statements(name, f"WHEN {{}} BEGIN {_mark(f'SELECT {EVERYTHING}')}; END"))


def _postgresql_statements(name: str) -> tuple[str, ...]:
    old, new = (_mark(_OF_ROW[name].format(row=row)) for row in ("OLD", "NEW"))
    return (
        f"CREATE OR REPLACE FUNCTION mark_{name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF TG_OP <> 'INSERT' THEN {old}; END IF; IF TG_OP <> 'DELETE' THEN {new}; END IF;"
        " RETURN NULL; END $$",
        f"CREATE TRIGGER {name}_marks AFTER INSERT OR UPDATE OR DELETE ON {name}"
        f" FOR EACH ROW EXECUTE FUNCTION mark_{name}()",
        "CREATE OR REPLACE FUNCTION mark_everything() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {_mark(f'SELECT {EVERYTHING}')}; RETURN NULL; END $$",
        f"CREATE TRIGGER {name}_marks_truncate AFTER TRUNCATE ON {name}"
        " FOR EACH STATEMENT EXECUTE FUNCTION mark_everything()",
        *_orphan_statements(name, "FOR EACH ROW WHEN ({}) EXECUTE FUNCTION mark_everything()"),
    )


def _orphan_statements(name: str, then: str) -> Iterator[str]:
    for act, condition in _ORPHANS.items() if name == "consignment" else ():
        yield f"CREATE TRIGGER {name}_orphans_{act} AFTER {act.upper()} ON {name} {then.format(condition)}"


def _mark(consignments: str) -> str:
    return f"INSERT INTO value_mark (consignment_pk) {consignments}"
