"""Rules 1 to 5: a rate of the turnover to the crates' carriers and to the keeper of where they arrive."""

from collections import defaultdict
from collections.abc import Iterable

from shared.commission.carriage import Carriage
from shared.commission.crate_cents import CrateCents, crate_total
from shared.commission.keepers import KeeperBook
from shared.commission.legs import WithheldReason
from shared.commission.line_values import CommissionLine, LineKind
from shared.money import apply_rate

# What a line has in common: period, beneficiary, consignment, kind, passage, round, tariff version, reason.
_Same = tuple[str, str, str, LineKind, str, str | None, str, WithheldReason | None]


def stage_lines(carriages: Iterable[Carriage], crate_cents: CrateCents) -> list[CommissionLine]:
    """Rules 1 to 4: each carrier's lines for the stages he carried other producers' crates over."""
    groups: dict[_Same, list[Carriage]] = defaultdict(list)
    for carriage in carriages:
        if not carriage.is_own_goods:
            leg = carriage.leg
            groups[_same(carriage, leg.carrier_id, LineKind(leg.stage))].append(carriage)
    lines: list[CommissionLine] = []
    for same, members in groups.items():
        first = members[0]
        rate_bp = first.tariff.percent.of(first.leg.stage)
        stage_cents = apply_rate(first.base_cents, rate_bp)
        if _carries_all_alone(members):
            # The parts of all crates add up to the whole, so they need not be computed.
            amount_cents = stage_cents
        else:
            amount_cents = sum(_carriers_cents(member, stage_cents, crate_cents) for member in members)
        lines.append(_line(same, members, rate_bp, amount_cents))
    return lines


def keeper_lines(
    carriages: Iterable[Carriage], keepers: KeeperBook, crate_cents: CrateCents
) -> list[CommissionLine]:
    """Rule 5: the keeper's lines, once for each crate that came to a place he keeps for another producer."""
    groups: dict[_Same, list[Carriage]] = defaultdict(list)
    for carriage in _one_arrival_per_crate(carriages):
        keeper_id = _keeper_of(carriage, keepers)
        if keeper_id is not None and keeper_id != carriage.consignment.producer_id:
            groups[_same(carriage, keeper_id, LineKind.KEEPER)].append(carriage)
    lines: list[CommissionLine] = []
    for same, members in groups.items():
        first = members[0]
        rate_bp = first.tariff.keeper_bp
        whole_cents = apply_rate(first.base_cents, rate_bp)
        if len(members) == crate_total(first.consignment):
            amount_cents = whole_cents
        else:
            amount_cents = sum(
                crate_cents.of(member.leg.crate, whole_cents, member.consignment, member.tariff)
                for member in members
            )
        lines.append(_line(same, members, rate_bp, amount_cents))
    return lines


def _same(carriage: Carriage, beneficiary_id: str, kind: LineKind) -> _Same:
    leg = carriage.leg
    return (
        carriage.period,
        beneficiary_id,
        leg.consignment_id,
        kind,
        "" if kind is LineKind.KEEPER else carriage.passage_detail,
        leg.round_id,
        carriage.tariff.version,
        carriage.withheld_reason,
    )


def _carries_all_alone(members: list[Carriage]) -> bool:
    if any(len(member.stage_legs) > 1 for member in members):
        return False
    total = crate_total(members[0].consignment)
    return len(members) == total and len({member.leg.crate for member in members}) == total


def _carriers_cents(carriage: Carriage, stage_cents: int, crate_cents: CrateCents) -> int:
    crate = carriage.leg.crate
    return carriage.carriers_part(crate_cents.of(crate, stage_cents, carriage.consignment, carriage.tariff))


def _keeper_of(carriage: Carriage, keepers: KeeperBook) -> str | None:
    consignment, place_id = carriage.consignment, carriage.leg.to_place_id
    if place_id == consignment.place_id:
        return consignment.keeper_id
    # A crate left at a fallback point is kept by that point's keeper.
    return None if place_id is None else keepers.on(place_id, consignment.date)


def _one_arrival_per_crate(carriages: Iterable[Carriage]) -> Iterable[Carriage]:
    arrivals: dict[tuple[str, str], Carriage] = {}
    for carriage in carriages:
        if not carriage.is_arrival:
            continue
        crate = (carriage.leg.consignment_id, carriage.leg.crate)
        kept = arrivals.get(crate)
        if kept is None or _comes_first(carriage, kept):
            arrivals[crate] = carriage
    return arrivals.values()


def _comes_first(candidate: Carriage, kept: Carriage) -> bool:
    # A proven arrival before one that is not, then the earlier in the crate's chain.
    return (not candidate.leg.proven, candidate.leg.stage_index) < (not kept.leg.proven, kept.leg.stage_index)


def _line(same: _Same, members: list[Carriage], rate_bp: int, amount_cents: int) -> CommissionLine:
    period, beneficiary_id, consignment_id, kind, detail, round_id, tariff_version, withheld_reason = same
    consignment = members[0].consignment
    return CommissionLine(
        period=period,
        payer_id=consignment.producer_id,
        beneficiary_id=beneficiary_id,
        consignment_id=consignment_id,
        stage_or_kind=kind,
        detail=detail,
        round_id=round_id,
        tariff_version=tariff_version,
        crates=crates_of(members),
        crate_count_total=crate_total(consignment),
        base_cents=members[0].base_cents,
        rate_bp=rate_bp,
        amount_cents=amount_cents,
        event_ids=events_of(members),
        carrier_count=1 if kind is LineKind.KEEPER else max(len(m.stage_legs) for m in members),
        withheld_reason=withheld_reason,
    )


def crates_of(members: Iterable[Carriage]) -> tuple[str, ...]:
    """The crates of some legs, in code order, each once."""
    return tuple(sorted({member.leg.crate for member in members}))


def events_of(members: Iterable[Carriage]) -> tuple[str, ...]:
    """The events of some legs, each once, in an order that does not depend on theirs."""
    return tuple(sorted({event_id for member in members for event_id in member.leg.event_ids}))
