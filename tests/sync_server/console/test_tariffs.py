"""Tariffs in the console: read in words, drafted, simulated beside the one in force, voted, taken back."""

import re

import httpx
import pytest

from tests.sync_server.console.conftest import Coordinator, words
from tests.sync_server.console.world import GARDENS, MILL, Friday

FORM = {
    "version": "2", "valid_from": "2026-12-01", "base": "ttc", "collection": "2", "transfer": "1",
    "delivery": "4", "direct": "5", "keeper": "0,5", "flat_crate": "0", "flat_stop": "0", "floor": "",
    "cap": "", "crate_weights": "equal", "handover_split": "equal", "pool": "", "pool_sales": "",
    "pool_logistics": "", "pool_key": "turnover", "approved_by": "Assemblée générale",
    "minutes_ref": "PV du 20 novembre 2026",
}  # fmt: skip


def faults(answer: httpx.Response) -> dict[str, str]:
    """The faults beside the fields of a form that was given back."""
    assert answer.status_code == 422
    found = re.findall(r'<p class="fault" id="(\w+)-fault">(.*?)</p>', answer.text, re.DOTALL)
    return {field: words(said).strip() for field, said in found}


def stored(friday: Friday) -> list[str]:
    return [version for (version,) in friday.server.rows_of("SELECT version FROM tariff ORDER BY valid_from")]


def test_a_version_is_read_in_words_with_a_worked_example(camille: Coordinator) -> None:
    text = words(camille.read("/baremes/1"))
    assert "Livraison au point 3 % du chiffre d'affaires TTC du lot" in text
    assert "Part du point relais 0,5 %" in text
    # 57 700 * 3 % = 1 731; 57 700 * 0,5 % = 288,50, half away from zero.
    assert "Livraison au point 17,31 €" in text.replace("\u202f", " ")
    assert "Point relais 2,89 €" in text.replace("\u202f", " ")
    assert "Assemblée générale" in text
    assert "PV du 12 janvier 2026" in text


def test_a_voted_version_is_written_once_with_who_and_when(friday: Friday, camille: Coordinator) -> None:
    assert "Le barème est écrit" in camille.post("/baremes/voter", **FORM).text
    answer = camille.post("/baremes/voter", **FORM)
    assert "Le barème est écrit" in answer.text
    assert stored(friday) == ["1", "2"]
    assert words(answer.text).count("Barème 2 ajouté par Camille Ferrand") == 1
    assert "au lundi 30 novembre 2026" in words(answer.text)
    phone = friday.server.rows_of("SELECT k FROM pull_row WHERE t = 'tariff' AND deleted = 0 ORDER BY k")
    assert [key for (key,) in phone] == ["1", "2"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"direct": "120"}, {"direct": "Entre 0 et 100 %"}),
        ({"direct": "99", "keeper": "5"}, {"direct": "dépassent ensemble 100 %"}),
        ({"collection": "deux"}, {"collection": "Un pourcentage"}),
        ({"flat_crate": "0,305"}, {"flat_crate": "Un montant en euros"}),
        ({"floor": "20", "cap": "10"}, {"floor": "Le minimum dépasse le maximum"}),
        ({"version": "1"}, {"version": "existe déjà"}),
        ({"version": "deux mille"}, {"version": "Un nom court"}),
        ({"valid_from": ""}, {"valid_from": "premier jour"}),
        ({"valid_from": "2026-01-01"}, {"valid_from": "Un autre barème commence déjà"}),
        ({"approved_by": " "}, {"approved_by": "À remplir"}),
        ({"pool": "oui", "pool_sales": "17", "pool_logistics": "sept"}, {"pool_logistics": "Un pourcentage"}),
        ({"base": "brut"}, {"base": "Choisissez"}),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_is_kept(
    friday: Friday, camille: Coordinator, typed: dict[str, str], expected: dict[str, str]
) -> None:
    answer = camille.post("/baremes/voter", **(FORM | typed))
    said = faults(answer)
    assert said.keys() == expected.keys()
    for field, part in expected.items():
        assert part in said[field]
    assert 'value="PV du 20 novembre 2026"' in answer.text
    for field in ("version", "direct", "floor"):
        assert f'name="{field}" type="text" value="{(FORM | typed)[field]}"' in answer.text
    assert stored(friday) == ["1"]


def test_a_first_day_in_a_closed_month_is_refused_beside_its_field(
    friday: Friday, camille: Coordinator
) -> None:
    friday.is_driven()
    camille.post("/periodes/2026-11/clore", sure="oui", early_reason="Fin de saison")
    said = faults(camille.post("/baremes/voter", **(FORM | {"valid_from": "2026-11-15"})))
    assert "Novembre 2026 est close" in said["valid_from"]


def test_a_first_tariff_that_begins_after_the_first_leg_leaves_a_hole(
    friday: Friday, camille: Coordinator
) -> None:
    friday.is_driven()
    camille.runtime.database.writer.dispose()
    with camille.runtime.database.writer.begin() as connection:
        connection.exec_driver_sql("DELETE FROM tariff")
    assert "aucun barème n'existe encore" in words(camille.read("/baremes"))
    said = faults(camille.post("/baremes/voter", **FORM))
    assert "Un trou : des trajets ont été faits dès le vendredi 6 novembre 2026" in said["valid_from"]


def test_a_version_not_begun_is_taken_back_and_one_begun_stays(friday: Friday, camille: Coordinator) -> None:
    camille.post("/baremes/voter", **FORM)
    assert "Ce barème a commencé : il reste" in words(camille.post("/baremes/1/retirer").text)
    answer = camille.post("/baremes/2/retirer")
    assert "Barème 2 retiré avant d'avoir servi par Camille Ferrand" in words(answer.text)
    assert "déjà retiré" in camille.post("/baremes/2/retirer").text
    assert stored(friday) == ["1"]


def test_a_draft_is_kept_simulated_and_gone_once_voted(friday: Friday, camille: Coordinator) -> None:
    friday.is_driven()
    draft = FORM | {"approved_by": "", "minutes_ref": ""}
    before = friday.server.rows_of("SELECT count(*) FROM pull_row")
    page = camille.post("/baremes/brouillon", **draft)
    text = words(page.text).replace("\u202f", " ")
    assert "Simulation du barème 2" in text
    assert str(page.url).endswith("/baremes/simulation?brouillon=1")
    # Delivery 4 % instead of 3 %: 57 700, 2 999 and 31 245 give 1 731 + 90 + 937, then 2 308 + 120 + 1 250.
    assert "Les Jardins de Basse-Bretagne 27,58 € 36,78 € + 9,20 €" in text.replace("+9", "+ 9")
    assert friday.server.rows_of("SELECT count(*) FROM pull_row") == before
    assert stored(friday) == ["1"]
    assert "Barème 2" in words(camille.read("/baremes"))
    assert 'value="4"' in camille.read("/baremes/nouveau?brouillon=1")
    camille.post("/baremes/voter?brouillon=1", **FORM)
    assert camille.get("/baremes/simulation?brouillon=1").status_code == 404
    assert friday.server.rows_of("SELECT count(*) FROM tariff_draft")[0][0] == 0


def test_the_version_in_force_simulates_to_the_same_cents(friday: Friday, camille: Coordinator) -> None:
    friday.is_driven()
    text = words(camille.read("/baremes/simulation?version=1&de=2026-11&a=2026-11")).replace("\u202f", " ")
    assert "Novembre 2026 ouverte 45,97 € 45,97 € 0,00 €" in text
    assert "Livraison Nantes nord, ven. 6 nov." in text.replace("\xa0", " ")
    for person in (MILL, GARDENS):
        assert friday.names[person] in text


def test_a_month_without_legs_teaches_what_a_simulation_is(camille: Coordinator) -> None:
    assert "Une simulation rejoue les trajets déjà faits" in camille.read("/baremes/simulation?version=1")
