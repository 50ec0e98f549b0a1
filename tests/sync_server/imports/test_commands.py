"""`import-network`, `import-orders`, `map-name` and `plan-rounds` as an operator types them."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from sync_server.cli import command_line
from sync_server.cli.network import DEMO_NETWORK
from tests.sync_server.coop import DATABASE_FILE, a_coop_with_its_network, a_template

WEEK_45 = DEMO_NETWORK / "ofn_totaux_cycle_de_vente_par_acheteur_2026-W45.csv"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of a co-op whose network is known."""
    monkeypatch.setenv("RELAIS_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("RELAIS_DATABASE_URL", raising=False)
    a_coop_with_its_network(tmp_path).runtime.database.close()
    return tmp_path


def run(*arguments: str, fails: bool = False) -> str:
    """What a command prints."""
    result = CliRunner().invoke(command_line(), list(arguments), catch_exceptions=False)
    assert (result.exit_code != 0) == fails, result.output
    return result.output


def run_json(*arguments: str, fails: bool = False) -> dict[str, Any]:
    """What a command prints for programs: one line."""
    output = run(*arguments, "--json", fails=fails)
    assert output.count("\n") == 1
    return json.loads(output)


def a_file(folder: Path, content: str) -> str:
    """A file of orders."""
    file = folder / "commandes.csv"
    file.write_text(content, encoding="utf-8")
    return str(file)


def test_a_week_from_an_empty_database_to_its_rounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELAIS_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("RELAIS_DATABASE_URL", raising=False)
    network = run_json("import-network")
    assert (network["producers"], network["places"], network["helpers"]) == (121, 222, 8)
    week = run_json("import-orders", str(WEEK_45))
    assert (week["orders"], week["order_lines"], week["turnover_cents"]) == (916, 3428, 4_685_980)
    assert (week["status"], week["consignments_added"], week["rejects"]) == ("imported", 371, [])
    plan = run_json("plan-rounds", "2026-11-06")
    assert len(plan["rounds"]) == 18
    assert plan["crates"] == week["crates_added"]
    assert run_json("import-network")["rows_changed"] == 0
    assert run_json("import-orders", str(WEEK_45))["status"] == "unchanged"
    assert run_json("plan-rounds", "2026-11-06")["is_changed"] is False


@pytest.mark.usefixtures("folder")
def test_people_read_sentences() -> None:
    said = run("import-orders", str(WEEK_45))
    assert "916\u00a0commandes" in said
    assert "46\u202f859,80\u202f€" in said
    assert "Lots nouveaux : 371" in said
    assert "Déjà importé : rien ne change." in run("import-orders", str(WEEK_45))
    assert "Collecte vers" in run("plan-rounds", "2026-11-06")
    assert "Déjà importé" in run("import-network")


def test_a_preview_writes_nothing(folder: Path) -> None:
    file = a_file(folder, a_template("P001;R034;06/11/2026;A1;Miel;500 g;1;7,00"))
    before = (folder / DATABASE_FILE).read_bytes()
    assert "Aperçu : rien n'a été écrit." in run("import-orders", file, "--preview")
    assert run_json("import-orders", file, "--preview")["status"] == "preview"
    assert (folder / DATABASE_FILE).read_bytes() == before


def test_an_unknown_name_is_asked_then_mapped(folder: Path) -> None:
    file = a_file(folder, a_template("Ferme du Bois;R034;06/11/2026;A1;Miel;500 g;1;7,00"))
    answer = run_json("import-orders", file, fails=True)
    assert (answer["error"], answer["questions"][0]["text"]) == ("import-asked", "Ferme du Bois")
    assert answer["questions"][0]["rows"] == [2]
    assert "Producteur inconnu « Ferme du Bois »" in run("import-orders", file, fails=True)
    assert run_json("map-name", "producer", "Ferme du Bois", "P999", fails=True) == {
        "error": "target-unknown"
    }
    assert run_json("map-name", "farm", "Ferme du Bois", "P001", fails=True) == {"error": "kind-unknown"}
    run("map-name", "producer", "Ferme du Bois", "P001")
    assert run_json("import-orders", file)["status"] == "imported"


def test_a_damaged_line_is_told_by_its_row_and_can_be_left_out(folder: Path) -> None:
    good, bad = "P001;R034;06/11/2026;A1;Miel;500 g;1;7,00", "P001;R034;31/02/2026;A1;Miel;500 g;1;7,00"
    file = a_file(folder, a_template(good, bad))
    answer = run_json("import-orders", file, fails=True)
    assert answer["error"] == "import-rejected"
    [reject] = answer["rejects"]
    assert (reject["row"], reject["column"], reject["reason"]) == (3, "date_retrait", "bad_date")
    assert "Ligne 3, colonne « date_retrait »" in run("import-orders", file, fails=True)
    assert run_json("import-orders", file, "--accept-rejects")["order_lines"] == 1


def test_a_wrong_file_says_which_report_to_export(folder: Path) -> None:
    file = a_file(folder, "Producteur,Produit,Variante,Quantité,Coût Total\nF,C,B,2,4.80\n")
    answer = run_json("import-orders", file, fails=True)
    assert (answer["error"], answer["reason"]) == ("file-refused", "report_without_place")
    assert "Totaux Cycle de Vente par Acheteur" in run("import-orders", file, fails=True)
    missing = run_json("import-orders", str(folder / "nowhere.csv"), fails=True)
    assert missing == {"error": "file-unreadable"}


def test_the_day_of_a_cycle_may_be_said_for_one_or_by_name(folder: Path) -> None:
    header = "Boutique,Producteur,Coût produits (€),Cycle de Vente\n"
    one = a_file(folder, header + "AMAP Zola,P001,4.80,Été\n")
    assert run_json("import-orders", one, fails=True)["questions"][0]["asked"] == "pickup_date"
    assert run_json("import-orders", one, "--pickup-date", "03/07/2026")["days"] == ["2026-07-03"]
    two = a_file(folder, header + "AMAP Zola,P001,4.80,Hiver\nAMAP Zola,P001,4.80,Printemps\n")
    days = run_json("import-orders", two, "--cycle", "Hiver=2026-01-09", "--cycle", "Printemps=2026-04-10")
    assert days["days"] == ["2026-01-09", "2026-04-10"]
    assert run_json("import-orders", two, "--cycle", "Hiver", fails=True) == {"error": "day-wrong"}


@pytest.mark.usefixtures("folder")
def test_a_day_without_crates_or_that_is_no_day_plans_nothing() -> None:
    assert run_json("plan-rounds", "2026-12-25", fails=True) == {"error": "no-crates"}
    assert run_json("plan-rounds", "demain", fails=True) == {"error": "day-wrong"}


def test_a_network_with_faults_is_refused_as_a_whole(folder: Path) -> None:
    (folder / "producers.csv").write_text("producer_id,name,lat,lon\nP001,Ferme,nord,1\n", encoding="utf-8")
    answer = run_json("import-network", str(folder), fails=True)
    assert [(fault["file"], fault["row_no"], fault["column"]) for fault in answer["faults"]] == [
        ("producers.csv", 2, "lat"),
        ("relay_points.csv", 0, ""),
    ]
    assert "producers.csv, ligne 2, colonne « lat »" in run("import-network", str(folder), fails=True)


def test_names_are_listed_and_forgotten_and_an_import_is_taken_back(folder: Path) -> None:
    run("import-network")
    line = "Ferme du Bois;AMAP Zola;06/11/2026;4,80\n"
    file = a_file(folder, "producteur;point;date_retrait;montant_ttc\n" + line)
    asked = run("import-orders", file, fails=True)
    assert "Producteur inconnu « Ferme du Bois »" in asked
    assert "map-name" in asked
    run("map-name", "producer", "Ferme du Bois", "P001")
    assert "producer « Ferme du Bois » : P001 (dit par operator)" in run("list-names")
    assert run_json("import-orders", file)["import_id"] == 1
    assert run_json("undo-import", "1", "--because", "essai") == {"status": "undone"}
    assert run_json("undo-import", "1", "--because", "essai") == {"status": "already"}
    assert run_json("undo-import", "2", "--because", "essai", fails=True) == {"error": "import-unknown"}
    run("forget-name", "producer", "Ferme du Bois")
    assert run_json("forget-name", "producer", "Ferme du Bois", fails=True) == {"error": "name-unknown"}
    assert "Aucun nom retenu." in run("list-names")
