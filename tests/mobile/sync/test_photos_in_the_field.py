"""Complaints from the field: photos of fifty drops and five dead batteries; a photo that takes for ever."""

import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from mobile.actions.attaching import Attached
from mobile.actions.keep_photo import KeepPhoto, PhotoKept, keep_photo, photos_of_stop
from mobile.actions.outcomes import Recorded
from mobile.actions.record_drop import RecordDrop, record_drop
from mobile.actions.record_incident import RecordIncident, record_incident
from mobile.device.pictures import Picture, prepare_picture
from mobile.store.database import open_store
from mobile.store.draft_photos import contents_of_drafts
from mobile.store.history import newest_facts
from shared.custody.events import Fact, IncidentReason, Kind
from shared.custody.evidence import Piece, names_in, unpack
from tests.builders_evidence import a_large_photo, a_photo
from tests.builders_phone import HUB, ROUND, Hands, a_small_round, crate_codes, give_rows
from tests.mobile.sync.conftest import Scene
from tests.mobile.sync.evidence_scene import evidence_left, mend, states
from tests.mobile.sync.world import phone_on

DROPS = 50
DEATHS = (3, 11, 24, 25, 41)
CODES = crate_codes(DROPS)
HERE = photos_of_stop(ROUND, HUB)


def photo_of(number: int) -> bytes:
    return a_photo(24, seed=number)


def drive_until(folder: Path, dies_at: int | None) -> None:
    """Go on where the phone stands: photograph and drop crate after crate; die between photo and drop."""
    store = open_store(folder)
    bruno = Hands(store)
    drops = [each for each in newest_facts(store, 500) if each.fact and each.fact.kind is Kind.DROP]
    for number in range(len(drops), DROPS):
        # The clock goes on from where the last life left it: intents stay apart.
        bruno.clock.now_ms += number * 60_000
        with store.reading() as connection:
            waits = contents_of_drafts(connection, HERE)
        if not waits:
            kept = keep_photo(
                KeepPhoto(f"photo-{number}", HERE, photo_of(number)), store, bruno.clock, bruno.randomness
            )
            assert isinstance(kept, PhotoKept)
        if number == dies_at:
            os.kill(os.getpid(), signal.SIGKILL)
        drop = RecordDrop(
            f"intent-{number}",
            ROUND,
            HUB,
            (CODES[number],),
            even_if_odd=True,
            attached=Attached(photos_of=HERE),
        )
        assert isinstance(record_drop(drop, store, bruno.clock, bruno.randomness), Recorded)


def in_a_process(act: Callable[[], None]) -> int:
    child = os.fork()
    if child == 0:
        act()
        os._exit(0)
    return os.waitpid(child, 0)[1]


def test_fifty_offline_drops_with_photos_and_five_deaths_each_photo_lands_on_its_own_drop(
    scene: Scene,
) -> None:
    folder = scene.folder / "bruno"
    enrolled = scene.phone("bruno")
    give_rows(enrolled.store, a_small_round(CODES))
    enrolled.store.close()
    for dies_at in DEATHS:
        ended = in_a_process(lambda dies_at=dies_at: drive_until(folder, dies_at))
        assert os.WIFSIGNALED(ended)
    assert in_a_process(lambda: drive_until(folder, None)) == 0

    store = open_store(folder)
    with store.reading() as connection:
        kept = dict(connection.exec_driver_sql("SELECT name, content FROM evidence").all())
        assert contents_of_drafts(connection, HERE) == ()
    facts = [each.fact for each in newest_facts(store, 500) if isinstance(each.fact, Fact)]
    store.close()
    found: dict[str, bytes] = {}
    for fact in facts:
        (name,) = names_in(fact.evidence)
        piece = unpack(kept[name])
        assert isinstance(piece, Piece)
        found[fact.crates[0]] = piece.content
    expected = {code: prepare_picture(photo_of(number)) for number, code in enumerate(CODES)}
    assert found == {
        code: picture.content for code, picture in expected.items() if isinstance(picture, Picture)
    }
    assert len(found) == len(kept) == DROPS
    assert len(set(found.values())) == DROPS

    bruno = phone_on(open_store(folder), scene.client)
    for _ in range(8):
        bruno.sync()
    assert list(states(scene).values()) == ["held"] * DROPS
    assert evidence_left(bruno).waiting == 0


@pytest.mark.parametrize("held", ["HEAD", "PATCH"])
def test_while_a_photo_creeps_up_a_thin_line_the_next_stop_is_recorded_without_waiting(
    scene: Scene, held: str
) -> None:
    bruno = scene.phone()
    bruno.sync()
    photo = Attached(photos=(a_large_photo(1),))
    broken = RecordIncident(bruno.intent(), IncidentReason.BROKEN, attached=photo)
    assert isinstance(record_incident(broken, bruno.store, bruno.clock, bruno.randomness), Recorded)
    on_the_line, is_recorded = threading.Event(), threading.Event()
    carry = scene.network.handle_request

    def creep(request: httpx.Request) -> httpx.Response:
        """The line is so thin that this answer comes only after the next stop was recorded."""
        if request.method == held:
            on_the_line.set()
            assert is_recorded.wait(60)
        return carry(request)

    scene.network.handle_request = creep  # type: ignore[method-assign]
    upload = threading.Thread(target=bruno.sync)
    upload.start()
    assert on_the_line.wait(60)
    outcome = bruno.pick_up(*scene.codes)
    is_recorded.set()
    upload.join(60)
    assert isinstance(outcome, Recorded)
    # The rest of the photo gives way to the new fact, never the other way round.
    assert evidence_left(bruno).waiting == 1
    mend(scene)
    bruno.sync()
    assert evidence_left(bruno).waiting == 0
    assert outcome.ids[0] in scene.event_ids()
