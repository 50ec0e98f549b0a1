"""Brings a database, empty or older, to the schema of this program; forward only."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from shared.errors import RelaisError
from sync_server.db.session import Database

_SCRIPTS = Path(__file__).parent.parent / "migrations"
_VERSION_TABLE = "alembic_version"
# Any number will do, as long as every server of this program takes the same.
_POSTGRESQL_LOCK = 7_253_001


class DatabaseNewerThanProgram(RelaisError):
    """The database was written by a newer program: this one would not know what it holds."""

    code = "database-newer"


def migrate(database: Database, last: str = "head") -> None:
    """Runs the revisions the database lacks, in one transaction; does nothing to an up-to-date one.

    `last` stops at an older revision: the database an older program leaves, for what is to be tried on one.

    Raises: DatabaseNewerThanProgram.
    """
    with database.writer.begin() as connection:
        if not database.is_sqlite:
            # Two servers that start at once take turns; SQLite's own write lock does it there.
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _POSTGRESQL_LOCK})
        scripts = _revisions_of_this_program()
        revision = _revision(connection)
        if revision == scripts.get_current_head():
            return
        if revision is not None and revision not in {each.revision for each in scripts.walk_revisions()}:
            raise DatabaseNewerThanProgram(revision=revision)
        settings = _settings()
        settings.attributes["connection"] = connection
        command.upgrade(settings, last)


def _settings() -> Config:
    settings = Config()
    settings.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    return settings


@cache
def _revisions_of_this_program() -> ScriptDirectory:
    # Each reading loads every revision's file; they do not change while the program runs.
    return ScriptDirectory.from_config(_settings())


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table(_VERSION_TABLE):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
