"""What the tests of decisions share: a planned consignment, phones that disagree, a coordinator."""

from dataclasses import replace
from typing import Any

from shared.custody.decisions import Resolution
from shared.custody.events import Kind
from shared.ids import uuid7
from sync_server.accounts.people import Role
from sync_server.db.session import begin
from sync_server.reconciliation.items import WorkItem
from sync_server.reconciliation.queries import ItemFilter, open_items, work_item
from sync_server.upkeep.deciding import Decided, Outcome, Supplied, Undoing, Wanted, decide, undo
from tests.builders import PhoneByHand, ServerInProcess
from tests.builders_network import CRATES, FARM, HUB, RELAY, TO_THE_HUB, TO_THE_RELAY
from tests.sync_server.settlement.rounds import HOUR_MS, prepare

MINUTE_MS = 60_000
CRATE = CRATES[0]
COMPUTED = (
    "SELECT crate_code, stage, stage_index, carrier_id, carrier_order, from_place_id, to_place_id,"
    " started_ms, ended_ms, proven, withheld_reason FROM leg ORDER BY crate_code, ended_ms, carrier_id"
)
ITEMS = "SELECT key, kind, status, resolution FROM discrepancy ORDER BY key"


class Scene:
    """Alice's two crates; Bruno brings them to the hub. Chloé and David may both bring them on."""

    def __init__(self, server: ServerInProcess) -> None:
        self.server = server
        prepare(server)
        server.add_person("P004", Role.HELPER, name="David")
        self.bruno, self.chloe, self.david = (server.add_phone(each) for each in ("P002", "P003", "P004"))
        self.start_ms = server.clock()

    def at(self, hour: int, minute: int = 0) -> int:
        """An instant of the day."""
        return self.start_ms + hour * HOUR_MS + minute * MINUTE_MS

    def says(self, phone: PhoneByHand, kind: Kind, at_ms: int, place_id: str | None, **more: Any) -> str:
        """A record of the first crate, kept on the phone; its id."""
        round_id = TO_THE_HUB if phone is self.bruno else TO_THE_RELAY
        fields = {"crates": (CRATE,), "place_id": place_id, "round_id": round_id, "wall_ms": at_ms} | more
        return phone.record(kind, **fields)

    def to_the_hub(self) -> None:
        """Bruno's leg, agreed by all."""
        self.says(self.bruno, Kind.PICKUP, self.at(1), FARM)
        self.says(self.bruno, Kind.DROP, self.at(2), HUB)
        self.bruno.push()

    def both_claim(self) -> dict[str, str]:
        """Chloé and David both say they brought the crate to the relay point; ids of the records."""
        self.to_the_hub()
        said = {
            "chloe took": self.says(self.chloe, Kind.PICKUP, self.at(3), HUB),
            "chloe left": self.says(self.chloe, Kind.DROP, self.at(4), RELAY),
            "david took": self.says(self.david, Kind.PICKUP, self.at(3, 10), HUB),
            "david left": self.says(self.david, Kind.DROP, self.at(4, 10), RELAY),
        }
        self.chloe.push()
        self.david.push()
        self.server.clock.forward(s=6 * 3600)
        return said

    def open_items(self, *, blocking: bool | None = None) -> list[WorkItem]:
        """What there is to decide."""
        with begin(self.server.runtime.database) as session:
            return open_items(session, ItemFilter(is_blocking=blocking))

    def item(self, item_id: int) -> WorkItem:
        """One item as it stands."""
        with begin(self.server.runtime.database) as session:
            found = work_item(session, item_id)
        assert found is not None
        return found

    def wanted(self, item: WorkItem, resolution: Resolution, *event_ids: str, **more: Any) -> Wanted:
        """A decision as the console's form asks for it."""
        runtime = self.server.runtime
        return replace(
            Wanted(
                item.id,
                uuid7(runtime.now_ms(), runtime.random_bytes(10)),
                "C01",
                "vu avec les deux",
                frozenset(item.event_ids),
                resolution,
                event_ids,
            ),
            **more,
        )

    def tries(self, wanted: Wanted) -> Outcome:
        """What becomes of a decision."""
        runtime = self.server.runtime
        with begin(runtime.database) as session:
            outcome = decide(session, wanted, runtime.now_ms(), runtime.random_bytes)
        assert outcome is not None
        return outcome

    def decides(self, item: WorkItem, resolution: Resolution, *event_ids: str, **more: Any) -> str:
        """A decision that is recorded; its id."""
        wanted = self.wanted(item, resolution, *event_ids, **more)
        outcome = self.tries(wanted)
        assert isinstance(outcome, Decided), outcome
        assert outcome.is_new
        return wanted.fact_id

    def supplies(self, item: WorkItem, place_id: str | None, at_ms: int) -> str:
        """The missing movement, as the coordinator says it was; the decision's id."""
        return self.decides(item, Resolution.SUPPLIED, supplied=Supplied(None, place_id, at_ms))

    def undoes(self, item: WorkItem, decision_id: str) -> bool:
        """Takes a decision back."""
        runtime = self.server.runtime
        fact_id = uuid7(runtime.now_ms(), runtime.random_bytes(10))
        with begin(runtime.database) as session:
            undoing = Undoing(item.id, fact_id, "C02", "", decision_id)
            return undo(session, undoing, runtime.now_ms(), runtime.random_bytes)

    def legs(self) -> list[tuple[str, str, bool, str | None]]:
        """Carrier, stage, whether it pays, why not."""
        rows = self.server.rows_of(
            "SELECT carrier_id, stage, proven, withheld_reason FROM leg WHERE crate_code = :c"
            " ORDER BY ended_ms, carrier_id".replace(":c", f"'{CRATE}'")
        )
        return [(row[0], row[1], bool(row[2]), row[3]) for row in rows]

    def told(self, statement: str) -> list[tuple[Any, ...]]:
        """What the database answers."""
        return [tuple(row) for row in self.server.rows_of(statement)]
