"""What the records behind a discrepancy say, side by side: each a claim, or a phone's whole day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from shared.custody.events import Kind
from shared.words.labels import label
from sync_server.console import french
from sync_server.console.crate_words import evidence_words, how_identified, how_sure, what_was_done
from sync_server.console.names import Names
from sync_server.custody.borrowed_phones import BorrowedPhone, borrowed_phone_of
from sync_server.custody.busy_days import FactsOfKind, facts_of_phone_day, phone_day_of
from sync_server.custody.crate_story import ToldFact
from sync_server.reconciliation.items import WorkItem


@dataclass(frozen=True, slots=True)
class Claim:
    """What one record says, beside the others."""

    who: str
    says: str
    facts: list[tuple[str, str]]


def claims_of(session: Session, item: WorkItem, told: Sequence[ToldFact], names: Names) -> list[Claim]:
    """The records of the discrepancy; of a phone's full day, or of a lent phone, what it recorded in all."""
    borrowed = borrowed_phone_of(session.connection(), item.key)
    if borrowed is not None:
        return [_of_borrowed(borrowed, names)]
    day = phone_day_of(item.key)
    if day is None:
        return [_claim(each, names) for each in told]
    found = facts_of_phone_day(session.connection(), day)
    actors = dict.fromkeys(each.actor for each in found)
    on_day = f"{french.day(day.day.isoformat())}, téléphone {day.device_id}"
    return [
        _full_day(actor, [each for each in found if each.actor == actor], on_day, names) for actor in actors
    ]


def _full_day(actor: str, found: Sequence[FactsOfKind], on_day: str, names: Names) -> Claim:
    first_ms, last_ms = min(each.first_ms for each in found), max(each.last_ms for each in found)
    total = sum(each.count for each in found)
    return Claim(
        who=f"{names.person(actor)}, {on_day}",
        says=f"{french.counted(total, 'constat')} entre {french.clock(first_ms)} et {french.clock(last_ms)}",
        facts=list(_by_kind(found)),
    )


def _of_borrowed(phone: BorrowedPhone, names: Names) -> Claim:
    total = sum(each.count for each in phone.recorded)
    first_ms = min((each.first_ms for each in phone.recorded), default=0)
    last_ms = max((each.last_ms for each in phone.recorded), default=0)
    since, until = french.day_and_clock(first_ms), french.day_and_clock(last_ms)
    when = since if total == 1 else f"le premier {since}, le dernier {until}"
    return Claim(
        who=f"{names.person(phone.actor)}, téléphone {phone.device_id} de {names.person(phone.owner_id)}",
        says=f"{french.counted(total, 'constat')}, {when}",
        facts=list(_by_kind(phone.recorded)),
    )


def _by_kind(found: Iterable[FactsOfKind]) -> Iterable[tuple[str, str]]:
    known = {kind.value: kind for kind in Kind}
    for each in found:
        word = label(known[each.kind]) if each.kind in known else each.kind
        yield word[0].upper() + word[1:], str(each.count)


def _claim(told: ToldFact, names: Names) -> Claim:
    fact = told.fact
    facts = [
        ("Où", names.place(fact.place_id)),
        ("Quand", french.day_and_clock(told.at_ms)),
        ("Comment", how_identified(fact)),
        ("Preuves", evidence_words(fact)),
        ("Heure", how_sure(told)),
        ("Reçu", french.day_and_clock(told.received_ms)),
    ]
    who = names.person(fact.actor)
    round_title = names.round(fact.round_id)
    return Claim(
        who=f"{who}, tournée « {round_title} »" if round_title else who,
        says=what_was_done(fact, names),
        facts=[(word, value) for word, value in facts if value],
    )
