"""One period as its page shows it: open, as closing it would settle it, or as it was settled."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from shared.commission.line_values import CommissionLine
from sync_server.accounts.names import coordinator_names
from sync_server.commission.compute import lines_with_evidence
from sync_server.commission.grouped import key_of_sum
from sync_server.commission.settled import SettlementSums, sums_by_settlement, withheld_in_settlement
from sync_server.console import french, line_words
from sync_server.console.blocking_words import BlockingShown, blocking_note, blocking_shown
from sync_server.console.chips import PERIOD_CLOSED, PERIOD_OPEN, Chip
from sync_server.console.frozen_lines import FrozenRow, frozen_rows
from sync_server.console.listing import Listing, Pages, in_order
from sync_server.console.long_papers import STATEMENTS_SOON
from sync_server.console.names import Names, read_names
from sync_server.console.visit import Visit
from sync_server.settlement.blocking import (
    PeriodNotOver,
    PhoneNotBackSinceRestore,
    SilentPhone,
)
from sync_server.settlement.differences import PersonNet
from sync_server.settlement.queries import ClosedPeriod, StatementNumber, statements_of
from sync_server.settlement.standing import Standing, cents_by_beneficiary, standing

# Withheld lines on one page.
WITHHELD_ROWS = 100

# What a coordinator may close without, saying why.
_PHONES = (SilentPhone, PhoneNotBackSinceRestore)
_EXCUSABLE = (PeriodNotOver, *_PHONES)


@dataclass(frozen=True, slots=True)
class PersonRow:
    """What one person earns, owes and has withheld in a period."""

    person_id: str
    name: str
    number: str
    earned_cents: int
    owed_cents: int
    vat_cents: int
    withheld_cents: int

    @property
    def net_cents(self) -> int:
        """What the person receives, or pays when negative, VAT included."""
        return self.earned_cents - self.owed_cents + self.vat_cents


@dataclass(frozen=True, slots=True)
class WithheldRow:
    """A line that pays nothing yet."""

    beneficiary_name: str
    consignment_words: str
    what_word: str
    crates: tuple[str, ...]
    reason_word: str
    amount_cents: int


@dataclass(frozen=True, slots=True)
class ClosingForm:
    """The form as it was left: reasons to close all the same, and what is wrong."""

    early_reason: str = ""
    silent_reason: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class PeriodContext:
    """One period: its figures, what stands in the way, everybody's net, what is withheld."""

    period: str
    lead: str
    status: Chip
    is_closed: bool
    due_cents: int
    withheld_cents: int
    line_count: int
    lines_note: str
    withheld_note: str
    people: list[PersonRow]
    people_note: str
    blocking: list[BlockingShown]
    blocking_note: str
    has_something: bool
    can_close: bool
    asks_early_reason: bool
    asks_silent_reason: bool
    form: ClosingForm
    listing: Listing
    withheld: list[WithheldRow]
    withheld_pages: Pages
    frozen: list[FrozenRow]
    settlement_facts: list[tuple[str, str]]

    @property
    def is_archive_long(self) -> bool:
        """Whether the statements of all lead to a page that says how far they are, before the file."""
        return sum(1 for person in self.people if person.number) > STATEMENTS_SOON


PEOPLE_KEYS: dict[str, Callable[[PersonRow], Any]] = {
    "nom": lambda person: person.name.casefold(),
    "gagne": lambda person: person.earned_cents,
    "doit": lambda person: person.owed_cents,
    "tva": lambda person: person.vat_cents,
    "retenu": lambda person: person.withheld_cents,
    "solde": lambda person: person.net_cents,
}


def period_context(visit: Visit, period: str, listing: Listing, form: ClosingForm) -> PeriodContext:
    """The period as it stands now; `form` is the closing form as it was left."""
    seen = standing(visit.session, period, visit.now_ms)
    names = read_names(visit.session)
    if seen.closed is None:
        return _open_context(visit, seen, names, listing, form)
    return _closed_context(visit, seen, seen.closed, names, listing)


def _open_context(
    visit: Visit, seen: Standing, names: Names, listing: Listing, form: ClosingForm
) -> PeriodContext:
    pages = Pages(listing.page, len(seen.withheld), WITHHELD_ROWS)
    # In the order of their keys, as settlements publish them.
    on_page = pages.rows_of(sorted(seen.withheld, key=key_of_sum))
    held_by = cents_by_beneficiary(seen.withheld)
    people = [
        _person_row(net, names.person(net.person_id), "", held_by.get(net.person_id, 0)) for net in seen.nets
    ]
    stopping = [point for point in seen.blocking if not isinstance(point, _EXCUSABLE)]
    return PeriodContext(
        period=seen.period,
        lead="Calculée à l'instant, à partir de tout ce que le serveur a reçu.",
        status=PERIOD_OPEN,
        is_closed=False,
        due_cents=seen.due_cents,
        withheld_cents=seen.withheld_cents,
        line_count=seen.line_count,
        lines_note=_lines_note(seen.line_count, seen.adjustment_cents),
        withheld_note=french.counted(len(seen.withheld), "ligne"),
        people=in_order(people, listing, PEOPLE_KEYS),
        people_note=_people_note(people),
        blocking=[blocking_shown(visit, seen.period, point) for point in seen.blocking],
        blocking_note=blocking_note(seen.blocking, has_stopping=bool(stopping)),
        has_something=bool(seen.line_count or seen.withheld),
        can_close=not stopping,
        asks_early_reason=any(isinstance(point, PeriodNotOver) for point in seen.blocking),
        asks_silent_reason=any(isinstance(point, _PHONES) for point in seen.blocking),
        form=form,
        listing=replace(listing, page=pages.number),
        withheld=_withheld_rows(visit, lines_with_evidence(visit.session, on_page), names),
        withheld_pages=pages,
        frozen=frozen_rows(visit, seen.frozen, names),
        settlement_facts=[],
    )


def _closed_context(
    visit: Visit, seen: Standing, closed: ClosedPeriod, names: Names, listing: Listing
) -> PeriodContext:
    nothing = SettlementSums(0, 0, 0, 0)
    paid = sums_by_settlement(visit.session, [closed.id]).get(closed.id, nothing)
    withheld = withheld_in_settlement(visit.session, closed.id)
    pages = Pages(listing.page, len(withheld), WITHHELD_ROWS)
    people = _people_settled(visit, closed, cents_by_beneficiary(withheld), names)
    return PeriodContext(
        period=seen.period,
        lead="Close pour toujours. Ce qui arrive depuis devient une régularisation de la période suivante.",
        status=PERIOD_CLOSED,
        is_closed=True,
        due_cents=paid.due_cents,
        withheld_cents=paid.withheld_cents,
        line_count=paid.due_lines,
        lines_note=_lines_note(paid.due_lines, paid.adjustment_cents),
        withheld_note=french.counted(len(withheld), "ligne"),
        people=in_order(people, listing, PEOPLE_KEYS),
        people_note=_people_note(people),
        blocking=[],
        blocking_note="",
        has_something=True,
        can_close=False,
        asks_early_reason=False,
        asks_silent_reason=False,
        form=ClosingForm(),
        listing=replace(listing, page=pages.number),
        withheld=_withheld_rows(visit, pages.rows_of(withheld), names),
        withheld_pages=pages,
        frozen=frozen_rows(visit, seen.frozen, names),
        settlement_facts=_settlement_facts(visit, closed, seen.line_count, seen.due_cents),
    )


def _people_settled(
    visit: Visit, closed: ClosedPeriod, held_by: Mapping[str, int], names: Names
) -> list[PersonRow]:
    return [
        _person_row(each, names.person(each.person_id), each.label, held_by.get(each.person_id, 0))
        for each in statements_of(visit.session, closed.id)
    ]


def _person_row(told: PersonNet | StatementNumber, name: str, number: str, withheld_cents: int) -> PersonRow:
    vat_cents = told.earned_vat_cents - told.owed_vat_cents
    return PersonRow(
        told.person_id, name, number, told.earned_cents, told.owed_cents, vat_cents, withheld_cents
    )


def _settlement_facts(
    visit: Visit, closed: ClosedPeriod, since: int, since_cents: int
) -> list[tuple[str, str]]:
    closed_by = coordinator_names(visit.session).get(closed.closed_by, closed.closed_by)
    later = f"{french.counted(since, 'ligne')}, {french.euros(since_cents)}" if since else "rien"
    facts = [
        ("Close", f"{french.day_and_clock(closed.closed_ms)}, par {closed_by}"),
        ("Avant la fin du mois", closed.early_reason or ""),
        ("Sans attendre des téléphones", closed.silent_reason or ""),
        ("Jusqu'au mouvement", french.whole(closed.feed_seq)),
        ("Fichier", closed.file_name),
        ("Empreinte SHA-256", closed.sha256),
        ("Arrivé depuis", later),
    ]
    return [(word, value) for word, value in facts if value]


def _withheld_rows(visit: Visit, lines: Sequence[CommissionLine], names: Names) -> list[WithheldRow]:
    named = line_words.consignments_named(visit.session, (line.consignment_id for line in lines))
    return [
        WithheldRow(
            line_words.party_name(line.beneficiary_id, names),
            line_words.goods_words(line.consignment_id, named),
            line_words.way_words(line.stage_or_kind),
            line.crates,
            line_words.reason_words(line.withheld_reason),
            line.amount_cents,
        )
        for line in lines
    ]


def _lines_note(count: int, adjustment_cents: int) -> str:
    lines = french.counted(count, "ligne")
    return f"{lines}, dont {french.euros(adjustment_cents)} de régularisations" if adjustment_cents else lines


def _people_note(people: Sequence[PersonRow]) -> str:
    receiving = sum(1 for person in people if person.net_cents > 0)
    paying = sum(1 for person in people if person.net_cents < 0)
    return f"{receiving} à payer, {paying} à encaisser"
