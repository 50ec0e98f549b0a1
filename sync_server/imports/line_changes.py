"""Which order lines an import adds, takes out, or gives another amount, within the scopes it replaces."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sync_server.imports.interpret import OrderedLine
from sync_server.imports.queries import LineInForce


class LineChange(StrEnum):
    """What becomes of a line."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """One line that is not the same before and after, in cents; absent it counts nothing."""

    change: LineChange
    scope_key: str
    order_ref: str | None
    producer_id: str
    place_id: str
    product: str
    cents_before: int
    cents_after: int

    @property
    def difference_cents(self) -> int:
        """How much more it is than before."""
        return self.cents_after - self.cents_before


def line_changes(lines: Iterable[OrderedLine], in_force: Iterable[LineInForce]) -> tuple[ChangedLine, ...]:
    """The lines that differ, the largest difference first.

    A line is known by its scope and by what it is of (order, producer, product, variant); one that moved
    to another place or day is taken out there and added here.
    """
    before = {_key_in_force(line): line for line in in_force}
    after = {_key(line): line for line in lines}
    changed = [_changed(before[key], after[key]) for key in before.keys() & after.keys()]
    found = [line for line in changed if line is not None]
    found += [_removed(before[key]) for key in before.keys() - after.keys()]
    found += [_added(after[key]) for key in after.keys() - before.keys()]
    return tuple(sorted(found, key=_largest_first))


def counted(changes: Sequence[ChangedLine]) -> Mapping[LineChange, tuple[int, int]]:
    """For each kind of change, how many lines and what they move in cents."""
    return {
        kind: (
            sum(line.change is kind for line in changes),
            sum(line.difference_cents for line in changes if line.change is kind),
        )
        for kind in LineChange
    }


def _key(line: OrderedLine) -> tuple[str, ...]:
    return line.scope_key, line.line_key, line.place_id, line.pickup_date


def _key_in_force(line: LineInForce) -> tuple[str, ...]:
    return line.scope_key, line.line_key, line.place_id, line.pickup_date


def _changed(before: LineInForce, after: OrderedLine) -> ChangedLine | None:
    if before.amount_ttc_cents == after.read.amount_ttc_cents:
        return None
    return _line(LineChange.CHANGED, after, before.amount_ttc_cents)


def _added(after: OrderedLine) -> ChangedLine:
    return _line(LineChange.ADDED, after, 0)


def _line(change: LineChange, after: OrderedLine, cents_before: int) -> ChangedLine:
    return ChangedLine(
        change,
        after.scope_key,
        after.read.order_ref,
        after.producer_id,
        after.place_id,
        _named(after.read.product, after.read.variant),
        cents_before,
        after.read.amount_ttc_cents,
    )


def _removed(before: LineInForce) -> ChangedLine:
    return ChangedLine(
        LineChange.REMOVED,
        before.scope_key,
        before.order_ref,
        before.producer_id,
        before.place_id,
        _named(before.product, before.variant),
        before.amount_ttc_cents,
        0,
    )


def _named(product: str | None, variant: str | None) -> str:
    return ", ".join(part for part in (product, variant) if part)


def _largest_first(line: ChangedLine) -> tuple[int, str, str, str, str, str]:
    return (
        -abs(line.difference_cents),
        line.scope_key,
        line.order_ref or "",
        line.producer_id,
        line.product,
        line.change,
    )
