"""Commission lines as JSON objects, the shape in which phones and settlement files hold them."""

from collections.abc import Mapping
from typing import Any

from shared.commission.legs import WithheldReason
from shared.commission.line_values import CommissionLine, LineKind


def line_to_json(line: CommissionLine) -> dict[str, Any]:
    """The JSON object of a line; `line_from_json` reads it back to the same value."""
    return {
        "period": line.period,
        "payer": line.payer_id,
        "beneficiary": line.beneficiary_id,
        "cons": line.consignment_id,
        "what": line.stage_or_kind.value,
        "detail": line.detail,
        "round": line.round_id,
        "tariff": line.tariff_version,
        "crates": list(line.crates),
        "of": line.crate_count_total,
        "base_cents": line.base_cents,
        "rate_bp": line.rate_bp,
        "amount_cents": line.amount_cents,
        "carriers": line.carrier_count,
        "reason": None if line.withheld_reason is None else line.withheld_reason.value,
        "events": list(line.event_ids),
    }


def line_from_json(fields: Mapping[str, Any]) -> CommissionLine:
    """A line from its JSON object; other fields beside its own are left alone."""
    reason = fields.get("reason")
    return CommissionLine(
        period=fields["period"],
        payer_id=fields["payer"],
        beneficiary_id=fields["beneficiary"],
        consignment_id=fields["cons"],
        stage_or_kind=LineKind(fields["what"]),
        detail=fields.get("detail", ""),
        round_id=fields["round"],
        tariff_version=fields["tariff"],
        crates=tuple(fields["crates"]),
        crate_count_total=fields["of"],
        base_cents=fields["base_cents"],
        rate_bp=fields["rate_bp"],
        amount_cents=fields["amount_cents"],
        carrier_count=fields.get("carriers", 1),
        withheld_reason=None if reason is None else WithheldReason(reason),
        event_ids=tuple(fields["events"]),
    )
