"""`cost-rates` and `adopt-round` as a coordinator types them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sync_server.cli import command_line
from sync_server.db.session import open_database, read
from sync_server.network.cost_rates import cost_rates


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of a server at rest."""
    monkeypatch.setenv("RELAIS_DATA_DIR", str(tmp_path))
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command_line(), list(arguments))


def test_the_co_op_says_what_a_kilometre_and_an_hour_cost(folder: Path):
    typed = ("--per-100-km", "52,90", "--per-hour", "12", "--method", "barème kilométrique 2025, 5 CV")
    said = run("cost-rates", *typed, "--json")
    assert said.exit_code == 0, said.output
    assert json.loads(said.output)["cents_per_100_km"] == 5290
    assert "C'était déjà ainsi" in run("cost-rates", *typed).output
    with read(open_database(f"sqlite:///{folder / 'relais.db'}")) as session:
        kept = cost_rates(session)
    assert kept is not None
    assert (kept.cents_per_hour, kept.method) == (1200, "barème kilométrique 2025, 5 CV")


@pytest.mark.parametrize(
    "typed", [("--per-100-km", "cher"), ("--per-100-km", "50", "--per-hour", "-3"), ("--per-100-km", "1,234")]
)
@pytest.mark.usefixtures("folder")
def test_what_is_no_amount_is_refused_in_words(typed: tuple[str, ...]):
    said = run("cost-rates", *typed)
    assert said.exit_code == 1
    assert "n'est pas un montant en euros" in said.output


@pytest.mark.usefixtures("folder")
def test_a_round_that_is_none_cannot_be_written_into_the_plan():
    said = run("adopt-round", "own_nobody")
    assert said.exit_code == 1
    assert "n'est pas une tournée hors plan" in said.output
