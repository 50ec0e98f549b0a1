"""Photos, signatures and positions go up in chunks after the facts that name them."""

import httpx

from mobile.actions.attaching import Attached
from mobile.actions.outcomes import Recorded, RecordOutcome, RefusalReason, Refused
from mobile.actions.record_pickup import RecordPickup, record_pickup
from mobile.device.clock import SeededRandomness
from mobile.store.database import open_store
from mobile.store.evidence import EvidenceCounts
from mobile.store.outbox import outbox_counts
from mobile.sync.outcome import NoNetwork, Synced
from mobile.sync.schedule import SyncSchedule, after_pass, after_record
from tests.builders_evidence import HERE, a_large_photo, a_photo, a_signature
from tests.builders_phone import FARM, ROUND
from tests.mobile.sync.conftest import Scene
from tests.mobile.sync.evidence_scene import (
    an_incident,
    cut_after_chunks,
    evidence_left,
    mend,
    states,
    uploads,
)


def test_a_photo_a_signature_and_a_position_arrive_whole(scene: Scene) -> None:
    bruno = scene.phone()
    everything = Attached(position=HERE, photos=(a_photo(), a_large_photo()), signature=a_signature())
    assert isinstance(an_incident(bruno, everything), Recorded)
    assert evidence_left(bruno) == EvidenceCounts(4, 0)

    outcome = bruno.sync()
    assert isinstance(outcome, Synced)
    assert (outcome.evidence.waiting, outcome.evidence.problem) == (0, None)
    assert set(states(scene).values()) == {"held"}
    kept = scene.server.rows_of("SELECT name, original FROM evidence_content")
    with bruno.store.reading() as connection:
        assert set(kept) == set(connection.exec_driver_sql("SELECT name, content FROM evidence").all())
    assert evidence_left(bruno) == EvidenceCounts(0, 0)


def test_every_crate_fact_of_one_tap_names_what_was_attached_and_it_travels_once(scene: Scene) -> None:
    bruno = scene.phone()
    bruno.sync()
    intent = RecordPickup(
        bruno.intent(), ROUND, FARM, scene.codes, attached=Attached(photos=(a_photo(),)), even_if_odd=True
    )
    done = record_pickup(intent, bruno.store, bruno.clock, bruno.randomness)
    again = record_pickup(intent, bruno.store, bruno.clock, bruno.randomness)
    assert isinstance(done, Recorded)
    assert isinstance(again, Recorded)
    assert again.ids == done.ids
    bruno.sync()
    assert list(states(scene).values()) == ["held"]
    assert len(uploads(scene)) == 1


def test_what_is_too_large_or_no_picture_is_refused_and_nothing_is_recorded(scene: Scene) -> None:
    bruno = scene.phone()
    for content, reason in (
        (b"\xff\xd8\xff" + bytes(3_000_000), RefusalReason.EVIDENCE_TOO_LARGE),
        (b"GIF89a......", RefusalReason.EVIDENCE_UNREADABLE),
        (b"", RefusalReason.EVIDENCE_UNREADABLE),
    ):
        assert an_incident(bruno, Attached(photos=(content,))) == Refused(reason)
    many = Attached(photos=tuple(a_photo(8, seed) for seed in range(13)))
    assert an_incident(bruno, many) == Refused(RefusalReason.TOO_MUCH_EVIDENCE)
    assert outbox_counts(bruno.store).head == 0
    assert evidence_left(bruno) == EvidenceCounts(0, 0)


def test_an_upload_cut_half_way_goes_on_from_where_the_server_stands(scene: Scene) -> None:
    bruno = scene.phone()
    an_incident(bruno, Attached(photos=(a_large_photo(),)))
    cut_after_chunks(scene, 2)
    cut = bruno.sync()
    assert isinstance(cut, Synced)
    assert (cut.evidence.waiting, cut.evidence.problem) == (1, "unreachable")

    mend(scene)
    bruno.sync()
    assert uploads(scene)[:2] == [("HEAD", ""), ("PATCH", "131072")]
    assert list(states(scene).values()) == ["held"]


def test_a_phone_killed_between_two_chunks_goes_on_after_it_starts_again(scene: Scene) -> None:
    bruno = scene.phone()
    an_incident(bruno, Attached(photos=(a_large_photo(),)))
    cut_after_chunks(scene, 1)
    bruno.sync()
    bruno.store.close()
    bruno.store = open_store(bruno.store.folder)
    mend(scene)
    bruno.sync()
    assert uploads(scene)[:2] == [("HEAD", ""), ("PATCH", "65536")]
    assert list(states(scene).values()) == ["held"]


def test_whichever_answer_is_lost_the_piece_arrives_once_and_whole(scene: Scene) -> None:
    bruno = scene.phone()
    an_incident(bruno, Attached(photos=(a_large_photo(),)))
    carry, seen = scene.network.handle_request, 0

    def lose_every_other(request: httpx.Request) -> httpx.Response:
        nonlocal seen
        answer = carry(request)
        seen += "/v1/blobs/" in request.url.path
        if "/v1/blobs/" in request.url.path and seen % 2:
            raise httpx.ReadTimeout("the answer was lost")
        return answer

    scene.network.handle_request = lose_every_other  # type: ignore[method-assign]
    for _ in range(12):
        bruno.sync()
    assert evidence_left(bruno) == EvidenceCounts(0, 0)
    ((original,),) = scene.server.rows_of("SELECT original FROM evidence_content")
    with bruno.store.reading() as connection:
        assert connection.exec_driver_sql("SELECT content FROM evidence").scalar_one() == original


def test_a_chunk_spoilt_on_the_way_is_found_out_and_sent_again(scene: Scene) -> None:
    bruno = scene.phone()
    an_incident(bruno, Attached(photos=(a_large_photo(),)))
    spoil = scene.network.handle_request
    spoilt: list[str] = []

    def carry(request: httpx.Request) -> httpx.Response:
        if request.method == "PATCH" and not spoilt:
            spoilt.append(request.url.path)
            request = httpx.Request(
                request.method, request.url, headers=request.headers, content=request.read()[::-1]
            )
        return spoil(request)

    scene.network.handle_request = carry  # type: ignore[method-assign]
    bruno.sync()
    assert spoilt
    assert list(states(scene).values()) == ["held"]


def test_a_portal_that_answers_for_the_server_is_not_believed(scene: Scene) -> None:
    bruno = scene.phone()
    an_incident(bruno, Attached(photos=(a_photo(),)))
    bruno.sync()
    ask = next(request for request in scene.network.carried if request.method == "PATCH")
    replayed = {
        "Upload-Offset": "100000",
        "Upload-Complete": "?1",
        "Upload-Nonce": ask.headers["Upload-Nonce"],
    }
    an_incident(bruno, Attached(photos=(a_photo(seed=2),)))
    carry = scene.network.handle_request

    def portal(request: httpx.Request) -> httpx.Response:
        return httpx.Response(204, headers=replayed) if request.method == "PATCH" else carry(request)

    scene.network.handle_request = portal  # type: ignore[method-assign]
    outcome = bruno.sync()
    assert isinstance(outcome, Synced)
    assert outcome.evidence.problem == "not_our_server"
    assert evidence_left(bruno).waiting == 1


def test_facts_never_wait_for_evidence(scene: Scene) -> None:
    bruno = scene.phone()
    an_incident(bruno, Attached(photos=(a_large_photo(),)))
    carry = scene.network.handle_request
    recorded: list[RecordOutcome] = []

    def record_meanwhile(request: httpx.Request) -> httpx.Response:
        if request.method == "PATCH" and not recorded:
            recorded.append(an_incident(bruno, Attached()))
        return carry(request)

    scene.network.handle_request = record_meanwhile  # type: ignore[method-assign]
    outcome = bruno.sync()
    assert isinstance(outcome, Synced)
    # One chunk went up; then the new fact came first.
    assert (outcome.pending, outcome.evidence.waiting, len(uploads(scene))) == (1, 1, 2)
    second = bruno.sync()
    assert isinstance(second, Synced)
    assert (second.pending, second.evidence.waiting) == (0, 0)


def test_evidence_that_does_not_get_through_backs_off_by_itself(scene: Scene) -> None:
    bruno = scene.phone()
    an_incident(bruno, Attached(photos=(a_photo(),)))
    carry = scene.network.handle_request

    def without_uploads(request: httpx.Request) -> httpx.Response:
        return httpx.Response(403, text="no PATCH here") if request.method == "PATCH" else carry(request)

    scene.network.handle_request = without_uploads  # type: ignore[method-assign]
    schedule = SyncSchedule()
    for turn in range(4):
        outcome = bruno.sync()
        assert isinstance(outcome, Synced)
        schedule = after_pass(schedule, outcome, 1_000, SeededRandomness(turn))
        assert (schedule.failures, schedule.evidence_failures) == (0, turn + 1)
        # A fact recorded now goes up within seconds all the same.
        assert (after_record(schedule, 1_000).due_at_ms or 0) <= 4_000
    assert outbox_counts(bruno.store).last_problem is None


def test_without_a_network_nothing_of_it_is_tried(scene: Scene) -> None:
    bruno = scene.phone()
    an_incident(bruno, Attached(photos=(a_photo(),)))
    scene.network.is_down = True
    assert isinstance(bruno.sync(), NoNetwork)
    assert evidence_left(bruno) == EvidenceCounts(1, 0)
