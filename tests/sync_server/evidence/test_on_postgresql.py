"""The same on PostgreSQL: chunks, the whole, two senders at one instant, retention, the proof of a copy."""

import threading
from collections.abc import Generator
from pathlib import Path

import pytest

from shared.custody.evidence import EvidenceKind
from sync_server.accounts.people import Role
from sync_server.backup.chains import CopyFault, FaultCode, ProvenContent, prove
from sync_server.cli.evidence import erase_evidence_due
from sync_server.db.session import read
from tests.builders import PhoneByHand, ServerInProcess, a_server
from tests.builders_evidence import a_large_photo, a_packed_position, packed
from tests.sync_server.api.test_blobs import missing, name_it, send, stand
from tests.sync_server.evidence.test_erasure import everything_else, states
from tests.sync_server.postgres import a_database

pytestmark = pytest.mark.postgres
CHUNK = 65_536


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Generator[ServerInProcess]:
    folder: Path = tmp_path_factory.mktemp("server")
    with a_database("postgresql") as url, a_server(folder, database_url=url) as running:
        yield running


def test_a_piece_is_taken_proven_and_erased(server: ServerInProcess) -> None:
    alice = server.add_phone(server.add_person("P001", Role.PRODUCER))
    name, piece = packed(EvidenceKind.PHOTO, a_large_photo())
    small, position = a_packed_position()
    name_it(alice, name, small)
    assert set(missing(alice)) == {name, small}
    assert stand(send(alice, small, position)) == (204, str(len(position)), "?1")
    _send_twice_at_once(alice, name, piece)
    assert states(server) == {name: "held", small: "held"}
    with read(server.runtime.database) as session:
        assert isinstance(prove(session.connection()), ProvenContent)

    before = everything_else(server)
    server.clock.forward(days=61)
    assert set(erase_evidence_due(server.runtime).names) == {name, small}
    assert everything_else(server) == before
    assert send(alice, name, piece[:CHUNK], 0, len(piece)).status_code == 410
    with pytest.raises(Exception, match="append-only"):
        server.change(lambda session: session.connection().exec_driver_sql("DELETE FROM evidence_audit"))


def test_a_piece_that_is_gone_is_found_out(server: ServerInProcess) -> None:
    bruno = server.add_phone(server.add_person("P002", Role.PRODUCER))
    name, position = a_packed_position(salt=7)
    name_it(bruno, name)
    send(bruno, name, position)
    server.change(lambda session: session.connection().exec_driver_sql("DELETE FROM evidence_content"))
    with read(server.runtime.database) as session:
        assert prove(session.connection()) == CopyFault(FaultCode.EVIDENCE_BROKEN, name)


def _send_twice_at_once(phone: PhoneByHand, name: str, piece: bytes) -> None:
    """A phone and its clone send the same chunks side by side; the second is told where to go on."""
    answers: list[int] = []

    def send_all() -> None:
        for at in range(0, len(piece), CHUNK):
            answers.append(send(phone, name, piece[at : at + CHUNK], at, len(piece)).status_code)

    senders = [threading.Thread(target=send_all) for _ in range(2)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert set(answers) <= {204, 409}, answers
