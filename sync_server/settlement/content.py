"""What a settlement file says: terms, tariffs, lines with their events, statements."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from sqlmodel import Session

from shared.commission.line_json import line_to_json
from shared.commission.tariff_form import tariff_to_json
from sync_server.commission.settled import PublishedLine
from sync_server.commission.tariffs import load_tariffs
from sync_server.settlement.file import SettlementFile, settlement_file
from sync_server.settlement.queries import SettlementTerms, StatementNumber


def content_of(
    session: Session,
    terms: SettlementTerms,
    lines: Sequence[PublishedLine],
    statements: Sequence[StatementNumber],
) -> SettlementFile:
    """The file of a settlement, from what is about to be stored or from what was."""
    versions = {each.line.tariff_version for each in lines}
    tariffs = [tariff for tariff in load_tariffs(session).tariffs if tariff.version in versions]
    content: dict[str, Any] = {each.name: getattr(terms, each.name) for each in fields(SettlementTerms)}
    content |= {
        "tariffs": [tariff_to_json(tariff) for tariff in tariffs],
        "lines": [_due_line(each) for each in lines if each.line.withheld_reason is None],
        "withheld": [line_to_json(each.line) for each in lines if each.line.withheld_reason is not None],
        "statements": [
            {
                "number": each.label,
                "person": each.person_id,
                "earned_cents": each.earned_cents,
                "owed_cents": each.owed_cents,
            }
            for each in statements
        ],
    }
    return settlement_file(terms.period, content)


def _due_line(published: PublishedLine) -> dict[str, Any]:
    return {
        **line_to_json(published.line),
        "adjustment": published.is_adjustment,
        "settled_before_cents": published.settled_before_cents,
        "causes": list(published.causing_event_ids),
    }
