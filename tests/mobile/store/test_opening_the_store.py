"""The file is made durably, opened once, migrated forward only, and its pragmas are asserted."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine
from sqlalchemy.schema import CreateTable

from mobile.store.database import FILE_NAME, StoreFailedError, open_store
from mobile.store.enrolment import Enrolment
from mobile.store.migrations import MIGRATIONS, StoreTooNewError, migrate
from mobile.store.tables import PhoneTable
from tests.builders_phone import a_small_round, an_enrolled_phone, crate_codes, give_rows


def test_opening_the_same_folder_twice_gives_the_same_store(tmp_path: Path) -> None:
    assert open_store(tmp_path) is open_store(tmp_path / "." / "")


def test_the_connection_is_durable_and_the_only_one(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    with store.reading() as connection:
        found = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "fullfsync", "checkpoint_fullfsync")
        ]
    assert found == ["wal", 2, 1, 1]


def test_the_tables_as_types_are_those_the_migrations_make(tmp_path: Path) -> None:
    open_store(tmp_path / "made").close()
    declared = create_engine(f"sqlite:///{tmp_path / 'declared.db'}")
    PhoneTable.metadata.create_all(declared)
    declared.dispose()
    assert columns_of(tmp_path / "made" / FILE_NAME) == columns_of(tmp_path / "declared.db")
    assert all(CreateTable(table) is not None for table in PhoneTable.metadata.sorted_tables)


def test_a_person_stays_enrolled_when_the_app_starts_again(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.save_enrolment(Enrolment("https://relais.example", "d_0000000001", "P003", "secret"))
    store.close()
    again = open_store(tmp_path)
    assert again.enrolment == Enrolment("https://relais.example", "d_0000000001", "P003", "secret")
    assert (tmp_path / "enrolment.json").stat().st_mode & 0o077 == 0


def test_a_failing_act_leaves_nothing_behind(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    before = store.revision()
    with pytest.raises(StoreFailedError), store.writing() as connection:
        change_then_fail(connection)
    with store.reading() as connection:
        assert connection.exec_driver_sql("SELECT next FROM sync_state").scalar_one() == 1
    assert store.revision() == before


def test_a_migration_copies_the_file_first_and_keeps_every_fact(tmp_path: Path) -> None:
    bruno = an_enrolled_phone(tmp_path, a_small_round(crate_codes(3)))
    bruno.pick_up(*crate_codes(3))
    bruno.store.close()

    def next_version(connection: Connection) -> None:
        connection.exec_driver_sql("ALTER TABLE quarantined_fact ADD COLUMN seen INTEGER")

    path = tmp_path / FILE_NAME
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        migrate(connection, path, (*MIGRATIONS, next_version))
    engine.dispose()
    assert "seen" in columns_of(path)["quarantined_fact"]
    before = tmp_path / f"{FILE_NAME}.v{len(MIGRATIONS)}"
    assert "seen" not in columns_of(before)["quarantined_fact"]
    for each in (path, before):
        with closing(sqlite3.connect(each)) as database:
            assert database.execute("SELECT count(*) FROM logged_fact").fetchone() == (1,)


def test_a_file_of_a_newer_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as database:
        database.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreTooNewError):
        open_store(tmp_path)
    assert [path.name for path in tmp_path.glob("*damaged*")] == []


def test_rows_given_twice_are_one_row(tmp_path: Path) -> None:
    bruno = an_enrolled_phone(tmp_path)
    for _ in range(2):
        give_rows(bruno.store, a_small_round(crate_codes(3)))
    with bruno.store.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM planned_move").scalar_one() == 3


def change_then_fail(connection: Connection) -> None:
    connection.exec_driver_sql("UPDATE sync_state SET next = 9")
    connection.exec_driver_sql("INSERT INTO sync_state (id) VALUES (1)")


def columns_of(path: Path) -> dict[str, list[str]]:
    with closing(sqlite3.connect(path)) as database:
        names = [
            name
            for (name,) in database.execute(
                "SELECT name FROM sqlite_master WHERE type IN ('table', 'index') AND name NOT LIKE 'sqlite_%'"
            )
        ]
        return {
            name: sorted(f"{row[1]}" for row in database.execute(f"PRAGMA table_xinfo({name})"))
            + sorted(f"{row[2]} {row[3]} {row[5]}" for row in database.execute(f"PRAGMA table_info({name})"))
            if not name.startswith("ix_")
            else sorted(row[2] for row in database.execute(f"PRAGMA index_info({name})"))
            for name in names
        }
