"""What one trip carries: as much as the network takes, never beyond the limits of relais/1."""

from mobile.store.outbox import batch_size, outbox_counts
from mobile.sync.outcome import Synced
from shared.sync.protocol import PUSH_MAX_COMPRESSED_BYTES, PUSH_MAX_INFLATED_BYTES
from tests.mobile.sync.bad_network import sent
from tests.mobile.sync.conftest import Scene


def test_a_quick_network_is_given_up_to_two_hundred_facts_at_once(scene: Scene) -> None:
    bruno = scene.phone()
    bruno.sync()
    for _ in range(700):
        bruno.arrive("F001")
    before = len(scene.network.carried)
    assert isinstance(bruno.sync(), Synced)
    sizes = [len(sent(each)["log"]["events"]) for each in scene.network.carried[before:]]
    assert max(sizes) == 200
    # And the mark of a clock not compared for hours.
    assert sum(sizes) == 701
    assert batch_size(bruno.store) == 200


def test_a_network_that_fails_is_given_less_the_next_time_but_not_too_little(scene: Scene) -> None:
    bruno = scene.phone()
    bruno.sync()
    for _ in range(5):
        scene.network.is_down = True
        bruno.sync()
    scene.network.is_down = False
    for _ in range(120):
        bruno.arrive("F001")
    before = len(scene.network.carried)
    bruno.sync()
    assert len(sent(scene.network.carried[before])["log"]["events"]) == 50


def test_long_facts_are_split_to_stay_within_the_limits(scene: Scene) -> None:
    bruno = scene.phone()
    bruno.sync()
    # Worst case for JSON: quotes double.
    bruno.record_long_facts(400, padding='"' * 1_000)
    before = len(scene.network.carried)
    assert isinstance(bruno.sync(), Synced)
    for request in scene.network.carried[before:]:
        assert len(request.content) <= PUSH_MAX_COMPRESSED_BYTES or len(sent(request)["log"]["events"]) > 1
        assert len(str(sent(request)).encode()) <= PUSH_MAX_INFLATED_BYTES
    assert outbox_counts(bruno.store).pending == 0
    assert outbox_counts(bruno.store).quarantined == ()
