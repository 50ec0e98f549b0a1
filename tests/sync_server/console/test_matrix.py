"""« Rapprochement »: six counts of a day in the console, the leg of each gap, withdrawals as counted."""

import csv
import io
import re
from html import unescape

import pytest
from sqlalchemy import text

from sync_server.console import matrix_crates
from sync_server.db.session import begin, read
from tests.sync_server.console.conftest import Coordinator, words
from tests.sync_server.console.world import COLLECTION, FRIDAY, GROCERY, MILL, OAKS, RIVERS, TOWN_HALL, Friday

PAGE = f"/rapprochement?jour={FRIDAY}"
FACT = "0199c1f2-0000-7000-8000-00000000000"


def row_of(camille: Coordinator, path: str, name: str) -> str:
    """The words of a line of the matrix, from its name to the next line."""
    html = camille.read(path)
    return next(words(each) for each in html.split("<tr data-row>")[1:] if name in each)


def counted(camille: Coordinator, fact: int, **fields: str) -> str:
    form = {"jour": FRIDAY, "point": GROCERY, "fact": f"{FACT}{fact}", "par": "Maryse"} | fields
    return words(camille.post("/rapprochement/retraits", **form).text)


def test_a_planned_day_says_what_is_to_come_and_by_whom(camille: Coordinator) -> None:
    line = row_of(camille, PAGE, "Épicerie")
    assert "11 11 0 0 0 non compté" in line
    assert "11 à collecter EARL du Moulin, Ferme des Chênes" not in line
    assert "8 à collecter EARL du Moulin, Ferme des Chênes, Saffré → Plateforme de Rezé" in line
    assert "3 à collecter EARL du Moulin, GAEC des Trois Rivières, Héric → Plateforme de Rezé" in line


def test_two_crates_kept_back_are_a_gap_of_the_leg_that_kept_them(
    friday: Friday, camille: Coordinator
) -> None:
    friday.is_driven(left_behind=2)
    line = row_of(camille, PAGE, "Épicerie")
    assert "11 11 11 11 9 non compté" in line
    gap = (
        "2 passées à la plateforme, pas déposées Les Jardins de Basse-Bretagne, Plateforme de Rezé → Épicerie"
    )
    assert gap in line
    assert "2 écarts ouverts" in line
    only = camille.read(f"{PAGE}&manques=oui&vue=detail")
    assert "Mairie de Sautron</a>" not in only
    assert "Total, lignes sans écart comprises" in only
    crates = words(camille.read(f"/rapprochement/caisses?jour={FRIDAY}&point={GROCERY}&manque=oui"))
    assert "2 caisses" in crates
    assert crates.count("Écart ouvert : Caisse non déposée") == 2
    dropped = words(camille.read(f"/rapprochement/caisses?jour={FRIDAY}&ferme={RIVERS}&compte=dropped"))
    assert "3 caisses" in dropped


@pytest.mark.parametrize("part", ["", "&manque=oui", f"&point={GROCERY}"])
def test_crates_behind_a_count_are_told_in_pages_and_none_is_lost(
    friday: Friday, camille: Coordinator, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    friday.is_driven(left_behind=3)
    path: str | None = f"/rapprochement/caisses?jour={FRIDAY}{part}"
    code = r'<a class="code" href="/console/caisses/([^"]+)"'
    at_once = re.findall(code, camille.read(path))
    assert len(at_once) > 2
    monkeypatch.setattr(matrix_crates, "PAGE_ROWS", 2)
    seen: list[str] = []
    while path is not None:
        html = camille.read(path)
        assert f"{len(at_once)} caisses, " in words(html)
        seen += re.findall(code, html)
        onward = re.search(r'href="/console([^"]+)">Page suivante', html)
        path = unescape(onward[1]) if onward else None
    assert seen == at_once


def test_withdrawals_are_not_counted_until_somebody_counts_and_can_be_taken_back(
    friday: Friday, camille: Coordinator
) -> None:
    friday.is_driven()
    assert "Le compte est noté." in counted(camille, 1, ferme=OAKS, caisses="7")
    detail = f"{PAGE}&vue=detail&point={GROCERY}"
    assert "8 8 8 8 8 7 1 déposée, non retirée encore au point" in row_of(camille, detail, "Ferme des Chênes")
    assert "3 3 3 3 3 non compté aucun" in row_of(camille, detail, "Trois Rivières")
    assert "non compté" in row_of(camille, PAGE, "Épicerie"), "one farm's count says nothing of the point"
    counted(camille, 2, caisses="11")
    assert "11 11 11 11 11 11 aucun" in row_of(camille, PAGE, "Épicerie")
    assert "compté par Maryse, noté par Camille Ferrand" in words(camille.read(detail))
    counted(camille, 3, reprendre="oui")
    assert "non compté" in row_of(camille, PAGE, "Épicerie")


def test_a_count_sent_twice_is_one_and_a_wrong_one_is_said_beside_its_field(
    friday: Friday, camille: Coordinator
) -> None:
    counted(camille, 1, caisses="5")
    counted(camille, 1, caisses="6")
    with read(friday.server.runtime.database) as session:
        rows = session.connection().execute(text("SELECT crates, said_by FROM withdrawal_count")).all()
    assert [tuple(row) for row in rows] == [(5, "Maryse")]
    for fields, sentence in (
        ({"caisses": "beaucoup"}, "Un nombre entier de caisses"),
        ({"caisses": "-1"}, "Un nombre entier de caisses"),
        ({"caisses": "99999"}, "Un nombre entier de caisses"),
        ({"caisses": "3", "par": "  "}, "Dites qui a compté"),
        ({"caisses": "3", "ferme": RIVERS, "point": TOWN_HALL}, "Cette ferme n'a rien pour ce point"),
    ):
        form = {"jour": FRIDAY, "point": GROCERY, "fact": f"{FACT}9", "par": "Zoé"} | fields
        answer = camille.post("/rapprochement/retraits", **form)
        assert answer.status_code == 422
        assert sentence in words(answer.text)
        assert f'value="{form["caisses"]}"' in answer.text
    gone = {"jour": FRIDAY, "point": "R999", "fact": f"{FACT}9", "caisses": "1", "par": "Zoé"}
    assert camille.post("/rapprochement/retraits", **gone).status_code == 404


def test_silent_phones_are_named_with_what_they_probably_hold(friday: Friday, camille: Coordinator) -> None:
    friday.server.clock.forward(s=30 * 3600)
    camille.signs_in()
    for page in (PAGE, f"/?jour={FRIDAY}"):
        said = words(camille.read(page))
        assert "EARL du Moulin" in said
        assert "« Collecte de l'Erdre » du ven. 6 nov., 13 caisses prévues : aucun mouvement reçu" in said
    friday.collects()
    said = words(camille.read(PAGE))
    assert "Collecte de l'Erdre »" not in said
    assert "« Livraison Nantes nord » du ven. 6 nov., 13 caisses prévues : aucun mouvement reçu" in said


def test_the_file_holds_every_count_and_runs_no_formula(friday: Friday, camille: Coordinator) -> None:
    with begin(friday.server.runtime.database) as session:
        session.connection().execute(text("UPDATE person SET name = '=cmd()' WHERE id = :id"), {"id": OAKS})
    friday.is_driven(left_behind=1)
    answer = camille.get(f"/rapprochement.csv?jour={FRIDAY}")
    assert answer.headers["content-disposition"] == f'attachment; filename="rapprochement-{FRIDAY}.csv"'
    head, *rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))
    assert head[3:] == ["commandées", "étiquetées", "collectées", "à passer par la plateforme",
                        "à la plateforme", "déposées", "retirées", "écarts"]  # fmt: skip
    by_cell = {(row[1], row[2]): row[3:10] for row in rows}
    assert by_cell["Épicerie du bourg, Vigneux", "'=cmd()"] == ["8", "8", "8", "8", "8", "7", ""]
    assert len(rows) == 3


def test_another_day_is_not_this_one(camille: Coordinator) -> None:
    assert len(camille.read("/rapprochement.csv?jour=2026-11-13").splitlines()) == 1
    assert "Aucune caisse ici" in camille.read("/rapprochement/caisses?jour=2026-11-13")
    assert camille.get("/rapprochement.csv?jour=vendredi").status_code == 404
    # The page itself shows the day that matters rather than nothing.
    assert "Vendredi 6 novembre 2026" in camille.read("/rapprochement?jour=2026-11-13")


def test_a_crate_both_helpers_claim_leads_to_its_open_item(friday: Friday, camille: Coordinator) -> None:
    friday.is_driven()
    code = friday.two_helpers_drop_one_crate()
    assert MILL in friday.names
    page = camille.read(f"/rapprochement/caisses?jour={FRIDAY}&manque=oui")
    assert code[:4] in words(page)
    assert "Écart ouvert :" in words(page)


def test_a_phone_that_holds_a_closing_up_is_told_with_its_rounds(
    friday: Friday, camille: Coordinator
) -> None:
    friday.is_driven(left_behind=0)
    with begin(friday.server.runtime.database) as session:
        connection = session.connection()
        connection.execute(text("UPDATE round SET status = 'started' WHERE id = :id"), {"id": COLLECTION})
    friday.server.clock.forward(s=(25 * 24 + 6) * 3600)
    with begin(friday.server.runtime.database) as session:
        seen_ms = friday.server.clock.at_ms - 8 * 24 * 3_600_000
        session.connection().execute(text("UPDATE device SET last_seen_ms = :at"), {"at": seen_ms})
    camille.signs_in()
    page = words(camille.read("/periodes/2026-11"))
    assert "Le téléphone de EARL du Moulin n'a rien envoyé depuis" in page
    assert "« Collecte de l'Erdre » du ven. 6 nov., 13 caisses prévues : fin non reçue" in page
    assert "« Livraison Nantes nord »" not in page
