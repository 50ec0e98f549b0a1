"""A phone that records in somebody else's name: what it says counts, and one thing is there to look at."""

from shared.custody.decisions import Resolution
from shared.custody.events import Kind
from tests.builders import PhoneByHand, ServerInProcess
from tests.builders_network import FARM, HUB
from tests.sync_server.upkeep.deciding_scene import Scene

ITEMS = "SELECT key, status, blocking FROM discrepancy WHERE kind IN ('others_phone', 'unknown_person')"


def test_a_lent_phone_pays_who_carried_and_is_one_item_that_stays_decided(server: ServerInProcess) -> None:
    scene = Scene(server)
    phone = scene.bruno
    for kind, hour, place in ((Kind.PICKUP, 1, FARM), (Kind.DROP, 2, HUB)):
        scene.says(phone, kind, scene.at(hour), place, actor="P004")
    assert phone.push()["quarantined"] == []

    (item,) = [each for each in scene.open_items() if each.kind.value == "others_phone"]
    assert (item.key, item.is_blocking) == (f"others_phone:{phone.device_id}:P004", False)
    assert scene.legs() == [("P004", "collection", True, None)]

    scene.decides(item, Resolution.ACCEPTED)
    # They do share that phone: it is not asked again with every round.
    scene.says(phone, Kind.STOP_ARRIVED, scene.at(5), HUB, crates=(), actor="P004")
    scene.says(phone, Kind.STOP_ARRIVED, scene.at(6), HUB, crates=())
    phone.push()
    assert server.rows_of(ITEMS) == [(item.key, "resolved", 0)]


def test_one_item_for_a_phone_and_a_person_whatever_the_order(
    server: ServerInProcess, alice: PhoneByHand, bruno: PhoneByHand
) -> None:
    for number in range(3):
        alice.record(Kind.STOP_ARRIVED, place_id="R001", actor="P002", wall_ms=server.clock() - number)
    alice.record(Kind.STOP_ARRIVED, place_id="R001", actor="P404")
    bruno.record(Kind.STOP_ARRIVED, place_id="R001")
    alice.push(1, 1)
    bruno.push()
    alice.push()
    alice.push()

    keys = sorted(row.key.rpartition(":")[0] for row in server.rows_of(ITEMS))
    assert keys == [f"others_phone:{alice.device_id}", "unknown_person"]
