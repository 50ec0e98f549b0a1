"""Legs that pay nobody until a coordinator has decided, as the server writes them."""

from shared.custody.events import Kind
from tests.builders import ServerInProcess
from tests.builders_network import CRATES, HUB, TO_THE_RELAY, plan_a_consignment

OTHER_RELAY = "R002"


def test_a_drop_at_a_place_of_no_plan_pays_nobody_yet(server: ServerInProcess) -> None:
    plan_a_consignment(server)
    chloe = server.add_phone("P003")
    chloe.record(Kind.PICKUP, place_id=HUB, round_id=TO_THE_RELAY, crates=CRATES[:1])
    chloe.record(Kind.DROP, place_id=OTHER_RELAY, round_id=TO_THE_RELAY, crates=CRATES[:1])
    chloe.push()

    kinds = [row.kind for row in server.rows_of("SELECT kind FROM discrepancy WHERE blocking = 1")]
    assert kinds == ["wrong_place"]
    legs = server.rows_of("SELECT to_place_id, proven, withheld_reason FROM leg")
    assert [tuple(leg) for leg in legs] == [(OTHER_RELAY, 0, "discrepancy")]
