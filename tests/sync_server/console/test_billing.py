"""The pages of accounts, VAT and mandates: masked in the list, faults where the person stands."""

from tests.sync_server.console.conftest import SAME_ORIGIN, Coordinator, words
from tests.sync_server.console.world import OAKS, Friday

IBAN = "FR76 3000 6000 0112 3456 7890 189"
HERE = f"/console/comptes/{OAKS}"


def post(camille: Coordinator, path: str, **form: str) -> tuple[int, str]:
    answer = camille.client.post(path, data=form, headers=SAME_ORIGIN)
    return answer.status_code, words(answer.text)


def test_an_empty_list_says_what_lacks(camille: Coordinator) -> None:
    text = words(camille.get("/comptes").text)
    assert "aucun fichier de virements ne peut se faire" in text
    assert "Ferme des Chênes" in text
    assert "non renseigné" in text


def test_an_account_is_kept_with_its_author_and_masked_in_the_list(camille: Coordinator) -> None:
    status, text = post(camille, f"{HERE}/banque", iban=IBAN, bic="agrifrpp", titulaire="EARL D'ÇÀ")
    assert status == 200
    assert "C'est noté" in text
    assert "par Camille" in text
    page = camille.get(f"/comptes/{OAKS}").text
    assert IBAN in page
    listed = camille.get("/comptes").text
    assert "FR76 … 189" in words(listed)
    assert IBAN.replace(" ", "") not in listed.replace(" ", "")
    again = post(camille, f"{HERE}/banque", iban=IBAN.lower(), bic="AGRIFRPP", titulaire="EARL D'ÇÀ")
    assert "rien n'a changé" in again[1]


def test_a_wrong_key_is_said_beside_the_field_and_the_form_is_kept(camille: Coordinator) -> None:
    wrong = IBAN[:-1] + "8"
    status, text = post(camille, f"{HERE}/banque", iban=wrong, titulaire="<b>EARL</b>")
    assert status == 422
    assert "La clé de cet IBAN est fausse" in text
    answer = camille.client.post(
        f"{HERE}/banque", data={"iban": wrong, "titulaire": "<b>"}, headers=SAME_ORIGIN
    )
    assert f'value="{wrong}"' in answer.text
    assert "&lt;b&gt;" in answer.text
    assert "Aucun compte" in words(camille.get("/comptes").text)


def test_a_regime_and_a_mandate_are_kept(camille: Coordinator) -> None:
    assert post(camille, f"{HERE}/tva", regime="reel", taux="20", depuis="01/01/2026")[0] == 200
    assert post(camille, f"{HERE}/mandat", mandat_du="02/01/2026", mandat_reference="AG 2026")[0] == 200
    text = words(camille.get(f"/comptes/{OAKS}").text)
    assert "Régime réel, 20 %" in text
    assert "En vigueur : du 02/01/2026, AG 2026." in text
    status, text = post(camille, f"{HERE}/tva", regime="reel", taux="", depuis="hier")
    assert status == 422
    assert "écrivez le taux en pour cent" in text
    assert "écrivez-la comme 01/01/2026" in text
    assert post(camille, f"{HERE}/mandat", mandat_du="01/06/2026", fin="oui")[0] == 200
    assert "Aucun : ses relevés disent" in words(camille.get(f"/comptes/{OAKS}").text)


def test_the_co_op_has_an_account_and_neither_regime_nor_mandate(camille: Coordinator) -> None:
    assert post(camille, "/console/comptes/network/banque", iban=IBAN, titulaire="SCIC")[0] == 200
    assert "Les virements partent de FR76 … 189" in words(camille.get("/comptes").text)
    assert post(camille, "/console/comptes/network/tva", regime="franchise", depuis="01/01/2026")[0] == 404


def test_nobody_has_no_page(friday: Friday, camille: Coordinator) -> None:
    assert camille.get("/comptes/P404").status_code == 404
    assert post(camille, "/console/comptes/P404/banque", iban=IBAN, titulaire="X")[0] == 404
    assert friday.server.rows_of("SELECT * FROM bank_account") == []
