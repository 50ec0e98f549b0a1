"""An older export of the same orders, never imported: told before its figures take the others' place."""

import httpx

from tests.sync_server.console.conftest import Coordinator, words
from tests.sync_server.console.test_imports import APPLES, CHEAPER, HEADER, WALNUTS, bring, confirm, page_of

CYCLE = "Semaine 46 - 2026"
OFN = "Boutique,Producteur,Produit,Variante,Quantité,Coût produits (€),Cycle de Vente,N° commande,Date\r\n"


def ofn(*orders: tuple[str, str]) -> str:
    """An export of Open Food Network with one line for each (order, its minute)."""
    return OFN + "".join(
        f'"Épicerie du bourg, Vigneux",Ferme des Chênes,Pommes,1 kg,1,4.00,{CYCLE},{ref},{at}:00 +0100\r\n'
        for ref, at in orders
    )


def on_friday(camille: Coordinator, text: str) -> httpx.Response:
    """Brings the first file of a cycle, and says when it is handed out."""
    seen = bring(camille, text)
    return camille.post(f"{page_of(seen)}/noms", kind="pickup_date", text=CYCLE, target="13/11/2026")


TUESDAY, WEDNESDAY = ("R901", "2026-11-10 08:15"), ("R902", "2026-11-11 19:40")
MONDAY = ("R900", "2026-11-09 07:00")


def test_an_older_export_that_was_never_imported_is_told_by_its_newest_order(camille: Coordinator) -> None:
    confirm(camille, on_friday(camille, ofn(TUESDAY, WEDNESDAY)))
    text = words(bring(camille, ofn(MONDAY, TUESDAY)).text)
    assert "la dernière commande de ce fichier est du mar. 10 nov. à 8 h 15" in text
    assert "celle déjà importée du mer. 11 nov. à 19 h 40. Est-ce un export plus ancien ?" in text
    assert "Ajoutée" in text
    assert "Retirée" in text
    newer = words(bring(camille, ofn(TUESDAY, WEDNESDAY, ("R903", "2026-11-12 06:00"))).text)
    assert "plus ancien" not in newer


def test_taking_an_import_back_brings_back_how_new_its_orders_were(camille: Coordinator) -> None:
    confirm(camille, on_friday(camille, ofn(TUESDAY, WEDNESDAY)))
    later = confirm(camille, bring(camille, ofn(TUESDAY, WEDNESDAY, ("R903", "2026-11-12 06:00"))))
    camille.post(f"{page_of(later)}/annuler", raison="mauvais fichier", because="mauvais fichier")
    text = words(bring(camille, ofn(TUESDAY)).text)
    assert "celle déjà importée du mer. 11 nov. à 19 h 40" in text


def test_without_dates_of_orders_the_name_or_what_only_goes_tells(camille: Coordinator) -> None:
    confirm(camille, bring(camille, HEADER + APPLES + WALNUTS, "commandes_20261111.csv"))
    text = words(bring(camille, HEADER + CHEAPER, "commandes_20261109.csv").text)
    assert "le nom de ce fichier dit lun. 9 nov., celui du fichier en place mer. 11 nov." in text
    text = words(bring(camille, HEADER + APPLES, "commandes.csv").text)
    assert "ce fichier retire 1 ligne et n'en apporte aucune" in text
    assert "plus ancien" not in words(bring(camille, HEADER + CHEAPER, "commandes.csv").text)
