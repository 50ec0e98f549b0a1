"""A phone is lost before it synced: a colleague's brings its facts, once, and it may come back any time."""

from pathlib import Path

from mobile.actions.rescue_make import EntrustFacts, EntrustRefusal, Form, entrust_facts
from mobile.actions.rescue_take import (
    TakeFramesIn,
    TakeInRefusal,
    TakenIn,
    take_frames_in,
)
from mobile.store.carried import CarriedState, carried_packs
from mobile.store.outbox import outbox_counts
from mobile.sync.http_peer import HttpPeer, open_http_client
from mobile.sync.outcome import Synced
from shared.sync.rescue_frames import FrameFault
from shared.sync.rescue_pack import PackFault
from sync_server.backup.queries import raise_safe
from tests.builders import a_server
from tests.builders_phone import HELPER
from tests.mobile.loopback import over_loopback
from tests.mobile.sync.conftest import Scene
from tests.mobile.sync.rescue.carrying import bodies_held, bodies_of, entrusted, states, take_in
from tests.mobile.sync.world import CARRIER, Phone, a_co_op, a_phone, phone_on


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
