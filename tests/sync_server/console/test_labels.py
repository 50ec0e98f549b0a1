"""The pages of labels: what is chosen, what it would print, and the PDF that comes."""

import re

import pytest

from shared.custody.codes import print_code
from tests.sync_server.console.conftest import Coordinator, lets_in, words
from tests.sync_server.console.world import COLLECTION, FRIDAY, OAKS, RIVERS, Friday
from tests.sync_server.papers.reading import pages_of, text_of


def test_the_page_counts_the_labels_of_the_latest_day(friday: Friday, camille: Coordinator) -> None:
    read = words(camille.read("/etiquettes"))
    assert f"{len(friday.all_codes)} étiquettes" in read
    assert "1 planche" in read
    assert "Ferme des Chênes" in read


def test_the_pdf_holds_one_label_for_each_crate(friday: Friday, camille: Coordinator) -> None:
    answer = camille.get("/etiquettes/caisses.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == f'attachment; filename="etiquettes-{FRIDAY}.pdf"'
    text = text_of(answer.content)
    for code in friday.all_codes:
        assert text.count(print_code(code)) == 1


@pytest.mark.parametrize(
    ("query", "lots"),
    [
        (f"?jour={FRIDAY}&ferme={RIVERS}", ["rivers_grocery"]),
        (f"?lot=c_{FRIDAY}_{OAKS}_R003", ["oaks_town"]),
        (f"?tournee={COLLECTION}", ["oaks_grocery", "rivers_grocery", "oaks_town"]),
    ],
)
def test_labels_of_a_farm_a_lot_or_a_round_alone(
    friday: Friday, camille: Coordinator, query: str, lots: list[str]
) -> None:
    text = text_of(camille.get(f"/etiquettes/caisses.pdf{query}").content)
    expected = {code for lot in lots for code in friday.codes[lot]}
    assert {code for code in friday.all_codes if print_code(code) in text} == expected


def test_a_sheet_already_begun_may_take_one_more(camille: Coordinator) -> None:
    one = camille.get("/etiquettes/caisses.pdf?planche=3x8").content
    two = camille.get("/etiquettes/caisses.pdf?planche=3x8&depuis=20").content
    assert (pages_of(one), pages_of(two)) == (1, 2)


@pytest.mark.parametrize("depuis", ["0", "25", "-1", "trois", "²"])
def test_a_place_the_sheet_does_not_have_is_told_where_it_was_typed(
    camille: Coordinator, depuis: str
) -> None:
    answer = camille.get(f"/etiquettes/caisses.pdf?planche=3x8&depuis={depuis}")
    assert answer.status_code == 422
    assert "Cette planche a 24 places : donnez un nombre de 1 à 24." in words(answer.text)
    assert f'value="{depuis}"' in answer.text


def test_a_day_without_goods_shows_the_latest_instead(camille: Coordinator) -> None:
    assert "13 étiquettes" in words(camille.read("/etiquettes?jour=2020-01-01"))


def test_nothing_to_print_is_no_page(camille: Coordinator) -> None:
    assert camille.get("/etiquettes/caisses.pdf?ferme=P999").status_code == 404


def form_id(page: str) -> str:
    found = re.search(r'name="form_id" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_blank_codes_are_given_out_once_and_printed_again_as_they_were(
    friday: Friday, camille: Coordinator
) -> None:
    page = camille.read("/etiquettes/vierges")
    assert "Aucun code n'est encore donné" in words(page)
    form = {"form_id": form_id(page), "combien": "30", "note": "rouleau <b>des Chênes</b>", "planche": "3x8"}
    for _ in range(2):
        answer = camille.post("/etiquettes/vierges", **form)
        assert "Les codes sont notés" in words(answer.text)
        assert "30 étiquettes" in words(answer.text)
        assert "rouleau <b>des Chênes</b>" in words(answer.text) or "&lt;b&gt;" in answer.text
    codes = [code for (code,) in friday.server.rows_of("SELECT code FROM blank_label ORDER BY position")]
    assert len(codes) == 30
    first = camille.get(f"/etiquettes/vierges/{form['form_id']}?planche=3x8").content
    friday.server.clock.forward(days=1)
    lets_in(camille)
    again = camille.get(f"/etiquettes/vierges/{form['form_id']}?planche=3x8").content
    assert first == again
    assert pages_of(first) == 2
    text = text_of(first)
    assert all(print_code(code) in text for code in codes)


@pytest.mark.parametrize("combien", ["", "0", "1001", "douze", "-3"])
def test_a_wrong_count_is_told_and_the_form_keeps_what_was_typed(
    friday: Friday, camille: Coordinator, combien: str
) -> None:
    page = camille.read("/etiquettes/vierges")
    answer = camille.post("/etiquettes/vierges", form_id=form_id(page), combien=combien, note="pour Paul")
    assert answer.status_code == 422
    assert "Donnez un nombre d'étiquettes de 1 à" in words(answer.text)
    assert 'value="pour Paul"' in answer.text
    assert friday.server.rows_of("SELECT * FROM blank_batch") == []


def test_badges_of_places_of_one_kind_or_one_alone(camille: Coordinator) -> None:
    text = text_of(camille.get("/etiquettes/lieux.pdf?role=relay").content)
    assert "Épicerie du bourg" in text
    assert "Plateforme" not in text
    alone = text_of(camille.get("/etiquettes/lieux.pdf?lieu=R001").content)
    assert "Plateforme de Rezé" in alone
    assert "Mairie" not in alone


def test_doors_of_a_bank_get_a_label_and_no_opening_code(friday: Friday, camille: Coordinator) -> None:
    assert camille.get("/etiquettes/lieux.pdf?quoi=casiers").status_code == 404
    nothing = camille.read("/etiquettes/lieux?quoi=casiers")
    assert "Aucune consigne n'a de casier" in words(nothing)
    assert 'href="/console/consignes"' in nothing
    friday.server.change(
        lambda session: session.connection().exec_driver_sql(
            "INSERT INTO compartment (place_id, id, size, cold) VALUES ('R002', 'B4', 'L', 1)"
        )
    )
    assert "1 étiquette" in words(camille.read("/etiquettes/lieux?quoi=casiers"))
    text = text_of(camille.get("/etiquettes/lieux.pdf?quoi=casiers&planche=2x4").content)
    assert "B4" in text
    assert "grand, froid" in text
