"""What the tests of evidence share: photographed incidents, what went over the wire, cut networks."""

import httpx

from mobile.actions.attaching import Attached
from mobile.actions.outcomes import RecordOutcome
from mobile.actions.record_incident import RecordIncident, record_incident
from mobile.store.evidence import EvidenceCounts
from mobile.store.outbox import outbox_counts
from shared.custody.events import IncidentReason
from sync_server.backup.queries import raise_safe
from sync_server.db.session import begin
from tests.mobile.sync.bad_network import BadNetwork
from tests.mobile.sync.conftest import Scene
from tests.mobile.sync.world import Phone


def an_incident(phone: Phone, attached: Attached) -> RecordOutcome:
    """Something is seen, and photographed."""
    intent = RecordIncident(phone.intent(), IncidentReason.BROKEN, note="vu", attached=attached)
    return record_incident(intent, phone.store, phone.clock, phone.randomness)


def states(scene: Scene) -> dict[str, str]:
    """The pieces the server knows of, by name."""
    return dict(scene.server.rows_of("SELECT name, state FROM evidence"))


def uploads(scene: Scene) -> list[tuple[str, str]]:
    """(method, offset) of the requests that spoke of evidence."""
    return [
        (request.method, request.headers.get("Upload-Offset", ""))
        for request in scene.network.carried
        if "/v1/blobs/" in request.url.path
    ]


def cut_after_chunks(scene: Scene, chunks: int) -> None:
    """The network goes away after so many chunks arrived."""
    carry, arrived = BadNetwork.handle_request, 0

    def carry_some(request: httpx.Request) -> httpx.Response:
        nonlocal arrived
        if request.method == "PATCH":
            if arrived == chunks:
                raise httpx.ConnectError("no route")
            arrived += 1
        return carry(scene.network, request)

    scene.network.handle_request = carry_some  # type: ignore[method-assign]


def mend(scene: Scene) -> None:
    """The network is back; what it carried before is forgotten."""
    del scene.network.handle_request
    scene.network.carried.clear()


def evidence_left(phone: Phone) -> EvidenceCounts:
    """What « À envoyer » counts."""
    return outbox_counts(phone.store).evidence


def back_up(scene: Scene) -> None:
    """A verified copy holds every log as far as the server does."""
    logs = dict(scene.server.rows_of("SELECT log_id, seq FROM log_head"))
    with begin(scene.server.runtime.database) as session:
        raise_safe(session, logs)


def held_here(phone: Phone) -> int:
    with phone.store.reading() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM evidence").scalar_one())
