"""From events to who holds each crate: states, legs, rows for phones, and what is odd, crate by crate."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from shared.custody.discrepancies import Discrepancy
from sync_server.custody.compartments import follow_stays, publish_banks
from sync_server.custody.crate_queries import (
    StoredEvent,
    StoredFact,
    events_of_crates,
    facts_by_pk,
    held_legs,
    held_states,
    mark_consignments_dirty,
    replace_legs,
    write_states,
)
from sync_server.custody.fact_findings import findings_of_facts
from sync_server.custody.findings import Findings
from sync_server.custody.folding import FoldedCrate, fold_crate, pks_to_read
from sync_server.custody.plans import Ground, ground_of
from sync_server.db.bulk import Rows
from sync_server.db.feed import LockedFeed
from sync_server.network.rows import CrateCustody, put_crates


@dataclass(frozen=True, slots=True)
class Projection:
    """What was found odd, and the consignments whose commission lines must be computed again."""

    findings: Findings
    dirty_consignments: frozenset[int]


def project_crates(
    session: Session,
    feed: LockedFeed,
    codes: Collection[str],
    facts: Mapping[int, StoredFact] | None = None,
) -> Projection:
    """Folds these crates again from all their events and writes what changed.

    `facts` are those to be judged one by one, by the event's pk.
    """
    connection = session.connection()
    wanted = sorted(set(codes))
    events = events_of_crates(connection, wanted)
    ground = ground_of(connection, wanted, _places_in(events))
    known = dict(facts or {})
    to_read = pks_to_read(events)
    read_again = facts_by_pk(connection, to_read.difference(known))
    judged = known | {pk: each for pk, each in read_again.items() if each.fact.ref is not None}
    readable = known | read_again if to_read else known
    folded = [fold_crate(code, events.get(code, ()), readable, ground) for code in wanted]
    touched = _write(session, feed, folded, ground)
    claimed = follow_stays(connection, {crate.code: crate.stays for crate in folded})
    publish_banks(session, feed, claimed.place_ids)
    ignored = {event_id for each in folded for event_id in each.ignored_ids}
    found = _findings(session, folded, judged, ignored, ground, claimed.discrepancies)
    return Projection(found, touched)


def _findings(
    session: Session,
    folded: Sequence[FoldedCrate],
    judged: Mapping[int, StoredFact],
    ignored: Collection[str],
    ground: Ground,
    claimed: Collection[Discrepancy],
) -> Findings:
    found: list[Discrepancy] = [each for crate in folded for each in crate.discrepancies]
    found += claimed
    found += findings_of_facts(session, judged.values(), ignored, ground)
    crates = frozenset(crate.code for crate in folded)
    return Findings(tuple(found), crates, frozenset(each.fact.id for each in judged.values()))


def _write(
    session: Session, feed: LockedFeed, folded: Sequence[FoldedCrate], ground: Ground
) -> frozenset[int]:
    connection = session.connection()
    codes = [crate.code for crate in folded]
    states, legs = held_states(connection, codes), held_legs(connection, codes)
    new_states: Rows = [(crate.code, *crate.state) for crate in folded if crate.code not in states]
    changed_states: Rows = [
        (*crate.state, crate.code) for crate in folded if states.get(crate.code, crate.state) != crate.state
    ]
    relegged = [crate for crate in folded if list(crate.legs) != legs.get(crate.code, [])]
    write_states(connection, new_states, changed_states)
    replace_legs(
        connection,
        [crate.code for crate in relegged if crate.code in legs],
        [leg for crate in relegged for leg in crate.legs],
    )
    dirty = frozenset(
        ground.crates[crate.code].crate.consignment_pk for crate in relegged if crate.code in ground.crates
    )
    mark_consignments_dirty(connection, dirty)
    put_crates(
        session,
        feed,
        (
            (planned.crate, ground.moves.get(crate.code, ()), _custody(crate.state))
            for crate in folded
            if (planned := ground.crates.get(crate.code)) is not None
        ),
    )
    return dirty


def _places_in(events: Mapping[str, Sequence[StoredEvent]]) -> set[str]:
    return {event.place_id for each in events.values() for event in each if event.place_id is not None}


def _custody(state: tuple[Any, ...]) -> CrateCustody:
    kind, holder_id, since_ms, event_id, _ = state
    return CrateCustody(
        holder_id if kind == "place" else None,
        holder_id if kind == "person" else None,
        since_ms,
        event_id,
    )
