"""A person's statement before any line is explained: what it adds up, and what it is read from."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from sqlmodel import Session

from shared.commission.legs import WithheldReason
from sync_server.accounts.people import find_person
from sync_server.commission.grouped import LineSum, key_of_sum, sum_of_line
from sync_server.commission.settled import PublishedLine, lines_of_settlement
from sync_server.settlement import queries
from sync_server.settlement.lines import OpenLines, lines_to_publish, open_lines_of
from sync_server.settlement.queries import ClosedPeriod
from sync_server.settlement.statement_values import OutlineLine, Section, StatementHead
from sync_server.settlement.statement_vat import open_charge, settled_charge, vat_shares


@dataclass(frozen=True, slots=True)
class PersonUnknown:
    """Nobody bears this id."""

    person_id: str


@dataclass(frozen=True, slots=True)
class Outlined:
    """A statement's head, and what its lines are read from."""

    head: StatementHead
    source: ClosedPeriod | OpenLines


def statement_outline(session: Session, person_id: str, period: str, now_ms: int) -> Outlined | PersonUnknown:
    """The statement as it was closed, or as closing now would make it; its evidence is not read."""
    person = find_person(session, person_id)
    if person is None:
        return PersonUnknown(person_id)
    names = queries.names_of_people_and_places(session)
    settlement = queries.closed_period(session, period)
    if settlement is None:
        number = None
        source = open_lines_of(session, person_id, period)
        outline = _of_open(source, person_id, names)
        charged = open_charge(session, person_id, source, now_ms)
    else:
        source = settlement
        number = queries.statement_of(session, settlement.id, person_id)
        published = lines_of_settlement(session, settlement.id, person_id, has_events=False)
        outline = _of_closed(published, person_id, names)
        charged = settled_charge(session, person_id, settlement, number, published)
    head = StatementHead(
        person_id=person_id,
        person_name=person.name,
        period=period,
        settlement=settlement,
        number=number,
        outline=tuple(sorted(outline)),
        vat=vat_shares(charged.pairs, person_id, names),
        terms=charged.terms,
        mandate=charged.mandate,
    )
    return Outlined(head, source)


def published_lines(
    session: Session, outlined: Outlined, keys: Collection[str] | None = None
) -> list[PublishedLine]:
    """The lines of a statement with their evidence, in key order; all, or those of these keys."""
    source, person_id = outlined.source, outlined.head.person_id
    if isinstance(source, ClosedPeriod):
        return lines_of_settlement(session, source.id, person_id, keys)
    if keys is None:
        return lines_to_publish(session, source)
    wanted = replace(
        source,
        differences=tuple(each for each in source.differences if key_of_sum(each.line) in keys),
        frozen=tuple(each for each in source.frozen if key_of_sum(_disputed(each.line)) in keys),
        withheld=tuple(line for line in source.withheld if key_of_sum(line) in keys),
    )
    return lines_to_publish(session, wanted)


def _of_open(source: OpenLines, person_id: str, names: Mapping[str, str]) -> Iterable[OutlineLine]:
    for each in source.differences:
        yield _outline(each.line, person_id, names, is_adjustment=each.is_adjustment)
    for each in source.frozen:
        yield _outline(_disputed(each.line), person_id, names)
    for line in source.withheld:
        yield _outline(line, person_id, names)


def _of_closed(
    published: Iterable[PublishedLine], person_id: str, names: Mapping[str, str]
) -> Iterable[OutlineLine]:
    for each in published:
        yield _outline(sum_of_line(each.line), person_id, names, is_adjustment=each.is_adjustment)


def _disputed(line: LineSum) -> LineSum:
    """As it is published: it waits for the decision."""
    return line._replace(withheld_reason=WithheldReason.DISPUTED.value)


def _outline(
    line: LineSum, person_id: str, names: Mapping[str, str], *, is_adjustment: bool = False
) -> OutlineLine:
    receives = line.beneficiary_id == person_id
    other_id = line.payer_id if receives else line.beneficiary_id
    section = Section.EARNED if receives else Section.OWED
    if line.withheld_reason is not None:
        section = Section.WITHHELD
    elif is_adjustment:
        section = Section.ADJUSTMENTS
    return OutlineLine(
        key=key_of_sum(line),
        section=section,
        other_id=other_id,
        other_name=names.get(other_id, other_id),
        consignment_id=line.consignment_id,
        round_id=line.round_id,
        amount_cents=line.amount_cents if receives else -line.amount_cents,
    )
