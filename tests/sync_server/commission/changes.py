"""Changes of a co-op's tables that may move money, each as a value: more kinds than any program makes."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from sqlalchemy import ColumnElement, delete, select, update

from shared.commission.legs import WithheldReason
from shared.commission.tariff import CrateWeights, PercentRates, Pool, PoolKey
from sync_server.commission.tables import Tariff as StoredTariff
from sync_server.custody.tables import Leg
from sync_server.db.base import table_of
from sync_server.network.tables import Consignment, Crate, KeeperBefore, Place
from tests.sync_server.money_world import World, a_tariff, noon_ms

LEG, CRATE, CONSIGNMENT, PLACE = table_of(Leg), table_of(Crate), table_of(Consignment), table_of(Place)
BEFORE, TARIFF = table_of(KeeperBefore), table_of(StoredTariff)
MONTHS = ("2026-11", "2026-12", "2027-01")
DAYS = ("2026-11-06", "2026-11-20", "2026-12-04", "2027-01-08")
PLACES = ("R001", "R002")
PEOPLE = ("P1", "P2", "H1", "H2")
STAGES = ("direct", "direct", "collection", "delivery", "transfer")
REASONS = (None, None, None, *WithheldReason)


class Act(Protocol):
    """Something written into the database, in one line of SQL or by the program."""

    def happen(self, coop: "Coop") -> None: ...


@dataclass
class Coop:
    """The world, where its settlements go, and which months are closed."""

    world: World
    data_dir: Path
    closed: int = 0
    tariffs: int = 1

    def lot(self, number: int) -> str | None:
        """One of the consignments there are."""
        ids = list(self.world.consignment_pks)
        return ids[number % len(ids)] if ids else None

    def crate(self, lot: int, number: int) -> str | None:
        """One of a consignment's crates."""
        codes = self.world.codes.get(self.lot(lot) or "", [])
        return codes[number % len(codes)] if codes else None

    def write(
        self, table: type[Leg | Crate | Consignment], where: ColumnElement[bool], **values: object
    ) -> None:
        self.world.session.connection().execute(update(table_of(table)).where(where).values(**values))


@dataclass(frozen=True)
class Carried:
    """A consignment, or one there is already, is carried by one or two over a stage: on time or late."""

    lot: int
    producer: str
    place: str
    turnover: int
    crates: int
    carried: int
    carriers: tuple[str, ...]
    stage: str
    day: str
    withheld: WithheldReason | None
    is_new: bool

    def happen(self, coop: Coop) -> None:
        world = coop.world
        id_ = None if self.is_new else coop.lot(self.lot)
        if id_ is None:
            number = len(world.consignment_pks)
            id_ = world.consignment(
                self.producer, self.place, self.turnover, self.crates, id_=f"c_{number}", day=self.day
            )
        some = world.codes[id_][: self.carried]
        legs = select(LEG.c.pk).where(LEG.c.consignment_pk == world.consignment_pks[id_])
        stage_index = len(world.session.connection().execute(legs).all())
        world.carry(
            id_, self.carriers, self.stage, crates=some, day=self.day, to_place=self.place,
            withheld=self.withheld, stage_index=stage_index,
        )  # fmt: skip


@dataclass(frozen=True)
class Priced:
    """An import gives a consignment another turnover, or takes its untaxed one away."""

    lot: int
    turnover: int
    untaxed: int | None

    def happen(self, coop: Coop) -> None:
        priced = {"turnover_ttc_cents": self.turnover, "turnover_ht_cents": self.untaxed}
        coop.write(Consignment, CONSIGNMENT.c.id == coop.lot(self.lot), **priced)


@dataclass(frozen=True)
class Moved:
    """A consignment is planned for another place, day, or number of crates."""

    lot: int
    place: str
    day: str
    total: int

    def happen(self, coop: Coop) -> None:
        planned = {"place_id": self.place, "date": self.day, "crate_total": self.total}
        coop.write(Consignment, CONSIGNMENT.c.id == coop.lot(self.lot), **planned)


@dataclass(frozen=True)
class Voided:
    """A crate's facts are taken back: its legs go."""

    lot: int
    crate: int

    def happen(self, coop: Coop) -> None:
        gone = delete(LEG).where(LEG.c.crate_code == coop.crate(self.lot, self.crate))
        coop.world.session.connection().execute(gone)


@dataclass(frozen=True)
class Decided:
    """A decision, or its undo: the legs of a consignment are proven, or withheld for a reason."""

    lot: int
    reason: WithheldReason | None

    def happen(self, coop: Coop) -> None:
        pk = coop.world.consignment_pks.get(coop.lot(self.lot) or "")
        values = {"proven": int(self.reason is None), "withheld_reason": self.reason and self.reason.value}
        coop.write(Leg, LEG.c.consignment_pk == pk, **values)


@dataclass(frozen=True)
class Refolded:
    """A crate folded again: another carrier, day, place, or consignment."""

    lot: int
    crate: int
    carrier: str
    day: str
    place: str
    to_lot: int

    def happen(self, coop: Coop) -> None:
        pk = coop.world.consignment_pks.get(coop.lot(self.to_lot) or "")
        values = {"carrier_id": self.carrier, "local_date": self.day, "period": self.day[:7]}
        there = {"to_place_id": self.place, "consignment_pk": pk}
        coop.write(Leg, LEG.c.crate_code == coop.crate(self.lot, self.crate), **values, **there)


@dataclass(frozen=True)
class Relabelled:
    """A crate is bound to a consignment, weighed, or no longer needed; or a blank label becomes one."""

    lot: int
    crate: int
    to_lot: int
    weight_g: int | None
    status: str
    bound_by: str | None

    def happen(self, coop: Coop) -> None:
        pk = coop.world.consignment_pks.get(coop.lot(self.to_lot) or "")
        if pk is None:
            return
        # A rank of its own: a printed crate's is one of its consignment's.
        rank = 100 + len(coop.world.event_ids) + coop.world.event("bind", "H1", None, (), noon_ms(DAYS[0]))
        values = {"weight_g": self.weight_g, "status": self.status, "bound_by": self.bound_by, "rank": rank}
        coop.write(Crate, CRATE.c.code == coop.crate(self.lot, self.crate), consignment_pk=pk, **values)


@dataclass(frozen=True)
class Kept:
    """Another keeper, from a day on or as if always; or the place becomes a hub."""

    place: str
    keeper: str | None
    until: str | None
    role: str

    def happen(self, coop: Coop) -> None:
        connection = coop.world.session.connection()
        values = {"keeper_person_id": self.keeper, "role": self.role}
        connection.execute(update(PLACE).where(PLACE.c.id == self.place).values(**values))
        if self.until:
            connection.execute(delete(BEFORE).where(BEFORE.c.place_id == self.place))
            coop.world.put(KeeperBefore, place_id=self.place, until=self.until, person_id="H2")


@dataclass(frozen=True)
class Voted:
    """A new version of the tariff; now and then one that looks at more than a consignment."""

    rate_bp: int
    keeper_bp: int
    flat_cents: int
    weights: CrateWeights
    is_pooled: bool

    def happen(self, coop: Coop) -> None:
        # Begins after the last one, and never in a closed month.
        day = date(2026, 11, 10).toordinal() + 31 * coop.closed + 7 * coop.tariffs
        coop.tariffs += 1
        pool = Pool(1700, 6500, PoolKey.CRATES) if self.is_pooled else None
        coop.world.tariff(
            a_tariff(
                str(coop.tariffs), date.fromordinal(day).isoformat(),
                percent=PercentRates(direct=self.rate_bp), keeper_bp=self.keeper_bp,
                flat_per_crate_cents=self.flat_cents, crate_weights=self.weights, pool=pool,
            )
        )  # fmt: skip


@dataclass(frozen=True)
class Withdrawn:
    """The last version of the tariff is taken back."""

    def happen(self, coop: Coop) -> None:
        if coop.tariffs > 1:
            gone = delete(TARIFF).where(TARIFF.c.version == str(coop.tariffs))
            coop.world.session.connection().execute(gone)


@dataclass(frozen=True)
class Renamed:
    """A consignment takes another name: nobody does, yet what was settled under the old one is taken back."""

    lot: int

    def happen(self, coop: Coop) -> None:
        id_ = coop.lot(self.lot)
        if id_ is not None:
            number = len(coop.world.event_ids)
            new = f"{id_}'{number}"
            coop.write(Consignment, CONSIGNMENT.c.id == id_, id=new)
            coop.world.consignment_pks[new] = coop.world.consignment_pks.pop(id_)
            coop.world.codes[new] = coop.world.codes.pop(id_)


@dataclass(frozen=True)
class Gone:
    """A consignment is removed with all that hangs on it: nobody does, yet what was settled is taken back."""

    lot: int

    def happen(self, coop: Coop) -> None:
        id_ = coop.lot(self.lot)
        if id_ is not None:
            pk = coop.world.consignment_pks.pop(id_)
            coop.world.codes.pop(id_)
            connection = coop.world.session.connection()
            for table in (LEG, CRATE):
                connection.execute(delete(table).where(table.c.consignment_pk == pk))
            connection.execute(delete(CONSIGNMENT).where(CONSIGNMENT.c.pk == pk))


@dataclass(frozen=True)
class Labelled:
    """A consignment gets one more crate, or what was carried under an unknown label turns out to be one."""

    lot: int
    weight_g: int | None
    bound_by: str | None

    def happen(self, coop: Coop) -> None:
        id_ = coop.lot(self.lot)
        if id_ is not None:
            fellows = coop.world.codes[id_]
            code = f"{id_}+{len(fellows)}"
            fellows.append(code)
            coop.world.put(
                Crate, code=code, consignment_pk=coop.world.consignment_pks[id_], rank=200 + len(fellows),
                weight_g=self.weight_g, status="active", bound_by=self.bound_by,
            )  # fmt: skip


@dataclass(frozen=True)
class Unlabelled:
    """A crate's row goes: nobody does that, yet its carrier's part would."""

    lot: int
    crate: int

    def happen(self, coop: Coop) -> None:
        gone = delete(CRATE).where(CRATE.c.code == coop.crate(self.lot, self.crate))
        coop.world.session.connection().execute(gone)
