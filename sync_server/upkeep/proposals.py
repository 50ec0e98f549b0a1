"""The movement that is missing in a discrepancy, as far as the facts and the plan tell it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from shared.custody.details import HandoverGivenDetail, HandoverTakenDetail, detail_of
from shared.custody.discrepancies import DiscrepancyKind
from shared.custody.events import Kind
from sync_server.custody.crate_story import ToldFact, as_carried, facts_by_id, facts_of_crate
from sync_server.custody.round_progress import round_span_ms
from sync_server.network.crate_search import FoundCrate, crates_by_codes
from sync_server.network.queries import people_by_id
from sync_server.network.round_list import find_round
from sync_server.reconciliation.items import WorkItem

MINUTE_MS = 60_000
# A pickup nobody recorded is put this long before the drop, unless its round began later.
BEFORE_MS = 10 * MINUTE_MS


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a coordinator is asked to confirm or complete; None where only he can know.

    `earliest_ms` and `latest_ms` bound the instant: between them it agrees with what is recorded. `replaces`
    are the facts it is put in place of, `answers` the offer a handover takes up.
    """

    kind: Kind
    person_id: str | None
    place_id: str | None
    at_ms: int
    round_id: str | None = None
    giver_id: str | None = None
    answers: str | None = None
    replaces: tuple[str, ...] = ()
    earliest_ms: int | None = None
    latest_ms: int | None = None

    @property
    def has_place(self) -> bool:
        """Whether it happened at a place: a handover may have been on the road."""
        return self.kind in (Kind.PICKUP, Kind.DROP)


def missing_movement(session: Session, item: WorkItem, now_ms: int) -> Proposal | None:
    """What would explain the discrepancy; None where no single movement can."""
    # Who is missing from it is a carrier, never the coordinator who put a movement in.
    told = [as_carried(each) for each in facts_by_id(session, item.event_ids)]
    crate = crates_by_codes(session, item.crates[:1]).get(item.crates[0]) if item.crates else None
    match item.kind:
        case DiscrepancyKind.NOT_PICKED | DiscrepancyKind.LABEL_UNUSED:
            return _not_picked(session, item, told, now_ms)
        case DiscrepancyKind.NOT_DROPPED if told:
            return _not_dropped(session, item, told[-1], now_ms)
        case DiscrepancyKind.DROP_WITHOUT_PICKUP if told:
            return _pickup_before(session, told[-1], told[-1].fact.actor, crate)
        case DiscrepancyKind.HANDOVER_OPEN if told:
            return _taken(told[-1], detail_of(told[-1].fact, HandoverGivenDetail).to, None)
        case DiscrepancyKind.HANDOVER_ONE_SIDED if told:
            return _other_half(session, item, told, crate)
        case DiscrepancyKind.WRONG_PLACE if told:
            return _elsewhere(told[-1], crate)
        case _:
            return None


def _not_picked(session: Session, item: WorkItem, told: Sequence[ToldFact], now_ms: int) -> Proposal:
    first_ms, _ = round_span_ms(session, item.round_id) or (now_ms, now_ms)
    since_ms = told[-1].at_ms if told else None
    at_ms = first_ms if since_ms is None else max(first_ms, since_ms + MINUTE_MS)
    driver = find_round(session, item.round_id) if item.round_id else None
    return Proposal(
        Kind.PICKUP,
        None if driver is None else driver.helper_id,
        item.place_id,
        at_ms,
        item.round_id,
        earliest_ms=since_ms,
    )


def _not_dropped(session: Session, item: WorkItem, holding: ToldFact, now_ms: int) -> Proposal:
    _, last_ms = round_span_ms(session, item.round_id) or (now_ms, now_ms)
    at_ms = max(last_ms, holding.at_ms + MINUTE_MS)
    return Proposal(
        Kind.DROP,
        holding.fact.actor,
        item.place_id,
        at_ms,
        item.round_id,
        earliest_ms=holding.at_ms,
    )


def _pickup_before(
    session: Session, later: ToldFact, person_id: str | None, crate: FoundCrate | None
) -> Proposal:
    producer = people_by_id(session).get(crate.producer_id) if crate else None
    return Proposal(
        Kind.PICKUP,
        person_id,
        None if producer is None else producer.farm_place_id,
        later.at_ms - BEFORE_MS,
        later.fact.round_id,
        latest_ms=later.at_ms,
    )


def _taken(given: ToldFact, person_id: str | None, latest_ms: int | None) -> Proposal:
    return Proposal(
        Kind.HANDOVER_TAKEN,
        person_id,
        None,
        given.at_ms + 1,
        giver_id=given.fact.actor,
        answers=given.fact.id,
        earliest_ms=given.at_ms,
        latest_ms=latest_ms,
    )


def _other_half(
    session: Session, item: WorkItem, told: Sequence[ToldFact], crate: FoundCrate | None
) -> Proposal | None:
    """Of a taking nobody gave: where the giver had it from. Of a drop after an offer: the taking."""
    last = told[-1]
    if last.fact.kind is Kind.HANDOVER_TAKEN:
        return _pickup_before(session, last, detail_of(last.fact, HandoverTakenDetail).giver, crate)
    offers = [
        each
        for each in facts_of_crate(session, item.crates[0])
        if each.fact.kind is Kind.HANDOVER_GIVEN
        and each.fact.actor == told[0].fact.actor
        and each.at_ms <= last.at_ms
    ]
    return _taken(offers[-1], last.fact.actor, last.at_ms) if offers else None


def _elsewhere(drop: ToldFact, crate: FoundCrate | None) -> Proposal:
    return Proposal(
        Kind.DROP,
        drop.fact.actor,
        None if crate is None else crate.place_id,
        drop.at_ms,
        drop.fact.round_id,
        replaces=(drop.fact.id,),
    )
