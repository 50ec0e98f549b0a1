"""A statement as its page and its papers show it: each line in words, down to its events."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlmodel import Session

from shared.custody.events import How
from shared.words.labels import label
from sync_server.console import french, line_words
from sync_server.console.chips import PERIOD_CLOSED, PERIOD_OPEN, Chip
from sync_server.console.vat_rows import BalanceRow, VatRow, balance_rows, vat_rows
from sync_server.network.consignment_words import ConsignmentNamed
from sync_server.settlement.statement_french import paper_sentence
from sync_server.settlement.statement_values import (
    PartyLines,
    PersonStatement,
    StatementLine,
    ToldEvent,
)

Named = dict[str, ConsignmentNamed]


@dataclass(frozen=True, slots=True)
class EventShown:
    """One event behind a line."""

    words: str
    crates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LineShown:
    """One line of the statement with its « pourquoi ? »."""

    anchor: str
    goods: str
    reference: str
    way: str
    crate_count: int
    crate_total: int
    base_cents: int
    rate_words: str
    reason: str
    amount_cents: int
    why: tuple[str, ...]
    events: list[EventShown]
    causes: list[EventShown]


@dataclass(frozen=True, slots=True)
class PartyShown:
    """The lines with one other person."""

    name: str
    amount_cents: int
    lines: list[LineShown]


@dataclass(frozen=True, slots=True)
class StatementContext:
    """A person's statement."""

    address: str
    back: tuple[str, str]
    name: str
    period: str
    lead: str
    status: Chip
    earned_cents: int
    owed_cents: int
    adjustment_cents: int
    withheld_cents: int
    net_ht_cents: int
    net_cents: int
    net_words: str
    net_note: str
    vat: list[VatRow]
    vat_cents: int
    vat_note: str
    balances: list[BalanceRow]
    earned_note: str
    owed_note: str
    earned: list[PartyShown]
    owed: list[PartyShown]
    adjustments: list[PartyShown]
    withheld: list[PartyShown]
    footnote: str


def statement_context(
    session: Session, made: PersonStatement, back: tuple[str, str], address: str
) -> StatementContext:
    """The statement in words; `address` is where it is read, `back` where from."""
    named = line_words.consignments_named(session, _consignment_ids(made))
    return StatementContext(
        address=address,
        back=back,
        name=made.person_name,
        period=made.period,
        lead=_lead(made),
        status=PERIOD_OPEN if made.is_provisional else PERIOD_CLOSED,
        earned_cents=made.earned_cents,
        owed_cents=made.owed_cents,
        adjustment_cents=made.adjustment_cents,
        withheld_cents=made.withheld_cents,
        net_ht_cents=made.net_ht_cents,
        net_cents=made.net_cents,
        net_words=_net_words(made.net_cents),
        net_note=_net_note(made),
        vat=vat_rows(made),
        vat_cents=made.earned_vat_cents - made.owed_vat_cents,
        vat_note=_vat_note(made),
        balances=balance_rows(made),
        earned_note=_lines_of(made.earned, "producteur"),
        owed_note=_lines_of(made.owed, "aidant"),
        earned=_parties(made.earned, named),
        owed=_parties(made.owed, named, sign=-1),
        adjustments=_parties(made.adjustments, named),
        withheld=_parties(made.withheld, named),
        footnote=_footnote(made),
    )


def _lead(made: PersonStatement) -> str:
    if made.settlement is None:
        return f"{french.month(made.period).capitalize()}, provisoire : la période est encore ouverte."
    closed = french.day(french.local_day(made.settlement.closed_ms))
    number = f"Relevé n° {made.number.label}, " if made.number else ""
    words = f"{number}période {french.of_month(made.period)}, close le {closed.removesuffix('.')}."
    return words[0].upper() + words[1:]


def _net_words(net_cents: int) -> str:
    if net_cents == 0:
        return "rien à payer ni à recevoir"
    return "à recevoir" if net_cents > 0 else "à payer"


def _net_note(made: PersonStatement) -> str:
    parts = ["gagné moins dû", "régularisé" if made.adjustments else "", "TVA comprise" if made.vat else ""]
    return ", ".join(part for part in parts if part)


def _vat_note(made: PersonStatement) -> str:
    if not made.owed_vat_cents:
        return "reçue en plus" if made.earned_vat_cents else ""
    owed = french.euros(made.owed_vat_cents)
    return f"{french.euros(made.earned_vat_cents)} reçus, {owed} dus"


def _lines_of(parties: Sequence[PartyLines], word: str) -> str:
    if not parties:
        return "aucune ligne"
    lines = sum(len(each.lines) for each in parties)
    return f"{french.counted(lines, 'ligne')}, {french.counted(len(parties), word)}"


def _footnote(made: PersonStatement) -> str:
    if made.settlement is None:
        moving = "Montants provisoires : ils peuvent bouger jusqu'à la clôture de la période."
        return f"{moving} {paper_sentence(made)}"
    return f"Règlement {made.settlement.sha256[:16]}, jamais modifié depuis. {paper_sentence(made)}"


def _consignment_ids(made: PersonStatement) -> list[str | None]:
    sections = (made.earned, made.owed, made.adjustments, made.withheld)
    return [line.line.consignment_id for section in sections for party in section for line in party.lines]


def _parties(parties: Sequence[PartyLines], named: Named, sign: int = 1) -> list[PartyShown]:
    return [
        PartyShown(
            line_words.PARTIES.get(party.party_id, party.party_name),
            sign * party.amount_cents,
            [_shown(line, named, sign) for line in party.lines],
        )
        for party in parties
    ]


def _shown(told: StatementLine, named: Named, sign: int) -> LineShown:
    line = told.line
    return LineShown(
        anchor=f"l{sha256(line.key.encode()).hexdigest()[:12]}",
        goods=line_words.destination_words(line.consignment_id, named),
        reference=line.consignment_id or line.key,
        way=line_words.way_words(line.stage_or_kind),
        crate_count=len(line.crates),
        crate_total=line.crate_count_total,
        base_cents=line.base_cents,
        rate_words=line_words.rate_words(line.rate_bp),
        reason=line_words.reason_words(line.withheld_reason),
        amount_cents=sign * told.amount_cents,
        why=told.sentences,
        events=[_event(event) for event in told.events],
        causes=[_event(event) for event in told.causes],
    )


def _event(event: ToldEvent) -> EventShown:
    how = label(How(event.how)) if event.how in set(How) else event.how
    parts = [
        f"{french.day_and_clock(event.at_ms)}, {event.actor_name} : {label(event.kind)}",
        event.place_name or "",
        how or "",
    ]
    return EventShown(", ".join(part for part in parts if part), event.crates)
