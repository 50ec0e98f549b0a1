"""Importing a file: looked at first, questions answered, rejects named, confirmed once."""

import httpx

from tests.sync_server.console.conftest import SAME_ORIGIN, Coordinator, words
from tests.sync_server.console.world import OAKS, Friday

HEADER = "producteur;point;date_retrait;commande;produit;quantite;montant_ttc\r\n"
APPLES = "Ferme des Chênes;Épicerie du bourg, Vigneux;13/11/2026;R1;Pommes;2;12,50\r\n"
MISSPELT = "Ferme du Chêne;Mairie de Sautron;13/11/2026;R2;Poires;1;8,00\r\n"
UNREADABLE = "Ferme des Chênes;Épicerie du bourg, Vigneux;13/11/2026;R3;Noix;1;huit euros\r\n"


def bring(camille: Coordinator, text: str, name: str = "semaine 46.csv") -> httpx.Response:
    """Drops a file on the form."""
    files = {"file": (name, text.encode(), "text/csv")}
    return camille.client.post("/console/imports/apercu", files=files, headers=SAME_ORIGIN)


def page_of(answer: httpx.Response) -> str:
    return str(answer.url.path).removeprefix("/console")


def orders(friday: Friday) -> int:
    return friday.server.rows_of("SELECT count(*) FROM order_line")[0][0]


def test_a_file_is_looked_at_before_anything_is_written(camille: Coordinator, friday: Friday) -> None:
    seen = bring(camille, HEADER + APPLES)
    text = words(seen.text)
    assert "1 commande 1 ligne" in text
    assert "12,50 € chiffre d'affaires TTC" in text
    assert "Rien n'est encore enregistré." in text
    assert orders(friday) == 0
    done = camille.post(f"{page_of(seen)}/confirmer")
    assert "Les commandes sont importées" in words(done.text)
    assert orders(friday) == 1
    assert "semaine 46.csv" in words(camille.read("/imports"))


def test_confirming_twice_imports_once(camille: Coordinator, friday: Friday) -> None:
    seen = bring(camille, HEADER + APPLES)
    camille.post(f"{page_of(seen)}/confirmer")
    again = camille.post(f"{page_of(seen)}/confirmer")
    assert "Ce fichier était déjà importé à l'identique : rien n'a changé." in words(again.text)
    assert friday.server.rows_of("SELECT count(*) FROM import_file") == [(1,)]


def test_a_name_nobody_knows_is_asked_and_the_answer_kept(camille: Coordinator, friday: Friday) -> None:
    seen = bring(camille, HEADER + MISSPELT)
    assert "Producteur inconnu « Ferme du Chêne »" in words(seen.text)
    early = camille.post(f"{page_of(seen)}/confirmer")
    assert early.status_code == 409
    answered = camille.post(f"{page_of(seen)}/noms", kind="producer", text="Ferme du Chêne", target=OAKS)
    assert "tout est reconnu" in words(answered.text)
    camille.post(f"{page_of(seen)}/confirmer")
    assert orders(friday) == 1
    # The next file with that name asks nothing.
    assert "tout est reconnu" in words(bring(camille, HEADER + MISSPELT).text)


def test_an_answer_that_names_nobody_is_refused(camille: Coordinator) -> None:
    seen = bring(camille, HEADER + MISSPELT)
    answer = camille.post(f"{page_of(seen)}/noms", kind="producer", text="Ferme du Chêne", target="P999")
    assert answer.status_code == 422


def test_an_unreadable_line_is_named_and_left_out_only_when_that_is_said(
    camille: Coordinator, friday: Friday
) -> None:
    seen = bring(camille, HEADER + APPLES + UNREADABLE)
    assert "Ligne 3, colonne « montant_ttc » : ce n'est pas un montant (« huit euros »)." in words(seen.text)
    assert camille.post(f"{page_of(seen)}/confirmer").status_code == 409
    assert orders(friday) == 0
    done = camille.post(f"{page_of(seen)}/confirmer", rejects="oui")
    assert "Lignes laissées de côté 1" in words(done.text)
    assert orders(friday) == 1


def test_what_is_not_an_export_is_refused_with_what_to_export_instead(camille: Coordinator) -> None:
    answer = bring(camille, "a;b\r\n1;2\r\n", name="../../etc/<b>passwd")
    assert answer.status_code == 422
    assert "Totaux Cycle de Vente par Acheteur" in words(answer.text)
    assert bring(camille, "").status_code == 422


def test_a_file_left_for_an_hour_is_forgotten(camille: Coordinator, friday: Friday) -> None:
    seen = bring(camille, HEADER + APPLES)
    for _ in range(3):
        friday.server.clock.forward(s=20 * 60)
        camille.get("/")
    answer = camille.get(page_of(seen))
    assert answer.status_code == 410
    assert "Ce fichier n'est plus en mémoire" in words(answer.text)


def test_a_file_name_with_markup_is_only_a_name(camille: Coordinator) -> None:
    seen = bring(camille, HEADER + APPLES, name="<img src=x onerror=alert(1)>.csv")
    assert "<img" not in seen.text
    camille.post(f"{page_of(seen)}/confirmer")
    assert "<img" not in camille.read("/imports")


def test_the_template_to_fill_in_comes_as_a_file(camille: Coordinator) -> None:
    assert "/console/imports/modele.csv" in camille.read("/imports")
    answer = camille.get("/imports/modele.csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="modele-commandes.csv"'
    assert answer.content.startswith("\ufeffproducteur;point;date_retrait".encode())


def test_what_the_file_does_not_say_is_asked_for_the_file(camille: Coordinator, friday: Friday) -> None:
    orders_of_camap = (
        '"userId";"userName";"productName";"catalogName";"vendorId";"quantity";"fees";"total"\n'
        '"7";"DUPONT Jeanne";"Pain "bis"";"Boulangerie des Chênes";"3";"1";"0,10";"2,10"\n'
    )
    seen = bring(camille, orders_of_camap, name="export.csv")
    text = words(seen.text)
    assert "Pour quel point sont les commandes de ce fichier ?" in text
    assert "Quel est le jour de distribution de ce fichier ?" in text
    assert "« CAMAP n° 3 » (catalogue « Boulangerie des Chênes »)" in text
    assert "DUPONT" not in text
    answers = f"{page_of(seen)}/noms"
    assert camille.post(answers, kind="file_place", target="F001").status_code == 422
    assert camille.post(answers, kind="file_date", target="demain").status_code == 422
    camille.post(answers, kind="file_place", target="R002")
    camille.post(answers, kind="file_date", target="2026-11-13")
    last = camille.post(answers, kind="producer", text="CAMAP n° 3", target=OAKS)
    assert "tout est reconnu" in words(last.text)
    camille.post(f"{page_of(seen)}/confirmer")
    found = friday.server.rows_of("SELECT place_id, pickup_date, amount_ttc_cents FROM order_line")
    assert found == [("R002", "2026-11-13", 200)]
