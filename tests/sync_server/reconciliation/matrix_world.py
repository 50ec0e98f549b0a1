"""A ground for matrices: farms, hubs, points, helpers, and a day's goods as a test wants them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from sqlalchemy import insert
from sqlmodel import Session, SQLModel

from shared.commission.stages import stage_legs_of_chain
from shared.custody.chain import CarriedBy, Movement, fold_chain
from shared.custody.events import Kind
from shared.custody.standing import TimedFact, movements_of_crate, standing_facts
from shared.network import PlaceRole
from sync_server.accounts.people import PersonFields, Role, put_people
from sync_server.custody.crate_story import facts_of_crate
from sync_server.db.base import table_of
from sync_server.db.feed import lock_feed
from sync_server.db.session import begin
from sync_server.network.tables import Consignment, Crate, CrateMove, Place, Round
from sync_server.reconciliation.counts import CrateOnItsWay, PlannedStep
from tests.builders import PhoneByHand, ServerInProcess
from tests.sync_server.console.world import crate_codes

FARMS = {"P001": "F001", "P002": "F002"}
HUBS = ("R001", "R002")
POINTS = ("R003", "R004")
HELPERS = ("P003", "P004", "P005")
ROLES = {
    **dict.fromkeys(FARMS.values(), PlaceRole.FARM),
    **dict.fromkeys(HUBS, PlaceRole.HUB),
    **dict.fromkeys(POINTS, PlaceRole.RELAY),
}
# The ways a crate may be planned, as the places between its farm and its point.
PLANS: dict[str, tuple[str, ...] | None] = {"none": None, "straight": (), "hub": ("R001",), "two": HUBS}


@dataclass(frozen=True, slots=True)
class Lot:
    """A consignment: whose, for where, how it is planned to go, its crates, and what the orders ask for."""

    producer_id: str
    place_id: str
    plan: str
    codes: tuple[str, ...]
    ordered: int
    active: bool = True


@dataclass
class Ground:
    """The network on a server; each day's goods are added apart."""

    server: ServerInProcess
    day_number: int = 0
    made: int = 0
    lots: dict[str, list[Lot]] = field(default_factory=dict[str, list[Lot]])
    phones: dict[str, PhoneByHand] = field(default_factory=dict[str, PhoneByHand])
    pushed: dict[str, int] = field(default_factory=dict[str, int])

    def __post_init__(self) -> None:
        with begin(self.server.runtime.database) as session:
            people = [
                PersonFields(id_, f"Ferme {id_}", frozenset({Role.PRODUCER}), FARMS.get(id_))
                for id_ in (*FARMS, *HELPERS)
            ]
            put_people(session, lock_feed(session), people)
            for place_id, role in ROLES.items():
                _put(
                    session, Place, id=place_id, name=f"Lieu {place_id}", role=role.value, lat=47.2, lon=-1.6,
                    area="", note="", keeper_person_id=None,
                )  # fmt: skip
        self.phones = {person: self.server.add_phone(person) for person in HELPERS}

    def codes(self, count: int) -> tuple[str, ...]:
        """Codes nobody has yet."""
        found = crate_codes(count, 1000 + self.made)
        # Up to five numbers in a row make no code: leave room for them, so that no code comes twice.
        self.made += 7919 * (count * 6 + 6)
        return tuple(found)

    def a_day(self, lots: Sequence[Lot]) -> str:
        """A day with these goods and a round for each stretch of way; the ISO day."""
        self.day_number += 1
        day = (date(2026, 11, 1) + timedelta(days=self.day_number)).isoformat()
        with begin(self.server.runtime.database) as session:
            for n, helper in enumerate(HELPERS):
                _put(
                    session, Round, id=f"r_{day}_{n}", date=day, title=f"Tournée {n}", kind="delivery",
                    helper_person_id=helper, status="planned",
                )  # fmt: skip
            for lot in lots:
                self._put_lot(session, day, lot)
        self.lots[day] = list(lots)
        return day

    def _put_lot(self, session: Session, day: str, lot: Lot) -> None:
        connection = session.connection()
        made = connection.execute(
            insert(table_of(Consignment)).values(
                id=f"c_{day}_{lot.producer_id}_{lot.place_id}", producer_id=lot.producer_id,
                place_id=lot.place_id, date=day, turnover_ttc_cents=10_000, turnover_ht_cents=None,
                volume_ml=0, cls="ambiant", label="", crate_total=lot.ordered,
                status="active" if lot.active else "cancelled",
            )
        )  # fmt: skip
        pk = int((made.inserted_primary_key or [0])[0])
        for rank, code in enumerate(lot.codes, start=1):
            _put(session, Crate, code=code, consignment_pk=pk, rank=rank, status="active")
            for step, move in enumerate(self.steps_of(day, lot), start=1):
                _put(
                    session, CrateMove, crate_code=code, step=step, round_id=move.round_id,
                    from_place_id=move.from_place_id, to_place_id=move.to_place_id,
                )  # fmt: skip

    def steps_of(self, day: str, lot: Lot) -> tuple[PlannedStep, ...]:
        """What is planned for each crate of a lot."""
        between = PLANS[lot.plan]
        if between is None:
            return ()
        stops = (FARMS[lot.producer_id], *between, lot.place_id)
        return tuple(
            PlannedStep(f"r_{day}_{n}", HELPERS[n], start, end)
            for n, (start, end) in enumerate(pairwise(stops))
        )

    def acts(self, helper: str, kind: Kind, day: str, place: str | None, codes: Sequence[str]) -> str:
        """One record of a helper, not pushed yet; its id."""
        self.server.clock.forward(s=240)
        round_id = f"r_{day}_{HELPERS.index(helper)}"
        return self.phones[helper].record(
            kind, round_id=round_id, place_id=place, crates=list(codes), how="qr"
        )

    def drives(self, day: str, lot: Lot, halves: int) -> None:
        """The first halves of the planned steps (take, leave, take, …) as they were planned."""
        acts = [
            (step.helper_id, kind, place_id)
            for step in self.steps_of(day, lot)
            for kind, place_id in ((Kind.PICKUP, step.from_place_id), (Kind.DROP, step.to_place_id))
        ]
        for helper, kind, place_id in acts[:halves]:
            self.acts(helper, kind, day, place_id, lot.codes)

    def syncs(self) -> None:
        """Every phone pushes what it recorded."""
        for helper, phone in self.phones.items():
            if len(phone.bodies) > self.pushed.get(helper, 0):
                phone.push(self.pushed.get(helper, 0) + 1)
                self.pushed[helper] = len(phone.bodies)

    def told_by_facts(self, session: Session, day: str) -> list[CrateOnItsWay]:
        """The day's crates from the bodies of their facts alone: nothing that the server computed is read."""
        return [
            _told(session, code, lot, self.steps_of(day, lot)) for lot in self.lots[day] for code in lot.codes
        ]


def _told(session: Session, code: str, lot: Lot, steps: tuple[PlannedStep, ...]) -> CrateOnItsWay:
    timed = [TimedFact(each.fact, each.at_ms) for each in facts_of_crate(session, code)]
    movements: dict[str, Movement] = {
        each.event_id: each for each in movements_of_crate(code, standing_facts(timed).facts)
    }
    chain = fold_chain(movements.values())
    legs = stage_legs_of_chain(chain, ROLES, FARMS[lot.producer_id], lot.place_id)
    held = movements.get(chain.holder.event_id) if isinstance(chain.holder, CarriedBy) else None
    return CrateOnItsWay(
        code,
        lot.producer_id,
        lot.place_id,
        steps,
        legs,
        chain.holder,
        held.place_id if held is not None and held.kind is Kind.PICKUP else None,
        None if held is None else held.round_id,
    )


def _put(session: Session, table: type[SQLModel], **values: object) -> None:
    session.connection().execute(insert(table_of(table)), [values])
