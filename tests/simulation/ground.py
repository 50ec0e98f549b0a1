"""A small real network: farms, a hub, relay points, orders, crates and rounds, by the server's own means."""

import json
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

from sqlmodel import Session

from shared.commission.tariff import (
    CrateWeights,
    HandoverSplit,
    PercentRates,
    Pool,
    PoolKey,
    Tariff,
    TurnoverBase,
)
from shared.commission.tariff_form import tariff_to_json
from shared.network import PlaceRole, TemperatureClass
from sync_server.commission.tariffs import add_tariff
from sync_server.db.feed import LockedFeed, lock_feed
from sync_server.db.session import Database, begin
from sync_server.network.consignments import ConsignmentKey, Ordered, follow_orders
from sync_server.network.folder import (
    CompartmentRow,
    HelperRow,
    LinkRow,
    NetworkFolder,
    PointRow,
    ProducerRow,
    RoleRow,
)
from sync_server.network.network_import import take_network
from sync_server.network.rounds import plan_rounds
from tests.builders import CountedBytes, a_migrated_database

CRATE_ML = 40_000
DATABASE = "relais.db"
# Worlds begin on a Monday; one of them crosses the end of summer time and of a month.
FIRST_DAYS = (date(2026, 11, 2), date(2026, 10, 19), date(2027, 3, 22), date(2026, 10, 26))
DISTRIBUTION_DAYS = (1, 6, 11)
VARIANTS = 8
COLD_PLACES = 150
DOORS: tuple[tuple[str, Literal["S", "M", "L"], bool], ...] = (("A1", "M", False), ("B2", "L", True))
_RATES = PercentRates(collection=200, transfer=150, delivery=310, direct=533)


def _tariff(**terms: Any) -> Tariff:
    return Tariff("1", date(2026, 1, 1), percent=_RATES, approved_by="AG", minutes_ref="PV 1", **terms)


# Most pay each stage its rate; the others have what reaches beyond a consignment.
TARIFFS = (
    _tariff(),
    _tariff(keeper_bp=90),
    _tariff(base=TurnoverBase.HT, keeper_bp=90, flat_per_crate_cents=7),
    _tariff(keeper_bp=90),
    _tariff(handover_split=HandoverSplit.DISTANCE, crate_weights=CrateWeights.GRAMS),
    _tariff(keeper_bp=90, flat_per_stop_cents=45, round_floor_cents=300, round_cap_cents=900),
    _tariff(),
    _tariff(keeper_bp=90, pool=Pool(sales_bp=1_500, logistics_bp=400, key=PoolKey.CRATES)),
)
COLD_VARIANT = 3


@dataclass(frozen=True, slots=True)
class Network:
    """What a variant of the network holds: who farms, who drives, which days are distribution days."""

    first_day: date
    producers: tuple[str, ...]
    helpers: tuple[str, ...]
    relays: tuple[str, ...]
    days: tuple[str, ...]
    # Places nobody ever delivers to: rows every phone gets once and nobody touches again.
    cold_places: tuple[str, ...]
    # Locker banks, with fewer doors than crates come.
    banks: tuple[str, ...]


def network_of(variant: int) -> Network:
    """From a handful of people to a dozen."""
    people = 4 + variant % VARIANTS
    producers = tuple(f"P{n:03d}" for n in range(1, people + 1))
    first_day = FIRST_DAYS[variant % len(FIRST_DAYS)]
    return Network(
        first_day,
        producers,
        producers[: max(2, people // 2)],
        tuple(f"R{n:03d}" for n in range(2, 5 + variant % 3)),
        tuple((first_day + timedelta(days=day)).isoformat() for day in DISTRIBUTION_DAYS),
        tuple(f"R{n:03d}" for n in range(500, 500 + COLD_PLACES if variant % 4 == COLD_VARIANT else 500)),
        ("R003",) if variant % 2 else (),
    )


def copy_database(templates: Path, variant: int, target: Path) -> Network:
    """A fresh database with this variant of the network, planned; made once, then copied."""
    network = network_of(variant)
    template = templates / str(variant % VARIANTS)
    if not (template / DATABASE).exists():
        _make(template, variant)
    target.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(template / DATABASE, target / DATABASE)
    return network


def orders_for(network: Network, day: str, chance: random.Random) -> list[Ordered]:
    """What the co-op's customers ordered for a distribution day."""
    found: list[Ordered] = []
    for producer in network.producers:
        for relay in chance.sample(network.relays, k=min(2, len(network.relays))):
            crates = chance.choice((1, 1, 2, 3))
            turnover = chance.randrange(1_000, 60_000)
            key = ConsignmentKey(producer, relay, day)
            found.append(Ordered(key, turnover, turnover * 948 // 1000, crates * CRATE_ML))
    return found


def _make(template: Path, variant: int) -> None:
    part = template.with_name(f"{template.name}-part")
    part.mkdir(parents=True)
    with a_migrated_database(part) as database:
        fill_database(database, variant)
    part.rename(template)


def fill_database(database: Database, variant: int) -> None:
    """Brings this variant of the network into an empty database: the same content each time."""
    chance = random.Random(f"network {variant % VARIANTS}")
    with begin(database) as session:
        _fill(session, lock_feed(session), variant, chance, CountedBytes())


def _fill(
    session: Session,
    feed: LockedFeed,
    variant: int,
    chance: random.Random,
    random_bytes: Callable[[int], bytes],
) -> None:
    network = network_of(variant)
    take_network(session, feed, _folder(network, chance))
    tariff = TARIFFS[variant % len(TARIFFS)]
    added = add_tariff(session, feed, json.dumps(tariff_to_json(tariff)), 0)
    assert added == tariff, added
    for day in network.days:
        follow_orders(session, feed, orders_for(network, day, chance), (), random_bytes)
        outcome = plan_rounds(session, feed, day)
        assert outcome.round_ids, "nothing was planned"


def _folder(network: Network, chance: random.Random) -> NetworkFolder:
    def near(centre: float) -> float:
        return round(centre + chance.uniform(-0.3, 0.3), 5)

    return NetworkFolder(
        producers=tuple(
            ProducerRow(producer_id=id_, name=f"Ferme {id_}", lat=near(47.3), lon=near(-1.6))
            for id_ in network.producers
        ),
        points=tuple(
            PointRow(place_id=id_, name=f"Épicerie {id_}", lat=near(47.3), lon=near(-1.6))
            for id_ in ("R001", *network.relays, *network.cold_places)
        ),
        links=tuple(
            LinkRow(
                producer_id=id_, place_id=relay, family="Légumes", temperature_class=TemperatureClass.AMBIENT
            )
            for id_ in network.producers
            for relay in network.relays
        ),
        roles=(
            RoleRow(place_id="R001", role=PlaceRole.HUB),
            RoleRow(place_id="R002", role=PlaceRole.RELAY, keeper_id=network.producers[-1]),
            *(RoleRow(place_id=id_, role=PlaceRole.LOCKER) for id_ in network.banks),
        ),
        compartments=tuple(
            CompartmentRow(place_id=id_, compartment=door, size=size, cold=cold)
            for id_ in network.banks
            for door, size, cold in DOORS
        ),
        helpers=tuple(HelperRow(producer_id=id_) for id_ in network.helpers),
    )
