"""A round's page says what its helper said of it: count before leaving, incidents, kilometres and costs."""

from shared.custody.events import Kind
from tests.sync_server.console.conftest import Coordinator, words
from tests.sync_server.console.world import COLLECTION, HUB, MILL, Friday

PAGE = f"/tournees/{COLLECTION}"


def test_a_round_nobody_spoke_of_says_so(camille: Coordinator) -> None:
    page = words(camille.read(PAGE))
    assert "Partie sans compte au départ, ou pas encore partie." in page
    assert "Ni kilomètres, ni temps, ni frais déclarés." in page


def test_the_count_before_leaving_names_what_lacked_and_what_was_too_much(
    friday: Friday, camille: Coordinator
) -> None:
    lacking, extra = friday.codes["oaks_grocery"][0], friday.codes["oaks_town"][0]
    phone = friday.phones[MILL]
    data = {"expected": 13, "present": 12, "missing": [lacking], "extra": [extra]}
    phone.record(Kind.ROUND_STARTED, round_id=COLLECTION, data=data)
    phone.push()
    page = words(camille.read(PAGE))
    assert "12/13 caisses à bord, compté à" in page
    assert f"Manquaient : {lacking[:4]}-{lacking[4:]} ." in page
    assert f"En trop : {extra[:4]}-{extra[4:]} ." in page


def test_an_incident_without_a_crate_is_told_and_one_taken_back_stays(
    friday: Friday, camille: Coordinator
) -> None:
    phone = friday.phones[MILL]
    note = {"reason": "road_cut", "note": "Pont <b>fermé</b>"}
    phone.record(Kind.INCIDENT, round_id=COLLECTION, data=note)
    taken_back = phone.record(Kind.INCIDENT, round_id=COLLECTION, place_id=HUB, data={"reason": "breakdown"})
    phone.record(Kind.VOID, ref=taken_back)
    phone.push()
    html = camille.read(PAGE)
    page = words(html)
    assert "Incidents 2" in page
    assert "« Pont <b>fermé</b> »" in page
    assert page.count("sans caisse : toute la tournée est concernée") == 1
    assert page.count("sans caisse : ce lieu est concerné") == 1
    assert "Plateforme de Rezé" in page
    assert page.count("retiré depuis") == 1
    assert "<b>fermé" not in html


def test_what_was_declared_at_the_end_is_shown_and_nothing_is_made_up(
    friday: Friday, camille: Coordinator
) -> None:
    kept = friday.codes["oaks_grocery"][0]
    declared = {"odometer_start_m": 1_000_000, "odometer_end_m": 1_046_300, "drive_minutes": 125,
                "fees_cents": 1_250, "kept": [kept]}  # fmt: skip
    phone = friday.phones[MILL]
    phone.record(Kind.ROUND_CLOSED, round_id=COLLECTION, data=declared)
    phone.push()
    page = words(camille.read(PAGE))
    assert "Distance 46,3 km Conduite 2 h 05 Frais payés 12,50 €" in page.replace("\u202f", " ")
    assert f"Gardées à bord : {kept[:4]}-{kept[4:]} ." in page
