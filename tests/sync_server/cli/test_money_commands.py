"""`import-billing`, `entries` and `chart` from the command line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sync_server.cli import command_line
from sync_server.cli.network import DEMO_NETWORK

HEADER = "personne;iban;bic;titulaire;regime;taux;depuis;mandat_du;mandat_reference\n"
IBAN = "FR7630006000011234567890189"


@pytest.fixture
def relais(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("RELAIS_DATA_DIR", str(tmp_path))
    runner = CliRunner()
    assert runner.invoke(command_line(), ["import-network", str(DEMO_NETWORK)]).exit_code == 0
    return runner


def test_a_file_is_noted_whole_or_not_at_all(relais: CliRunner, tmp_path: Path) -> None:
    file = tmp_path / "comptes.csv"
    file.write_text(f"{HEADER}P001;{IBAN};;EARL A;reel;20;01/01/2026;;\nP002;{IBAN[:-1]}0;;B;;;;;\n")
    refused = relais.invoke(command_line(), ["import-billing", str(file)])
    assert refused.exit_code == 1
    assert "ligne 3, colonne iban : La clé de cet IBAN est fausse" in refused.output
    file.write_text(f"{HEADER}P001;{IBAN};;EARL A;reel;20;01/01/2026;02/01/2026;AG\n")
    for told in (3, 0):
        noted = relais.invoke(command_line(), ["import-billing", str(file), "--json"])
        assert json.loads(noted.output) == {"recorded": told, "rows": 1}
    missing = relais.invoke(command_line(), ["import-billing", str(tmp_path / "rien.csv")])
    assert missing.exit_code == 1


def test_entries_and_their_account_numbers(relais: CliRunner, tmp_path: Path) -> None:
    file = tmp_path / "ecritures.txt"
    made = relais.invoke(command_line(), ["entries", "2026", str(file), "--json"])
    assert json.loads(made.output)["entries"] == 0
    assert file.read_bytes().count(b"\t") == 17
    assert relais.invoke(command_line(), ["entries", "hier", str(file)]).exit_code == 1
    changed = relais.invoke(command_line(), ["chart", "--person", "4671", "--json"])
    assert json.loads(changed.output)["person"] == "4671"
    shown = relais.invoke(command_line(), ["chart", "--json"])
    assert (json.loads(shown.output)["person"], json.loads(shown.output)["bank"]) == ("4671", "512000")
    wrong = relais.invoke(command_line(), ["chart", "--bank", "5"])
    assert wrong.exit_code == 1
    assert "--bank" in wrong.output
