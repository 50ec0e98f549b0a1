"""The handovers of this phone: what was given and taken, what answered it, and what is still open."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from mobile.store.database import Store
from mobile.store.history import LoggedFact, facts_of_kinds
from mobile.store.overlay import CrateSight, destination_taken_on, sights_of_crates
from mobile.store.reference import (
    ConsignmentWire,
    PersonRow,
    person_name,
    place_row,
    read_wire,
    row_content,
    rows_of,
)
from shared.custody.chain import CarriedBy
from shared.custody.details import (
    HandoverGivenDetail,
    HandoverTakenDetail,
    ScanOddDetail,
    detail_of,
    is_receipt,
)
from shared.custody.events import Fact, Kind
from shared.custody.handover_code import Lot
from shared.custody.handover_rules import OwnGift

_KINDS = (Kind.HANDOVER_GIVEN, Kind.HANDOVER_TAKEN, Kind.SCAN_ODD)


@dataclass(frozen=True, slots=True)
class KeptReceipt:
    """What the other side answered; `taken_id` where a whole receipt was read."""

    fact_id: str
    taker_id: str
    taker_name: str
    at_ms: int
    crates: tuple[str, ...]
    taken_id: str | None


@dataclass(frozen=True, slots=True)
class GivenHandover:
    """Crates this phone's person gave; `kept` are those still in his hands as this phone knows."""

    fact_id: str
    at_ms: int
    round_id: str | None
    place_id: str | None
    to_person_id: str | None
    to_name: str
    lots: tuple[Lot, ...]
    kept: tuple[str, ...]
    is_sent: bool
    is_voided: bool
    has_proof: bool
    receipt: KeptReceipt | None

    @property
    def crates(self) -> tuple[str, ...]:
        """The codes of all its crates."""
        return tuple(code for lot in self.lots for code in lot.crates)

    @property
    def is_open(self) -> bool:
        """Nobody has answered it yet, neither by a receipt, nor by a signature, nor through the server."""
        return not self.is_voided and self.receipt is None and not self.has_proof and bool(self.kept)


@dataclass(frozen=True, slots=True)
class TakenHandover:
    """Crates this phone's person took over; open until the server has his half."""

    fact_id: str
    at_ms: int
    round_id: str | None
    place_id: str | None
    giver_id: str
    giver_name: str
    given: str | None
    lots: tuple[Lot, ...]
    is_sent: bool
    is_voided: bool

    @property
    def crates(self) -> tuple[str, ...]:
        """The codes of all its crates."""
        return tuple(code for lot in self.lots for code in lot.crates)

    @property
    def is_open(self) -> bool:
        """The giver may not know yet: his phone has the receipt only if it read it."""
        return not self.is_voided and not self.is_sent


OwnHandover = GivenHandover | TakenHandover


def own_handovers(store: Store) -> tuple[OwnHandover, ...]:
    """Every handover of this phone's log, the newest first; withdrawn ones too."""
    with store.reading() as connection:
        logged = facts_of_kinds(connection, _KINDS)
        return _handovers(connection, logged, store.enrolment.person_id if store.enrolment else "")


def own_handover(store: Store, fact_id: str) -> OwnHandover | None:
    """One of them."""
    return next((one for one in own_handovers(store) if one.fact_id == fact_id), None)


def open_in_round(store: Store, round_id: str) -> int:
    """How many handovers of a round wait for their other side."""
    with store.reading() as connection:
        logged = facts_of_kinds(connection, _KINDS, round_id)
        me_id = store.enrolment.person_id if store.enrolment else ""
        return sum(one.is_open for one in _handovers(connection, logged, me_id))


def own_gifts(connection: Connection) -> tuple[OwnGift, ...]:
    """What a receipt may answer, the newest first."""
    facts = _standing(facts_of_kinds(connection, _KINDS))
    answered = {fact.ref for fact in facts if is_receipt(fact)}
    return tuple(
        OwnGift(fact.id, len(fact.crates), fact.id in answered)
        for fact in facts
        if fact.kind is Kind.HANDOVER_GIVEN
    )


def offers_taken(connection: Connection) -> tuple[str, ...]:
    """The givers' facts, or the short codes of such, that this phone has answered."""
    taken = [
        fact for fact in _standing(facts_of_kinds(connection, _KINDS)) if fact.kind is Kind.HANDOVER_TAKEN
    ]
    named = [fact.ref or detail_of(fact, HandoverTakenDetail).given_code for fact in taken]
    return tuple(given for given in named if given is not None)


def people_by_use(store: Store) -> tuple[tuple[PersonRow, ...], int]:
    """Everybody this phone knows but its own person; first those it dealt with, and how many these are."""
    me = store.enrolment.person_id if store.enrolment else ""
    with store.reading() as connection:
        people = [
            PersonRow(person_id, person_name(connection, person_id), None)
            for person_id, _ in rows_of(connection, "person")
            if person_id != me
        ]
        dealt_with = list(dict.fromkeys(_others(_standing(facts_of_kinds(connection, _KINDS)))))
    favourites = [one for each in dealt_with for one in people if one.person_id == each]
    others = sorted((one for one in people if one not in favourites), key=lambda one: one.name.casefold())
    return (*favourites, *others), len(favourites)


def destination_of(connection: Connection, sight: CrateSight) -> str | None:
    """Where a crate goes in the end: as its consignment says, else as whoever handed it over said."""
    if sight.crate is not None:
        consignment = read_wire(row_content(connection, "cons", sight.crate.cons), ConsignmentWire)
        if consignment is not None:
            return consignment.place
    return destination_taken_on(sight)


def lots_of(connection: Connection, crates: Iterable[str]) -> tuple[Lot, ...]:
    """Crates by where they go, those of unknown destination last."""
    by_place: dict[str | None, list[str]] = {}
    for code, sight in sights_of_crates(connection, crates).items():
        by_place.setdefault(destination_of(connection, sight), []).append(code)
    order = sorted(by_place, key=lambda place_id: (place_id is None, _name(connection, place_id)))
    return tuple(Lot(place_id, tuple(sorted(by_place[place_id]))) for place_id in order)


def _name(connection: Connection, place_id: str | None) -> str:
    found = place_row(connection, place_id) if place_id else None
    return found.name if found else place_id or ""


def _handovers(connection: Connection, logged: tuple[LoggedFact, ...], me_id: str) -> tuple[OwnHandover, ...]:
    receipts = {fact.ref: fact for fact in reversed(_standing(logged)) if is_receipt(fact)}
    found: list[OwnHandover] = []
    for each in logged:
        match each.fact:
            case Fact(kind=Kind.HANDOVER_GIVEN) as fact:
                found.append(_given(connection, each, fact, receipts.get(fact.id), me_id))
            case Fact(kind=Kind.HANDOVER_TAKEN) as fact:
                found.append(_taken(connection, each, fact))
            case _:
                pass
    return tuple(found)


def _standing(logged: Iterable[LoggedFact]) -> list[Fact]:
    return [each.fact for each in logged if each.fact is not None and not each.is_voided]


def _given(
    connection: Connection, logged: LoggedFact, fact: Fact, receipt: Fact | None, me_id: str
) -> GivenHandover:
    detail = detail_of(fact, HandoverGivenDetail)
    sights = sights_of_crates(connection, fact.crates).values()
    kept = tuple(
        sight.code
        for sight in sights
        if isinstance(sight.holder, CarriedBy) and sight.holder.person_id == me_id
    )
    return GivenHandover(
        fact_id=fact.id,
        at_ms=fact.clock.wall_ms,
        round_id=fact.round_id,
        place_id=fact.place_id,
        to_person_id=detail.to,
        to_name=detail.to_name or (person_name(connection, detail.to) if detail.to else ""),
        lots=lots_of(connection, fact.crates),
        kept=kept,
        is_sent=logged.is_sent,
        is_voided=logged.is_voided,
        has_proof=fact.evidence.signature is not None or bool(fact.evidence.photos),
        receipt=None if receipt is None else _receipt(connection, receipt),
    )


def _receipt(connection: Connection, fact: Fact) -> KeptReceipt:
    detail = detail_of(fact, ScanOddDetail)
    taker_id = detail.taker or ""
    name = person_name(connection, taker_id) if taker_id else ""
    return KeptReceipt(fact.id, taker_id, name, fact.clock.wall_ms, fact.crates, detail.taken)


def _taken(connection: Connection, logged: LoggedFact, fact: Fact) -> TakenHandover:
    detail = detail_of(fact, HandoverTakenDetail)
    return TakenHandover(
        fact_id=fact.id,
        at_ms=fact.clock.wall_ms,
        round_id=fact.round_id,
        place_id=fact.place_id,
        giver_id=detail.giver or "",
        giver_name=person_name(connection, detail.giver) if detail.giver else "",
        given=fact.ref or detail.given_code,
        lots=lots_of(connection, fact.crates),
        is_sent=logged.is_sent,
        is_voided=logged.is_voided,
    )


def _others(facts: Iterable[Fact]) -> Iterable[str]:
    """The person on the other side of each handover."""
    for fact in facts:
        match fact.kind:
            case Kind.HANDOVER_GIVEN:
                other = detail_of(fact, HandoverGivenDetail).to
            case Kind.HANDOVER_TAKEN:
                other = detail_of(fact, HandoverTakenDetail).giver
            case _:
                other = None
        if other is not None:
            yield other
