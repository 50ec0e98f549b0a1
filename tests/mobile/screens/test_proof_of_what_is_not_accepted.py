"""A taker who does not accept a crate: a photo is asked for where its state tells, a word is the way out."""

import pytest

from shared.custody.events import IncidentReason, Kind
from shared.custody.incident_proof import PHOTO_ASKED
from tests.builders_evidence import a_photo
from tests.mobile.headless import HeadlessApp
from tests.mobile.screens.conftest import CHLOE_S_ROUND, Person
from tests.mobile.screens.handover_scene import facts, gives, lived


@pytest.mark.parametrize("reason", list(PHOTO_ASKED))
def test_what_a_taker_does_not_accept_is_photographed(
    bruno_loaded: Person, chloe: Person, eight: tuple[str, ...], reason: IncidentReason
):
    offer = gives(bruno_loaded)

    async def tell(app: HeadlessApp) -> None:
        await app.type_and_enter("handover-code", offer["whole"])
        await app.tap(f"crate-{eight[2]}")
        await app.tap(f"reason-{reason.value}")
        assert app.says("Photo demandée")
        assert f"crate-{eight[0]}" not in app.identifiers()
        chloe.files.chosen = a_photo(64)
        await app.tap("choose-photo")
        await app.settle()
        assert app.says("Prendre 7 caisses, sauf 1, avec 1 photo")
        await app.tap("take")
        assert app.says("Faites lire ce reçu")

    lived(chloe, f"/round/{CHLOE_S_ROUND}/take-over", tell)
    [incident], [taken] = facts(chloe, Kind.INCIDENT), facts(chloe, Kind.HANDOVER_TAKEN)
    assert (incident.crates, incident.data["reason"]) == ((eight[2],), reason.value)
    assert (len(incident.evidence.photos), "note" in incident.data) == (1, False)
    assert len(taken.crates) == 7


def test_a_word_stands_in_for_the_photo_of_what_is_not_accepted(
    bruno_loaded: Person, chloe: Person, eight: tuple[str, ...]
):
    offer = gives(bruno_loaded, without=eight[2:])

    async def tell(app: HeadlessApp) -> None:
        await app.type_and_enter("handover-code", offer["short"])
        for code in eight[:2]:
            await app.type_and_enter("taken-crate", code)
        await app.tap("open-camera")
        assert "crate-camera" in app.identifiers()
        await app.tap(f"crate-{eight[0]}")
        await app.tap("reason-broken")
        # One camera: the lens that reads codes goes, so that a photo can be taken.
        assert "crate-camera" not in app.identifiers()
        await app.tap("take")
        assert app.says("Joignez une photo, ou écrivez un mot")
        assert facts(chloe, Kind.HANDOVER_TAKEN) == []
        await app.type_text("proof-note", " fendue, la nuit ")
        await app.tap("take")
        assert app.says("Reçu de Bruno")

    lived(chloe, "/take-over", tell)
    [incident], [taken] = facts(chloe, Kind.INCIDENT), facts(chloe, Kind.HANDOVER_TAKEN)
    assert (incident.crates, incident.data["note"]) == ((eight[0],), "fendue, la nuit")
    assert (incident.data["act"], incident.data["giver"]) == ("handover", "P003")
    assert taken.crates == (eight[1],)


def test_photos_of_one_offer_never_go_with_another(
    bruno_loaded: Person, chloe: Person, eight: tuple[str, ...]
):
    first = gives(bruno_loaded, without=eight[4:])
    second = gives(bruno_loaded, without=eight[:4])

    async def tell(app: HeadlessApp) -> None:
        await app.type_and_enter("handover-code", first["whole"])
        await app.tap(f"crate-{eight[0]}")
        await app.tap("reason-broken")
        chloe.files.chosen = a_photo(64)
        await app.tap("choose-photo")
        await app.settle()
        await app.tap("back-to-crates")
        await app.tap("start-again")
        await app.type_and_enter("handover-code", second["whole"])
        assert app.says("Prendre les 4 caisses")
        await app.tap("take")

    lived(chloe, "/take-over", tell)
    [taken] = facts(chloe, Kind.HANDOVER_TAKEN)
    assert set(taken.crates) == {*eight[4:]}
    assert taken.evidence.photos == ()
