"""Consignments and crates as the orders in force ask for them; codes once given are never taken back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from shared.network import TemperatureClass
from sync_server.db.feed import LockedFeed
from sync_server.network.consignment_queries import (
    KnownConsignment,
    NewConsignment,
    consignments_by_id,
    insert_consignments,
    update_consignments,
)
from sync_server.network.crate_volume import crates_for
from sync_server.network.crates import RandomBytes, fit_crates
from sync_server.network.publish import publish_consignments
from sync_server.network.queries import delivery_links
from sync_server.network.status import ConsignmentStatus

# From the least to the most demanding, for goods of several classes in one consignment.
_COLDEST_LAST = (
    TemperatureClass.AMBIENT,
    TemperatureClass.MAKER,
    TemperatureClass.HOT_63,
    TemperatureClass.CHILLED_8,
    TemperatureClass.CHILLED_4,
    TemperatureClass.CHILLED_3,
    TemperatureClass.MINCED_2,
    TemperatureClass.FROZEN,
)


@dataclass(frozen=True, slots=True)
class ConsignmentKey:
    """What makes a consignment: one producer, one place, one distribution day (ISO)."""

    producer_id: str
    place_id: str
    date: str

    @property
    def id(self) -> str:
        """The consignment's id."""
        return f"c_{self.date}_{self.producer_id}_{self.place_id}"


@dataclass(frozen=True, slots=True)
class Ordered:
    """What the orders in force say of one consignment; turnover before tax is None where not all is known."""

    key: ConsignmentKey
    turnover_ttc_cents: int
    turnover_ht_cents: int | None
    volume_ml: int


@dataclass(frozen=True, slots=True)
class ConsignmentsChanged:
    """What an import did to consignments and crates; `changed_pks` are those whose money changed."""

    added: int
    changed: int
    cancelled: int
    crates_added: int
    crates_unneeded: int
    changed_pks: tuple[int, ...]


def follow_orders(
    session: Session,
    feed: LockedFeed,
    ordered: Sequence[Ordered],
    cancelled: Iterable[ConsignmentKey],
    random_bytes: RandomBytes,
) -> ConsignmentsChanged:
    """Brings consignments and crates in line with the orders, and their rows to the phones."""
    wanted = _wanted(session, ordered)
    ids = [*wanted, *(key.id for key in cancelled)]
    known = consignments_by_id(session, ids)
    for consignment_id in ids:
        if consignment_id not in wanted and consignment_id in known:
            wanted[consignment_id] = _tombstone(known[consignment_id])
    added = [one for one in wanted.values() if one.id not in known]
    changed = [one for one in wanted.values() if one.id in known and not _is_same(one, known[one.id])]
    insert_consignments(session, added)
    update_consignments(session, changed)
    touched = consignments_by_id(session, [one.id for one in (*added, *changed)])
    crates = fit_crates(session, feed, touched, random_bytes)
    publish_consignments(session, feed, touched)
    return ConsignmentsChanged(
        added=len(added),
        changed=sum(one.status == ConsignmentStatus.ACTIVE for one in changed),
        cancelled=sum(one.status == ConsignmentStatus.CANCELLED for one in changed),
        crates_added=crates.added,
        crates_unneeded=crates.unneeded,
        changed_pks=tuple(sorted(one.pk for one in touched.values())),
    )


def _wanted(session: Session, ordered: Sequence[Ordered]) -> dict[str, NewConsignment]:
    classes, labels = _goods_by_link(session)
    wanted: dict[str, NewConsignment] = {}
    for one in ordered:
        link = (one.key.producer_id, one.key.place_id)
        wanted[one.key.id] = NewConsignment(
            id=one.key.id,
            producer_id=one.key.producer_id,
            place_id=one.key.place_id,
            date=one.key.date,
            turnover_ttc_cents=one.turnover_ttc_cents,
            turnover_ht_cents=one.turnover_ht_cents,
            volume_ml=one.volume_ml,
            cls=classes.get(link) or classes.get((one.key.producer_id, "")) or TemperatureClass.AMBIENT,
            label=labels.get(link, ""),
            crate_total=crates_for(one.volume_ml),
            status=ConsignmentStatus.ACTIVE,
        )
    return wanted


def _goods_by_link(session: Session) -> tuple[dict[tuple[str, str], str], dict[tuple[str, str], str]]:
    """The coldest class and the families by (producer, place); by (producer, "") over all his places."""
    classes: dict[tuple[str, str], str] = {}
    labels: dict[tuple[str, str], str] = {}
    for link in delivery_links(session):
        at, cls = (link.producer_id, link.place_id), link.temperature_class
        labels[at] = f"{labels[at]}, {link.family}" if at in labels else link.family
        for key in (at, (link.producer_id, "")):
            classes[key] = max(classes.get(key, cls), cls, key=_coldness)
    return classes, labels


def _coldness(cls: str) -> int:
    return _COLDEST_LAST.index(TemperatureClass(cls))


def _tombstone(known: KnownConsignment) -> NewConsignment:
    """Without goods and money; the number of crates stays for the labels and the history."""
    return NewConsignment(
        id=known.id,
        producer_id=known.producer_id,
        place_id=known.place_id,
        date=known.date,
        turnover_ttc_cents=0,
        turnover_ht_cents=0,
        volume_ml=0,
        cls=known.cls,
        label=known.label,
        crate_total=known.crate_total,
        status=ConsignmentStatus.CANCELLED,
    )


def _is_same(wanted: NewConsignment, known: KnownConsignment) -> bool:
    return all(getattr(wanted, name) == getattr(known, name) for name in NewConsignment.__slots__)
