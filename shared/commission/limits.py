"""Rule 7: the floor and the cap of what one helper gets for one round."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from shared.commission.line_values import NETWORK, CommissionLine, LineKind
from shared.commission.tariff import Tariff, TariffBook
from shared.money import split_by_largest_remainder


def limit_lines(lines: Iterable[CommissionLine], tariffs: TariffBook) -> list[CommissionLine]:
    """The lines a floor or a cap adds to a helper's percent and flat lines of each round.

    A floor adds one line paid by the network. A cap adds a negative line beside each line it scales down,
    from the same payer, so that what was earned stays readable. The tariff is the newest one of the
    round's lines; a floor falls in the last of their periods.
    """
    versions = {tariff.version: tariff for tariff in tariffs.tariffs}
    if all(tariff.round_floor_cents is None and tariff.round_cap_cents is None for tariff in tariffs.tariffs):
        return []
    rounds: dict[tuple[str, str], list[CommissionLine]] = defaultdict(list)
    for line in lines:
        if line.round_id is not None:
            rounds[line.beneficiary_id, line.round_id].append(line)
    added: list[CommissionLine] = []
    for round_lines in rounds.values():
        in_order = sorted(round_lines, key=lambda line: line.key)
        tariff = max((versions[line.tariff_version] for line in in_order), key=lambda each: each.valid_from)
        total_cents = sum(line.amount_cents for line in in_order)
        if tariff.round_floor_cents is not None and total_cents < tariff.round_floor_cents:
            added.append(_floor_line(in_order, tariff, tariff.round_floor_cents - total_cents))
        if tariff.round_cap_cents is not None and total_cents > tariff.round_cap_cents:
            added.extend(_cap_lines(in_order, tariff, tariff.round_cap_cents))
    return added


def _floor_line(round_lines: list[CommissionLine], tariff: Tariff, missing_cents: int) -> CommissionLine:
    crates = tuple(sorted({crate for line in round_lines for crate in line.crates}))
    return CommissionLine(
        period=max(line.period for line in round_lines),
        payer_id=NETWORK,
        beneficiary_id=round_lines[0].beneficiary_id,
        consignment_id=None,
        stage_or_kind=LineKind.FLOOR,
        round_id=round_lines[0].round_id,
        tariff_version=tariff.version,
        crates=crates,
        crate_count_total=len(crates),
        base_cents=sum(line.amount_cents for line in round_lines),
        rate_bp=0,
        amount_cents=missing_cents,
        event_ids=tuple(sorted({event_id for line in round_lines for event_id in line.event_ids})),
    )


def _cap_lines(round_lines: list[CommissionLine], tariff: Tariff, cap_cents: int) -> Iterable[CommissionLine]:
    total_cents = sum(line.amount_cents for line in round_lines)
    scaled = [line for line in round_lines if line.amount_cents > 0]
    # Lines below zero, from a refund larger than the sales, stay whole: only what is earned is scaled.
    scaled_cents = sum(line.amount_cents for line in scaled)
    kept_cents = cap_cents + scaled_cents - total_cents
    parts = split_by_largest_remainder(kept_cents, [line.amount_cents for line in scaled])
    for line, part_cents in zip(scaled, parts, strict=True):
        yield replace(
            line,
            stage_or_kind=LineKind.CAP,
            detail=f"{line.stage_or_kind} {line.detail}".rstrip(),
            base_cents=total_cents,
            rate_bp=0,
            amount_cents=part_cents - line.amount_cents,
        )
