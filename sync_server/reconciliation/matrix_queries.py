"""Reading the matrix of a day: sums and gaps by farm and point, and the crates behind one of its cells."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, text
from sqlmodel import Session

from sync_server.db.base import table_of
from sync_server.network.status import RoundStatus
from sync_server.network.tables import Consignment, Round
from sync_server.reconciliation.counts import Count, Lacking, Trace, Way
from sync_server.reconciliation.matrix import Cell, Gap, MatrixRow, in_gap_order, rows_of_traces
from sync_server.reconciliation.matrix_sql import OPEN_ITEMS, ORDERED, SUMS_AND_GAPS, TRACES

_CONSIGNMENT = table_of(Consignment)
_ROUND = table_of(Round)
_NONE_SEEN = (0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class MatrixScope:
    """Which part of a day is asked for; empty texts leave a side open."""

    day: str
    producer_id: str = ""
    place_id: str = ""

    @property
    def values(self) -> dict[str, str]:
        """As the statements name them."""
        return {"day": self.day, "producer": self.producer_id, "place": self.place_id}


def matrix_rows(
    session: Session,
    scope: MatrixScope,
    withdrawn: dict[Cell, int] | None = None,
    traces: Iterable[Trace] | None = None,
) -> list[MatrixRow]:
    """The matrix, by point and farm; work in proportion to the crates of the day.

    Where the scope's crates were traced already, they are counted and not traced again.
    """
    connection = session.connection()
    ordered = {(row[0], row[1]): int(row[2]) for row in connection.execute(text(ORDERED), scope.values)}
    if traces is not None:
        return rows_of_traces(ordered, traces, withdrawn or {})
    sums: dict[Cell, tuple[int, int, int, int, int]] = {}
    gaps: dict[Cell, list[Gap]] = defaultdict(list)
    for producer_id, place_id, lack, *way_and_sums in _rows(session, SUMS_AND_GAPS, scope):
        way, counts = way_and_sums[:4], way_and_sums[4:]
        if lack is None:
            crates, picked, hub_expected, at_hub, dropped = (int(each) for each in counts)
            sums[producer_id, place_id] = (crates, picked, hub_expected, at_hub, dropped)
        else:
            gaps[producer_id, place_id].append(Gap(_lacking(lack, way), int(counts[0])))
    counted = withdrawn or {}
    return [
        MatrixRow(
            cell[0],
            cell[1],
            ordered.get(cell, 0),
            *(sums.get(cell) or _NONE_SEEN),
            withdrawn=counted.get(cell),
            gaps=in_gap_order(gaps[cell]),
        )
        for cell in sorted({*ordered, *sums}, key=lambda pair: (pair[1], pair[0]))
        if ordered.get(cell, 0) or cell in sums
    ]


def traces_of(session: Session, scope: MatrixScope) -> list[Trace]:
    """Every crate of a part of a day with the counts it passed, by code."""
    found: dict[str, Trace] = {}
    for code, producer_id, place_id, *counts, lack, carrier_id, round_id, from_id, to_id in _rows(
        session, TRACES, scope
    ):
        before = found[code].lacks if code in found else ()
        now = () if lack is None else (_lacking(lack, (carrier_id, round_id, from_id, to_id)),)
        picked, hub_expected, at_hub, dropped = (bool(each) for each in counts)
        lacks = tuple(sorted((*before, *now), key=lambda each: each.before is None))
        found[code] = Trace(code, producer_id, place_id, picked, hub_expected, at_hub, dropped, lacks)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An open work item about a crate; one item may be about several."""

    cell: Cell
    code: str
    item_id: int


def open_items_on(session: Session, scope: MatrixScope) -> list[OpenItem]:
    """The open work items about the crates of a part of a day."""
    return [OpenItem((row[0], row[1]), row[2], row[3]) for row in _rows(session, OPEN_ITEMS, scope)]


def days_of_goods(session: Session) -> list[str]:
    """Every day for which there ever were goods, the latest first."""
    statement = select(_CONSIGNMENT.c.date).distinct().order_by(_CONSIGNMENT.c.date.desc())
    return list(session.connection().execute(statement).scalars())


def closed_rounds(session: Session, day: str) -> frozenset[str]:
    """The rounds of a day that their drivers ended."""
    statement = select(_ROUND.c.id).where(_ROUND.c.date == day, _ROUND.c.status == RoundStatus.CLOSED.value)
    return frozenset(session.connection().execute(statement).scalars())


def _rows(session: Session, statement: str, scope: MatrixScope) -> Iterable[tuple[Any, ...]]:
    return (tuple(row) for row in session.connection().execute(text(statement), scope.values))


def _lacking(lack: str, way: Iterable[str | None]) -> Lacking:
    after, _, before = lack.partition(" ")
    return Lacking(Count(after), Count(before) if before else None, Way(*way))
