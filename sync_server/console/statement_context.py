"""A statement as its page and its papers show it: each line in words, down to its events."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from shared.custody.events import How
from shared.words.labels import label
from sync_server.console import french, line_words
from sync_server.console import statement_words as words
from sync_server.console.chips import PERIOD_CLOSED, PERIOD_OPEN, Chip
from sync_server.console.listing import Listing, Pages
from sync_server.console.statement_pages import (
    Cut,
    LineGroup,
    LinesAsked,
    RoundRow,
    anchor_of,
    cut_lines,
    groups_by_party,
)
from sync_server.console.vat_rows import BalanceRow, VatRow, balance_rows, vat_rows
from sync_server.network.consignment_words import ConsignmentNamed
from sync_server.settlement.outline import Outlined
from sync_server.settlement.statement import told_lines
from sync_server.settlement.statement_values import (
    PersonStatement,
    Section,
    StatementHead,
    StatementLine,
    ToldEvent,
)

# Said even where they hold nothing.
ALWAYS = (Section.EARNED, Section.OWED)
# Its place on the page, its title, the words of its sum, what is said where it holds nothing.
SECTION_WORDS = {
    Section.EARNED: (
        "gagne",
        "Gagné en portant pour les autres",
        "Total gagné",
        "Rien pour ce mois : aucune caisse portée pour un autre.",
    ),
    Section.OWED: (
        "doit",
        "Dû aux aidants qui ont porté",
        "Total dû",
        "Rien pour ce mois : personne n'a porté de caisse de cette ferme.",
    ),
    Section.ADJUSTMENTS: ("regularise", "Régularisations", "Total des régularisations", ""),
    Section.WITHHELD: ("retenu", "Retenu, hors du solde", "Total retenu", ""),
}
Named = dict[str, ConsignmentNamed]


@dataclass(frozen=True, slots=True)
class EventShown:
    """One event behind a line."""

    words: str
    crates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LineShown:
    """One line of the statement with its « pourquoi ? »; `party` where it stands under no other's name."""

    anchor: str
    party: str
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
class GroupShown:
    """Lines with one other person, or of one round; `note` says where some of them are on other pages."""

    name: str
    amount_cents: int
    note: str
    lines: list[LineShown]


@dataclass(frozen=True, slots=True)
class SectionShown:
    """One kind of lines: those of this page, and the sum of all. `begins` is where they begin, elsewhere."""

    id: str
    title: str
    total_word: str
    total_cents: int
    nothing: str
    count_words: str
    begins: str
    groups: list[GroupShown]


@dataclass(frozen=True, slots=True)
class StatementContext:
    """A person's statement. `rounds` are there where its lines come in pages."""

    address: str
    back: tuple[str, str]
    name: str
    period: str
    lead: str
    status: Chip
    earned_cents: int
    owed_cents: int
    adjustment_cents: int
    has_adjustments: bool
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
    sections: list[SectionShown]
    rounds: list[RoundRow]
    listing: Listing
    pages: Pages
    footnote: str


def whole_context(
    session: Session, made: PersonStatement, back: tuple[str, str], address: str
) -> StatementContext:
    """The whole statement in words, as on paper."""
    told = [
        line
        for parties in (made.earned, made.owed, made.adjustments, made.withheld)
        for party in parties
        for line in party.lines
    ]
    pages = Pages(1, len(told), max(len(told), 1))
    return _context(session, made, told, Cut(groups_by_party(made), [], pages, {}), back, address)


def page_context(
    session: Session, outlined: Outlined, back: tuple[str, str], address: str, asked: LinesAsked
) -> StatementContext:
    """The statement in words with one page of its lines; `address` is where it is read, `back` where from."""
    cut = cut_lines(session, outlined.head, asked, address)
    shown = {key for group in cut.groups for key in group.keys}
    told = told_lines(session, outlined, shown)
    return _context(session, outlined.head, told, cut, back, address)


def _context(
    session: Session,
    made: StatementHead,
    told: Sequence[StatementLine],
    cut: Cut,
    back: tuple[str, str],
    address: str,
) -> StatementContext:
    named = line_words.consignments_named(session, [each.line.consignment_id for each in told])
    by_key = {each.line.key: each for each in told}
    return StatementContext(
        address=address,
        back=back,
        name=made.person_name,
        period=made.period,
        lead=words.lead(made),
        status=PERIOD_OPEN if made.is_provisional else PERIOD_CLOSED,
        earned_cents=made.earned_cents,
        owed_cents=made.owed_cents,
        adjustment_cents=made.adjustment_cents,
        has_adjustments=bool(made.lines_of(Section.ADJUSTMENTS)),
        net_ht_cents=made.net_ht_cents,
        net_cents=made.net_cents,
        net_words=words.net_words(made.net_cents),
        net_note=words.net_note(made),
        vat=vat_rows(made),
        vat_cents=made.earned_vat_cents - made.owed_vat_cents,
        vat_note=words.vat_note(made),
        balances=balance_rows(made),
        earned_note=words.lines_note(made.lines_of(Section.EARNED), "producteur"),
        owed_note=words.lines_note(made.lines_of(Section.OWED), "aidant"),
        sections=[_section(made, section, by_key, cut, named) for section in _sections(made)],
        rounds=cut.rounds,
        listing=Listing(address, "", page=cut.pages.number),
        pages=cut.pages,
        footnote=words.footnote(made),
    )


def _sections(made: StatementHead) -> list[Section]:
    return [section for section in Section if section in ALWAYS or made.lines_of(section)]


def _section(
    made: StatementHead, section: Section, told: Mapping[str, StatementLine], cut: Cut, named: Named
) -> SectionShown:
    id_, title, total_word, nothing = SECTION_WORDS[section]
    # What is owed is shown as a debt, in positive amounts.
    sign = -1 if section is Section.OWED else 1
    lines = made.lines_of(section)
    groups = [each for each in cut.groups if each.section is section]
    return SectionShown(
        id=id_,
        title=title,
        total_word=total_word,
        total_cents=sign * sum(line.amount_cents for line in lines),
        nothing=nothing,
        count_words=french.counted(len(lines), "ligne"),
        begins=cut.begins.get(section, "") if lines and not groups else "",
        groups=[_group(each, told, named, sign, has_party=bool(cut.rounds)) for each in groups],
    )


def _group(
    group: LineGroup, told: Mapping[str, StatementLine], named: Named, sign: int, *, has_party: bool
) -> GroupShown:
    shown, of = len(group.keys), group.line_count
    note = "" if shown == of else f"{french.whole(shown)} de ses {french.counted(of, 'ligne')} sur cette page"
    lines = [_shown(told[key], named, sign, has_party=has_party) for key in group.keys]
    return GroupShown(group.name, sign * group.amount_cents, note, lines)


def _shown(told: StatementLine, named: Named, sign: int, *, has_party: bool) -> LineShown:
    line = told.line
    return LineShown(
        anchor=anchor_of(line.key),
        party=line_words.PARTIES.get(told.other_id, told.other_name) if has_party else "",
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
