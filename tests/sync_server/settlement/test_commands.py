"""`tariff add`, `preview`, `close` and `statement` as an operator types them."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import select
from typer.testing import CliRunner

from sync_server.accounts.coordinators import add_without_password
from sync_server.accounts.rights import ConsoleRole
from sync_server.accounts.tables import Coordinator
from sync_server.cli import command_line
from sync_server.db.migrate import migrate
from sync_server.db.session import begin, open_database, read
from sync_server.payment.service import RunRequest, make_run
from sync_server.payment.values import PaymentRefusal
from tests.sync_server.money_world import World, noon_ms

TARIFF = {
    "version": "1",
    "valid_from": "2020-01-01",
    "base": "ttc",
    "percent": {"direct": 500},
    "approved_by": "AG",
    "minutes_ref": "PV 1",
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RELAIS_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("RELAIS_DATABASE_URL", raising=False)
    return tmp_path


def run(*arguments: str, fails: bool = False) -> str:
    result = CliRunner().invoke(command_line(), list(arguments), catch_exceptions=False)
    assert (result.exit_code != 0) == fails, result.output
    return result.output


def run_json(*arguments: str, fails: bool = False) -> dict[str, Any]:
    return json.loads(run(*arguments, "--json", fails=fails))


def a_coop_in_2020(folder: Path) -> None:
    file = folder / "bareme.json"
    file.write_text(json.dumps(TARIFF))
    run("tariff", "add", str(file))
    database = open_database(f"sqlite:///{folder / 'relais.db'}")
    migrate(database)
    with begin(database) as session:
        world = World(session)
        world.person("P1", "Ferme du Bourg")
        world.person("H", "Marie Lucas")
        add_without_password(session, "Claire", "claire", {ConsoleRole.COORDINATOR}, None)
        add_without_password(session, "Tiphaine", "tiphaine", {ConsoleRole.TREASURER}, None)
        add_without_password(session, "Paul", "paul", {ConsoleRole.PRODUCER}, "P1")
        gone = add_without_password(session, "Gaspard", "gone", {ConsoleRole.COORDINATOR}, None)
        session.get_one(Coordinator, gone).disabled_ms = 1
        world.carry(world.consignment("P1", "R001", 57_700, 8, day="2020-11-06"), "H", day="2020-11-06")
    database.close()


def test_a_month_from_preview_to_statement(folder: Path) -> None:
    a_coop_in_2020(folder)
    seen = run_json("preview", "2020-11")
    assert (seen["due_cents"], seen["closed"], seen["blocking"]) == (2_885, False, [])
    assert "Rien ne s'oppose à la clôture." in run("preview", "2020-11")
    assert run_json("statement", "H", "2020-11")["provisional"] is True
    closed = run_json("close", "2020-11", "--by", "claire")
    assert closed["is_new"] is True
    assert (folder / closed["file_name"]).exists()
    again = run_json("close", "2020-11", "--by", "tiphaine")
    assert again == {**closed, "is_new": False}
    told = run_json("statement", "H", "2020-11")
    assert (told["net_cents"], told["provisional"]) == (2_885, False)
    assert told["earned"][0]["lines"][0]["told_events"][1]["kind"] == "drop"
    assert "Relevé n°" in run("statement", "H", "2020-11")


def test_a_blocked_closing_fails_and_says_why(folder: Path) -> None:
    a_coop_in_2020(folder)
    refused = run_json("close", "2999-01", "--by", "claire", fails=True)
    assert refused["error"] == "closing-blocked"
    assert refused["blocking"][0]["code"] == "period-not-over"
    assert "La période n'est pas finie" in run("close", "2999-01", "--by", "claire", fails=True)
    early = run_json("close", "2999-01", "--by", "claire", "--override-early", "essai")
    assert early["early_reason"] == "essai"


def test_who_closes_at_the_terminal_is_named_and_may_not_pay(folder: Path) -> None:
    a_coop_in_2020(folder)
    for nobody in ("", "operator", "paul", "gone"):
        assert run_json("close", "2020-11", "--by", nobody, fails=True) == {"error": "closer-unknown"}
    assert "dites qui clôt" in run("close", "2020-11", fails=True)
    assert "« paul » n'est pas un compte ouvert" in run("close", "2020-11", "--by", "paul", fails=True)
    assert run_json("preview", "2020-11")["closed"] is False
    run("close", "2020-11", "--by", " claire ")
    # Again, by somebody else: nothing changes, least of all whose closing it was.
    run("close", "2020-11", "--by", "tiphaine")

    database = open_database(f"sqlite:///{folder / 'relais.db'}")
    with begin(database) as session:
        ids = {each.login: each.id for each in session.exec(select(Coordinator))}
        claire, tiphaine = (
            make_run(
                session, RunRequest("2020-11", ids[login], date(2020, 12, 7), noon_ms("2020-12-07"), folder)
            )
            for login in ("claire", "tiphaine")
        )
    database.close()
    # Nobody's bank account is known here: the next thing asked of whoever may pay.
    assert (claire, tiphaine) == (PaymentRefusal.FOUR_EYES, PaymentRefusal.NOBODY_TO_PAY)


@pytest.mark.parametrize("period", ["2026-13", "novembre", "2026-1"])
def test_a_period_is_a_year_and_a_month(period: str) -> None:
    assert run_json("preview", period, fails=True) == {"error": "period-wrong"}


def test_a_tariff_is_refused_field_by_field(folder: Path) -> None:
    file = folder / "bareme.json"
    file.write_text(json.dumps({**TARIFF, "keeper_bp": "beaucoup", "oops": 1}))
    refused = run_json("tariff", "add", str(file), fails=True)
    assert {fault["field"] for fault in refused["faults"]} == {"keeper_bp", "oops"}
    assert "Barème refusé" in run("tariff", "add", str(file), fails=True)
    assert run_json("tariff", "add", str(folder / "absent.json"), fails=True) == {"error": "file-unreadable"}


def test_a_new_tariff_brings_the_lines_of_phones_up_to_date(folder: Path) -> None:
    a_coop_in_2020(folder)
    file = folder / "bareme-2.json"
    file.write_text(
        json.dumps({**TARIFF, "version": "2", "valid_from": "2020-11-01", "percent": {"direct": 300}})
    )
    run("tariff", "add", str(file))
    database = open_database(f"sqlite:///{folder / 'relais.db'}")
    with read(database) as session:
        rows = session.connection().execute(text("SELECT d FROM pull_row WHERE t = 'line'")).scalars().all()
    database.close()
    assert [(json.loads(row)["tariff"], json.loads(row)["amount_cents"]) for row in rows] == [("2", 1_731)]


def test_the_statement_of_nobody_is_refused() -> None:
    assert run_json("statement", "P404", "2026-11", fails=True) == {"error": "person-unknown"}
