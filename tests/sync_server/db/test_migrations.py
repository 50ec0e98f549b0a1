"""The schema the revisions make is the schema the program's tables describe."""

from pathlib import Path

import pytest
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from sqlalchemy import text

from sync_server.db.feed import lock_feed
from sync_server.db.migrate import DatabaseNewerThanProgram, migrate
from sync_server.db.rows import RowPut, put_rows
from sync_server.db.session import Database, begin, open_database
from tests.sync_server.db.every_table import every_table

DEFINITIONS = (
    "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE '%alembic_version%' ORDER BY type, name"
)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return open_database(f"sqlite:///{tmp_path / 'migrated.db'}")


def definitions(database: Database, kind: str) -> dict[str, str | None]:
    with database.reader.begin() as connection:
        rows = connection.execute(text(DEFINITIONS)).all()
    return {row.name: row.sql for row in rows if row.type == kind}


def test_the_revisions_lack_nothing_the_tables_describe(database: Database) -> None:
    migrate(database)
    with database.reader.begin() as connection:
        context = MigrationContext.configure(connection)
        missing = produce_migrations(context, every_table()).upgrade_ops
    database.close()
    assert missing is not None
    # What is printed here is what the next revision must do.
    assert missing.is_empty(), render_python_code(missing)


def test_indexes_and_triggers_are_those_the_tables_describe(database: Database, tmp_path: Path) -> None:
    migrate(database)
    described = open_database(f"sqlite:///{tmp_path / 'described.db'}")
    with described.writer.begin() as connection:
        every_table().create_all(connection)

    for kind in ("trigger", "index"):
        assert definitions(database, kind) == definitions(described, kind)
    tables = definitions(described, "table")
    without_rowid = {name for name, sql in tables.items() if "WITHOUT ROWID" in (sql or "")}
    migrated = definitions(database, "table")
    assert {name for name, sql in migrated.items() if "WITHOUT ROWID" in (sql or "")} == without_rowid
    database.close()
    described.close()


def test_an_up_to_date_database_is_left_alone(database: Database) -> None:
    migrate(database)
    before = definitions(database, "table")
    migrate(database)
    assert definitions(database, "table") == before
    database.close()


def test_a_database_of_a_newer_program_is_refused(database: Database) -> None:
    migrate(database)
    with database.writer.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseNewerThanProgram):
        migrate(database)
    database.close()


def test_a_migration_that_fails_leaves_the_database_as_it_was(database: Database) -> None:
    with database.writer.begin() as connection:
        connection.execute(text("CREATE TABLE posting (id INTEGER)"))
    with pytest.raises(Exception, match="posting"):
        migrate(database)
    assert set(definitions(database, "table")) == {"posting"}
    database.close()


def test_a_database_of_before_the_digests_gets_them_where_the_content_is_still_there(
    database: Database,
) -> None:
    migrate(database, "0009")
    for name in ("Épicerie", "Halle"):
        with begin(database) as session:
            put_rows(session, lock_feed(session), [RowPut("place", "R001", {"name": name}, ("all",))])
    digests = "SELECT seq, digest FROM feed_entry ORDER BY seq"
    with database.reader.begin() as connection:
        kept = [tuple(row) for row in connection.execute(text(digests))]
    with database.writer.begin() as connection:
        connection.execute(text("ALTER TABLE feed_entry DROP COLUMN digest"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0008'"))

    migrate(database)

    with database.reader.begin() as connection:
        found = [tuple(row) for row in connection.execute(text(digests))]
    assert found == [(1, None), kept[1]]
    database.close()


def test_drops_of_before_the_locker_banks_say_which_door_they_named(database: Database) -> None:
    migrate(database, "0009")
    bodies = {
        1: ("R016", '{"data":{"compartment":"r016:b4"}}'),
        2: ("R016", '{"data":{"compartment":"R099:B4"}}'),
        3: ("R016", '{"data":{"temp_dc":35,"note":"\\"compartment\\""}}'),
        4: (None, '{"data":{"compartment":"B4"}}'),
    }
    columns = (
        "pk, id, kind, actor, device, n, wall_ms, boot_ms, boot_key, effective_ms, time_source, time_known"
    )
    statement = (
        f"INSERT INTO event ({columns}, received_ms, log_pk, place_id, body)"
        " VALUES (:pk, :pk, 'drop', 'P001', 'd', 1, 1, 1, 'b', 1, 'wall', 0, 1, 1, :place_id, :body)"
    )
    with database.writer.begin() as connection:
        for pk, (place_id, body) in bodies.items():
            connection.execute(text(statement), {"pk": pk, "place_id": place_id, "body": body})

    migrate(database)

    with database.reader.begin() as connection:
        named = connection.execute(text("SELECT compartment FROM event ORDER BY pk")).scalars().all()
    assert list(named) == ["B4", None, None, None]
    database.close()
