"""One consignment carried in two rounds by phones against the real server, and its settlement."""

import json
from typing import Any

from shared.commission.tariff import PercentRates
from shared.commission.tariff_form import tariff_to_json
from shared.custody.events import Kind
from sync_server.commission.tariffs import add_tariff
from sync_server.db.feed import lock_feed
from sync_server.db.session import begin, read
from sync_server.ledger.queries import balances
from sync_server.settlement.closing import Closed, CloseRefused, CloseRequest, close
from tests.builders import PhoneByHand, ServerInProcess
from tests.builders_network import CRATES, FARM, HUB, RELAY, TO_THE_HUB, TO_THE_RELAY, plan_a_consignment
from tests.sync_server.money_world import a_tariff, noon_ms

HOUR_MS = 3_600_000
TARIFF = a_tariff(percent=PercentRates(collection=200, delivery=300))


def prepare(server: ServerInProcess) -> None:
    """577.00 of Alice's goods in two crates: 2 % to the hub, 3 % on to the relay point."""
    plan_a_consignment(server)
    with begin(server.runtime.database) as session:
        add_tariff(session, lock_feed(session), json.dumps(tariff_to_json(TARIFF)), 0)


def to_the_hub(phone: PhoneByHand, crates: tuple[str, ...] = CRATES) -> None:
    carry(phone, TO_THE_HUB, FARM, HUB, 1, crates)


def to_the_relay(phone: PhoneByHand, crates: tuple[str, ...] = CRATES) -> None:
    carry(phone, TO_THE_RELAY, HUB, RELAY, 3, crates)


def carry(
    phone: PhoneByHand, round_id: str, start: str, end: str, hour: int, crates: tuple[str, ...]
) -> None:
    at_ms = phone.server.clock() + hour * HOUR_MS
    phone.record(Kind.PICKUP, place_id=start, round_id=round_id, crates=crates, wall_ms=at_ms)
    phone.record(Kind.DROP, place_id=end, round_id=round_id, crates=crates, wall_ms=at_ms + HOUR_MS)


def try_to_close(server: ServerInProcess, period: str, day: str) -> Closed | CloseRefused:
    settings = server.runtime.settings
    with begin(server.runtime.database) as session:
        return close(session, CloseRequest(period, "C01", noon_ms(day), settings.data_dir))


def settle(server: ServerInProcess, period: str = "2026-11", day: str = "2026-12-15") -> dict[str, int]:
    """Closes the period; what everybody's account then holds."""
    outcome = try_to_close(server, period, day)
    assert isinstance(outcome, Closed), outcome
    with read(server.runtime.database) as session:
        return balances(session)


def lines_on(phone: PhoneByHand) -> list[dict[str, Any]]:
    rows = phone.pull_all()
    return [d for (t, _), d in sorted(rows.items()) if t == "line"]
