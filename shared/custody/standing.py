"""Which facts stand: voids and corrections applied, without ever editing a fact."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from shared.custody.chain import Movement
from shared.custody.details import (
    CorrectionDetail,
    HandoverGivenDetail,
    HandoverTakenDetail,
    detail_of,
)
from shared.custody.events import CUSTODY_KINDS, Fact, Kind


@dataclass(frozen=True, slots=True)
class TimedFact:
    """A fact and its effective time; `by_coordinator` where it stands in the server's own log."""

    fact: Fact
    at_ms: int
    by_coordinator: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """The custody facts that stand after voids and corrections, and the attempts that do not count."""

    facts: tuple[TimedFact, ...]
    ignored_ids: tuple[str, ...]


def standing_facts(
    facts: Collection[TimedFact],
    endorsed_ids: Collection[str] = (),
    kinds: Collection[Kind] = CUSTODY_KINDS,
) -> Standing:
    """Facts with voids and corrections applied, in total order (effective time, id).

    Those of `kinds`, the custody facts where none are said. Only the author of a fact or a coordinator may
    void or correct it; the latest correction wins.
    A void of a void, or of a fact not among `facts`, does not count and is listed as ignored.
    `endorsed_ids` are amendments a coordinator lets count though somebody else wrote them.
    """
    ordered = sorted(facts, key=_total_order)
    by_id = {each.fact.id: each for each in ordered}
    voided: set[str] = set()
    corrections: defaultdict[str, list[TimedFact]] = defaultdict(list)
    ignored: list[str] = []
    for each in ordered:
        if each.fact.kind not in (Kind.VOID, Kind.CORRECTION):
            continue
        target = by_id.get(each.fact.ref or "")
        if target is None or not _may_amend(each, target, endorsed_ids):
            ignored.append(each.fact.id)
        elif each.fact.kind is Kind.VOID:
            voided.add(target.fact.id)
        else:
            corrections[target.fact.id].append(each)
    standing = [
        _corrected(each, corrections.get(each.fact.id, []))
        for each in ordered
        if each.fact.kind in kinds and each.fact.id not in voided
    ]
    return Standing(tuple(standing), tuple(ignored))


def movements_of_crate(crate_code: str, standing: Iterable[TimedFact]) -> list[Movement]:
    """The movements of one crate among the custody facts that stand."""
    return [movement_of(each) for each in standing if crate_code in each.fact.crates]


def movement_of(each: TimedFact) -> Movement:
    """A custody fact as its crates see it."""
    fact = each.fact
    return Movement(
        event_id=fact.id,
        kind=fact.kind,
        actor_id=fact.actor,
        at_ms=each.at_ms,
        place_id=fact.place_id,
        round_id=fact.round_id,
        ref=fact.ref,
        other_id=_other_person(fact),
    )


def _total_order(each: TimedFact) -> tuple[int, str]:
    return (each.at_ms, each.fact.id)


def _may_amend(amendment: TimedFact, target: TimedFact, endorsed_ids: Collection[str]) -> bool:
    if target.fact.kind in (Kind.VOID, Kind.CORRECTION):
        return False
    if target.fact.kind is Kind.DECISION:
        return amendment.by_coordinator
    if amendment.fact.id in endorsed_ids:
        return True
    return amendment.by_coordinator or amendment.fact.actor == target.fact.actor


def _corrected(each: TimedFact, corrections: list[TimedFact]) -> TimedFact:
    if not corrections:
        return each
    detail = detail_of(corrections[-1].fact, CorrectionDetail)
    fact = replace(
        each.fact,
        place_id=detail.place or each.fact.place_id,
        round_id=detail.round or each.fact.round_id,
        crates=each.fact.crates if detail.crates is None else tuple(detail.crates),
    )
    return replace(each, fact=fact)


def _other_person(fact: Fact) -> str | None:
    match fact.kind:
        case Kind.HANDOVER_GIVEN:
            return detail_of(fact, HandoverGivenDetail).to
        case Kind.HANDOVER_TAKEN:
            return detail_of(fact, HandoverTakenDetail).giver
        case _:
            return None
