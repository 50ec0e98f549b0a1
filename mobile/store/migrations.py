"""The phone's schema, version by version: ordered functions, each in its own transaction, forward only.

Only facts are worth migrating. A version that changes pulled rows empties them and the cursor: the next
sync pulls them again.
"""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection

from shared.errors import RelaisError

Migration = Callable[[Connection], None]


class StoreTooNewError(RelaisError):
    """The file was written by a newer program: reading it with this one could lose what it knows."""

    code = "store-too-new"


def migrate(connection: Connection, path: Path, migrations: tuple[Migration, ...] | None = None) -> None:
    """Bring the schema to the last version; an existing file is copied beside itself first."""
    steps = MIGRATIONS if migrations is None else migrations
    with connection.begin():
        version = schema_version(connection)
    if version > len(steps):
        raise StoreTooNewError(version=version, known=len(steps))
    if 0 < version < len(steps):
        _copy_file(connection, path.with_name(f"{path.name}.v{version}"))
    for number, step in enumerate(steps[version:], start=version + 1):
        with connection.begin():
            step(connection)
            connection.exec_driver_sql(f"PRAGMA user_version = {number}")


def schema_version(connection: Connection) -> int:
    """The file's version; 0 for a new file."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def _copy_file(connection: Connection, target: Path) -> None:
    """Through SQLite's own backup, which also reads what still stands in the write-ahead log."""
    source = connection.connection.driver_connection
    assert isinstance(source, sqlite3.Connection)
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(part)) as copy:
        source.backup(copy)
    with part.open("rb") as written:
        os.fsync(written.fileno())
    part.replace(target)


def _version_1(connection: Connection) -> None:
    """The log, what own facts say of crates, pulled rows, and the state of the sync."""
    for statement in (
        "CREATE TABLE logged_fact (seq INTEGER NOT NULL PRIMARY KEY, id VARCHAR NOT NULL UNIQUE,"
        " kind VARCHAR NOT NULL, n INTEGER NOT NULL, wall_ms INTEGER NOT NULL, round_id VARCHAR,"
        " place_id VARCHAR, intent_id VARCHAR, hash BLOB NOT NULL, body VARCHAR NOT NULL)",
        "CREATE INDEX ix_logged_fact_round_id ON logged_fact (round_id)",
        "CREATE INDEX ix_logged_fact_intent_id ON logged_fact (intent_id)",
        "CREATE TABLE own_movement (code VARCHAR NOT NULL, seq INTEGER NOT NULL, fact_id VARCHAR NOT NULL,"
        " kind VARCHAR NOT NULL, actor_id VARCHAR NOT NULL, round_id VARCHAR, place_id VARCHAR,"
        " at_ms INTEGER NOT NULL, reason VARCHAR, PRIMARY KEY (code, seq)) WITHOUT ROWID",
        "CREATE INDEX ix_own_movement_round_id ON own_movement (round_id)",
        "CREATE TABLE voided_fact (fact_id VARCHAR NOT NULL PRIMARY KEY, by_seq INTEGER NOT NULL)"
        " WITHOUT ROWID",
        "CREATE TABLE quarantined_fact (seq INTEGER NOT NULL PRIMARY KEY, reason VARCHAR NOT NULL,"
        " at_ms INTEGER NOT NULL)",
        "CREATE TABLE pulled_row (t VARCHAR NOT NULL, k VARCHAR NOT NULL, d VARCHAR NOT NULL,"
        " PRIMARY KEY (t, k)) WITHOUT ROWID",
        "CREATE TABLE staged_row (t VARCHAR NOT NULL, k VARCHAR NOT NULL, d VARCHAR NOT NULL,"
        " PRIMARY KEY (t, k)) WITHOUT ROWID",
        "CREATE TABLE planned_move (code VARCHAR NOT NULL, position INTEGER NOT NULL,"
        " round_id VARCHAR NOT NULL, consignment_id VARCHAR NOT NULL, from_place_id VARCHAR NOT NULL,"
        " to_place_id VARCHAR NOT NULL, PRIMARY KEY (code, position)) WITHOUT ROWID",
        "CREATE INDEX ix_planned_move_round_id ON planned_move (round_id)",
        "CREATE TABLE sync_state (id INTEGER NOT NULL PRIMARY KEY, log_id VARCHAR NOT NULL,"
        " n_floor INTEGER NOT NULL, next INTEGER NOT NULL, safe INTEGER NOT NULL,"
        " covered INTEGER NOT NULL, cursor VARCHAR, staged_cursor VARCHAR,"
        " batch_events INTEGER NOT NULL, last_sync_ms INTEGER, last_problem VARCHAR,"
        " mark_boot_key VARCHAR, mark_boot_ms INTEGER)",
    ):
        connection.exec_driver_sql(statement)


def _version_2(connection: Connection) -> None:
    """Facts of other phones carried to the server for them."""
    connection.exec_driver_sql(
        "CREATE TABLE carried_pack (digest VARCHAR NOT NULL PRIMARY KEY, device_id VARCHAR NOT NULL,"
        " name VARCHAR NOT NULL, first INTEGER NOT NULL, facts INTEGER NOT NULL,"
        " taken_in_ms INTEGER NOT NULL, state VARCHAR NOT NULL, reason VARCHAR, offered_ms INTEGER,"
        " pack BLOB)"
    )


def _version_3(connection: Connection) -> None:
    """Photos, signatures and positions that own facts name, until the server holds them safely."""
    connection.exec_driver_sql(
        "CREATE TABLE evidence (name VARCHAR NOT NULL PRIMARY KEY, fact_id VARCHAR NOT NULL,"
        " kind VARCHAR NOT NULL, size_bytes INTEGER NOT NULL, state VARCHAR NOT NULL,"
        " tries INTEGER NOT NULL, received_ms INTEGER, received_at_head INTEGER, content BLOB NOT NULL)"
    )
    connection.exec_driver_sql("CREATE INDEX ix_evidence_state ON evidence (state)")


def _version_4(connection: Connection) -> None:
    """What servers said of their limits."""
    connection.exec_driver_sql(
        "CREATE TABLE server_limits (server_url VARCHAR NOT NULL PRIMARY KEY, answer VARCHAR,"
        " asked_ms INTEGER NOT NULL) WITHOUT ROWID"
    )


def _version_5(connection: Connection) -> None:
    """Photos taken and not recorded yet."""
    connection.exec_driver_sql(
        "CREATE TABLE draft_photo (id VARCHAR NOT NULL PRIMARY KEY, subject VARCHAR NOT NULL,"
        " taken_ms INTEGER NOT NULL, content BLOB NOT NULL, thumbnail BLOB NOT NULL)"
    )
    connection.exec_driver_sql("CREATE INDEX ix_draft_photo_subject ON draft_photo (subject)")


def _version_6(connection: Connection) -> None:
    """The few facts that are no pickup and no drop, found without reading the long log of those that are."""
    for name, columns in (("logged_fact", "kind, place_id"), ("own_movement", "kind")):
        connection.exec_driver_sql(
            f"CREATE INDEX ix_{name}_rare ON {name} ({columns}) WHERE kind NOT IN ('pickup', 'drop')"
        )


MIGRATIONS: tuple[Migration, ...] = (
    _version_1,
    _version_2,
    _version_3,
    _version_4,
    _version_5,
    _version_6,
)
