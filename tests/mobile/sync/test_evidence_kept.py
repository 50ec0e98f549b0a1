"""Evidence stays on the phone until it is safe, and goes where it was erased."""

import httpx
from sqlmodel import Session

from mobile.actions.attaching import Attached
from mobile.store.database import FILE_NAME, open_store
from mobile.store.evidence import KEPT_WHEN_SAFE_MS, EvidenceCounts
from mobile.store.outbox import outbox_counts
from mobile.sync.outcome import Synced
from sync_server.cli.evidence import erase_evidence_due
from sync_server.db.session import begin
from sync_server.evidence.erasure import erase_piece
from tests.builders_evidence import HERE, a_photo
from tests.mobile.sync.conftest import Scene
from tests.mobile.sync.evidence_scene import (
    an_incident,
    back_up,
    evidence_left,
    held_here,
    states,
    uploads,
)


def test_evidence_whose_fact_is_in_quarantine_waits_and_costs_a_question_a_pass(scene: Scene) -> None:
    bruno = scene.phone()
    an_incident(bruno, Attached(photos=(a_photo(),)))
    enrolment = bruno.store.enrolment
    assert enrolment is not None
    set_status = "UPDATE device SET status = ?, revoked_ms = ? WHERE id = ?"

    def change(status: str, revoked_ms: int | None) -> None:
        values = (status, revoked_ms, enrolment.device_id)
        scene.server.change(lambda session: session.connection().exec_driver_sql(set_status, values))

    change("retired", scene.server.clock.at_ms)
    assert isinstance(bruno.sync(), Synced)
    assert states(scene) == {}
    assert evidence_left(bruno) == EvidenceCounts(1, 0)

    change("active", None)
    an_incident(bruno, Attached(photos=(a_photo(seed=2),)))
    scene.network.carried.clear()
    outcome = bruno.sync()
    assert isinstance(outcome, Synced)
    # What can go goes first; for the other one the server is only asked.
    assert [method for method, _ in uploads(scene)] == ["PATCH", "HEAD"]
    assert (outcome.evidence.waiting, outcome.evidence.problem) == (1, None)
    scene.network.carried.clear()
    again = bruno.sync()
    assert isinstance(again, Synced)
    assert ([method for method, _ in uploads(scene)], again.evidence.has_more) == (["HEAD"], False)


def test_what_was_erased_is_dropped_here_too_and_what_is_no_evidence_is_kept_but_not_offered(
    scene: Scene,
) -> None:
    bruno = scene.phone()
    an_incident(bruno, Attached(photos=(a_photo(),)))
    an_incident(bruno, Attached(photos=(a_photo(seed=2),)))
    with bruno.store.reading() as connection:
        first = connection.exec_driver_sql("SELECT name FROM evidence ORDER BY rowid").scalars().first()
    carry = scene.network.handle_request

    def facts_only(request: httpx.Request) -> httpx.Response:
        if "/v1/blobs/" in request.url.path:
            raise httpx.ConnectError("no route")
        return carry(request)

    scene.network.handle_request = facts_only  # type: ignore[method-assign]
    bruno.sync()
    with begin(scene.server.runtime.database) as session:
        assert erase_piece(session, str(first), "C01", "demande", scene.server.clock.at_ms)
    scene.network.handle_request = carry  # type: ignore[method-assign]
    bruno.sync()
    assert sorted(states(scene).values()) == ["erased", "held"]
    with bruno.store.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM evidence").scalar_one() == 1


def test_a_server_that_lost_a_piece_asks_for_it_again(scene: Scene) -> None:
    bruno = scene.phone()
    an_incident(bruno, Attached(photos=(a_photo(),)))
    bruno.sync()

    def forget(session: Session) -> None:
        connection = session.connection()
        connection.exec_driver_sql("DELETE FROM evidence_content")
        connection.exec_driver_sql("UPDATE evidence SET state = 'missing'")

    scene.server.change(forget)
    bruno.sync()
    assert list(states(scene).values()) == ["held"]


def test_a_piece_stays_here_until_a_backup_made_after_it_arrived_holds_it(scene: Scene) -> None:
    bruno = scene.phone()
    an_incident(bruno, Attached(photos=(a_photo(),)))
    bruno.sync()
    scene.server.clock.forward(days=46)
    # The backup holds every fact, but may be older than the piece: nothing was recorded since.
    back_up(scene)
    bruno.sync()
    assert held_here(bruno) == 1

    an_incident(bruno, Attached())
    bruno.sync()
    back_up(scene)
    bruno.sync()
    assert held_here(bruno) == 0


def test_without_any_backup_a_piece_stays_no_longer_than_on_the_server(scene: Scene) -> None:
    bruno = scene.phone()
    an_incident(bruno, Attached(photos=(a_photo(),)))
    bruno.sync()
    scene.server.clock.forward(days=60)
    bruno.sync()
    assert held_here(bruno) == 1
    scene.server.clock.forward(s=60)
    bruno.sync()
    assert held_here(bruno) == 0


def test_a_safe_piece_stays_for_a_while_to_refill_an_older_backup(scene: Scene) -> None:
    bruno = scene.phone()
    an_incident(bruno, Attached(photos=(a_photo(),)))
    bruno.sync()
    an_incident(bruno, Attached())
    bruno.sync()
    back_up(scene)
    scene.server.clock.at_ms += KEPT_WHEN_SAFE_MS - 60_000
    bruno.sync()
    assert held_here(bruno) == 1


def test_a_damaged_file_gives_its_evidence_back(scene: Scene) -> None:
    bruno = scene.phone()
    an_incident(bruno, Attached(photos=(a_photo(),), position=HERE))
    with bruno.store.reading() as connection:
        before = connection.exec_driver_sql("SELECT name, content FROM evidence ORDER BY name").all()
        # A page nobody reads the facts or the evidence from.
        page = connection.exec_driver_sql(
            "SELECT rootpage FROM sqlite_master WHERE name = 'planned_move'"
        ).scalar_one()
        page_bytes = connection.exec_driver_sql("PRAGMA page_size").scalar_one()
    folder = bruno.store.folder
    bruno.store.close()
    file = folder / FILE_NAME
    raw = bytearray(file.read_bytes())
    raw[(page - 1) * page_bytes : page * page_bytes] = b"\xff" * page_bytes
    file.write_bytes(raw)

    again = open_store(folder)
    assert again.salvage is not None
    with again.reading() as connection:
        assert connection.exec_driver_sql("SELECT name, content FROM evidence ORDER BY name").all() == before
    assert outbox_counts(again).evidence == EvidenceCounts(2, 0)


def test_retention_reaches_what_phones_sent(scene: Scene) -> None:
    bruno = scene.phone()
    an_incident(bruno, Attached(photos=(a_photo(),), position=HERE))
    bruno.sync()
    scene.server.clock.forward(days=61)
    assert len(erase_evidence_due(scene.server.runtime).names) == 2
    bruno.sync()
    assert set(states(scene).values()) == {"erased"}
    assert scene.server.rows_of("SELECT count(*) FROM evidence_content") == [(0,)]
