"""Importing a file: looked at first, questions answered, rejects named, confirmed once."""

import re

import httpx

from sync_server.console.pending_imports import PendingImport, PendingImports
from tests.builders import restarted
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


def confirm(camille: Coordinator, seen: httpx.Response, **fields: str) -> httpx.Response:
    """Presses the button of a preview as it was looked at."""
    found = re.search(r'name="seen" value="([0-9a-f]+)"', seen.text)
    said = {"seen": found[1]} if found else {}
    return camille.post(f"{page_of(seen)}/confirmer", **said, **fields)


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
    done = confirm(camille, seen)
    assert "Les commandes sont importées" in words(done.text)
    assert orders(friday) == 1
    assert "semaine 46.csv" in words(camille.read("/imports"))


def test_confirming_twice_imports_once(camille: Coordinator, friday: Friday) -> None:
    seen = bring(camille, HEADER + APPLES)
    confirm(camille, seen)
    again = confirm(camille, seen)
    assert "Ce fichier était déjà importé à l'identique : rien n'a changé." in words(again.text)
    assert friday.server.rows_of("SELECT count(*) FROM import_file") == [(1,)]


def test_a_name_nobody_knows_is_asked_and_the_answer_kept(camille: Coordinator, friday: Friday) -> None:
    seen = bring(camille, HEADER + MISSPELT)
    assert "Producteur inconnu « Ferme du Chêne »" in words(seen.text)
    early = confirm(camille, seen)
    assert early.status_code == 409
    answered = camille.post(f"{page_of(seen)}/noms", kind="producer", text="Ferme du Chêne", target=OAKS)
    assert "tout est reconnu" in words(answered.text)
    confirm(camille, answered)
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
    assert confirm(camille, seen).status_code == 409
    assert orders(friday) == 0
    done = confirm(camille, seen, rejects="oui")
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
    confirm(camille, seen)
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
    confirm(camille, last)
    found = friday.server.rows_of("SELECT place_id, pickup_date, amount_ttc_cents FROM order_line")
    assert found == [("R002", "2026-11-13", 200)]


CHEAPER = APPLES.replace("12,50", "11,00")
WALNUTS = "Ferme des Chênes;Épicerie du bourg, Vigneux;13/11/2026;R4;Noix;1;6,00\r\n"


def test_the_preview_says_line_by_line_what_differs_from_what_is_in_place(camille: Coordinator) -> None:
    confirm(camille, bring(camille, HEADER + APPLES))
    text = words(bring(camille, HEADER + CHEAPER + WALNUTS).text)
    assert "1 ligne ajoutée (6,00 €), 1 montant changé (−1,50 €)." in text
    assert "Pommes Ferme des Chênes, Épicerie du bourg, Vigneux, commande R1 Montant changé" in text


def test_a_server_that_restarts_asks_for_the_file_again_and_nothing_is_half_done(
    camille: Coordinator, friday: Friday
) -> None:
    seen = bring(camille, HEADER + APPLES)
    with restarted(friday.server) as again:
        after = Coordinator(again.client, again.runtime)
        for answer in (after.get(page_of(seen)), confirm(after, seen)):
            assert answer.status_code == 410
            assert "le serveur a redémarré" in words(answer.text)
        assert friday.server.rows_of("SELECT 1 FROM order_line") == []
        assert friday.server.rows_of("SELECT 1 FROM import_file") == []
        confirm(after, bring(after, HEADER + APPLES))
    assert orders(friday) == 1


def test_an_older_file_after_a_newer_one_is_said_before_it_is_confirmed(camille: Coordinator) -> None:
    confirm(camille, bring(camille, HEADER + APPLES, "lundi.csv"))
    confirm(camille, bring(camille, HEADER + APPLES + WALNUTS, "mercredi.csv"))
    text = words(bring(camille, HEADER + APPLES, "lundi.csv").text)
    assert "puis remplacées" in text
    assert "par « mercredi.csv ». Est-ce un export plus ancien ?" in text


def test_what_another_confirmed_meanwhile_is_looked_at_again_first(
    camille: Coordinator, friday: Friday
) -> None:
    mine = bring(camille, HEADER + APPLES)
    confirm(camille, bring(camille, HEADER + CHEAPER))
    answer = confirm(camille, mine)
    assert answer.status_code == 409
    assert "Entre-temps, quelqu'un a importé ou changé quelque chose" in words(answer.text)
    assert friday.server.rows_of("SELECT amount_ttc_cents FROM order_line") == [(1100,)]
    confirm(camille, answer_of(camille, mine))
    assert friday.server.rows_of("SELECT amount_ttc_cents FROM order_line") == [(1250,)]


def answer_of(camille: Coordinator, seen: httpx.Response) -> httpx.Response:
    return camille.get(page_of(seen))


def test_an_import_is_taken_back_once_with_who_and_why(camille: Coordinator, friday: Friday) -> None:
    confirm(camille, bring(camille, HEADER + APPLES))
    confirm(camille, bring(camille, HEADER + CHEAPER + WALNUTS, "mauvais <b>.csv"))
    assert "annulez d'abord celui-là" in words(camille.read("/imports/1"))
    assert camille.post("/imports/1/annuler", because="trop tôt").status_code == 409
    assert camille.post("/imports/2/annuler", because="  ").status_code == 422
    done = camille.post("/imports/2/annuler", because="Mauvais <b>fichier</b>")
    assert "ce qu'il avait remplacé est de nouveau en place" in words(done.text)
    assert "par Camille Ferrand : « Mauvais <b>fichier</b> »." in words(done.text)
    assert "Mauvais &lt;b&gt;" in done.text
    assert friday.server.rows_of("SELECT product, amount_ttc_cents FROM order_line") == [("Pommes", 1250)]
    again = camille.post("/imports/2/annuler", because="encore")
    assert "Cet import était déjà annulé" in words(again.text)
    assert "annulé" in words(camille.read("/imports"))
    assert camille.post("/imports/99/annuler", because="quoi").status_code == 404


def test_remembered_names_are_listed_with_who_and_when_and_forgotten(camille: Coordinator) -> None:
    assert "Aucun nom n'est retenu" in words(camille.read("/imports/noms"))
    seen = bring(camille, HEADER + MISSPELT)
    camille.post(f"{page_of(seen)}/noms", kind="producer", text="Ferme du Chêne", target=OAKS)
    text = words(camille.read("/imports/noms"))
    assert "Ferme du Chêne Producteur Ferme des Chênes Camille Ferrand" in text
    gone = camille.post("/imports/noms/oublier", kind="producer", text="Ferme du Chêne")
    assert "Ce nom n'est plus retenu" in words(gone.text)
    again = camille.post("/imports/noms/oublier", kind="producer", text="Ferme du Chêne")
    assert "Ce nom n'était déjà plus retenu" in words(again.text)
    assert "Producteur inconnu « Ferme du Chêne »" in words(bring(camille, HEADER + MISSPELT).text)


def test_what_is_no_csv_is_named_whatever_its_name_says(camille: Coordinator) -> None:
    for content, said in (
        ("%PDF-1.7", "C'est un PDF"),
        ("PK\x03\x04 [Content_Types].xml", "C'est un classeur de tableur"),
        ("<html>", "C'est une page web"),
        ("a\x00b", "Ce n'est pas du texte lisible"),
    ):
        answer = bring(camille, content, "commandes.csv")
        assert answer.status_code == 422
        assert said in words(answer.text)


def test_the_files_of_one_coordinator_push_out_none_of_anothers() -> None:
    kept = PendingImports()
    kept.put(PendingImport("theirs", "C02", "a.csv", b"x", 0))
    for number in range(5):
        kept.put(PendingImport(f"mine{number}", "C01", "b.csv", b"x", 0))
    assert kept.get("theirs", "C02", 1) is not None
    assert [number for number in range(5) if kept.get(f"mine{number}", "C01", 1)] == [2, 3, 4]
    assert kept.get("theirs", "C01", 1) is None, "a file is its coordinator's alone"


def test_a_closed_period_is_named_with_the_adjustment_it_will_cause(
    camille: Coordinator, friday: Friday
) -> None:
    friday.is_driven()
    camille.post("/periodes/2026-11/clore", sure="oui", early_reason="Fin de saison")
    settled = friday.server.rows_of("SELECT sum(amount_cents), count(*) FROM posting")
    # The lot was of 577,00 €: 100,00 € more are 2 % to who collected and 3 % to who delivered.
    line = "Ferme des Chênes;Épicerie du bourg, Vigneux;06/11/2026;R1;Panier;25;677,00\r\n"
    before = friday.server.rows_of("SELECT id, turnover_ttc_cents, status FROM consignment")
    seen = bring(camille, HEADER + line)
    text = words(seen.text)
    assert "La période de novembre 2026 est close et ne change pas." in text
    assert "La prochaine clôture portera 2 lignes de régularisation, 5,00 € en tout." in text
    after = friday.server.rows_of("SELECT id, turnover_ttc_cents, status FROM consignment")
    assert after == before, "looking writes nothing"
    confirm(camille, seen)
    assert friday.server.rows_of("SELECT sum(amount_cents), count(*) FROM posting") == settled
    assert "5,00 €" in words(camille.read("/periodes/2026-12"))
