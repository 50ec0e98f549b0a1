"""Erasing evidence: when, what stays, and that nothing else in the whole database moves by a byte (I17)."""

import json
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import inspect
from sqlmodel import Session
from typer.testing import CliRunner

from shared.custody.events import Evidence as Named
from shared.custody.events import Kind
from shared.custody.evidence import EvidenceKind, reference_to
from sync_server.backup.chains import CopyFault, FaultCode, ProvenContent
from sync_server.backup.sqlite_copy import copy_online, prove_file
from sync_server.cli import command_line
from sync_server.cli.evidence import erase_evidence_due
from sync_server.db.session import begin
from sync_server.evidence.erasure import Erased, erase_piece
from tests.builders import PhoneByHand, ServerInProcess
from tests.builders_evidence import a_large_photo, a_packed_position, a_photo, a_signature, packed
from tests.sync_server.api.test_blobs import missing, send, stand

DATABASE = "relais.db"


def upload(
    phone: PhoneByHand, *pieces: tuple[str, bytes], kind: Kind = Kind.STOP_LEFT, **fields: object
) -> str:
    """A fact that names these pieces, all of which arrive; its id."""
    photos = tuple(reference_to(name) for name, _ in pieces)
    fact_id = phone.record(kind, evidence=Named(photos=photos), **fields)
    phone.push()
    for name, piece in pieces:
        starts = range(0, len(piece), 65_536)
        answers = [send(phone, name, piece[at : at + 65_536], at, len(piece)) for at in starts]
        assert stand(answers[-1]) == (204, str(len(piece)), "?1")
    return fact_id


def states(server: ServerInProcess) -> dict[str, str]:
    """Each piece's state, by name."""
    return dict(server.rows_of("SELECT name, state FROM evidence"))


def everything_else(server: ServerInProcess) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table that is not about evidence."""
    tables = inspect(server.runtime.database.reader).get_table_names()
    return {
        table: [tuple(row) for row in server.rows_of(f"SELECT * FROM {table}")]
        for table in tables
        if not table.startswith("evidence")
    }


def plainly(statement: str, session: Session) -> None:
    session.connection().exec_driver_sql(statement)


def test_all_evidence_is_erased_after_two_months_and_nothing_else_moves(
    server: ServerInProcess, alice: PhoneByHand, bruno: PhoneByHand
) -> None:
    upload(alice, a_packed_position(), packed(EvidenceKind.PHOTO, a_photo()))
    upload(bruno, packed(EvidenceKind.SIGNATURE, a_signature()))
    lost, _ = a_packed_position(salt=9)
    alice.record(Kind.STOP_LEFT, evidence=Named(gps=reference_to(lost)))
    alice.push()
    server.clock.forward(days=60)
    before = everything_else(server)
    assert erase_evidence_due(server.runtime) == Erased((), 0)

    server.clock.forward(s=60)
    assert len(erase_evidence_due(server.runtime).names) == 4
    assert set(states(server).values()) == {"erased"}
    assert everything_else(server) == before
    assert server.rows_of("SELECT count(*) FROM evidence_content") == [(0,)]
    assert server.rows_of(
        "SELECT act, who, reason, count(*) FROM evidence_audit GROUP BY act, who, reason"
    ) == [("erased", "retention", "retention", 4)]
    # Not even what never came is asked for any more; and a second run finds nothing.
    assert missing(alice) == []
    assert erase_evidence_due(server.runtime) == Erased((), 0)


def test_what_is_erased_cannot_be_sent_again(server: ServerInProcess, alice: PhoneByHand) -> None:
    name, piece = a_packed_position()
    upload(alice, (name, piece))
    with begin(server.runtime.database) as session:
        assert erase_piece(session, name, "C01", "à sa demande", server.clock.at_ms)
        assert not erase_piece(session, name, "C01", "à sa demande", server.clock.at_ms)
        assert not erase_piece(session, "0" * 64, "C01", "à sa demande", server.clock.at_ms)
    assert send(alice, name, piece).status_code == 410
    # A new fact may name it again: it stays erased.
    alice.record(Kind.STOP_LEFT, evidence=Named(gps=reference_to(name)))
    alice.push()
    assert (missing(alice), states(server)) == ([], {name: "erased"})
    assert server.rows_of("SELECT who, reason FROM evidence_audit") == [("C01", "à sa demande")]


def test_what_is_in_question_stays_for_a_year(server: ServerInProcess, alice: PhoneByHand) -> None:
    doubted, piece = a_packed_position()
    by_crate, crate_piece = a_packed_position(salt=1)
    disputed, disputed_piece = a_packed_position(salt=2)
    plain, plain_piece = a_packed_position(salt=3)
    fact_id = upload(alice, (doubted, piece))
    upload(alice, (by_crate, crate_piece), kind=Kind.PICKUP, crates=["00000ZE7"], place_id="R001")
    line_fact = upload(alice, (disputed, disputed_piece))
    upload(alice, (plain, plain_piece))
    # One of the facts that name a piece is enough.
    alice.record(Kind.STOP_LEFT, evidence=Named(gps=reference_to(doubted)))
    alice.push()
    # The unknown crate is an open discrepancy by itself; the rest is put in question by hand.
    assert server.rows_of("SELECT DISTINCT subject FROM discrepancy_subject WHERE subject = '00000ZE7'")
    item = (
        "INSERT INTO discrepancy (kind, key, blocking, status, crates, event_ids, period, opened_ms)"
        " VALUES ('clock_doubt', 'k', 0, 'open', '[]', '[]', '2026-11', 0)"
    )
    about = "INSERT INTO discrepancy_subject SELECT '{}', id FROM discrepancy WHERE key = 'k'"
    line = json.dumps({"events": [line_fact]})
    row = "INSERT INTO pull_row VALUES (900000, 'line', 'L1', '{}', 900000, 0, '')"
    for statement in (item, about.format(fact_id), row.format(line)):
        server.change(partial(plainly, statement))
    alice.record(Kind.DISPUTE, data={"line": "L1", "because": "pas moi"})
    alice.push()

    server.clock.forward(days=61)
    assert erase_evidence_due(server.runtime) == Erased((plain,), 3)
    server.change(partial(plainly, "UPDATE discrepancy SET status = 'resolved' WHERE key = 'k'"))
    assert erase_evidence_due(server.runtime) == Erased((doubted,), 2)
    server.clock.forward(days=305)
    assert set(erase_evidence_due(server.runtime).names) == {by_crate, disputed}


def test_a_position_joined_to_a_fact_in_question_stays_with_it(
    server: ServerInProcess, alice: PhoneByHand
) -> None:
    doubted = alice.record(Kind.PICKUP, crates=["00000ZE7"], place_id="R001")
    plain = alice.record(Kind.STOP_LEFT)
    there, there_piece = a_packed_position()
    elsewhere, elsewhere_piece = a_packed_position(salt=1)
    upload(alice, (there, there_piece), kind=Kind.CLOCK, ref=doubted)
    upload(alice, (elsewhere, elsewhere_piece), kind=Kind.CLOCK, ref=plain)
    server.clock.forward(days=61)
    assert erase_evidence_due(server.runtime) == Erased((elsewhere,), 1)
    server.clock.forward(days=305)
    assert erase_evidence_due(server.runtime) == Erased((there,), 0)


def test_the_day_of_the_fact_counts_where_it_is_known_else_the_day_it_came(
    server: ServerInProcess, alice: PhoneByHand
) -> None:
    far_ahead, piece = a_packed_position()
    long_ago, other = a_packed_position(salt=1)
    # A phone set to another decade says nothing about how old a photo is.
    upload(alice, (far_ahead, piece), wall_ms=server.clock.at_ms + 10 * 365 * 86_400_000)
    upload(alice, (long_ago, other), wall_ms=1)
    server.change(partial(plainly, "UPDATE discrepancy SET status = 'resolved'"))
    assert erase_evidence_due(server.runtime) == Erased((), 0)
    server.clock.forward(days=61)
    assert set(erase_evidence_due(server.runtime).names) == {far_ahead, long_ago}


def test_erased_bytes_are_nowhere_in_the_files(server: ServerInProcess, alice: PhoneByHand) -> None:
    name, piece = packed(EvidenceKind.PHOTO, a_large_photo())
    upload(alice, (name, piece))
    folder = server.runtime.settings.data_dir
    traces = [piece[at : at + 24] for at in range(100, len(piece) - 24, 1_000)]
    assert any(trace in _files(folder) for trace in traces)
    server.clock.forward(days=61)
    erase_evidence_due(server.runtime)
    assert not any(trace in _files(folder) for trace in traces)


def test_uploads_nobody_went_on_with_are_dropped_after_a_week(
    server: ServerInProcess, alice: PhoneByHand
) -> None:
    name, piece = packed(EvidenceKind.PHOTO, a_large_photo())
    alice.record(Kind.STOP_LEFT, evidence=Named(gps=reference_to(name)))
    alice.push()
    assert stand(send(alice, name, piece[:65_536], 0, len(piece))) == (204, "65536", None)
    server.clock.forward(days=8)
    erase_evidence_due(server.runtime)
    assert server.rows_of("SELECT count(*) FROM evidence_chunk") == [(0,)]
    assert stand(send(alice, name, piece[:65_536], 0, len(piece))) == (204, "65536", None)


def test_the_audit_cannot_be_rewritten(server: ServerInProcess, alice: PhoneByHand) -> None:
    upload(alice, a_packed_position())
    server.clock.forward(days=61)
    erase_evidence_due(server.runtime)
    for statement in ("UPDATE evidence_audit SET who = 'x'", "DELETE FROM evidence_audit"):
        with pytest.raises(Exception, match="append-only"):
            server.change(partial(plainly, statement))


def test_a_backup_holds_the_evidence_and_one_that_lost_a_piece_is_none(
    server: ServerInProcess, alice: PhoneByHand, tmp_path: Path
) -> None:
    name, piece = a_packed_position()
    upload(alice, (name, piece))
    copy = tmp_path / "copy.db"
    copy_online(server.runtime.settings.data_dir / DATABASE, copy)
    assert isinstance(prove_file(copy), ProvenContent)
    server.change(partial(plainly, "UPDATE evidence_content SET original = x'00'"))
    copy_online(server.runtime.settings.data_dir / DATABASE, copy)
    assert prove_file(copy) == CopyFault(FaultCode.EVIDENCE_BROKEN, name)
    server.change(partial(plainly, "DELETE FROM evidence_content"))
    copy_online(server.runtime.settings.data_dir / DATABASE, copy)
    assert prove_file(copy) == CopyFault(FaultCode.EVIDENCE_BROKEN, name)


def test_the_command_erases_by_rule_or_by_piece_and_says_so(
    server: ServerInProcess, alice: PhoneByHand, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, piece = a_packed_position()
    upload(alice, (name, piece))
    server.runtime.database.close()
    monkeypatch.setenv("RELAIS_DATA_DIR", str(server.runtime.settings.data_dir))

    def said(*arguments: str) -> tuple[int, object]:
        done = CliRunner().invoke(command_line(), ["erase-evidence", *arguments, "--json"])
        return done.exit_code, json.loads(done.stdout)

    assert said("--piece", "../x", "--reason", "r") == (1, {"error": "not-a-name"})
    assert said("--piece", name) == (1, {"error": "no-reason"})
    assert said("--piece", f"sha256:{name}", "--reason", "à sa demande") == (0, {"erased": 1, "piece": name})
    assert said("--piece", name, "--reason", "encore") == (1, {"error": "evidence-unknown"})
    assert said() == (0, {"erased": 0, "kept_in_question": 0})
    spoken = CliRunner().invoke(command_line(), ["erase-evidence"]).stdout
    assert spoken == "0\N{NO-BREAK SPACE}preuve effacée, 0\N{NO-BREAK SPACE}gardée car en question.\n"


def _files(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob(f"{DATABASE}*"))


def test_what_was_erased_at_a_wish_does_not_come_back_with_an_older_backup(
    server: ServerInProcess, alice: PhoneByHand, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, piece = a_packed_position()
    other, kept = a_packed_position(salt=1)
    upload(alice, (name, piece), (other, kept))
    folder = server.runtime.settings.data_dir
    backup = folder / "older.db"
    copy_online(folder / DATABASE, backup)
    server.runtime.database.close()
    monkeypatch.setenv("RELAIS_DATA_DIR", str(folder))
    arguments = ["erase-evidence", "--piece", name, "--reason", "à sa demande"]
    assert CliRunner().invoke(command_line(), arguments).exit_code == 0
    for ending in ("-wal", "-shm"):
        (folder / f"{DATABASE}{ending}").unlink(missing_ok=True)
    (folder / DATABASE).write_bytes(backup.read_bytes())
    assert states(server) == {name: "held", other: "held"}

    # What `serve` does at its start.
    assert erase_evidence_due(server.runtime) == Erased((name,), 0)
    assert states(server) == {name: "erased", other: "held"}
    assert erase_evidence_due(server.runtime) == Erased((), 0)
