"""A private PostgreSQL on a socket in a temporary folder, for the tests marked `postgres`."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from sync_server.db.migrate import migrate
from sync_server.db.session import open_database
from tests.at_end import AT_END

INSTALLED_BELOW = Path("/usr/lib/postgresql")
NO_POSTGRES = "no PostgreSQL on this machine (Debian: apt-get install postgresql)"
# The two databases a server runs on, as the parameters of a test or a fixture.
DATABASES = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))


MIGRATED = "relais_migrated"


class LastingCluster:
    """A PostgreSQL that runs as long as this process: each test gets a database of its own in it."""

    def __init__(self, programs: Path) -> None:
        self._url = AT_END.enter_context(a_postgres(programs))
        self._numbers = count(1)
        self._do(f"CREATE DATABASE {MIGRATED}")
        database = open_database(self._url_of(MIGRATED))
        migrate(database)
        database.close()

    @contextmanager
    def a_database(self) -> Generator[str]:
        """The URL of an empty database of today's schema, gone afterwards."""
        name = f"relais_{next(self._numbers)}"
        self._do(f"CREATE DATABASE {name} TEMPLATE {MIGRATED}")
        try:
            yield self._url_of(name)
        finally:
            self._do(f"DROP DATABASE {name} WITH (FORCE)")

    def _url_of(self, name: str) -> str:
        return make_url(self._url).set(database=name).render_as_string(hide_password=False)

    def _do(self, statement: str) -> None:
        url = make_url(self._url).set(drivername="postgresql+psycopg")
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


@contextmanager
def a_database(kind: str) -> Generator[str]:
    """Its URL; "" is the SQLite file of the data folder. Skips the test on a machine without PostgreSQL.

    PostgreSQL's has today's schema already: starting a server and its revisions for each test takes minutes.
    """
    if kind == "sqlite":
        yield ""
        return
    programs = postgres_programs()
    if programs is None:
        pytest.skip(NO_POSTGRES)
    with _lasting(programs).a_database() as url:
        yield url


@cache
def _lasting(programs: Path) -> LastingCluster:
    return LastingCluster(programs)


def postgres_programs() -> Path | None:
    """Where the newest server's programs are, None on a machine without one."""
    on_path = shutil.which("initdb")
    if on_path is not None:
        return Path(on_path).parent
    found = sorted(INSTALLED_BELOW.glob("*/bin/initdb"), key=lambda each: int(each.parts[-3]))
    return found[-1].parent if found else None


@contextmanager
def a_postgres(programs: Path) -> Generator[str]:
    """A running server; the URL of its maintenance database.

    Its folder is none of pytest's: each session of pytest closes those to the other user.
    """
    with (
        tempfile.TemporaryDirectory(prefix="relais-", ignore_cleanup_errors=True) as folder,
        _running(programs, Path(folder)) as url,
    ):
        yield url


@contextmanager
def _running(programs: Path, folder: Path) -> Generator[str]:
    # PostgreSQL refuses to run as root.
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if prefix:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    cluster = folder / "cluster"
    control = str(programs / "pg_ctl")
    _run([*prefix, str(programs / "initdb"), "-D", str(cluster), "-A", "trust", "-U", "postgres", "-N"])
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    log = str(folder / "log")
    _run([*prefix, control, "-D", str(cluster), "-w", "-l", log, "-o", options, "start"])
    try:
        yield f"postgresql://postgres@/postgres?host={folder}"
    finally:
        _run([*prefix, control, "-D", str(cluster), "-w", "-m", "immediate", "stop"])


def _run(command: Sequence[str]) -> None:
    subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
