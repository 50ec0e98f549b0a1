"""Everything as CSV: each table there, complete, and no cell of anybody's that a spreadsheet would run."""

import csv
import io
import re
import sqlite3

import pytest

from shared.custody.codes import print_code
from shared.custody.events import Kind
from shared.verify import verify
from sync_server.exports.everything import EXPORTS
from tests.sync_server.console.access_matrix import PAGES_TO_READ, address
from tests.sync_server.console.conftest import SAME_ORIGIN, Coordinator, words
from tests.sync_server.console.world import COLLECTION, FARM_OAKS, FRIDAY, GARDENS, MILL, OAKS, Friday

KEYS = [each.key for each in EXPORTS]
# Routes that answer with CSV; another one must be put here, and by that into the tests below.
CSV_ROUTES = {
    "/exports/{key}",
    "/releves/{period}/{person_id}/csv",
    "/rapprochement.csv",
    # Nothing of anybody's: the template of orders, words of this program alone.
    "/imports/modele.csv",
}
A_NUMBER = re.compile(r"-?\d+(,\d+)?")
ORDERS = (
    "producteur;point;date_retrait;commande;produit;quantite;montant_ttc\r\n"
    "Ferme des Chênes;Épicerie du bourg, Vigneux;13/11/2026;=R1;+Pommes;2;12,50\r\n"
    "Ferme des Chênes;Épicerie du bourg, Vigneux;13/11/2026;=R2;@Poires;1;pas un prix\r\n"
)
# Signed in by these, and read as JSON: spoilt, nothing would be shown at all.
LEFT_ALONE = {
    "console_session",
    "coordinator",
    "cooperative_setting",
    "alembic_version",
    "pull_row",
    "audience",
}
JSON_COLUMNS = {
    ("event", "body"),
    ("discrepancy", "crates"),
    ("discrepancy", "event_ids"),
    ("tariff", "body"),
}


def table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def export(camille: Coordinator, key: str) -> list[list[str]]:
    answer = camille.get(f"/exports/{key}")
    assert answer.status_code == 200, key
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert int(answer.headers["content-length"]) == len(answer.content)
    return table(answer.content)


def fill(friday: Friday, camille: Coordinator) -> None:
    """A driven Friday with an odd crate, discrepancies, and an import that rejects a line."""
    friday.is_driven(left_behind=1)
    friday.two_helpers_drop_one_crate()
    phone = friday.phones[MILL]
    note = {"note": "=HYPERLINK(1)"}
    phone.record(Kind.INCIDENT, round_id=COLLECTION, place_id=FARM_OAKS, crates=["=1+1"], data=note)
    phone.push()
    sent = camille.client.post(
        "/console/imports/apercu", files={"file": ("=orders.csv", ORDERS.encode())}, headers=SAME_ORIGIN
    )
    said = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', sent.text))
    camille.post(f"{sent.url.path.removeprefix('/console')}/confirmer", **said, rejects="oui")


def plant(friday: Friday) -> int:
    """A formula before every text of every table; ids get the same, so that rows still find each other."""
    path = friday.server.runtime.settings.data_dir / "relais.db"
    database = sqlite3.connect(path)
    for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        database.execute(f"DROP TRIGGER {name}")
    planted = 0
    for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        if name in LEFT_ALONE or name.startswith("sqlite_"):
            continue
        for _, column, kind, *_rest in database.execute(f"PRAGMA table_info({name})").fetchall():
            if kind in ("VARCHAR", "TEXT") and (name, column) not in JSON_COLUMNS:
                database.execute(f'UPDATE "{name}" SET "{column}" = \'=cmd|\' || "{column}"')
                planted += 1
    database.commit()
    database.close()
    return planted


def test_the_list_leads_to_every_table_and_to_the_journal(camille: Coordinator) -> None:
    page = camille.read("/exports")
    for each in EXPORTS:
        assert f'href="/console/exports/{each.key}"' in page
        assert each.title in words(page)
    assert 'href="/console/exports/journal"' in page


def test_no_route_gives_csv_without_being_tried_here(camille: Coordinator) -> None:
    found = {
        path
        for path in PAGES_TO_READ
        if camille.get(address(path).removeprefix("/console")).headers["content-type"].startswith("text/csv")
    }
    assert found - CSV_ROUTES == set()


@pytest.mark.parametrize("key", KEYS)
def test_an_empty_network_has_every_table_with_its_columns(camille: Coordinator, key: str) -> None:
    head, *rows = export(camille, key)
    assert head == list(next(each.columns for each in EXPORTS if each.key == key))
    assert all(len(row) == len(head) for row in rows)


def test_every_table_is_complete(friday: Friday, camille: Coordinator) -> None:
    fill(friday, camille)
    held = {
        "caisses": "crate", "lots": "consignment", "trajets": "leg", "mouvements": "event",
        "ecarts": "discrepancy", "commandes": "order_line", "imports": "import_file",
        "rejets": "import_reject", "personnes": "person", "lieux": "place", "ecritures": "posting",
        "releves": "statement",
    }  # fmt: skip
    for key, name in held.items():
        ((count,),) = friday.server.rows_of(f"SELECT count(*) FROM {name}")
        rows = export(camille, key)[1:]
        assert len(rows) == count, key
        assert rows or key in ("ecritures", "releves"), key
    assert len(export(camille, "lignes")) > 4


def test_the_rows_say_what_happened(friday: Friday, camille: Coordinator) -> None:
    fill(friday, camille)
    crates = {row[0]: row for row in export(camille, "caisses")}
    for code in friday.codes["oaks_town"]:
        assert crates[print_code(code)][12] == "Mairie de Sautron"
    legs = export(camille, "trajets")
    assert {row[3] for row in legs[1:]} == {GARDENS, MILL}
    lines = [row for row in export(camille, "lignes")[1:] if row[2] == OAKS and row[4] == GARDENS]
    assert "9,37" in {row[14] for row in lines}


def test_no_planted_formula_begins_a_cell(friday: Friday, camille: Coordinator) -> None:
    fill(friday, camille)
    assert plant(friday) > 60
    for key in KEYS:
        # Settled lines need words the program knows; the lines have a test of their own below.
        if key == "lignes":
            continue
        rows = export(camille, key)[1:]
        cells = [cell for row in rows for cell in row]
        for cell in cells:
            assert not cell.lstrip().startswith(("=", "+", "@", "\t", "\r")), (key, cell)
            assert not cell.startswith("-") or A_NUMBER.fullmatch(cell), (key, cell)
        if rows:
            assert any(cell.startswith("'=cmd|") for cell in cells), key
    movements = [cell for row in export(camille, "mouvements") for cell in row]
    assert "'=1+1" in movements


def test_names_and_notes_in_lines_and_statements_are_harmless(friday: Friday, camille: Coordinator) -> None:
    fill(friday, camille)
    for name in ("person", "place"):
        friday.server.change(
            lambda session, name=name: session.connection().exec_driver_sql(
                f"UPDATE {name} SET name = '-2+3' || name"
            )
        )
    statement = table(camille.get(f"/releves/2026-11/{GARDENS}/csv").content)
    matrix = table(camille.get(f"/rapprochement.csv?jour={FRIDAY}").content)
    for rows in (export(camille, "lignes"), statement, matrix):
        cells = [cell for row in rows for cell in row]
        assert any(cell.startswith("'-2+3") for cell in cells)
        assert all(A_NUMBER.fullmatch(cell) for cell in cells if cell.startswith("-"))


def test_the_journal_comes_as_it_is_checked(friday: Friday, camille: Coordinator) -> None:
    friday.is_driven()
    answer = camille.get("/exports/journal")
    assert answer.headers["content-disposition"].endswith('.jsonl"')
    assert verify(io.BytesIO(answer.content)) is None
    changed = answer.content.replace(b"drop", b"dr0p", 1)
    assert verify(io.BytesIO(changed)) is not None


def test_no_secret_leaves_in_any_table(friday: Friday, camille: Coordinator) -> None:
    fill(friday, camille)
    secrets = [
        text
        for (text,) in friday.server.rows_of(
            "SELECT token_sha256 FROM device UNION SELECT password_argon2 FROM coordinator"
        )
    ]
    everything = b"".join(camille.get(f"/exports/{key}").content for key in KEYS).decode()
    assert secrets
    assert not any(secret in everything for secret in secrets)


def test_a_table_nobody_knows_is_no_page(camille: Coordinator) -> None:
    assert camille.get("/exports/mots-de-passe").status_code == 404
