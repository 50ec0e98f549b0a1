"""A phone is lost before it synced: a colleague's brings its facts, once, and it may come back any time."""

from pathlib import Path

import httpx
import pytest

from mobile.actions.rescue_make import Entrusted, EntrustFacts, EntrustRefusal, Form, entrust_facts
from mobile.actions.rescue_take import (
    TakeFramesIn,
    TakeInOutcome,
    TakeInRefusal,
    TakenIn,
    TakePacksIn,
    take_frames_in,
    take_packs_in,
)
from mobile.store.carried import GAP_AGAIN_MS, REST_AGAIN_MS, CarriedState, carried_packs
from mobile.store.database import open_store
from mobile.store.outbox import outbox_counts
from mobile.sync.http_peer import HttpPeer, open_http_client
from mobile.sync.outcome import NoNetwork, PhoneRevoked, Synced
from shared.sync.rescue_frames import FrameFault
from shared.sync.rescue_pack import PackFault
from sync_server.accounts.devices import DeviceStatus
from sync_server.backup.queries import raise_safe
from tests.builders import a_server
from tests.builders_phone import HELPER
from tests.mobile.loopback import over_loopback
from tests.mobile.sync.bad_network import Answer, a_page, a_problem
from tests.mobile.sync.conftest import Scene
from tests.mobile.sync.world import CARRIER, Phone, a_co_op, a_phone, phone_on


def entrusted(phone: Phone, form: Form = Form.FILE) -> Entrusted:
    made = entrust_facts(EntrustFacts(form), phone.store, phone.clock, phone.randomness)
    assert isinstance(made, Entrusted)
    return made


def take_in(carrier: Phone, raw: bytes) -> TakeInOutcome:
    return take_packs_in(TakePacksIn(raw), carrier.store, carrier.clock, carrier.randomness)


def states(carrier: Phone) -> list[CarriedState]:
    return [pack.state for pack in carried_packs(carrier.store)]


def bodies_of(phone: Phone) -> list[str]:
    with phone.store.reading() as connection:
        return list(connection.exec_driver_sql("SELECT body FROM logged_fact ORDER BY seq").scalars())


def bodies_held(scene: Scene, phone: Phone) -> list[str]:
    """What the server holds of one phone's facts, in the order it took them."""
    assert phone.store.enrolment is not None
    device = phone.store.enrolment.device_id
    return [
        row[0]
        for row in scene.server.rows_of(f"SELECT body FROM event WHERE device = '{device}' ORDER BY pk")
    ]


@pytest.fixture
def bruno(scene: Scene) -> Phone:
    """He synced in the morning; since then he took eight crates and left them: nobody knows."""
    phone = scene.phone("bruno", HELPER)
    phone.sync()
    phone.pick_up(*scene.codes)
    phone.drop(*scene.codes)
    return phone


@pytest.fixture
def chloe(scene: Scene) -> Phone:
    """Who stands beside him, and reaches the network tonight."""
    return scene.phone("chloe", CARRIER, seed=8)


def test_over_a_real_socket_a_colleague_brings_what_a_broken_phone_recorded(tmp_path: Path) -> None:
    with a_server(tmp_path / "server") as server, open_http_client() as client:
        codes = a_co_op(server)
        bruno, chloe = (
            phone_on(a_phone(server, tmp_path / person, person).store, client, seed)
            for seed, person in enumerate((HELPER, CARRIER))
        )
        with over_loopback(server) as address:
            bruno.peer = chloe.peer = HttpPeer(client, address)
            bruno.sync()
            bruno.pick_up(*codes)
            bruno.drop(*codes)
            take_in(chloe, entrusted(bruno).raw)
            assert isinstance(chloe.sync(), Synced)
        assert states(chloe) == [CarriedState.RECEIVED]
        [(proven,)] = server.rows_of("SELECT count(*) FROM leg WHERE proven = 1")
        assert proven == len(codes)


def test_making_a_pack_changes_nothing_and_making_it_again_makes_the_same(scene: Scene, bruno: Phone) -> None:
    before = (outbox_counts(bruno.store), bruno.store.revision())
    scene.network.is_down = True
    assert entrusted(bruno).raw == entrusted(bruno).raw
    assert (outbox_counts(bruno.store), bruno.store.revision()) == before


def test_the_phone_comes_back_and_goes_on_where_its_colleague_left_off(
    scene: Scene, bruno: Phone, chloe: Phone
) -> None:
    take_in(chloe, entrusted(bruno).raw)
    chloe.sync()
    bruno.arrive("R001")
    assert isinstance(bruno.sync(), Synced)
    assert outbox_counts(bruno.store).pending == 0
    assert bodies_held(scene, bruno) == bodies_of(bruno)


def test_two_colleagues_carry_the_same_facts_and_they_arrive_once(
    scene: Scene, bruno: Phone, chloe: Phone
) -> None:
    dora = scene.phone("dora", "P001", seed=9)
    raw = entrusted(bruno).raw
    for carrier in (chloe, dora):
        take_in(carrier, raw)
        carrier.sync()
        assert states(carrier) == [CarriedState.RECEIVED]
    assert bodies_held(scene, bruno) == bodies_of(bruno)


def test_an_older_pack_after_a_newer_one_brings_nothing_twice(
    scene: Scene, bruno: Phone, chloe: Phone
) -> None:
    older = entrusted(bruno).raw
    bruno.arrive("R001")
    newer = entrusted(bruno).raw
    dora = scene.phone("dora", "P001", seed=9)
    for carrier, raw in ((chloe, newer), (dora, older)):
        take_in(carrier, raw)
        carrier.sync()
    assert bodies_held(scene, bruno) == bodies_of(bruno)


def test_taking_a_pack_in_twice_is_taking_it_once(bruno: Phone, chloe: Phone) -> None:
    made = entrusted(bruno)
    assert take_in(chloe, made.raw) == TakenIn("Bruno", made.facts, is_new=True)
    assert take_in(chloe, made.raw) == TakenIn("Bruno", made.facts, is_new=False)
    assert states(chloe) == [CarriedState.WAITING]


def test_a_pack_read_from_pictures_in_any_order_is_the_same_as_from_a_file(
    scene: Scene, bruno: Phone, chloe: Phone
) -> None:
    frames = entrusted(bruno, Form.PICTURES).frames
    intent = TakeFramesIn((*reversed(frames), frames[0]))
    assert isinstance(take_frames_in(intent, chloe.store, chloe.clock, chloe.randomness), TakenIn)
    chloe.sync()
    assert bodies_held(scene, bruno) == bodies_of(bruno)


def test_pictures_that_are_not_all_there_or_not_ours_are_not_taken_in(bruno: Phone, chloe: Phone) -> None:
    frames = entrusted(bruno, Form.PICTURES).frames
    bruno.arrive("R001")
    others = entrusted(bruno, Form.PICTURES).frames
    for read, refusal in (
        (frames[1:], TakeInRefusal.FRAMES_MISSING),
        ((frames[0], "https://relais.example/c/7K2M9QXC"), FrameFault.NOT_A_FRAME),
        ((frames[0], others[0]), FrameFault.OF_ANOTHER),
    ):
        intent = TakeFramesIn(tuple(read))
        assert take_frames_in(intent, chloe.store, chloe.clock, chloe.randomness) is refusal
    assert states(chloe) == []


def test_an_altered_pack_and_ones_own_are_not_taken_in(bruno: Phone, chloe: Phone) -> None:
    raw = bytearray(entrusted(bruno).raw)
    assert take_in(bruno, bytes(raw)) is TakeInRefusal.OWN_FACTS
    raw[len(raw) // 2] ^= 1
    assert take_in(chloe, bytes(raw)) is PackFault.DAMAGED
    assert states(chloe) == []


def test_a_carrier_never_sees_what_it_carries(scene: Scene, bruno: Phone, chloe: Phone) -> None:
    raw = entrusted(bruno).raw
    take_in(chloe, raw)
    chloe.store.close()
    files = b"".join(path.read_bytes() for path in (scene.folder / "chloe").iterdir())
    assert raw in files or raw[:1000] in files
    assert bodies_of(bruno)[-1].encode() not in files


def test_nothing_is_entrusted_where_nothing_waits_or_nobody_is_enrolled(bruno: Phone) -> None:
    bruno.sync()
    made = entrust_facts(EntrustFacts(Form.PICTURES), bruno.store, bruno.clock, bruno.randomness)
    assert made is EntrustRefusal.NOTHING_WAITS
    bruno.store.save_enrolment(None)
    made = entrust_facts(EntrustFacts(Form.FILE), bruno.store, bruno.clock, bruno.randomness)
    assert made is EntrustRefusal.NOT_ENROLLED


def test_a_file_also_holds_what_was_received_but_is_in_no_backup_yet(scene: Scene, bruno: Phone) -> None:
    bruno.sync()
    assert entrusted(bruno).facts == len(bodies_of(bruno))
    assert bruno.store.enrolment is not None
    log_id, head = scene.server.rows_of(
        f"SELECT log_id, seq FROM log_head WHERE device_id = '{bruno.store.enrolment.device_id}'"
    )[0]
    scene.server.change(lambda session: raise_safe(session, {log_id: head}))
    bruno.sync()
    made = entrust_facts(EntrustFacts(Form.FILE), bruno.store, bruno.clock, bruno.randomness)
    assert made is EntrustRefusal.NOTHING_WAITS


def test_a_long_log_goes_in_several_packs_that_arrive_in_order(
    scene: Scene, bruno: Phone, chloe: Phone
) -> None:
    for _ in range(450):
        bruno.arrive("R001")
    made = entrusted(bruno)
    take_in(chloe, made.raw)
    assert [pack.facts for pack in carried_packs(chloe.store)] == [200, 200, made.facts - 400]
    chloe.sync()
    assert set(states(chloe)) == {CarriedState.RECEIVED}
    assert bodies_held(scene, bruno) == bodies_of(bruno)


def test_own_facts_go_first_and_a_pack_that_fails_does_not_make_the_pass_fail(
    scene: Scene, bruno: Phone, chloe: Phone
) -> None:
    chloe.sync()
    take_in(chloe, entrusted(bruno).raw)
    chloe.arrive("R001")
    scene.network.carried.clear()
    chloe.sync()
    assert [request.url.path for request in scene.network.carried][-1] == "/v1/rescue"
    assert outbox_counts(chloe.store).pending == 0


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
