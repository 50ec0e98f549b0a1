"""What a settlement file says: terms, tariffs, lines with their events, statements."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

from sqlmodel import Session

from shared.commission.line_json import line_to_json
from shared.commission.tariff_form import tariff_to_json
from sync_server.commission.settled import PublishedLine
from sync_server.commission.tariffs import load_tariffs
from sync_server.settlement.file import FIRST_FORMAT, VAT_FORMAT, SettlementFile, settlement_file
from sync_server.settlement.queries import SettlementTerms, StatementNumber
from sync_server.settlement.vat import Vat


def content_of(
    session: Session,
    terms: SettlementTerms,
    lines: Sequence[PublishedLine],
    statements: Sequence[StatementNumber],
    vat: Vat | None,
) -> SettlementFile:
    """The file of a settlement, from what is about to be stored or from what was.

    `vat` is None for a settlement written before VAT was: its file keeps the form it had.
    """
    versions = {each.line.tariff_version for each in lines}
    tariffs = [tariff for tariff in load_tariffs(session).tariffs if tariff.version in versions]
    content: dict[str, Any] = {each.name: getattr(terms, each.name) for each in fields(SettlementTerms)}
    content |= {
        "tariffs": [tariff_to_json(tariff) for tariff in tariffs],
        "lines": [_due_line(each) for each in lines if each.line.withheld_reason is None],
        "withheld": [line_to_json(each.line) for each in lines if each.line.withheld_reason is not None],
        "statements": [_statement(each, has_vat=vat is not None) for each in statements],
    }
    if vat is None:
        return settlement_file(terms.period, content, FIRST_FORMAT)
    content["vat"] = [asdict(each) for each in vat.pairs]
    content["regimes"] = [
        {"period": each.period, "person": each.person_id, **asdict(each.terms)} for each in vat.fixed
    ]
    return settlement_file(terms.period, content, VAT_FORMAT)


def _statement(number: StatementNumber, *, has_vat: bool) -> dict[str, Any]:
    told = {
        "number": number.label,
        "person": number.person_id,
        "earned_cents": number.earned_cents,
        "owed_cents": number.owed_cents,
    }
    if not has_vat:
        return told
    names = ("earned_vat_cents", "owed_vat_cents", "mandate_dated", "mandate_reference")
    return told | {name: getattr(number, name) for name in names}


def _due_line(published: PublishedLine) -> dict[str, Any]:
    return {
        **line_to_json(published.line),
        "adjustment": published.is_adjustment,
        "settled_before_cents": published.settled_before_cents,
        "causes": list(published.causing_event_ids),
    }
