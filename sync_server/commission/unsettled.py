"""What settlements still lack: lines that differ from what was settled, and settled ones that went."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlmodel import Session

from sync_server.commission.compute import Valuation
from sync_server.commission.grouped import LineSum, sum_of_line
from sync_server.commission.settled import settled_lines

Identity = tuple[str | None, ...]


class Unsettled(NamedTuple):
    """A line whose `amount_cents` is what a settlement would add to `settled_cents`, None before the first.

    `taken_back`: it was settled and no longer follows from the facts; the line is its last settled form.
    """

    line: LineSum
    settled_cents: int | None
    taken_back: bool


def unsettled(session: Session, valuation: Valuation, settled: Mapping[Identity, int]) -> list[Unsettled]:
    """The lines that differ, in no particular order; `settled` are the sums of the same consignments."""
    found = [
        _unsettled(line, settled.get(line.identity))
        for line in valuation.lines
        if line.amount_cents != settled.get(line.identity)
    ]
    gone = {identity for identity, cents in settled.items() if cents}
    gone -= {line.identity for line in valuation.lines}
    return found + _taken_back(session, gone, settled)


def _unsettled(line: LineSum, settled_cents: int | None) -> Unsettled:
    added = line._replace(amount_cents=line.amount_cents - settled_cents) if settled_cents else line
    return Unsettled(added, settled_cents, taken_back=False)


def _taken_back(session: Session, gone: set[Identity], settled: Mapping[Identity, int]) -> list[Unsettled]:
    """Lines that no longer follow from the facts: their last settled form, with all that was paid on them."""
    if not gone:
        return []
    last: dict[Identity, LineSum] = {}
    for published in settled_lines(session, {identity[3] for identity in gone}):
        line = sum_of_line(published.line)
        if line.identity in gone:
            last[line.identity] = line
    return [
        Unsettled(line._replace(amount_cents=-settled[identity]), settled[identity], taken_back=True)
        for identity, line in last.items()
    ]
