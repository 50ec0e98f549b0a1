"""What becomes of a carried pack after each thing a server, a network or a death may do."""

import httpx
import pytest

from mobile.store.carried import GAP_AGAIN_MS, REST_AGAIN_MS, CarriedState, carried_packs
from mobile.store.database import open_store
from mobile.store.outbox import outbox_counts
from mobile.sync.outcome import ContactCoordinator, NoNetwork, PhoneRevoked, Synced
from sync_server.accounts.devices import DeviceStatus
from sync_server.backup.queries import raise_safe
from tests.builders_phone import HUB
from tests.mobile.sync.bad_network import Answer, a_page, a_problem
from tests.mobile.sync.conftest import Scene
from tests.mobile.sync.rescue.carrying import bodies_held, bodies_of, entrusted, states, take_in
from tests.mobile.sync.world import Phone, phone_on


def test_own_facts_go_first_and_what_others_facts_moved_is_pulled_in_the_same_pass(
    scene: Scene, bruno: Phone, chloe: Phone
) -> None:
    chloe.sync()
    take_in(chloe, entrusted(bruno).raw)
    chloe.arrive("R001")
    scene.network.carried.clear()
    chloe.sync()
    assert [request.url.path for request in scene.network.carried] == ["/v1/sync", "/v1/rescue", "/v1/sync"]
    assert outbox_counts(chloe.store).pending == 0
    with chloe.store.reading() as connection:
        rows = connection.exec_driver_sql("SELECT d FROM pulled_row WHERE t = 'crate'").scalars().all()
    assert rows
    assert all(f'"state":{{"at":"{HUB}"}}' in row for row in rows)


@pytest.mark.parametrize(
    "answer",
    [a_problem(503, "maintenance"), a_problem(429, "rate"), a_page(), a_page(200, "{}", "application/json")],
)
def test_whatever_answers_in_the_servers_place_a_pack_is_kept_and_offered_again(
    scene: Scene, bruno: Phone, chloe: Phone, answer: Answer
) -> None:
    chloe.sync()
    take_in(chloe, entrusted(bruno).raw)
    carry = scene.network.handle_request

    def another_answers(request: httpx.Request) -> httpx.Response:
        return answer(request) if request.url.path == "/v1/rescue" else carry(request)

    scene.network.handle_request = another_answers
    assert isinstance(chloe.sync(), Synced)
    assert states(chloe) == [CarriedState.WAITING]
    scene.network.handle_request = carry
    chloe.sync()
    assert states(chloe) == [CarriedState.RECEIVED]


def test_a_phone_whose_own_facts_are_not_understood_hands_over_all_the_same(
    scene: Scene, bruno: Phone, chloe: Phone
) -> None:
    take_in(chloe, entrusted(bruno).raw)
    scene.network.instead(a_problem(422, "envelope"))
    assert isinstance(chloe.sync(), ContactCoordinator)
    assert states(chloe) == [CarriedState.RECEIVED]
    assert bodies_held(scene, bruno) == bodies_of(bruno)


def test_a_lost_answer_leaves_the_pack_here_and_the_facts_there_once(
    scene: Scene, bruno: Phone, chloe: Phone
) -> None:
    chloe.sync()
    take_in(chloe, entrusted(bruno).raw)
    carry = scene.network.handle_request

    def lose_the_answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v1/rescue":
            scene.network.answers_to_lose = 1
        return carry(request)

    scene.network.handle_request = lose_the_answer
    chloe.sync()
    scene.network.handle_request = carry
    assert states(chloe) == [CarriedState.WAITING]
    assert bodies_held(scene, bruno) == bodies_of(bruno)
    chloe.sync()
    assert states(chloe) == [CarriedState.RECEIVED]
    assert bodies_held(scene, bruno) == bodies_of(bruno)


def test_a_pack_is_let_go_once_a_backup_holds_it_and_not_before(
    scene: Scene, bruno: Phone, chloe: Phone
) -> None:
    made = entrusted(bruno)
    take_in(chloe, made.raw)
    chloe.sync()
    [(log_id, head)] = scene.server.rows_of(
        "SELECT h.log_id, h.seq FROM log_head h JOIN rescue r ON r.log_id = h.log_id"
    )
    scene.server.change(lambda session: raise_safe(session, {log_id: head}))
    chloe.sync()
    assert states(chloe) == [CarriedState.RECEIVED]
    chloe.clock.advance(REST_AGAIN_MS)
    chloe.sync()
    assert states(chloe) == [CarriedState.SAFE]
    with chloe.store.reading() as connection:
        assert connection.exec_driver_sql("SELECT pack FROM carried_pack").scalars().all() == [None]


def test_a_server_that_lost_carried_facts_to_an_old_backup_gets_them_again(
    scene: Scene, bruno: Phone, chloe: Phone
) -> None:
    take_in(chloe, entrusted(bruno).raw)
    chloe.sync()
    facts = bodies_of(bruno)
    for table in ("event_crate", "log_entry", "log_head", "event"):
        scene.server.change(
            lambda session, table=table: session.connection().exec_driver_sql(f"DELETE FROM {table}")
        )
    chloe.clock.advance(REST_AGAIN_MS)
    chloe.sync()
    assert set(facts[1:]) <= set(bodies_held(scene, bruno))


def test_a_gap_is_asked_about_again_when_something_of_the_same_log_has_arrived(
    scene: Scene, bruno: Phone, chloe: Phone
) -> None:
    for _ in range(210):
        bruno.arrive("R001")
    raw = entrusted(bruno).raw
    later = raw[raw.rindex(b"RELAIS") :]
    take_in(chloe, later)
    chloe.sync()
    assert states(chloe) == [CarriedState.GAP]
    take_in(chloe, raw)
    chloe.clock.advance(1_000)
    chloe.sync()
    chloe.sync()
    assert set(states(chloe)) == {CarriedState.RECEIVED}
    assert bodies_held(scene, bruno) == bodies_of(bruno)
    assert GAP_AGAIN_MS > 1_000


def test_a_stolen_phones_facts_are_kept_aside_and_a_shut_out_ones_refused(
    scene: Scene, bruno: Phone, chloe: Phone
) -> None:
    assert bruno.store.enrolment is not None
    raw = entrusted(bruno).raw
    scene.server.revoke(bruno.store.enrolment.device_id, DeviceStatus.STOLEN)
    take_in(chloe, raw)
    chloe.sync()
    assert states(chloe) == [CarriedState.RECEIVED]
    [(kept,)] = scene.server.rows_of("SELECT count(*) FROM log_entry WHERE quarantine_reason = 'revoked'")
    assert kept > 0
    scene.server.clock.forward(days=30, s=1)
    dora = scene.phone("dora", "P001", seed=9)
    take_in(dora, raw)
    dora.sync()
    [pack] = carried_packs(dora.store)
    assert (pack.state, pack.reason) == (CarriedState.REFUSED, "revoked")


def test_a_carrier_that_was_shut_out_keeps_what_it_carries(scene: Scene, bruno: Phone, chloe: Phone) -> None:
    assert chloe.store.enrolment is not None
    take_in(chloe, entrusted(bruno).raw)
    scene.server.revoke(chloe.store.enrolment.device_id)
    scene.server.clock.forward(days=30, s=1)
    assert isinstance(chloe.sync(), PhoneRevoked)
    assert states(chloe) == [CarriedState.WAITING]


def test_a_carrier_killed_between_taking_in_and_handing_over_still_hands_over(
    scene: Scene, bruno: Phone, chloe: Phone
) -> None:
    scene.network.is_down = True
    take_in(chloe, entrusted(bruno).raw)
    assert isinstance(chloe.sync(), NoNetwork)
    scene.network.is_down = False
    # What a killed process leaves behind: its files as they are, the write-ahead log among them.
    left = scene.folder / "chloe-after"
    left.mkdir()
    for path in (scene.folder / "chloe").iterdir():
        (left / path.name).write_bytes(path.read_bytes())
    again = phone_on(open_store(left), scene.client, seed=10)
    assert isinstance(again.sync(), Synced)
    assert states(again) == [CarriedState.RECEIVED]
    assert bodies_held(scene, bruno) == bodies_of(bruno)
