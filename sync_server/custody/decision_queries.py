"""The decisions of coordinators as they stand in the server's own log, by what they are about."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from shared.custody.bodies import read_body
from shared.custody.decisions import Decision, Resolution, decision_of
from shared.custody.events import SERVER_DEVICE, Fact, Kind
from sync_server.custody.tables import Event, EventCrate
from sync_server.db.base import table_of
from sync_server.db.bulk import rows_in

_EVENT = table_of(Event)
_LINK = table_of(EventCrate)
_OWN = _EVENT.c.device == bindparam("device")
_OF_KIND = _EVENT.c.kind == bindparam("kind")
_DECISIONS = select(_EVENT.c.ref, _EVENT.c.body, _EVENT.c.effective_ms).where(_OWN, _OF_KIND)
_UNDONE = select(_EVENT.c.ref, _EVENT.c.actor, _EVENT.c.effective_ms).where(_OWN, _OF_KIND)

# Two walks rather than a join: a planner began with every decision there ever was.
_ON_CRATES = select(_LINK.c.crate_code, _LINK.c.event_pk)
_SUBJECTS = select(_EVENT.c.pk, _EVENT.c.device, _EVENT.c.kind, _EVENT.c.ref)
_ANY = select(_EVENT.c.pk).where(_EVENT.c.device == SERVER_DEVICE).limit(1)


@dataclass(frozen=True, slots=True)
class DecisionMade:
    """A decision, and who took it back where somebody did."""

    decision: Decision
    undone_by: str | None = None
    undone_ms: int | None = None


def decisions_on(connection: Connection, subjects: Collection[str]) -> dict[str, list[DecisionMade]]:
    """Every decision ever made on these discrepancies or disputes, the oldest first."""
    rows = rows_in(
        connection, _DECISIONS, _EVENT.c.ref, sorted(subjects), kind=Kind.DECISION.value, device=SERVER_DEVICE
    )
    read = [(read_body(body), at_ms) for _, body, at_ms in rows]
    made = [
        decision
        for fact, at_ms in read
        if isinstance(fact, Fact) and (decision := decision_of(fact, at_ms)) is not None
    ]
    ids = sorted(decision.id for decision in made)
    undone = {
        ref: (actor, at_ms)
        for ref, actor, at_ms in rows_in(
            connection, _UNDONE, _EVENT.c.ref, ids, kind=Kind.VOID.value, device=SERVER_DEVICE
        )
    }
    found: dict[str, list[DecisionMade]] = {}
    for decision in sorted(made, key=lambda each: (each.at_ms, each.id)):
        taken_back = undone.get(decision.id, (None, None))
        found.setdefault(decision.about, []).append(DecisionMade(decision, *taken_back))
    return found


def standing_decisions(connection: Connection, subjects: Sequence[str]) -> dict[str, Decision]:
    """The decision that counts for each of these subjects: the latest nobody took back."""
    return {
        about: standing[-1].decision
        for about, made in decisions_on(connection, subjects).items()
        if (standing := [each for each in made if each.undone_by is None])
    }


def decisions_that_prove(
    connection: Connection, crates_and_events: Mapping[str, tuple[Sequence[str], Collection[str]]]
) -> dict[str, list[Decision]]:
    """By name, the standing decisions by which facts of these crates count; names without any are absent.

    Such a decision upholds one of the facts, or is itself the missing one.
    """
    if connection.execute(_ANY).first() is None:
        return {}
    codes = sorted({code for crates, _ in crates_and_events.values() for code in crates})
    on_crates = rows_in(connection, _ON_CRATES, _LINK.c.crate_code, codes)
    events = rows_in(connection, _SUBJECTS, _EVENT.c.pk, sorted({event_pk for _, event_pk in on_crates}))
    own = (SERVER_DEVICE, Kind.DECISION.value)
    decided = {pk: ref for pk, device, kind, ref in events if (device, kind) == own}
    subjects: dict[str, set[str]] = {}
    for code, event_pk in on_crates:
        if event_pk in decided:
            subjects.setdefault(code, set()).add(decided[event_pk])
    standing = standing_decisions(connection, sorted({each for found in subjects.values() for each in found}))
    proving: dict[str, list[Decision]] = {}
    for name, (crates, event_ids) in crates_and_events.items():
        about = {subject for code in crates for subject in subjects.get(code, ())}
        found = [standing[subject] for subject in about if subject in standing]
        upheld = [each for each in found if _proves(each, frozenset(event_ids))]
        if upheld:
            proving[name] = sorted(upheld, key=lambda each: (each.at_ms, each.id))
    return proving


def _proves(decision: Decision, event_ids: frozenset[str]) -> bool:
    upholds = decision.resolution is Resolution.ATTRIBUTED and not decision.event_ids.isdisjoint(event_ids)
    return upholds or decision.id in event_ids
