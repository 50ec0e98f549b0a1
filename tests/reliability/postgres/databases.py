"""The two databases a server runs on, as tests ask for them."""

import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.sync_server.postgres import a_postgres, postgres_programs

NO_POSTGRES = "no PostgreSQL on this machine (Debian: apt-get install postgresql)"


@contextmanager
def a_database(kind: str) -> Generator[str]:
    """Its URL; "" is the SQLite file of the data folder.

    In a folder of its own: pytest closes its folders to the other user PostgreSQL runs as.
    """
    if kind == "sqlite":
        yield ""
        return
    programs = postgres_programs()
    if programs is None:
        pytest.skip(NO_POSTGRES)
    with tempfile.TemporaryDirectory(prefix="relais-") as folder, a_postgres(programs, Path(folder)) as url:
        yield url
