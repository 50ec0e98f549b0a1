"""On PostgreSQL a backup is a dump that was loaded again and proven; restoring is PostgreSQL's own affair."""

from collections.abc import Generator
from pathlib import Path

import pytest

from shared.custody.events import Kind
from sync_server.accounts.people import Role
from sync_server.db.runtime import wall_clock_ms
from tests.builders import ServerInProcess, a_server
from tests.sync_server.backup.conftest import Operator
from tests.sync_server.postgres import NO_POSTGRES, a_database, postgres_programs

pytestmark = pytest.mark.postgres


@pytest.fixture
def server(operator: Operator) -> Generator[ServerInProcess]:
    programs = postgres_programs()
    if programs is None:
        pytest.skip(NO_POSTGRES)
    with a_database("postgresql") as url, a_server(operator.folder, database_url=url) as running:
        running.clock.at_ms = wall_clock_ms()
        operator.patch.setenv("RELAIS_DATABASE_URL", url)
        operator.patch.setenv("PATH", str(programs), prepend=":")
        yield running


def test_a_dump_is_proven_in_a_database_of_its_own_before_it_counts(
    operator: Operator, server: ServerInProcess
) -> None:
    alice = server.add_phone(server.add_person("P001", Role.PRODUCER))
    alice.record(Kind.STOP_LEFT, place_id="R001")
    alice.record_text("{")
    assert alice.push()["safe"] == 0

    made = operator.answer_of("backup")

    assert Path(made["file"]).suffix == ".dump"
    assert (made["events"], made["logs"]) == (1, 1)
    assert alice.push()["safe"] == 2
    left = server.rows_of("SELECT datname FROM pg_database WHERE datname LIKE 'relais_proof_%%'")
    assert list(left) == []


def test_a_restore_is_refused_with_what_to_use_and_can_be_declared(
    operator: Operator, server: ServerInProcess
) -> None:
    alice = server.add_phone(server.add_person("P001", Role.PRODUCER))
    alice.push()
    assert operator.refusal_of("restore", "any.dump") == "use-pg-restore"
    assert operator.answer_of("rewound")["phones_awaited"] == 1


def test_without_postgresqls_own_programs_nothing_counts_as_safe(
    operator: Operator, server: ServerInProcess, tmp_path: Path
) -> None:
    alice = server.add_phone(server.add_person("P001", Role.PRODUCER))
    alice.record(Kind.STOP_LEFT, place_id="R001")
    alice.push()
    with operator.patch.context() as patch:
        patch.setenv("PATH", str(tmp_path))
        assert operator.refusal_of("backup") == "dump-refused"
        assert "postgresql-client" in operator.run("backup").stderr
    assert alice.push()["safe"] == 0
