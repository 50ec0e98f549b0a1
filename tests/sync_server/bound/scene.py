"""What the tests of blank labels share: the small network, labels from a roll, and who binds them to what."""

from collections.abc import Generator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from shared.custody.codes import new_code
from shared.custody.decisions import Resolution
from shared.custody.events import Kind
from shared.network import TemperatureClass
from sync_server.accounts.people import Role
from sync_server.db.base import table_of
from sync_server.db.feed import lock_feed
from sync_server.db.session import begin
from sync_server.network.consignments import ConsignmentKey, Ordered, follow_orders
from sync_server.network.publish import publish_consignments, publish_rounds
from sync_server.network.rounds import plan_rounds
from sync_server.network.rows import republish_crates
from sync_server.network.status import ConsignmentStatus, CrateStatus, RoundKind, RoundStatus
from sync_server.network.tables import Consignment, Crate, CrateMove, Round, RoundStop
from sync_server.reconciliation.items import WorkItem
from sync_server.reconciliation.queries import ItemFilter, open_items
from sync_server.upkeep.after_planning import follow_consignments, follow_plan
from sync_server.upkeep.after_push import project_again
from sync_server.upkeep.deciding import Decided, Wanted, decide
from tests.builders import PhoneByHand, ServerInProcess, a_server
from tests.builders_network import CONSIGNMENT, CRATES, FARM, HUB, RELAY, TO_THE_HUB, TO_THE_RELAY
from tests.sync_server.postgres import a_database
from tests.sync_server.settlement.rounds import HOUR_MS, prepare

DAY = "2026-11-06"
# The same farm's goods for the town hall, that nobody printed a label for but one.
OTHER = f"c_{DAY}_P001_R002"
TO_TOWN = f"r_{DAY}_03"
LATE = f"c_{DAY}_P002_R002"
LABELS = tuple(islice((code for n in range(900, 2_000) if (code := new_code(n))), 4))
PRINTED_FOR_OTHER = next(code for n in range(5_000, 6_000) if (code := new_code(n)))
# Everything that follows from the facts, under names that do not depend on the order of writing.
COMPUTED = {
    "crates": "SELECT c.code, o.id, c.rank, c.status, c.bound_by FROM crate c"
    " JOIN consignment o ON o.pk = c.consignment_pk ORDER BY c.code",
    "labels": "SELECT crate_code, consignment_id, event_id, at_ms FROM bound_label ORDER BY crate_code",
    "moves": "SELECT crate_code, step, round_id, from_place_id, to_place_id FROM crate_move"
    " ORDER BY crate_code, step",
    "states": "SELECT crate_code, holder_kind, holder_id, event_id, dirty FROM crate_state"
    " ORDER BY crate_code",
    "legs": "SELECT l.crate_code, o.id, l.stage, l.carrier_id, l.from_place_id, l.to_place_id, l.started_ms,"
    " l.ended_ms, l.proven, l.withheld_reason FROM leg l JOIN consignment o ON o.pk = l.consignment_pk"
    " ORDER BY l.crate_code, l.ended_ms, l.carrier_id",
    "discrepancies": "SELECT key, blocking, event_ids FROM discrepancy WHERE status = 'open' ORDER BY key",
    "rows": "SELECT t, k, d FROM pull_row WHERE deleted = 0 AND t <> 'me' ORDER BY t, k",
}


@contextmanager
def a_binding(folder: Path, database: str) -> Generator["Binding"]:
    """The scene on a database of that kind."""
    with a_database(database) as url, a_server(folder, database_url=url) as server:
        yield Binding(server)


class Binding:
    """Alice's two crates for the grocery, one of hers for the town hall; Bruno collects, Chloé brings on."""

    def __init__(self, server: ServerInProcess) -> None:
        self.server = server
        prepare(server)
        server.add_person("P004", Role.HELPER, name="David")
        server.change(_add_other)
        self.bruno, self.chloe, self.david = (server.add_phone(each) for each in ("P002", "P003", "P004"))
        self.start_ms = server.clock()

    def at(self, hour: int, minute: int = 0) -> int:
        """An instant of the day."""
        return self.start_ms + hour * HOUR_MS + minute * 60_000

    def binds(self, phone: PhoneByHand, code: str, to: str = CONSIGNMENT, **more: Any) -> str:
        """A blank label goes on a crate at the farm; the record's id."""
        fields = {"round_id": TO_THE_HUB, "place_id": FARM, "wall_ms": self.at(0, 30)} | more
        return phone.record(Kind.BIND, crates=(code,), data={"consignment": to}, **fields)

    def takes(
        self, phone: PhoneByHand, *codes: str, hour: int = 1, at: str = FARM, to: str = HUB
    ) -> tuple[str, str]:
        """A pickup and its drop an hour later; their ids."""
        round_id = TO_THE_HUB if at == FARM else TO_THE_RELAY
        took = phone.record(Kind.PICKUP, crates=codes, place_id=at, round_id=round_id, wall_ms=self.at(hour))
        left = phone.record(
            Kind.DROP, crates=codes, place_id=to, round_id=round_id, wall_ms=self.at(hour + 1)
        )
        return took, left

    def brings_on(self, phone: PhoneByHand, *codes: str) -> None:
        """From the hub to the grocery."""
        self.takes(phone, *codes, hour=3, at=HUB, to=RELAY)

    def orders(self, consignment_id: str, crates: int, cents: int = 57_700) -> None:
        """An import says how much is ordered, as its confirmation does."""
        _, day, producer, place = consignment_id.split("_")
        ordered = Ordered(ConsignmentKey(producer, place, day), cents, cents, crates * 40_000)

        def write(session: Session) -> None:
            feed = lock_feed(session)
            changed = follow_orders(session, feed, [ordered], (), self.server.runtime.random_bytes)
            follow_consignments(session, feed, changed.changed_pks, self.server.clock())

        self.server.change(write)

    def plans(self) -> bool:
        """The coordinator plans the day anew; whether that changed anything."""
        with begin(self.server.runtime.database) as session:
            feed = lock_feed(session)
            outcome = plan_rounds(session, feed, DAY)
            follow_plan(session, feed, outcome.replanned, self.server.clock())
        return outcome.is_changed

    def crate(self, code: str) -> tuple[str, int, str] | None:
        """The consignment, the rank and the status of a crate the server knows."""
        rows = self.told(COMPUTED["crates"])
        return next(((row[1], row[2], row[3]) for row in rows if row[0] == code), None)

    def open_kinds(self) -> list[str]:
        """What there is to look at, but for the town hall's crate, which nobody ever takes."""
        rows = self.told("SELECT kind, key FROM discrepancy WHERE status='open' ORDER BY key")
        return [kind for kind, key in rows if PRINTED_FOR_OTHER not in key]

    def told(self, statement: str) -> list[tuple[Any, ...]]:
        """What the database answers."""
        return [tuple(row) for row in self.server.rows_of(statement)]

    def computed(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything that follows from the facts."""
        return {name: self.told(statement) for name, statement in COMPUTED.items()}


def _add_other(session: Session) -> None:
    row = {
        "pk": 2,
        "id": OTHER,
        "producer_id": "P001",
        "place_id": "R002",
        "date": DAY,
        "turnover_ttc_cents": 10_000,
        "turnover_ht_cents": 10_000,
        "volume_ml": 40_000,
        "cls": TemperatureClass.CHILLED_4.value,
        "label": "Fromages",
        "crate_total": 1,
        "status": ConsignmentStatus.ACTIVE.value,
    }
    connection = session.connection()
    connection.execute(insert(table_of(Consignment)), row)
    if connection.dialect.name == "postgresql":
        # Keys were given by hand: the database is to count on from them.
        connection.exec_driver_sql("SELECT setval(pg_get_serial_sequence('consignment', 'pk'), 2)")
    session.add(Crate(code=PRINTED_FOR_OTHER, consignment_pk=2, rank=1, status=CrateStatus.ACTIVE))
    kind, status = RoundKind.DELIVERY, RoundStatus.PLANNED
    session.add(Round(id=TO_TOWN, date=DAY, title=TO_TOWN, kind=kind, helper_person_id="P004", status=status))
    session.flush()
    for step, (round_id, start, end) in enumerate(((TO_THE_HUB, FARM, HUB), (TO_TOWN, HUB, "R002")), 1):
        move = CrateMove(
            round_id=round_id, crate_code=PRINTED_FOR_OTHER, step=step, from_place_id=start, to_place_id=end
        )
        session.add(move)
    for n, place_id in enumerate((HUB, "R002"), 1):
        session.add(RoundStop(round_id=TO_TOWN, n=n, place_id=place_id))
    session.flush()
    feed = lock_feed(session)
    republish_crates(session, feed, (*CRATES, PRINTED_FOR_OTHER))
    publish_rounds(session, feed, (TO_THE_HUB, TO_THE_RELAY, TO_TOWN))
    publish_consignments(session, feed, (CONSIGNMENT, OTHER))


def rebuilt(scene: Binding) -> None:
    """I7: from zero nothing is any different."""
    before = scene.computed()
    project_again(scene.server.runtime, everything=True)
    assert scene.computed() == before


def decides(scene: Binding, item: WorkItem, resolution: Resolution, *event_ids: str) -> None:
    runtime = scene.server.runtime
    wanted = Wanted(
        item.id, f"0199c1f2-0000-7000-8000-{item.id:012d}", "C01", "vu à la halle",
        frozenset(item.event_ids), resolution, event_ids,
    )  # fmt: skip
    with begin(runtime.database) as session:
        assert isinstance(decide(session, wanted, runtime.now_ms(), runtime.random_bytes), Decided)


def blocking(scene: Binding) -> list[WorkItem]:
    with begin(scene.server.runtime.database) as session:
        return open_items(session, ItemFilter(is_blocking=True))
