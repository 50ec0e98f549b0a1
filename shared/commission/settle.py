"""What a closing settles: F of today less what earlier settlements hold, line by line."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from shared.commission.line_values import CommissionLine
from shared.errors import RelaisError


@dataclass(frozen=True, slots=True)
class SettledLine:
    """A line of a settlement: its amount is the difference with what was settled before.

    `causing_event_ids` are the events that came or went since; when there is none, the cause is an import
    or a tariff, and the line's own events lead to the carriage.
    """

    line: CommissionLine
    is_adjustment: bool
    settled_before_cents: int
    causing_event_ids: tuple[str, ...]


def difference_by_line_key(
    current: Iterable[CommissionLine],
    already_settled: Iterable[CommissionLine],
    closing_period: str,
    frozen_keys: Collection[str] = (),
) -> tuple[SettledLine, ...]:
    """The lines the closing of a period adds, in key order.

    `current` are the lines due now, `already_settled` those of all earlier settlements, oldest first; several
    may bear one key, their amounts add up. Periods after the closing one are left for their own closing.
    A line keeps its origin period; it is an adjustment when that period is before the closing one or its
    key was settled already. `frozen_keys` are disputed: nothing moves there until the decision.

    Raises: RelaisError `two-lines-one-key`, since one of them would be lost.
    """
    settled: dict[str, list[CommissionLine]] = defaultdict(list)
    for line in already_settled:
        settled[line.key].append(line)
    now = _by_key(line for line in current if line.period <= closing_period)
    keys = sorted({*now, *settled}.difference(frozen_keys))
    differences = (_difference(now.get(key), settled[key], closing_period) for key in keys)
    return tuple(each for each in differences if each.line.amount_cents)


def _by_key(lines: Iterable[CommissionLine]) -> dict[str, CommissionLine]:
    by_key: dict[str, CommissionLine] = {}
    for line in lines:
        if line.key in by_key:
            raise RelaisError("two-lines-one-key", key=line.key)
        by_key[line.key] = line
    return by_key


def _difference(
    now: CommissionLine | None, settled: list[CommissionLine], closing_period: str
) -> SettledLine:
    before_cents = sum(line.amount_cents for line in settled)
    if now is None:
        # Nothing is left of it: the last settled form of the line says what is taken back.
        line = replace(settled[-1], amount_cents=-before_cents)
        causes = line.event_ids
    else:
        line = replace(now, amount_cents=now.amount_cents - before_cents)
        seen = set(settled[-1].event_ids) if settled else set[str]()
        causes = tuple(sorted(seen.symmetric_difference(now.event_ids)))
    return SettledLine(line, bool(settled) or line.period < closing_period, before_cents, causes)
