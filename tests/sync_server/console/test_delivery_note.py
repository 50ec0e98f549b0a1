"""The delivery note as PDF: all a round carries, what is aboard, and crates nobody had planned."""

import pytest

from shared.custody.codes import print_code
from shared.custody.events import Kind
from tests.sync_server.console.conftest import Coordinator, words
from tests.sync_server.console.world import COLLECTION, DELIVERY, FARM_OAKS, MILL, Friday, crate_codes
from tests.sync_server.papers.reading import text_of


def note(camille: Coordinator, round_id: str, query: str = "") -> str:
    answer = camille.get(f"/tournees/{round_id}/bon{query}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    return words(text_of(answer.content))


def test_the_note_names_owner_nature_ends_lot_and_crates(friday: Friday, camille: Coordinator) -> None:
    text = note(camille, COLLECTION)
    for said in (
        "Bon de livraison", "EARL du Moulin", "Collecte de l'Erdre", "13 caisses, 3 lots", "Ferme des Chênes",
        "frais, 4 °C au plus", "Plateforme de Rezé", "c_2026-11-06_P001_R002", "non renseigné",
        "à valider avec votre conseil",
    ):  # fmt: skip
        assert said in text, said
    assert all(print_code(code) in text for code in friday.all_codes)


def test_the_note_shows_no_turnover(friday: Friday, camille: Coordinator) -> None:
    friday.is_driven()
    text = note(camille, DELIVERY)
    assert "577" not in text
    assert "€" not in text


def test_only_what_is_aboard(friday: Friday, camille: Coordinator) -> None:
    assert "Rien à bord en ce moment." in note(camille, COLLECTION, "?bord=oui")
    phone = friday.phones[MILL]
    code, other = friday.codes["oaks_town"]
    phone.record(Kind.PICKUP, round_id=COLLECTION, place_id=FARM_OAKS, crates=[code], how="qr")
    phone.push()
    text = note(camille, COLLECTION, "?bord=oui")
    assert print_code(code) in text
    assert print_code(other) not in text
    assert "Pris en charge à" in text


def test_a_crate_on_no_list_stands_on_the_note_with_its_owner_to_be_stated(
    friday: Friday, camille: Coordinator
) -> None:
    (code,) = crate_codes(1, 12_345_678)
    phone = friday.phones[MILL]
    phone.record(Kind.PICKUP, round_id=COLLECTION, place_id=FARM_OAKS, crates=[code], how="qr")
    phone.push()
    text = note(camille, COLLECTION)
    assert print_code(code) in text
    assert "Propriétaire à préciser" in text
    assert "14 caisses" in text


@pytest.mark.parametrize("round_id", ["r_nowhere", "x"])
def test_a_round_nobody_knows_has_no_note(camille: Coordinator, round_id: str) -> None:
    assert camille.get(f"/tournees/{round_id}/bon").status_code == 404


def test_the_page_of_a_round_leads_to_its_note_and_its_labels(camille: Coordinator) -> None:
    page = camille.read(f"/tournees/{COLLECTION}")
    assert f'href="/console/tournees/{COLLECTION}/bon"' in page
    assert f"tournee={COLLECTION}" in page
