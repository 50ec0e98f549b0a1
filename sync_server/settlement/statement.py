"""Making a person's statement of a period, closed or provisional, each line explained down to its events."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

from sqlmodel import Session

from shared.commission.explain import explain
from shared.commission.legs import Consignment, CrateLeg
from shared.commission.tariff import TariffBook
from shared.custody.decisions import Decision
from shared.words.decision_labels import decided_sentence
from shared.words.explanation import explanation_sentences
from shared.words.language import Language
from sync_server.accounts.names import coordinator_names
from sync_server.commission import queries as commission
from sync_server.commission.settled import PublishedLine
from sync_server.commission.tariffs import load_tariffs
from sync_server.custody.crate_story import ToldFact, facts_by_id
from sync_server.custody.decision_queries import decisions_that_prove
from sync_server.db.bulk import in_chunks
from sync_server.settlement import queries
from sync_server.settlement.outline import Outlined, PersonUnknown, published_lines, statement_outline
from sync_server.settlement.statement_values import (
    PartyLines,
    PersonStatement,
    Section,
    StatementHead,
    StatementLine,
    ToldEvent,
)


@dataclass(frozen=True, slots=True)
class _Ground:
    """What lines are explained with."""

    tariffs: TariffBook
    consignments: Mapping[str, Consignment]
    legs: Mapping[str, Sequence[CrateLeg]]
    facts: Mapping[str, ToldFact]
    names: Mapping[str, str]
    decisions: Mapping[str, Sequence[Decision]]


def statement(session: Session, person_id: str, period: str, now_ms: int) -> PersonStatement | PersonUnknown:
    """The statement as it was closed, or as closing now would make it, with all its evidence."""
    outlined = statement_outline(session, person_id, period, now_ms)
    if isinstance(outlined, PersonUnknown):
        return outlined
    head = outlined.head
    lines = told_lines(session, outlined)
    parties = {section: _by_party(head, section, lines) for section in Section}
    return PersonStatement(
        **{each.name: getattr(head, each.name) for each in fields(head)},
        earned=parties[Section.EARNED],
        owed=parties[Section.OWED],
        adjustments=parties[Section.ADJUSTMENTS],
        withheld=parties[Section.WITHHELD],
    )


def told_lines(
    session: Session, outlined: Outlined, keys: Collection[str] | None = None
) -> list[StatementLine]:
    """The lines of a statement explained down to their events, in key order; all, or those of these keys."""
    head = outlined.head
    published = published_lines(session, outlined, keys)
    ground = _ground(session, published, queries.names_of_people_and_places(session))
    return [_told_line(each, head.person_id, ground) for each in published]


def told_line(session: Session, published: PublishedLine, person_id: str) -> StatementLine:
    """One line explained down to its events, as this person's statement tells it."""
    names = queries.names_of_people_and_places(session)
    return _told_line(published, person_id, _ground(session, [published], names))


def _ground(session: Session, published: Sequence[PublishedLine], names: dict[str, str]) -> _Ground:
    ids = {each.line.consignment_id for each in published if each.line.consignment_id is not None}
    pks = commission.consignment_pks(session, ids)
    by_pk = commission.consignments(session, commission.keeper_book(session), pks)
    legs: dict[str, list[CrateLeg]] = defaultdict(list)
    for leg in commission.crate_legs(session, {pk: each.id for pk, each in by_pk.items()}, pks):
        legs[leg.consignment_id].append(leg)
    event_ids = sorted({id_ for each in published for id_ in _event_ids(each)})
    return _Ground(
        tariffs=load_tariffs(session),
        consignments={each.id: each for each in by_pk.values()},
        legs=legs,
        facts={
            told.fact.id: told
            for chunk in in_chunks(event_ids)
            for told in facts_by_id(session, tuple(chunk))
        },
        names=names | coordinator_names(session),
        decisions=decisions_that_prove(
            session.connection(),
            {each.line.key: (each.line.crates, each.line.event_ids) for each in published},
        ),
    )


def _told_line(published: PublishedLine, person_id: str, ground: _Ground) -> StatementLine:
    line = published.line
    receives = line.beneficiary_id == person_id
    other_id = line.payer_id if receives else line.beneficiary_id
    before_cents = published.settled_before_cents if published.is_adjustment else None
    explanation = explain(
        line,
        ground.tariffs.version(line.tariff_version),
        ground.consignments.get(line.consignment_id or ""),
        ground.legs.get(line.consignment_id or "", ()),
        before_cents,
    )
    return StatementLine(
        published=published,
        other_id=other_id,
        other_name=ground.names.get(other_id, other_id),
        amount_cents=line.amount_cents if receives else -line.amount_cents,
        explanation=explanation,
        sentences=(
            *explanation_sentences(explanation, Language.FRENCH, ground.names),
            *(
                decided_sentence(ground.names.get(each.by, each.by), each.because, Language.FRENCH)
                for each in ground.decisions.get(line.key, ())
            ),
        ),
        events=_told_events(line.event_ids, line.crates, ground),
        causes=_told_events(published.causing_event_ids, line.crates, ground),
    )


def _event_ids(published: PublishedLine) -> Iterable[str]:
    yield from published.line.event_ids
    yield from published.causing_event_ids


def _told_events(event_ids: Iterable[str], crates: Sequence[str], ground: _Ground) -> tuple[ToldEvent, ...]:
    told = [ground.facts[event_id] for event_id in event_ids if event_id in ground.facts]
    ordered = sorted(told, key=lambda each: (each.at_ms, each.fact.id))
    return tuple(_told_event(each, crates, ground.names) for each in ordered)


def _told_event(told: ToldFact, crates: Sequence[str], names: Mapping[str, str]) -> ToldEvent:
    fact = told.fact
    ours = set(crates)
    return ToldEvent(
        id=fact.id,
        kind=fact.kind,
        at_ms=told.at_ms,
        actor_id=fact.actor,
        actor_name=names.get(fact.actor, fact.actor),
        place_id=fact.place_id,
        place_name=None if fact.place_id is None else names.get(fact.place_id, fact.place_id),
        how=fact.how,
        crates=tuple(sorted(code for code in fact.crates if code in ours)),
    )


def _by_party(
    head: StatementHead, section: Section, lines: Iterable[StatementLine]
) -> tuple[PartyLines, ...]:
    keys = {line.key for line in head.lines_of(section)}
    by_party: dict[tuple[str, str], list[StatementLine]] = defaultdict(list)
    for line in lines:
        if line.line.key in keys:
            by_party[line.other_name, line.other_id].append(line)
    return tuple(
        PartyLines(party_id, party_name, tuple(by_party[party_name, party_id]))
        for party_name, party_id in sorted(by_party)
    )
