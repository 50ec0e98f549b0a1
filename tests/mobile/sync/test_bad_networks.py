"""Whatever the network does, the phone goes on, loses nothing and doubles nothing."""

import httpx
import pytest

from mobile.actions.outcomes import Recorded
from mobile.store.outbox import outbox_counts
from mobile.store.reference import notices
from mobile.store.rounds import rounds_known
from mobile.sync.outcome import (
    ContactCoordinator,
    NoNetwork,
    Synced,
    SyncOutcome,
    TryLater,
    UpgradeRequired,
)
from mobile.sync.peer import NoNetworkReason
from sync_server.db.rows import EVERYONE, RowPut
from tests.mobile.sync.bad_network import Answer, a_page, a_problem, sent
from tests.mobile.sync.conftest import Scene


def test_the_same_push_sent_ten_times_is_taken_once(scene: Scene) -> None:
    bruno = scene.phone()
    bruno.sync()
    bruno.pick_up(*scene.codes)
    scene.network.answers_to_lose = 10
    for _ in range(10):
        assert bruno.sync() == NoNetwork(NoNetworkReason.TIMED_OUT)
    assert outbox_counts(bruno.store).pending == 1
    assert isinstance(bruno.sync(), Synced)
    pushes = [sent(each)["log"] for each in scene.network.carried[-11:]]
    assert len({str(push) for push in pushes}) == 1
    ids = scene.event_ids()
    assert len(ids) == len(set(ids)) == outbox_counts(bruno.store).head


def test_a_round_goes_on_while_the_server_is_stopped(scene: Scene) -> None:
    bruno = scene.phone()
    bruno.sync()
    scene.network.is_down = True
    assert isinstance(bruno.pick_up(*scene.codes), Recorded)
    assert isinstance(bruno.sync(), NoNetwork)
    assert isinstance(bruno.drop(*scene.codes), Recorded)
    assert outbox_counts(bruno.store).pending == 2
    assert outbox_counts(bruno.store).last_problem == "no-network-unreachable"
    scene.network.is_down = False
    assert isinstance(bruno.sync(), Synced)
    assert outbox_counts(bruno.store).pending == 0
    assert outbox_counts(bruno.store).last_problem is None


@pytest.mark.parametrize(
    "answer",
    [
        a_page(),
        a_page(302),
        a_page(200, "{}", "application/json"),
        a_page(200, '{"nonce":"x","server_time":1,"pull":{"status":"ok"}}', "application/json"),
        a_page(401),
        a_page(503),
        a_page(500, "{not json", "application/problem+json"),
        a_page(500, "[]", "application/problem+json"),
        a_problem(418, "teapot"),
    ],
)
def test_a_stranger_in_the_servers_place_is_no_network(scene: Scene, answer: Answer) -> None:
    bruno = scene.phone()
    bruno.sync()
    bruno.pick_up(*scene.codes)
    before = outbox_counts(bruno.store).pending
    scene.network.instead(answer)
    assert bruno.sync() == NoNetwork(NoNetworkReason.NOT_OUR_SERVER)
    assert outbox_counts(bruno.store).pending == before
    assert len(rounds_known(bruno.store)) == 1


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (a_problem(408, "timeout"), TryLater("timeout", None)),
        (a_problem(429, "rate", Retry_After="17"), TryLater("rate", 17.0)),
        (a_problem(503, "maintenance", Retry_After="600"), TryLater("maintenance", 600.0)),
        (a_problem(503, "maintenance", Retry_After="Fri, 06 Nov"), TryLater("maintenance", None)),
        (a_problem(415, "wrong-type"), ContactCoordinator("wrong-type")),
        (a_problem(422, "envelope"), ContactCoordinator("envelope")),
    ],
)
def test_a_refusal_is_told_and_keeps_the_outbox(scene: Scene, answer: Answer, outcome: SyncOutcome) -> None:
    bruno = scene.phone()
    bruno.sync()
    bruno.pick_up(*scene.codes)
    scene.network.instead(answer)
    assert bruno.sync() == outcome
    assert outbox_counts(bruno.store).pending == 1
    assert isinstance(bruno.sync(), Synced)


def test_bytes_spoilt_on_the_way_are_sent_once_more(scene: Scene) -> None:
    bruno = scene.phone()
    bruno.sync()
    bruno.pick_up(*scene.codes)
    scene.network.instead(a_problem(400, "bad-gzip"))
    assert isinstance(bruno.sync(), Synced)


@pytest.mark.parametrize(("status", "slug"), [(400, "truncated"), (413, "too-large")])
def test_a_batch_refused_again_and_again_shrinks_until_it_passes(
    scene: Scene, status: int, slug: str
) -> None:
    bruno = scene.phone()
    bruno.sync()
    for _ in range(8):
        bruno.arrive("F001")
    refused = [a_problem(status, slug)] * (4 if slug == "truncated" else 3)
    scene.network.instead(*refused)
    carried = len(scene.network.carried)
    assert isinstance(bruno.sync(), Synced)
    assert len(sent(scene.network.carried[carried])["log"]["events"]) == 1
    assert outbox_counts(bruno.store).pending == 0


def test_one_fact_that_never_passes_is_kept_and_named_and_rows_still_come(scene: Scene) -> None:
    bruno = scene.phone()
    bruno.sync()
    bruno.pick_up(*scene.codes)
    scene.server.put_rows(RowPut("notice", "n1", {"text_code": "cold"}, [EVERYONE]))
    scene.network.refuses_facts = a_problem(413, "too-large")
    outcome = bruno.sync()
    assert isinstance(outcome, ContactCoordinator)
    assert outcome.slug == "too-large"
    assert len(outcome.detail or "") == 64
    assert outbox_counts(bruno.store).pending == 1
    assert [notice.notice_id for notice in notices(bruno.store)] == ["n1"]
    scene.network.refuses_facts = None
    assert isinstance(bruno.sync(), Synced)


@pytest.mark.parametrize(
    "strange",
    [
        {"pull": {"status": "ok", "cursor": "c" * 513}},
        {"log": {"status": "ok", "next": 1, "safe": 0, "quarantined": [{"seq": 10**30, "reason": "odd"}]}},
        {"log": {"status": "ok", "next": 10**30, "safe": 0}},
        {"server_time": 10**30},
    ],
)
def test_a_reply_with_what_no_phone_could_keep_or_send_back_is_no_reply(
    scene: Scene, strange: dict[str, object]
) -> None:
    bruno = scene.phone()
    bruno.sync()
    bruno.pick_up(*scene.codes)

    def answer(request: httpx.Request) -> httpx.Response:
        honest = {"nonce": sent(request)["nonce"], "server_time": 1, "pull": {"status": "ok"}}
        return httpx.Response(200, json=honest | strange)

    scene.network.instead(answer)
    assert bruno.sync() == NoNetwork(NoNetworkReason.NOT_OUR_SERVER)
    assert outbox_counts(bruno.store).pending == 1
    assert isinstance(bruno.sync(), Synced)
    assert outbox_counts(bruno.store).pending == 0


def test_a_phone_too_old_for_rows_still_hands_in_its_facts(scene: Scene) -> None:
    bruno = scene.phone()
    bruno.sync()
    bruno.pick_up(*scene.codes)
    scene.network.instead(a_problem(426, "upgrade-required"))
    outcome = bruno.sync()
    assert isinstance(outcome, Synced)
    assert outcome.is_pull_refused
    assert outbox_counts(bruno.store).pending == 0
    bruno.drop(*scene.codes)
    scene.network.instead(a_problem(426, "upgrade-required"), a_problem(426, "upgrade-required"))
    assert bruno.sync() == UpgradeRequired()
    assert outbox_counts(bruno.store).pending == 1
