"""Corrections of places proposed from the field: listed, accepted, refused, withdrawn, decided once."""

from typing import Any

from shared.custody.events import Kind
from tests.sync_server.console.conftest import Coordinator, words
from tests.sync_server.console.world import COLLECTION, GROCERY, MILL, Friday

PROPOSED: dict[str, Any] = {
    "note": "Sonner à droite, quai derrière",
    "lat_e7": 472_100_000,
    "lon_e7": -16_000_000,
}


def proposes(friday: Friday, place_id: str = GROCERY, **data: Any) -> str:
    """A helper's phone proposes this of a place."""
    phone = friday.phones[MILL]
    event_id = phone.record(Kind.PLACE_PROPOSED, place_id=place_id, round_id=COLLECTION, data=data)
    phone.push()
    return event_id


def the_place(friday: Friday, place_id: str = GROCERY) -> tuple[str, float]:
    """Its note and latitude in the network."""
    [(note, lat)] = friday.server.rows_of(f"SELECT note, lat FROM place WHERE id = '{place_id}'")
    return note, lat


def test_a_proposal_is_shown_beside_what_is_known_and_changes_nothing(
    friday: Friday, camille: Coordinator
) -> None:
    proposes(friday, **PROPOSED)
    said = words(camille.read("/lieux"))
    assert "Épicerie du bourg, Vigneux" in said
    assert "Sonner à droite, quai derrière" in said
    assert "EARL du Moulin" in said
    assert "47.210000, -1.600000 , à 1,1 km d'ici" in said.replace("\u00a0", " ")
    assert the_place(friday) == ("", 47.2)


def test_an_accepted_one_corrects_the_place_for_every_phone(friday: Friday, camille: Coordinator) -> None:
    event_id = proposes(friday, **PROPOSED)
    answer = camille.post(f"/lieux/propositions/{event_id}", what="accepted")
    assert "Le lieu est corrigé" in words(answer.text)
    assert the_place(friday) == ("Sonner à droite, quai derrière", 47.21)
    row = friday.phones[MILL].pull_all()["place", GROCERY]
    assert (row["note"], row["lat"]) == ("Sonner à droite, quai derrière", 47.21)
    assert "Rien n'est proposé" in words(camille.read("/lieux"))


def test_a_refused_one_leaves_the_place_and_waits_no_more(friday: Friday, camille: Coordinator) -> None:
    event_id = proposes(friday, **PROPOSED)
    camille.post(f"/lieux/propositions/{event_id}", what="refused")
    assert the_place(friday) == ("", 47.2)
    assert "0 proposition" in words(camille.read("/lieux"))


def test_a_second_decision_changes_nothing(friday: Friday, camille: Coordinator) -> None:
    event_id = proposes(friday, **PROPOSED)
    camille.post(f"/lieux/propositions/{event_id}", what="refused")
    answer = camille.post(f"/lieux/propositions/{event_id}", what="accepted")
    assert "déjà décidée" in words(answer.text)
    assert the_place(friday) == ("", 47.2)


def test_a_withdrawn_one_and_what_no_place_can_take_are_not_listed(
    friday: Friday, camille: Coordinator
) -> None:
    event_id = proposes(friday, note="faux")
    phone = friday.phones[MILL]
    phone.record(Kind.VOID, ref=event_id)
    phone.push()
    proposes(friday, note="   ")
    proposes(friday, lat_e7=910_000_000, lon_e7=0)
    assert "Rien n'est proposé" in words(camille.read("/lieux"))


def test_only_the_side_that_was_proposed_is_corrected(friday: Friday, camille: Coordinator) -> None:
    event_id = proposes(friday, lat_e7=472_100_000, lon_e7=-16_000_000)
    camille.post(f"/lieux/propositions/{event_id}", what="accepted")
    assert the_place(friday) == ("", 47.21)


def test_a_place_nobody_knows_can_only_be_left(friday: Friday, camille: Coordinator) -> None:
    event_id = proposes(friday, "R999", note="ici")
    page = camille.read("/lieux")
    assert "Corriger le lieu" not in page
    assert camille.post(f"/lieux/propositions/{event_id}", what="accepted").status_code == 404


def test_a_note_with_markup_is_text(friday: Friday, camille: Coordinator) -> None:
    proposes(friday, note="<script>alert(1)</script>")
    assert "<script>alert" not in camille.read("/lieux")
