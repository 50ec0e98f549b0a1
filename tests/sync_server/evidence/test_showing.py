"""A coordinator sees a piece only while it is in question, re-encoded, and the audit says so."""

import json
from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner

from shared.custody.evidence import EvidenceKind
from sync_server.accounts.coordinators import CoordinatorRefusal, add_coordinator
from sync_server.cli import command_line
from sync_server.db.session import begin
from tests.builders import PhoneByHand, ServerInProcess
from tests.builders_evidence import a_photo, packed
from tests.sync_server.evidence.test_erasure import plainly, upload

IN_QUESTION = (
    "INSERT INTO discrepancy (kind, key, blocking, status, crates, event_ids, period, opened_ms)"
    " VALUES ('clock_doubt', 'k', 0, 'open', '[]', '[]', '2026-11', 0)",
    "INSERT INTO discrepancy_subject SELECT event_id, (SELECT id FROM discrepancy) FROM evidence_reference",
)


def test_a_piece_is_seen_for_a_reason_and_only_while_in_question(
    server: ServerInProcess, alice: PhoneByHand, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, piece = packed(EvidenceKind.PHOTO, a_photo())
    upload(alice, (name, piece))
    folder = server.runtime.settings.data_dir
    with begin(server.runtime.database) as session:
        camille = add_coordinator(session, "Camille", "camille", "un mot de passe assez long")
    assert not isinstance(camille, CoordinatorRefusal)
    monkeypatch.setenv("RELAIS_DATA_DIR", str(folder))
    target = folder / "vu.jpg"

    def said(
        piece_name: str = name, login: str = "camille", reason: str = "écart", file: Path = target
    ) -> object:
        arguments = ["show-evidence", piece_name, str(file), "--login", login, "--reason", reason, "--json"]
        return json.loads(CliRunner().invoke(command_line(), arguments).stdout)

    assert said() == {"error": "evidence-not-in-question"}
    for statement in IN_QUESTION:
        server.change(partial(plainly, statement))
    assert said("0" * 64) == {"error": "evidence-not-held"}
    assert said(login="personne") == {"error": "coordinator-unknown"}
    assert said(reason=" ") == {"error": "no-reason"}
    assert said(file=folder) == {"error": "file-exists"}
    assert not target.exists()
    assert server.rows_of("SELECT count(*) FROM evidence_audit") == [(0,)]

    assert said(f"sha256:{name}") == {"file": str(target), "bytes": target.stat().st_size}
    assert target.read_bytes().startswith(b"\xff\xd8\xff")
    assert target.read_bytes() not in piece
    assert target.stat().st_mode & 0o077 == 0
    audit = server.rows_of("SELECT act, name, who, reason FROM evidence_audit")
    assert audit == [("shown", name, camille, "écart")]
