"""PostgreSQL: a dump by its own program, proven by loading it into a database made for that and dropped."""

import os
import shutil
import subprocess
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, NullPool, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError

from sync_server.backup.chains import CopyFault, ProvenContent, prove

_DRIVER = "postgresql+psycopg"


@dataclass(frozen=True, slots=True)
class DumpRefused:
    """PostgreSQL's programs are missing or said no: which step, and what was said."""

    step: str
    said: str


def dump(database_url: str, target: Path) -> DumpRefused | None:
    """Writes one consistent instant of the database into `target`, in PostgreSQL's own format."""
    url = make_url(database_url)
    return _run("pg_dump", ["--format=custom", "--no-owner", f"--file={target}"], url)


def prove_dump(database_url: str, dumped: Path, scratch: str) -> ProvenContent | CopyFault | DumpRefused:
    """Loads the dump into a new database named `scratch` and recomputes every chain there."""
    url = make_url(database_url).set(drivername=_DRIVER)
    try:
        with _scratch_database(url, scratch):
            there = url.set(database=scratch)
            refused = _run("pg_restore", ["--no-owner", "--exit-on-error", str(dumped)], there)
            return refused or _prove(there)
    except DBAPIError as error:
        return DumpRefused("createdb", str(error.orig).strip())


def _prove(url: URL) -> ProvenContent | CopyFault:
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        return prove(connection)


@contextmanager
def _scratch_database(url: URL, name: str) -> Generator[None]:
    # CREATE and DROP DATABASE run outside any transaction.
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    quoted = engine.dialect.identifier_preparer.quote_identifier(name)
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {quoted} TEMPLATE template0"))
        try:
            yield
        finally:
            connection.execute(text(f"DROP DATABASE {quoted}"))


def _run(program: str, arguments: Sequence[str], url: URL) -> DumpRefused | None:
    found = shutil.which(program)
    if found is None:
        return DumpRefused(program, "absent")
    # The password goes through the environment: everybody can read the arguments of a process.
    environment = os.environ | ({} if url.password is None else {"PGPASSWORD": str(url.password)})
    address = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    command = [found, *arguments, f"--dbname={address}"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return None if done.returncode == 0 else DumpRefused(program, done.stderr.strip()[:400])
