"""Settlement as JSON objects, for programs that call the command line."""

from dataclasses import asdict
from typing import Any

from shared.commission.line_json import line_to_json
from sync_server.commission.grouped import LineSum
from sync_server.settlement.blocking import BlockingPoint
from sync_server.settlement.closing import Closed
from sync_server.settlement.french import blocking_sentence
from sync_server.settlement.preview import Preview
from sync_server.settlement.statement_values import (
    PartyLines,
    PersonStatement,
    StatementLine,
    ToldEvent,
    VatShare,
)


def preview_to_json(seen: Preview) -> dict[str, Any]:
    """A preview: totals, lines, nets, and what stands in the way."""
    return {
        "period": seen.period,
        "closed": seen.closed is not None,
        "due_cents": seen.due_cents,
        "adjustment_cents": seen.adjustment_cents,
        "vat_cents": seen.vat_cents,
        "withheld_cents": seen.withheld_cents,
        "frozen_cents": seen.frozen_cents,
        "lines": [
            {
                **_line_sum(each.line),
                "adjustment": each.is_adjustment,
                "settled_before_cents": each.settled_before_cents,
            }
            for each in seen.differences
        ],
        "withheld": [_line_sum(line) for line in seen.withheld],
        "frozen": [_line_sum(each.line) for each in seen.frozen],
        "nets": [{**asdict(each), "net_cents": each.net_cents} for each in seen.nets],
        "blocking": points_to_json(seen.blocking),
    }


def points_to_json(points: tuple[BlockingPoint, ...]) -> list[dict[str, str]]:
    """What stands in the way: a stable code and a French sentence for each."""
    return [{"code": point.code, "sentence": blocking_sentence(point)} for point in points]


def closed_to_json(closed: Closed) -> dict[str, Any]:
    """A settlement with its statements."""
    return {
        **asdict(closed.settlement),
        "is_new": closed.is_new,
        "statements": [
            {**asdict(each), "label": each.label, "net_cents": each.net_cents} for each in closed.statements
        ],
    }


def statement_to_json(told: PersonStatement) -> dict[str, Any]:
    """A statement, each line with its explanation and its events."""
    return {
        "person": told.person_id,
        "name": told.person_name,
        "period": told.period,
        "provisional": told.is_provisional,
        "number": None if told.number is None else told.number.label,
        "earned_cents": told.earned_cents,
        "owed_cents": told.owed_cents,
        "adjustment_cents": told.adjustment_cents,
        "withheld_cents": told.withheld_cents,
        "net_cents": told.net_cents,
        "earned_vat_cents": told.earned_vat_cents,
        "owed_vat_cents": told.owed_vat_cents,
        "regime": told.terms and told.terms.kind,
        "mandate": told.mandate and {**asdict(told.mandate), "dated": told.mandate.dated.isoformat()},
        "vat": [_vat_share(each) for each in told.vat],
        "balances": [{**asdict(each), "net_cents": each.net_cents} for each in told.balances],
        "earned": [_party(each) for each in told.earned],
        "owed": [_party(each) for each in told.owed],
        "adjustments": [_party(each) for each in told.adjustments],
        "withheld": [_party(each) for each in told.withheld],
    }


def _line_sum(line: LineSum) -> dict[str, Any]:
    return {
        "period": line.period,
        "payer": line.payer_id,
        "beneficiary": line.beneficiary_id,
        "cons": line.consignment_id,
        "what": str(line.stage_or_kind),
        "round": line.round_id,
        "tariff": line.tariff_version,
        "reason": line.withheld_reason and str(line.withheld_reason),
        "amount_cents": line.amount_cents,
        "crates": line.crate_count,
        "of": line.crate_count_total,
        "base_cents": line.base_cents,
        "rate_bp": line.rate_bp,
    }


def _party(party: PartyLines) -> dict[str, Any]:
    return {
        "party": party.party_id,
        "name": party.party_name,
        "amount_cents": party.amount_cents,
        "lines": [_statement_line(line) for line in party.lines],
    }


def _vat_share(share: VatShare) -> dict[str, Any]:
    return {
        "party": share.party_id,
        "name": share.party_name,
        "earned": share.is_earned,
        "regime": share.terms.kind,
        "vat_bp": share.terms.vat_bp,
        "total_ht_cents": share.total_ht_cents,
        "vat_cents": share.vat_cents,
    }


def _statement_line(told: StatementLine) -> dict[str, Any]:
    return {
        **line_to_json(told.line),
        "key": told.line.key,
        "signed_cents": told.amount_cents,
        "adjustment": told.published.is_adjustment,
        "settled_before_cents": told.published.settled_before_cents,
        "why": list(told.sentences),
        "told_events": [_event(event) for event in told.events],
        "told_causes": [_event(event) for event in told.causes],
    }


def _event(event: ToldEvent) -> dict[str, Any]:
    return {
        "id": event.id,
        "kind": event.kind.value,
        "at_ms": event.at_ms,
        "actor": event.actor_id,
        "actor_name": event.actor_name,
        "place": event.place_id,
        "place_name": event.place_name,
        "how": event.how,
        "crates": list(event.crates),
    }
