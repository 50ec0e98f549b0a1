"""Rule 6: flat amounts for each crate carried for another, and for each stop with at least one of them."""

from collections import defaultdict
from collections.abc import Iterable

from shared.commission.carriage import Carriage
from shared.commission.crate_cents import crate_total
from shared.commission.legs import WithheldReason
from shared.commission.line_values import CommissionLine, LineKind
from shared.commission.percent import crates_of, events_of
from shared.money import split_by_largest_remainder

# Period, carrier, consignment, stage with its passage, round, tariff version, withheld reason.
_SameCrates = tuple[str, str, str, str, str | None, str, WithheldReason | None]
# Carrier, round, day when there is no round, place.
_Stop = tuple[str, str | None, str, str]


def flat_crate_lines(carriages: Iterable[Carriage]) -> list[CommissionLine]:
    """The flat amount of each crate and stage, shared over the stage's carriers as a percentage would be."""
    groups: dict[_SameCrates, list[Carriage]] = defaultdict(list)
    for carriage in carriages:
        if not carriage.is_own_goods and carriage.tariff.flat_per_crate_cents:
            leg = carriage.leg
            detail = f"{leg.stage} {carriage.passage_detail}".rstrip()
            same = (carriage.period, leg.carrier_id, leg.consignment_id, detail, leg.round_id)
            groups[*same, carriage.tariff.version, carriage.withheld_reason].append(carriage)
    return [_flat_crate_line(same, members) for same, members in groups.items()]


def _flat_crate_line(same: _SameCrates, members: list[Carriage]) -> CommissionLine:
    period, carrier_id, consignment_id, detail, round_id, tariff_version, withheld_reason = same
    flat_cents = members[0].tariff.flat_per_crate_cents
    return CommissionLine(
        period=period,
        payer_id=members[0].consignment.producer_id,
        beneficiary_id=carrier_id,
        consignment_id=consignment_id,
        stage_or_kind=LineKind.FLAT_CRATE,
        detail=detail,
        round_id=round_id,
        tariff_version=tariff_version,
        crates=crates_of(members),
        crate_count_total=crate_total(members[0].consignment),
        base_cents=flat_cents,
        rate_bp=0,
        amount_cents=sum(member.carriers_part(flat_cents) for member in members),
        event_ids=events_of(members),
        carrier_count=max(len(member.stage_legs) for member in members),
        withheld_reason=withheld_reason,
    )


def flat_stop_lines(carriages: Iterable[Carriage]) -> list[CommissionLine]:
    """The flat amount of each stop, shared over the producers assisted there by their turnover there.

    A stop is paid once, in the period and by the tariff of the first of its proven legs to end. A stop with
    no proven leg is withheld.
    """
    stops: dict[_Stop, list[Carriage]] = defaultdict(list)
    for carriage in carriages:
        if carriage.is_own_goods:
            continue
        leg = carriage.leg
        day = "" if leg.round_id is not None else leg.local_date.isoformat()
        for place_id in carriage.stops:
            stops[leg.carrier_id, leg.round_id, day, place_id].append(carriage)
    lines: list[CommissionLine] = []
    for stop, members in stops.items():
        proven = [member for member in members if member.leg.proven]
        lines.extend(_lines_of_stop(stop, proven or members))
    return lines


def _lines_of_stop(stop: _Stop, members: list[Carriage]) -> Iterable[CommissionLine]:
    carrier_id, round_id, day, place_id = stop
    first = min(members, key=lambda member: (member.leg.ended_at_ms, member.leg.crate))
    flat_cents = first.tariff.flat_per_stop_cents
    of_producer: dict[str, list[Carriage]] = defaultdict(list)
    for member in members:
        of_producer[member.consignment.producer_id].append(member)
    producer_ids = sorted(of_producer)
    turnovers = [_turnover_there(of_producer[producer_id]) for producer_id in producer_ids]
    parts = split_by_largest_remainder(flat_cents, turnovers)
    for producer_id, part_cents in zip(producer_ids, parts, strict=True):
        crates = crates_of(of_producer[producer_id])
        yield CommissionLine(
            period=first.period,
            payer_id=producer_id,
            beneficiary_id=carrier_id,
            consignment_id=None,
            stage_or_kind=LineKind.FLAT_STOP,
            detail=f"{place_id} {day}".rstrip(),
            round_id=round_id,
            tariff_version=first.tariff.version,
            crates=crates,
            crate_count_total=len(crates),
            base_cents=flat_cents,
            rate_bp=0,
            amount_cents=part_cents,
            event_ids=events_of(of_producer[producer_id]),
            withheld_reason=first.withheld_reason,
        )


def _turnover_there(members: list[Carriage]) -> int:
    # Whole consignments, so that a late crate of one already counted moves nobody's part.
    base_cents = {member.consignment.id: member.base_cents for member in members}
    return max(0, sum(base_cents.values()))
