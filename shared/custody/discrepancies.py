"""Discrepancies: what two honest records, or a record and the plan, cannot both mean. Found by rule."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from shared.custody.chain import (
    BLOCKING_ODDITIES,
    AtPlace,
    CarriedBy,
    CrateChain,
    NotSeen,
)
from shared.custody.effective_time import EffectiveTime, TimeSource
from shared.custody.events import Fact, Kind
from shared.network import TemperatureClass

CRATES_AT_ONCE_MAX = 60
FUTURE_MAX_MS = 24 * 3600 * 1000
# A long round with a fact at every crate stays below; a broken or a dishonest phone does not.
FACTS_A_DAY_MAX = 500


class DiscrepancyKind(StrEnum):
    """Every kind of discrepancy."""

    DOUBLE_CLAIM = "double_claim"
    DOUBLE_DROP = "double_drop"
    DROP_WITHOUT_PICKUP = "drop_without_pickup"
    HANDOVER_OPEN = "handover_open"
    HANDOVER_ONE_SIDED = "handover_one_sided"
    MOVED_WITHOUT_RECORD = "moved_without_record"
    WRONG_PLACE = "wrong_place"
    NOT_PICKED = "not_picked"
    NOT_DROPPED = "not_dropped"
    UNKNOWN_CRATE = "unknown_crate"
    LABEL_BOUND_TWICE = "label_bound_twice"
    LABEL_NOT_BLANK = "label_not_blank"
    LABEL_UNUSED = "label_unused"
    UNKNOWN_PLACE = "unknown_place"
    UNKNOWN_PERSON = "unknown_person"
    UNPLANNED_ROUND = "unplanned_round"
    CLOCK_DOUBT = "clock_doubt"
    FAR_FUTURE = "far_future"
    TOO_MANY_CRATES = "too_many_crates"
    TOO_MANY_FACTS = "too_many_facts"
    COLD_CHAIN = "cold_chain"
    COMPARTMENT_TAKEN = "compartment_taken"
    FOREIGN_AMENDMENT = "foreign_amendment"
    OTHERS_PHONE = "others_phone"
    BODY_UNREADABLE = "body_unreadable"


BLOCKING_KINDS = frozenset({DiscrepancyKind(oddity.value) for oddity in BLOCKING_ODDITIES}) | {
    DiscrepancyKind.WRONG_PLACE,
    DiscrepancyKind.LABEL_BOUND_TWICE,
    DiscrepancyKind.LABEL_NOT_BLANK,
}


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """One thing for a coordinator to look at; `key` is stable, so that it has exactly one work item."""

    kind: DiscrepancyKind
    key: str
    crates: tuple[str, ...] = ()
    event_ids: tuple[str, ...] = ()
    place_id: str | None = None
    round_id: str | None = None
    at_ms: int | None = None

    @property
    def is_blocking(self) -> bool:
        """Whether the legs it touches stay unpaid and the period open until it is decided."""
        return self.kind in BLOCKING_KINDS


@dataclass(frozen=True, slots=True)
class CratePlan:
    """What was planned for a crate; `closed_moves` are (round, from, to) of rounds that are over.

    `bound_by` is the fact by which a blank label became this crate; None where the label was printed for it.
    """

    destination_id: str
    known_stops: frozenset[str]
    closed_moves: tuple[tuple[str, str, str], ...] = ()
    bound_by: str | None = None


def discrepancies_of_crate(code: str, chain: CrateChain, plan: CratePlan | None) -> list[Discrepancy]:
    """Everything odd about one crate. Without a plan the crate is one the network does not know."""
    found = [
        Discrepancy(
            DiscrepancyKind(odd.oddity.value),
            f"{odd.oddity.value}:{code}:{odd.event_ids[-1]}",
            (code,),
            odd.event_ids,
        )
        for odd in chain.oddities
    ]
    if plan is None:
        return [*found, Discrepancy(DiscrepancyKind.UNKNOWN_CRATE, f"unknown_crate:{code}", (code,))]
    found += _wrong_places(code, chain, plan)
    missed = _missed_move(code, chain, plan)
    return found if missed is None else [*found, missed]


def discrepancies_of_fact(
    fact: Fact, time: EffectiveTime, received_ms: int, classes: Collection[TemperatureClass] = ()
) -> list[Discrepancy]:
    """Everything odd about one fact taken alone; `classes` are those of the crates it names."""
    kinds: list[DiscrepancyKind] = []
    if time.source is TimeSource.CLAMPED:
        kinds.append(DiscrepancyKind.CLOCK_DOUBT)
    if time.at_ms > received_ms + FUTURE_MAX_MS:
        kinds.append(DiscrepancyKind.FAR_FUTURE)
    if len(fact.crates) > CRATES_AT_ONCE_MAX:
        kinds.append(DiscrepancyKind.TOO_MANY_CRATES)
    reading_dc = fact.data.get("temp_dc")
    if isinstance(reading_dc, int) and any(not each.allows(reading_dc) for each in classes):
        kinds.append(DiscrepancyKind.COLD_CHAIN)
    return [
        Discrepancy(
            kind, f"{kind.value}:{fact.id}", fact.crates, (fact.id,), fact.place_id, fact.round_id, time.at_ms
        )
        for kind in kinds
    ]


def _wrong_places(code: str, chain: CrateChain, plan: CratePlan) -> list[Discrepancy]:
    return [
        Discrepancy(
            DiscrepancyKind.WRONG_PLACE,
            f"wrong_place:{code}:{leg.end_event_id}",
            (code,),
            (leg.end_event_id,),
            leg.to_place_id,
            leg.round_id,
            leg.ended_ms,
        )
        for leg in chain.legs
        if leg.to_place_id is not None
        and leg.to_place_id not in plan.known_stops
        and leg.to_place_id != plan.destination_id
    ]


def _missed_move(code: str, chain: CrateChain, plan: CratePlan) -> Discrepancy | None:
    """The first move of a finished round that did not happen; the later ones follow from it."""
    if isinstance(chain.holder, AtPlace) and chain.holder.place_id == plan.destination_id:
        return None
    for round_id, from_place_id, to_place_id in plan.closed_moves:
        done = any(leg.to_place_id == to_place_id for leg in chain.legs)
        if done:
            continue
        match chain.holder:
            case CarriedBy(event_id=event_id):
                kind, events, place_id = DiscrepancyKind.NOT_DROPPED, (event_id,), to_place_id
            case AtPlace(event_id=event_id, place_id=current_id) if current_id != from_place_id:
                return None
            case AtPlace(event_id=event_id):
                kind, events, place_id = DiscrepancyKind.NOT_PICKED, (event_id,), from_place_id
            case NotSeen() if plan.bound_by is not None:
                kind, events, place_id = DiscrepancyKind.LABEL_UNUSED, (plan.bound_by,), from_place_id
            case NotSeen():
                kind, events, place_id = DiscrepancyKind.NOT_PICKED, (), from_place_id
        return Discrepancy(kind, f"{kind.value}:{code}:{round_id}", (code,), events, place_id, round_id)
    return None


def too_many_facts(device_id: str, day: str, since_ms: int, count: int) -> Discrepancy | None:
    """One phone recorded more in a day than anybody does; `since_ms` is when the local day began.

    Nothing is refused and no leg is withheld: somebody looks. It names no fact: one more asks nothing new.
    """
    if count <= FACTS_A_DAY_MAX:
        return None
    kind = DiscrepancyKind.TOO_MANY_FACTS
    return Discrepancy(kind, f"{kind.value}:{device_id}:{day}", at_ms=since_ms)


def others_phone(device_id: str, actor: str) -> Discrepancy:
    """A phone records in the name of somebody it was not enrolled for: lent, shared, or not honest.

    The facts count like any other. One thing to look at for that phone and person, however many facts
    there are: who knows that two people share a phone says so once.
    """
    kind = DiscrepancyKind.OTHERS_PHONE
    return Discrepancy(kind, f"{kind.value}:{device_id}:{actor}")


def foreign_amendment(fact: Fact) -> Discrepancy:
    """A void or correction by somebody who may not amend that fact, or of a fact nobody knows."""
    kind = DiscrepancyKind.FOREIGN_AMENDMENT
    return Discrepancy(kind, f"{kind.value}:{fact.id}", fact.crates, (fact.id,), fact.place_id, fact.round_id)


def is_amendment(fact: Fact) -> bool:
    """Whether a fact voids or corrects another."""
    return fact.kind in (Kind.VOID, Kind.CORRECTION)
