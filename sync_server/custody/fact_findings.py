"""What is odd about facts taken one by one: clocks, counts, temperatures, unknown places and people."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from sqlalchemy import Connection, select
from sqlmodel import Session

from shared.custody.discrepancies import (
    Discrepancy,
    DiscrepancyKind,
    discrepancies_of_fact,
    foreign_amendment,
    is_amendment,
)
from shared.custody.effective_time import EffectiveTime, TimeSource
from shared.custody.events import SERVER_DEVICE, Fact, Kind
from sync_server.custody.borrowed_phones import borrowed_phones
from sync_server.custody.crate_queries import StoredFact
from sync_server.custody.plans import Ground, known_people, known_places, known_rounds
from sync_server.custody.tables import Event
from sync_server.custody.withdrawals import withdrawn_facts
from sync_server.db.base import table_of
from sync_server.db.bulk import rows_in

_EVENT = table_of(Event)
_AUTHORS = select(_EVENT.c.id, _EVENT.c.actor)


def findings_of_facts(
    session: Session, facts: Collection[StoredFact], ignored_ids: Collection[str], ground: Ground
) -> Iterator[Discrepancy]:
    """Everything odd about each fact; `ignored_ids` are amendments that do not count for some crate.

    What coordinators write is not judged: they are no people of the network.
    """
    connection = session.connection()
    facts = [each for each in facts if each.fact.device != SERVER_DEVICE]
    authors = _authors(connection, [each.fact.ref or "" for each in facts if is_amendment(each.fact)])
    places = known_places(connection, sorted({each.fact.place_id for each in facts if each.fact.place_id}))
    unplanned = _unplanned_rounds(connection, facts)
    people = known_people(connection, sorted({each.fact.actor for each in facts}))
    named = {(each.fact.device, each.fact.actor) for each in facts if each.fact.actor in people}
    yield from borrowed_phones(connection, named)
    for each in facts:
        fact, time = each.fact, EffectiveTime(each.effective_ms, TimeSource(each.time_source))
        classes = ground.classes_of(fact.crates) if "temp_dc" in fact.data else ()
        yield from discrepancies_of_fact(fact, time, each.received_ms, classes)
        if fact.place_id is not None and fact.place_id not in places:
            yield _about(fact, DiscrepancyKind.UNKNOWN_PLACE, time)
        if fact.actor not in people:
            yield _about(fact, DiscrepancyKind.UNKNOWN_PERSON, time)
        if fact.id in unplanned:
            yield _about(fact, DiscrepancyKind.UNPLANNED_ROUND, time)
        if is_amendment(fact) and (fact.id in ignored_ids or not _may_amend(fact, authors)):
            yield foreign_amendment(fact)


def _authors(connection: Connection, event_ids: Sequence[str]) -> dict[str, str]:
    return {event_id: actor for event_id, actor in rows_in(connection, _AUTHORS, _EVENT.c.id, event_ids)}


def _unplanned_rounds(connection: Connection, facts: Collection[StoredFact]) -> set[str]:
    """The facts that began a round which is in no plan, and that nobody withdrew."""
    begun = {
        each.fact.id: each.fact.round_id
        for each in facts
        if each.fact.kind is Kind.ROUND_STARTED and each.fact.data.get("unplanned") is True
    }
    known = known_rounds(connection, sorted({round_id for round_id in begun.values() if round_id}))
    lacking = [fact_id for fact_id, round_id in begun.items() if round_id not in known]
    return set(lacking) - withdrawn_facts(connection, lacking)


def _may_amend(fact: Fact, authors: Mapping[str, str]) -> bool:
    """Whether what it amends is known, and its author's own or a coordinator's to amend."""
    author = authors.get(fact.ref or "")
    return author is not None and (fact.actor == author or fact.device == SERVER_DEVICE)


def _about(fact: Fact, kind: DiscrepancyKind, time: EffectiveTime) -> Discrepancy:
    key = f"{kind.value}:{fact.id}"
    return Discrepancy(kind, key, fact.crates, (fact.id,), fact.place_id, fact.round_id, time.at_ms)
