"""Adding a phone by QR and four digits, and taking one out of service."""

import re
from typing import Any

from shared.custody.events import Kind
from tests.sync_server.console.conftest import Coordinator, words
from tests.sync_server.console.world import GARDENS, MILL, Friday

SHOWN_CODE = re.compile(r'class="big-code">([^<]+)<')


def claim(friday: Friday, code: str, nonce: str = "n1") -> dict[str, Any]:
    """A phone claims a code."""
    asked = {"code": code, "device": "Fairphone 4", "nonce": nonce}
    answer = friday.server.client.post("/v1/enrol", json=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_phone_is_added_once_both_screens_show_the_same_digits(
    camille: Coordinator, friday: Friday
) -> None:
    shown = camille.post("/telephones/ajouter", person=f"EARL du Moulin ({MILL})")
    page = str(shown.url.path).removeprefix("/console")
    assert "<svg" in shown.text
    assert "Encore" in shown.text
    (code,) = SHOWN_CODE.findall(shown.text)
    assert code not in str(shown.url)
    claimed = claim(friday, code)
    asked = camille.read(page)
    assert f'aria-label="{claimed["match"]}"' in asked
    assert "Fairphone 4" in asked
    assert (
        friday.server.client.post("/v1/enrol/poll", json={"claim": claimed["claim"]}).json()["status"]
        == "waiting"
    )
    for other in ("nope", "４７１２", "é"):
        assert camille.post(f"{page}/confirmer", digits=other).status_code == 200
    assert (
        friday.server.client.post("/v1/enrol/poll", json={"claim": claimed["claim"]}).json()["status"]
        == "waiting"
    )
    done = camille.post(f"{page}/confirmer", digits=claimed["match"])
    assert "Le téléphone est en service" in words(done.text)
    polled = friday.server.client.post("/v1/enrol/poll", json={"claim": claimed["claim"]}).json()
    assert polled["status"] == "confirmed"
    assert polled["person_id"] == MILL
    assert camille.post(f"{page}/confirmer", digits=claimed["match"]).status_code == 200


def test_the_page_asks_again_by_itself_only_while_it_waits(camille: Coordinator, friday: Friday) -> None:
    shown = camille.post("/telephones/ajouter", person=MILL)
    assert 'http-equiv="refresh"' in shown.text
    claim(friday, SHOWN_CODE.findall(shown.text)[0])
    assert 'http-equiv="refresh"' not in camille.read(str(shown.url.path).removeprefix("/console"))


def test_the_code_shows_in_the_browser_that_asked_for_it_alone(camille: Coordinator) -> None:
    shown = camille.post("/telephones/ajouter", person=MILL)
    page = str(shown.url.path).removeprefix("/console")
    for name in [cookie for cookie in camille.client.cookies if cookie.startswith("inscription-")]:
        camille.client.cookies.delete(name)
    elsewhere = camille.read(page)
    assert not SHOWN_CODE.findall(elsewhere)
    assert "Ce code n'est montré que sur l'écran où il a été demandé." in words(elsewhere)


def test_ten_minutes_later_the_code_is_over(camille: Coordinator, friday: Friday) -> None:
    shown = camille.post("/telephones/ajouter", person=MILL)
    friday.server.clock.forward(s=601)
    text = words(camille.read(str(shown.url.path).removeprefix("/console")))
    assert "Les dix minutes sont passées." in text


def test_a_code_two_phones_present_lets_neither_in(camille: Coordinator, friday: Friday) -> None:
    shown = camille.post("/telephones/ajouter", person=MILL)
    (code,) = SHOWN_CODE.findall(shown.text)
    claim(friday, code)
    friday.server.client.post("/v1/enrol", json={"code": code, "device": "autre", "nonce": "n2"})
    text = words(camille.read(str(shown.url.path).removeprefix("/console")))
    assert "Deux téléphones ont présenté ce code : aucun n'est inscrit." in text


def test_a_cancelled_code_lets_nobody_in(camille: Coordinator, friday: Friday) -> None:
    shown = camille.post("/telephones/ajouter", person=MILL)
    (code,) = SHOWN_CODE.findall(shown.text)
    done = camille.post(str(shown.url.path).removeprefix("/console") + "/annuler")
    assert "L'ajout est annulé" in words(done.text)
    asked = {"code": code, "device": "Fairphone 4", "nonce": "n1"}
    assert friday.server.client.post("/v1/enrol", json=asked).status_code in (404, 409, 410)


def test_an_unknown_name_is_said_beside_the_field(camille: Coordinator) -> None:
    answer = camille.post("/telephones/ajouter", person="Personne d'autre")
    assert answer.status_code == 422
    assert "Personne ne porte ce nom dans le réseau." in words(answer.text)
    assert 'aria-invalid="true"' in answer.text


def test_a_phone_declared_stolen_gets_nothing_more(camille: Coordinator, friday: Friday) -> None:
    phone = friday.phones[MILL]
    phone.pull()
    asked = words(camille.read(f"/telephones/{phone.device_id}/retirer"))
    assert "Retirer le téléphone de EARL du Moulin" in asked
    done = camille.post(f"/telephones/{phone.device_id}/retirer", why="stolen")
    assert "Déclaré volé" in words(done.text)
    refused = phone.post(phone.request())
    assert refused.status_code == 403 or refused.json()["pull"]["status"] == "refused"
    assert camille.post(f"/telephones/{phone.device_id}/retirer", why="burnt").status_code == 422


def test_what_a_removed_phone_sent_is_listed_and_let_in_with_a_reason(
    camille: Coordinator, friday: Friday
) -> None:
    phone = friday.phones[GARDENS]
    here = f"/telephones/{phone.device_id}/a-part"
    assert "Rien n'est à part" in words(camille.read(here))
    camille.post(f"/telephones/{phone.device_id}/retirer", why="retired")
    assert f'href="/console{here}"' in camille.read("/telephones")
    phone.record(Kind.INCIDENT, place_id="R001", data={"reason": "broken"})
    phone.push()
    shown = camille.read(here)
    assert "1 mouvement" in words(shown)
    fields = {name: re.findall(rf'name="{name}" value="([^"]+)"', shown)[0] for name in ("fact", "shown")}
    refused = camille.post(here, **fields, because="  ")
    assert refused.status_code == 422
    assert "Dites pourquoi" in words(refused.text)
    done = camille.post(here, **fields, because="il a changé de téléphone trop tôt")
    assert "comptent désormais" in words(done.text)
    # The same form again is the same act.
    assert "comptent désormais" in words(camille.post(here, **fields, because="encore").text)
    [(kept,)] = friday.server.rows_of("SELECT count(*) FROM log_entry WHERE quarantine_reason IS NOT NULL")
    assert kept == 0
    assert camille.post("/telephones/d_nobody/a-part", **fields, because="x").status_code == 404
