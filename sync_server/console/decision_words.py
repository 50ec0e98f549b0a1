"""Decisions in words: what was decided of a discrepancy, by whom, why, and what was taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.custody.decisions import Decision, Resolution
from shared.custody.events import Kind
from shared.words.labels import label
from sync_server.accounts.names import coordinator_names
from sync_server.console import french
from sync_server.console.names import Names
from sync_server.console.visit import Visit
from sync_server.custody.crate_story import ToldFact
from sync_server.custody.decision_queries import DecisionMade, decisions_on

_SUPPLIED = {
    Kind.PICKUP: "{who} a pris la caisse à {where}",
    Kind.DROP: "{who} a déposé la caisse à {where}",
    Kind.HANDOVER_TAKEN: "{who} a reçu la caisse de {giver}",
}


@dataclass(frozen=True, slots=True)
class DecisionShown:
    """One decision of the history, newest first; `undone` is empty while it counts."""

    id: str
    says: str
    because: str
    by_words: str
    undone: str
    can_be_undone: bool


def decisions_shown(
    visit: Visit, subject: str, told: Sequence[ToldFact], names: Names
) -> list[DecisionShown]:
    """Everything ever decided of a discrepancy or a dispute, the latest first."""
    made = decisions_on(visit.session.connection(), [subject]).get(subject, [])
    by = coordinator_names(visit.session) if made else {}
    claims = {each.fact.id: each for each in told}
    return [_shown(each, claims, names, by) for each in reversed(made)]


def what_was_decided(decision: Decision, claims: Mapping[str, ToldFact], names: Names) -> str:
    """« Reconnu juste : ce que dit EARL du Moulin »."""
    word = label(decision.resolution)
    said = word[0].upper() + word[1:]
    if decision.supplied is not None:
        return f"{said} : {supplied_words(decision, names)}"
    who = [names.person(claims[id_].fact.actor) for id_ in sorted(decision.event_ids) if id_ in claims]
    named = ", ".join(dict.fromkeys(who))
    if named and decision.resolution in (Resolution.ATTRIBUTED, Resolution.VOIDED):
        return f"{said} : {named}"
    return said


def supplied_words(decision: Decision, names: Names) -> str:
    """« EARL du Moulin a déposé la caisse à Mairie de Sautron, ven. 6 nov. à 9 h 30 »."""
    moved = decision.supplied
    if moved is None:
        return ""
    words = _SUPPLIED[moved.kind].format(
        who=names.person(moved.actor_id),
        where=names.place(moved.place_id),
        giver=names.person(moved.other_id),
    )
    return f"{words}, {french.day_and_clock(moved.at_ms)}"


def author_words(decision: Decision, by: Mapping[str, str]) -> str:
    """« Camille, ven. 6 nov. à 18 h 42 »."""
    return f"{by.get(decision.by, decision.by)}, {french.day_and_clock(decision.at_ms)}"


def _shown(
    made: DecisionMade, claims: Mapping[str, ToldFact], names: Names, by: Mapping[str, str]
) -> DecisionShown:
    decision = made.decision
    undone = ""
    if made.undone_by is not None:
        at = french.day_and_clock(made.undone_ms or 0)
        undone = f"Annulée par {by.get(made.undone_by, made.undone_by)}, {at}"
    return DecisionShown(
        id=decision.id,
        says=what_was_decided(decision, claims, names),
        because=decision.because,
        by_words=author_words(decision, by),
        undone=undone,
        can_be_undone=not undone,
    )
