"""A photo of a place: proposed from the field, looked at with a trace, accepted for all, taken away."""

from base64 import b64decode
from io import BytesIO

from PIL import Image

from shared.custody.events import Evidence, Kind
from shared.custody.evidence import EvidenceKind, reference_to
from sync_server.cli.evidence import erase_evidence_due
from sync_server.evidence.images import SMALL_BYTES
from tests.builders_evidence import a_large_photo, packed
from tests.sync_server.console.conftest import Coordinator, words
from tests.sync_server.console.world import COLLECTION, GARDENS, GROCERY, MILL, Friday
from tests.sync_server.evidence.test_erasure import upload

PHOTO = packed(EvidenceKind.PHOTO, a_large_photo())


def proposes_photo(friday: Friday, **data: object) -> str:
    """A helper's phone proposes a photo of the grocery, and sends it."""
    return upload(
        friday.phones[MILL],
        PHOTO,
        kind=Kind.PLACE_PROPOSED,
        place_id=GROCERY,
        round_id=COLLECTION,
        data=data,
    )


def of_the_grocery(friday: Friday, person: str = GARDENS) -> dict[str, object] | None:
    """What the phone of the helper who delivers there is given as the photo of the grocery."""
    return friday.phones[person].pull_all().get(("place_photo", GROCERY))


def test_an_accepted_photo_reaches_the_helper_who_comes_by_small_and_outlives_the_evidence(
    friday: Friday, camille: Coordinator
) -> None:
    event_id = proposes_photo(friday)
    assert "Voir la photo proposée" in words(camille.read("/lieux"))
    seen = camille.post(f"/lieux/propositions/{event_id}/photo")
    assert seen.headers["content-type"] == "image/jpeg"
    [(reason,)] = friday.server.rows_of("SELECT reason FROM evidence_audit WHERE act = 'shown'")
    assert reason == "photo proposée pour un lieu"
    assert of_the_grocery(friday) is None

    camille.post(f"/lieux/propositions/{event_id}", what="accepted")
    row = of_the_grocery(friday)
    # Who does not come by is given none.
    assert of_the_grocery(friday, MILL) is None
    assert row is not None
    jpeg = b64decode(str(row["jpeg"]))
    assert max(Image.open(BytesIO(jpeg)).size) <= 480
    assert len(jpeg) <= SMALL_BYTES
    assert camille.get(f"/lieux/{GROCERY}/photo").content == jpeg
    friday.server.clock.forward(days=61)
    assert erase_evidence_due(friday.server.runtime).names
    assert friday.server.rows_of("SELECT jpeg FROM place_photo") == [(jpeg,)]


def test_a_photo_that_has_not_come_yet_can_neither_be_seen_nor_accepted_alone(
    friday: Friday, camille: Coordinator
) -> None:
    phone = friday.phones[MILL]
    named = Evidence(photos=(reference_to(PHOTO[0]),))
    event_id = phone.record(Kind.PLACE_PROPOSED, place_id=GROCERY, round_id=COLLECTION, evidence=named)
    phone.push()
    page = camille.read("/lieux")
    assert "elle n'est pas encore arrivée" in words(page)
    assert "Corriger le lieu" not in page
    for path, fields in (("/photo", {}), ("", {"what": "accepted"})):
        answer = camille.post(f"/lieux/propositions/{event_id}{path}", **fields)
        assert "pas encore arrivée" in words(answer.text)
    # Nothing was decided: it waits on.
    assert "1 proposition" in words(camille.read("/lieux"))


def test_a_photo_taken_away_leaves_page_and_phones_and_both_acts_are_kept(
    friday: Friday, camille: Coordinator
) -> None:
    event_id = proposes_photo(friday, note="Quai derrière")
    camille.post(f"/lieux/propositions/{event_id}", what="accepted")
    assert "Photo du lieu" in words(camille.read(f"/lieux/{GROCERY}"))
    for _ in range(2):
        camille.post(f"/lieux/{GROCERY}/photo")
    assert of_the_grocery(friday) is None
    assert camille.get(f"/lieux/{GROCERY}/photo").status_code == 404
    said = words(camille.read(f"/lieux/{GROCERY}"))
    assert "Retirer la photo" not in said
    edits = friday.server.rows_of("SELECT after FROM network_edit WHERE field = 'photo' ORDER BY id")
    assert [bool(after) for (after,) in edits] == [True, False]


def test_a_refused_photo_goes_nowhere(friday: Friday, camille: Coordinator) -> None:
    event_id = proposes_photo(friday)
    camille.post(f"/lieux/propositions/{event_id}", what="refused")
    assert of_the_grocery(friday) is None
    assert "déjà décidée" in words(camille.post(f"/lieux/propositions/{event_id}/photo").text)
