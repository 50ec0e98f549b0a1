"""A statement as PDF: the same values as its page, each line numbered and leading back to the page."""

from collections.abc import Iterator
from itertools import count
from typing import Any

from shared.custody.codes import print_code
from sync_server.console import french
from sync_server.console.statement_context import EventShown, LineShown, SectionShown, StatementContext
from sync_server.console.vat_rows import BalanceRow, VatRow
from sync_server.papers.engine import pdf


def statement_pdf(context: StatementContext, coop: str, number: str, address: str, made_ms: int) -> bytes:
    """The paper; `address` is that of the page, `number` what stands at its head."""
    return pdf("statement.typ", statement_data(context, coop, number, address), made_ms)


def statement_data(context: StatementContext, coop: str, number: str, address: str) -> dict[str, Any]:
    """What the template of statements is given."""
    totals = (context.net_ht_cents, context.vat_cents, context.net_cents)
    return {
        "coop": coop,
        "number": number,
        "title": f"Relevé de {context.name}",
        "period": french.month(context.period),
        "lead": context.lead,
        "figures": list(_figures(context)),
        "sections": _numbered([_section(each) for each in context.sections], address),
        "vat": [_vat(row) for row in context.vat],
        "vat-total": [french.euros(cents) for cents in totals],
        "balances": [_balance(row) for row in context.balances],
        "footnote": context.footnote,
        "address": address,
    }


def _numbered(sections: list[dict[str, Any]], address: str) -> list[dict[str, Any]]:
    numbers = count(1)
    for section in sections:
        for party in section["parties"]:
            for line in party["lines"]:
                line.update(n=next(numbers), href=f"{address}?ligne={line['href']}#{line['href']}")
    return sections


def _vat(row: VatRow) -> dict[str, str]:
    return {
        "name": row.party_name,
        "way": row.way,
        "mention": row.mention,
        "net": french.euros(row.total_ht_cents),
        "vat": french.euros(row.vat_cents),
        "total": french.euros(row.total_cents),
    }


def _balance(row: BalanceRow) -> dict[str, str]:
    return {
        "name": row.party_name,
        "receives": french.euros(row.receives_cents),
        "pays": french.euros(row.pays_cents),
        "left": french.euros(row.net_cents),
    }


def _figures(context: StatementContext) -> Iterator[dict[str, str]]:
    yield _figure(context.earned_cents, "gagnés", context.earned_note)
    yield _figure(context.owed_cents, "dus aux aidants", context.owed_note)
    if context.has_adjustments:
        yield _figure(context.adjustment_cents, "de régularisations", "de périodes déjà closes")
    if context.vat_note:
        yield _figure(context.vat_cents, "de TVA", context.vat_note)
    yield _figure(abs(context.net_cents), context.net_words, context.net_note)


def _figure(cents: int, of: str, note: str) -> dict[str, str]:
    return {"count": french.euros(cents), "of": of, "note": note}


def _section(section: SectionShown) -> dict[str, Any]:
    return {
        "title": section.title,
        "parties": [
            {
                "name": group.name,
                "amount": french.euros(group.amount_cents),
                "lines": [_line(line) for line in group.lines],
            }
            for group in section.groups
        ],
        "total-word": section.total_word,
        "total": french.euros(section.total_cents),
        "nothing": section.nothing,
    }


def _line(line: LineShown) -> dict[str, Any]:
    return {
        "href": line.anchor,
        "goods": line.goods,
        "reference": line.reference,
        "way": line.way,
        "crates": f"{line.crate_count}/{line.crate_total}",
        "base": french.euros(line.base_cents),
        "rate": line.rate_words,
        "reason": line.reason,
        "amount": french.euros(line.amount_cents),
        "why": list(line.why),
        "events": [_event(event) for event in line.events],
        "causes": [_event(event) for event in line.causes],
    }


def _event(event: EventShown) -> dict[str, Any]:
    return {"words": event.words, "codes": [print_code(code) for code in event.crates]}
