"""From events to who holds each crate: states, legs, rows for phones, and what is odd, crate by crate."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from shared.custody.bound_labels import LabelReading
from shared.custody.details import CorrectionDetail, DecisionDetail, detail_of
from shared.custody.discrepancies import Discrepancy
from shared.custody.events import Kind
from sync_server.custody.bound_labels import fit_labels, read_labels
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
from sync_server.db.feed import LockedFeed
from sync_server.network.bound_crates import put_bound_crates
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
    view = _View(session, dict(facts or {}))
    view.look(codes)
    touched = put_bound_crates(session, feed, {code: each.claim for code, each in view.labels.items()})
    view.fold()
    fitted = fit_labels(session, feed, view.folded, view.ground, touched)
    if not fitted.issubset(view.wanted):
        view.look({*view.wanted, *fitted})
    if fitted:
        view.fold()
    dirty = _write(session, feed, view)
    moved = touched | {view.ground.crates[code].crate.consignment_pk for code in fitted}
    mark_consignments_dirty(connection, moved)
    claimed = follow_stays(connection, {crate.code: crate.stays for crate in view.folded})
    publish_banks(session, feed, claimed.place_ids)
    ignored = {event_id for each in view.folded for event_id in each.ignored_ids}
    judged = view.judged()
    found = _findings(session, view.folded, judged, ignored, view.ground, claimed.discrepancies)
    return Projection(found, dirty | moved)


class _View:
    """What a projection looks at: the crates, their events, and what is made of them."""

    def __init__(self, session: Session, known: dict[int, StoredFact]) -> None:
        self._session = session
        self._known = known
        self._read_again: dict[int, StoredFact] = {}
        self._events: dict[str, list[StoredEvent]] = {}
        self.wanted: list[str] = []
        self.labels: dict[str, LabelReading] = {}
        self.ground = Ground()
        self.folded: list[FoldedCrate] = []

    def look(self, codes: Collection[str]) -> None:
        """Reads the events of these crates, and what the binds among them come to."""
        connection = self._session.connection()
        self.wanted = sorted(set(codes))
        self._events = events_of_crates(connection, self.wanted)
        to_read = pks_to_read(self._events).difference(self._known)
        self._read_again = facts_by_pk(connection, to_read)
        self.labels = read_labels(self._session, self._events, self._readable())

    def fold(self) -> None:
        """Folds each crate over the plan as it now stands."""
        readable = self._readable()
        self.ground = ground_of(
            self._session.connection(), self.wanted, {*_places_in(self._events), *_places_put_in(readable)}
        )
        self.folded = [
            fold_crate(code, self._events.get(code, ()), readable, self.ground, self.labels.get(code))
            for code in self.wanted
        ]

    def with_state(self) -> list[FoldedCrate]:
        """The crates that facts name, or that something is odd about, as where a round ended without them.

        Which these are follows from facts and plan, never from which crates happened to be looked at.
        """
        return [each for each in self.folded if each.discrepancies or self._events.get(each.code)]

    def judged(self) -> dict[int, StoredFact]:
        """The facts to judge one by one: those asked for, and those read again that name another."""
        named = {pk: each for pk, each in self._read_again.items() if each.fact.ref is not None}
        return self._known | named

    def _readable(self) -> dict[int, StoredFact]:
        return self._known | self._read_again if self._read_again else self._known


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


def _write(session: Session, feed: LockedFeed, view: _View) -> frozenset[int]:
    """Writes what changed; the consignments whose legs did."""
    connection = session.connection()
    folded, ground = view.folded, view.ground
    codes = [crate.code for crate in folded]
    states, legs = held_states(connection, codes), held_legs(connection, codes)
    wanted = {crate.code: crate.state for crate in view.with_state()}
    write_states(
        connection,
        inserted=[(code, *state) for code, state in wanted.items() if code not in states],
        updated=[(*state, code) for code, state in wanted.items() if states.get(code, state) != state],
        deleted=[(code,) for code in states if code not in wanted],
    )
    relegged = [crate for crate in folded if list(crate.legs) != legs.get(crate.code, [])]
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


def _places_put_in(facts: Mapping[int, StoredFact]) -> set[str]:
    """Places only an amendment names: where a corrected or a supplied movement was."""
    found: set[str | None] = set()
    for each in facts.values():
        if each.fact.kind is Kind.CORRECTION:
            found.add(detail_of(each.fact, CorrectionDetail).place)
        elif each.fact.kind is Kind.DECISION:
            supplied = detail_of(each.fact, DecisionDetail).supplied
            found.add(None if supplied is None else supplied.place)
    return {place_id for place_id in found if place_id is not None}


def _custody(state: tuple[Any, ...]) -> CrateCustody:
    kind, holder_id, since_ms, event_id, _ = state
    return CrateCustody(
        holder_id if kind == "place" else None,
        holder_id if kind == "person" else None,
        since_ms,
        event_id,
    )
