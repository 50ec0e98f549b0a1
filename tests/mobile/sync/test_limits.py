"""The server's limits are learnt, kept, bounded, and never stand between a fact and the server."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from mobile.store.enrolment import Enrolment
from mobile.store.outbox import outbox_counts
from mobile.sync.limits import LEAST, MOST, limits_in_force, wanted_app
from mobile.sync.outcome import NoNetwork, Synced
from shared.sync.protocol import PUSH_MAX_EVENTS, Limits
from tests.builders import a_server
from tests.mobile.sync.bad_network import Answer, BadNetwork, a_page, a_problem, sent
from tests.mobile.sync.conftest import Scene
from tests.mobile.sync.world import Phone, a_co_op

DAY_MS = 86_400_000


def saying(**limits: Any) -> Answer:
    """A server that takes this much."""
    said = {"proto": 1, "app": "1.0.0", "min_app": "0", "limits": limits}
    return lambda _: httpx.Response(200, json=said)


def pushes(scene: Scene, phone: Phone, facts: int) -> list[int]:
    """How many facts each trip of the next pass carries."""
    for _ in range(facts):
        phone.arrive("F001")
    before = len(scene.network.carried)
    assert isinstance(phone.sync(), Synced)
    asked = [each for each in scene.network.carried[before:] if each.method == "POST"]
    return [len(sent(each)["log"]["events"]) for each in asked]


def test_they_are_asked_for_once_a_day_after_what_was_recorded_has_gone(scene: Scene) -> None:
    bruno = scene.phone()
    bruno.sync()
    assert [each.method for each in scene.network.carried][-1] == "GET"
    for _ in range(5):
        bruno.sync()
    assert scene.network.limits_asked == 1
    bruno.clock.advance(DAY_MS)
    bruno.sync()
    assert scene.network.limits_asked == 2


def test_a_server_that_takes_less_is_sent_less_and_asked_for_less(scene: Scene) -> None:
    scene.network.limits_said = saying(push_events=7, page_rows=40)
    bruno = scene.phone()
    bruno.sync()
    sizes = pushes(scene, bruno, 30)
    assert max(sizes) == 7
    assert sum(sizes) >= 30
    assert {sent(each)["max_rows"] for each in scene.network.carried[-3:]} == {40}
    assert outbox_counts(bruno.store).pending == 0


def test_they_are_kept_when_the_app_is_closed_and_belong_to_one_server(scene: Scene) -> None:
    scene.network.limits_said = saying(push_events=7)
    bruno = scene.phone()
    bruno.sync()
    assert limits_in_force(bruno.store).push_events == 7
    known = bruno.store.enrolment
    assert known is not None
    bruno.store.save_enrolment(Enrolment("http://127.0.0.1:1", known.device_id, known.person_id, known.token))
    assert limits_in_force(bruno.store) == Limits()


def test_a_batch_larger_than_the_server_takes_does_not_leave_the_phone(scene: Scene) -> None:
    scene.network.limits_said = saying(push_compressed_bytes=70_000)
    bruno = scene.phone()
    bruno.sync()
    bruno.record_long_facts(30)
    before = len(scene.network.carried)
    assert isinstance(bruno.sync(), Synced)
    assert max(len(each.content) for each in scene.network.carried[before:]) <= 70_000
    assert outbox_counts(bruno.store).pending == 0
    # It knew by itself: the server had nothing to refuse, and is not asked again.
    assert scene.network.limits_asked == 1


@pytest.mark.parametrize("least", [0, -5, -(10**30)])
def test_a_server_that_claims_to_take_nothing_is_sent_one_fact_at_a_time(scene: Scene, least: int) -> None:
    scene.network.limits_said = saying(**dict.fromkeys(Limits.model_fields, least))
    bruno = scene.phone()
    bruno.sync()
    assert limits_in_force(bruno.store) == LEAST
    assert set(pushes(scene, bruno, 6)) == {1}
    assert outbox_counts(bruno.store).pending == 0


def test_a_server_that_claims_to_take_everything_is_not_sent_everything(scene: Scene) -> None:
    scene.network.limits_said = saying(**dict.fromkeys(Limits.model_fields, 10**18))
    bruno = scene.phone()
    bruno.sync()
    assert limits_in_force(bruno.store) == MOST


@pytest.mark.parametrize(
    "answer",
    [
        a_page(),
        a_page(200, "{}", "application/json"),
        a_page(200, '{"app":"1","min_app":"0","limits":{"push_events":"beaucoup"}}', "application/json"),
        a_page(200, json.dumps({"app": "1", "min_app": "9" * 9_000}), "application/json"),
        a_problem(404, "not-found"),
        a_problem(503, "maintenance"),
    ],
)
def test_an_answer_that_is_none_changes_nothing_and_is_asked_for_again_an_hour_later(
    scene: Scene, answer: Answer
) -> None:
    scene.network.limits_said = answer
    bruno = scene.phone()
    assert isinstance(bruno.sync(), Synced)
    assert limits_in_force(bruno.store) == Limits()
    assert limits_in_force(bruno.store).push_events == PUSH_MAX_EVENTS
    bruno.sync()
    assert scene.network.limits_asked == 1
    bruno.clock.advance(3_600_000)
    scene.network.limits_said = saying(push_events=7)
    bruno.sync()
    assert limits_in_force(bruno.store).push_events == 7
    # Silence later does not take away what was learnt.
    scene.network.limits_said = answer
    bruno.clock.advance(DAY_MS)
    bruno.sync()
    assert scene.network.limits_asked == 3
    assert limits_in_force(bruno.store).push_events == 7


@pytest.mark.parametrize(("status", "slug"), [(413, "too-large"), (426, "upgrade-required")])
def test_a_refused_size_or_age_is_a_reason_to_ask_at_once(scene: Scene, status: int, slug: str) -> None:
    bruno = scene.phone()
    bruno.sync()
    bruno.pick_up(*scene.codes)
    scene.network.limits_said = saying(push_events=3)
    scene.network.instead(a_problem(status, slug))
    bruno.arrive("F001")
    assert isinstance(bruno.sync(), Synced)
    assert scene.network.limits_asked == 2
    assert limits_in_force(bruno.store).push_events == 3


def test_nobody_is_asked_where_nobody_answered(scene: Scene) -> None:
    bruno = scene.phone()
    scene.network.instead(a_page())
    assert isinstance(bruno.sync(), NoNetwork)
    assert scene.network.limits_asked == 0


@pytest.fixture
def strict_scene(tmp_path: Path) -> Iterator[Scene]:
    """A server that gives rows to apps of tomorrow alone."""
    with a_server(tmp_path / "server", syncs_a_minute=100_000, min_app="9.0.0") as server:
        network = BadNetwork(server)
        with httpx.Client(transport=network) as client:
            yield Scene(server, network, client, a_co_op(server), tmp_path / "phones")


def test_a_phone_too_old_for_rows_hands_its_facts_in_and_says_that_it_must_be_updated(
    strict_scene: Scene,
) -> None:
    bruno = strict_scene.phone()
    bruno.arrive("F001")
    outcome = bruno.sync()
    assert isinstance(outcome, Synced)
    assert (outcome.is_pull_refused, outcome.update_available, outcome.pending) == (True, True, 0)
    counts = outbox_counts(bruno.store)
    assert (counts.pending, counts.last_problem) == (0, "upgrade-required")
    assert len(strict_scene.event_ids()) == counts.head
    assert wanted_app(bruno.store) == "9.0.0"


@pytest.mark.parametrize("min_app", ["0", "0.0.9", "", "9;appelez le 06", "9" * 200])
def test_no_version_is_asked_for_where_none_newer_was_named(scene: Scene, min_app: str) -> None:
    said = {"app": "1.0.0", "min_app": min_app}
    scene.network.limits_said = lambda _: httpx.Response(200, json=said)
    bruno = scene.phone()
    assert isinstance(bruno.sync(), Synced)
    assert wanted_app(bruno.store) is None
