"""The two databases a server runs on, as tests ask for them."""

from collections.abc import Generator
from contextlib import contextmanager

import pytest

from tests.sync_server.postgres import a_postgres, postgres_programs

NO_POSTGRES = "no PostgreSQL on this machine (Debian: apt-get install postgresql)"


@contextmanager
def a_database(kind: str) -> Generator[str]:
    """Its URL; "" is the SQLite file of the data folder."""
    if kind == "sqlite":
        yield ""
        return
    programs = postgres_programs()
    if programs is None:
        pytest.skip(NO_POSTGRES)
    with a_postgres(programs) as url:
        yield url
