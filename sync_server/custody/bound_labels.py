"""Blank labels among crates to be projected: what their binds come to, which printed crates they replace."""

from collections.abc import Iterable, Mapping, Sequence

from sqlmodel import Session

from shared.custody.bound_labels import LabelReading, label_claims, read_label
from shared.custody.decisions import decisions_that_count
from shared.custody.events import SERVER_DEVICE, Kind
from shared.custody.standing import TimedFact
from sync_server.custody.crate_queries import (
    StoredEvent,
    StoredFact,
    crates_of_consignments,
    held_states,
)
from sync_server.custody.folding import FoldedCrate
from sync_server.custody.plans import Ground
from sync_server.db.feed import LockedFeed
from sync_server.network.bound_crates import fit_bound_crates
from sync_server.network.bound_queries import printed_for, with_bound_crates

NOT_SEEN = "not_seen"


def read_labels(
    session: Session, events: Mapping[str, Sequence[StoredEvent]], facts: Mapping[int, StoredFact]
) -> dict[str, LabelReading]:
    """What the binds of these crates come to; crates nobody ever bound are absent."""
    bound = {code: each for code, each in events.items() if any(event.kind is Kind.BIND for event in each)}
    if not bound:
        return {}
    printed = printed_for(session, bound)
    return {code: _reading(code, each, facts, printed.get(code)) for code, each in bound.items()}


def fit_labels(
    session: Session,
    feed: LockedFeed,
    folded: Iterable[FoldedCrate],
    ground: Ground,
    touched_pks: Iterable[int],
) -> frozenset[str]:
    """Fits the crates of consignments with bound ones to what was seen of them; the crates that changed.

    `folded` are states not written yet, `touched_pks` consignments that won or lost a bound crate.
    """
    known = {each.crate.consignment_pk for each in ground.crates.values()}
    pks = with_bound_crates(session, known).union(touched_pks)
    if not pks:
        return frozenset()
    connection = session.connection()
    codes = crates_of_consignments(connection, sorted(pks))
    kinds = {code: state[0] for code, state in held_states(connection, codes).items()}
    kinds |= {each.code: each.state[0] for each in folded}
    return fit_bound_crates(session, feed, pks, {code for code, kind in kinds.items() if kind != NOT_SEEN})


def _reading(
    code: str, events: Sequence[StoredEvent], facts: Mapping[int, StoredFact], printed: str | None
) -> LabelReading:
    timed = [
        TimedFact(facts[event.pk].fact, event.effective_ms, by_coordinator=event.device == SERVER_DEVICE)
        for event in events
        if event.pk in facts
    ]
    return read_label(code, label_claims(code, timed, decisions_that_count(timed)), printed)
