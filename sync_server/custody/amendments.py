"""Which crates an event bears on: those it names, those of the events it amends or decides on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from shared.custody.details import CorrectionDetail, DecisionDetail, detail_of
from shared.custody.discrepancies import is_amendment
from shared.custody.effective_time import EffectiveTime
from shared.custody.events import Fact, Kind
from sync_server.custody.clocks import KNOWN_SOURCES
from sync_server.custody.tables import Event, EventCrate
from sync_server.db.base import table_of
from sync_server.db.bulk import rows_in, update_many

_EVENT = table_of(Event)
_LINK = table_of(EventCrate)
_PKS = select(_EVENT.c.id, _EVENT.c.pk)
_REFERRING = select(_EVENT.c.pk, _EVENT.c.ref, _EVENT.c.kind)
_LINKS = select(_LINK.c.event_pk, _LINK.c.crate_code)
_AMENDING_KINDS = (Kind.VOID.value, Kind.CORRECTION.value)


@dataclass(frozen=True, slots=True)
class NewLinks:
    """(crate, event pk) pairs to store, and the stored amendments whose target has come at last."""

    links: tuple[tuple[str, int], ...]
    awaited_by: frozenset[int]


def links_of_new_events(connection: Connection, facts: Mapping[int, Fact]) -> NewLinks:
    """Every crate the new events bear on, also through stored events they newly concern.

    A void must be read with the crate it frees, also when it arrives before what it voids.
    """
    links = [(code, pk) for pk, fact in facts.items() for code in fact.crates]
    new_pk_of = {fact.id: pk for pk, fact in facts.items()}
    amending = [(pk, fact) for pk, fact in facts.items() if is_amendment(fact) and fact.ref]
    stored = _stored_targets(connection, [fact.ref or "" for _, fact in amending])
    for pk, fact in amending:
        target_pk, target_crates = _target(fact.ref or "", new_pk_of, facts, stored)
        put_instead = detail_of(fact, CorrectionDetail).crates or [] if fact.kind is Kind.CORRECTION else []
        links += [(code, pk) for code in (*target_crates, *put_instead)]
        if target_pk is not None:
            links += [(code, target_pk) for code in put_instead]
    links += _links_of_decisions(connection, facts)
    waiting = _waiting_amendments(connection, list(new_pk_of))
    put_instead_by = _crates_of_events(connection, list(waiting))
    for amendment_pk, ref in waiting.items():
        target_pk = new_pk_of[ref]
        links += [(code, amendment_pk) for code in facts[target_pk].crates]
        links += [(code, target_pk) for code in put_instead_by.get(amendment_pk, ())]
    return NewLinks(tuple(_not_linked_yet(connection, links, facts)), frozenset(waiting))


def _links_of_decisions(connection: Connection, facts: Mapping[int, Fact]) -> Iterable[tuple[str, int]]:
    """A decision that names no crate bears on those of the facts it names."""
    wanted = {
        pk: detail_of(fact, DecisionDetail).events
        for pk, fact in facts.items()
        if fact.kind is Kind.DECISION and not fact.crates
    }
    stored = _stored_targets(connection, sorted({event_id for each in wanted.values() for event_id in each}))
    for pk, event_ids in wanted.items():
        for event_id in event_ids:
            for code in stored[event_id][1] if event_id in stored else ():
                yield code, pk


def crates_of_moved_events(connection: Connection, moved: Mapping[int, EffectiveTime]) -> frozenset[str]:
    """Stores the new times of events that moved; the crates these bear on."""
    update_many(
        connection,
        Event,
        ("effective_ms", "time_source", "time_known"),
        ("pk",),
        [
            (time.at_ms, time.source.value, int(time.source in KNOWN_SOURCES), pk)
            for pk, time in moved.items()
        ],
    )
    return frozenset(code for codes in _crates_of_events(connection, list(moved)).values() for code in codes)


def _stored_targets(
    connection: Connection, event_ids: Sequence[str]
) -> dict[str, tuple[int, tuple[str, ...]]]:
    pk_of = {event_id: pk for event_id, pk in rows_in(connection, _PKS, _EVENT.c.id, event_ids)}
    crates = _crates_of_events(connection, list(pk_of.values()))
    return {event_id: (pk, tuple(crates.get(pk, ()))) for event_id, pk in pk_of.items()}


def _target(
    event_id: str,
    new_pk_of: Mapping[str, int],
    facts: Mapping[int, Fact],
    stored: Mapping[str, tuple[int, tuple[str, ...]]],
) -> tuple[int | None, tuple[str, ...]]:
    new_pk = new_pk_of.get(event_id)
    if new_pk is not None:
        return new_pk, facts[new_pk].crates
    return stored.get(event_id, (None, ()))


def _waiting_amendments(connection: Connection, event_ids: Sequence[str]) -> dict[int, str]:
    """Voids and corrections that came before the event they amend, with its id."""
    rows = rows_in(connection, _REFERRING, _EVENT.c.ref, event_ids)
    return {pk: ref for pk, ref, kind in rows if kind in _AMENDING_KINDS}


def _not_linked_yet(
    connection: Connection, links: Iterable[tuple[str, int]], facts: Mapping[int, Fact]
) -> list[tuple[str, int]]:
    wanted = dict.fromkeys(links)
    older = sorted({pk for _, pk in wanted if pk not in facts})
    held = {(code, pk) for pk, codes in _crates_of_events(connection, older).items() for code in codes}
    return [link for link in wanted if link not in held]


def _crates_of_events(connection: Connection, pks: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for pk, code in rows_in(connection, _LINKS, _LINK.c.event_pk, pks):
        found.setdefault(pk, []).append(code)
    return found
