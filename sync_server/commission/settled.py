"""Published commission lines, written once: storing them, reading them back as the values they were."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlmodel import Session

from shared.commission.legs import WithheldReason
from shared.commission.line_values import POOL, CommissionLine, LineKind
from sync_server.commission import tables
from sync_server.db.base import table_of
from sync_server.db.bulk import in_chunks, insert_many

_LINE = table_of(tables.CommissionLine)
_EVENT = table_of(tables.LineEvent)
_IDENTITY = (
    _LINE.c.period,
    _LINE.c.payer_id,
    _LINE.c.beneficiary_id,
    _LINE.c.consignment_id,
    _LINE.c.stage_or_kind,
    _LINE.c.detail,
    _LINE.c.round_id,
    _LINE.c.tariff_version,
    _LINE.c.withheld_reason,
)
_COLUMNS = (
    "settlement_id", "settled_in", "key", "period", "payer_id", "beneficiary_id", "consignment_id",
    "stage_or_kind", "detail", "round_id", "tariff_version", "withheld_reason", "crates",
    "crate_count_total", "base_cents", "rate_bp", "carrier_count", "amount_cents", "withheld_cents",
    "is_adjustment", "settled_before_cents",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PublishedLine:
    """A line as a settlement published it. A withheld line carries the amount it would pay."""

    line: CommissionLine
    settled_in: str
    is_adjustment: bool = False
    settled_before_cents: int = 0
    causing_event_ids: tuple[str, ...] = ()

    @property
    def due_cents(self) -> int:
        """What the line pays: nothing while it is withheld."""
        return 0 if self.line.withheld_reason else self.line.amount_cents


def store_lines(session: Session, settlement_id: int, lines: Sequence[PublishedLine]) -> None:
    """Appends the lines of a settlement, with their events."""
    connection = session.connection()
    insert_many(connection, tables.CommissionLine, _COLUMNS, [_row_of(settlement_id, line) for line in lines])
    stored = select(_LINE.c.key, _LINE.c.id).where(_LINE.c.settlement_id == settlement_id)
    id_by_key = {key: line_id for key, line_id in connection.execute(stored)}
    events = [
        (id_by_key[each.line.key], event_id, is_cause)
        for each in lines
        for is_cause, event_ids in ((0, each.line.event_ids), (1, each.causing_event_ids))
        for event_id in event_ids
    ]
    insert_many(connection, tables.LineEvent, ("line_id", "event_id", "is_cause"), events)


def settled_sums(
    session: Session, consignment_ids: Iterable[str | None] | None = None
) -> dict[tuple[str | None, ...], int]:
    """What is settled so far of each line, in cents, by identity; of all consignments, or of some."""
    total = func.sum(_LINE.c.amount_cents)
    statement = select(*_IDENTITY, total).where(_LINE.c.withheld_reason.is_(None)).group_by(*_IDENTITY)
    wanted = [statement]
    if consignment_ids is not None:
        ids = sorted({id_ for id_ in consignment_ids if id_ is not None})
        wanted = [statement.where(_LINE.c.consignment_id.in_(chunk)) for chunk in in_chunks(ids)]
    rows = (row for each in wanted for row in session.connection().execute(each))
    return {tuple(row[:-1]): int(row[-1]) for row in rows}


def settled_row_keys(session: Session, due_keys: Iterable[str]) -> set[str]:
    """The keys of the rows that settlements gave these due lines."""
    statement = select(_LINE.c.key, _LINE.c.settled_in)
    found: set[str] = set()
    for chunk in in_chunks(sorted(due_keys)):
        rows = session.connection().execute(statement.where(_LINE.c.key.in_(chunk)))
        found.update(f"{key}@{period}" for key, period in rows)
    return found


def settled_cents_of_period(session: Session, period: str) -> int | None:
    """What settlements have paid people for one month, in cents; None where none has yet."""
    paid = _LINE.c.withheld_reason.is_(None) & (_LINE.c.period == period) & (_LINE.c.beneficiary_id != POOL)
    total = session.connection().execute(select(func.sum(_LINE.c.amount_cents)).where(paid)).scalar()
    return None if total is None else int(total)


@dataclass(frozen=True, slots=True)
class SettlementSums:
    """What a settlement pays and withholds, and how many lines it pays.

    `adjustment_cents` is the part of `due_cents` that corrects earlier ones.
    """

    due_lines: int
    due_cents: int
    adjustment_cents: int
    withheld_cents: int


def sums_by_settlement(session: Session, settlement_ids: Collection[int]) -> dict[int, SettlementSums]:
    """The sums of these settlements, of those that have lines, by id: added up where they are."""
    due = _LINE.c.withheld_reason.is_(None)
    statement = select(
        _LINE.c.settlement_id,
        func.sum(case((due, 1), else_=0)),
        func.sum(_LINE.c.amount_cents),
        func.sum(case((_LINE.c.is_adjustment != 0, _LINE.c.amount_cents), else_=0)),
        func.sum(_LINE.c.withheld_cents),
    ).group_by(_LINE.c.settlement_id)
    wanted = statement.where(_LINE.c.settlement_id.in_(settlement_ids))
    rows = session.connection().execute(wanted)
    return {row[0]: SettlementSums(*(int(each) for each in row[1:])) for row in rows}


def withheld_in_settlement(session: Session, settlement_id: int) -> list[CommissionLine]:
    """The lines a settlement withheld, in key order, without their events."""
    condition = (_LINE.c.settlement_id == settlement_id) & _LINE.c.withheld_reason.is_not(None)
    rows = session.connection().execute(select(_LINE).where(condition))
    return sorted((_published(row, [], []).line for row in rows), key=lambda line: line.key)


def settled_lines(session: Session, consignment_ids: Iterable[str | None]) -> list[PublishedLine]:
    """The published lines of some consignments, oldest first; of None: those of rounds and periods."""
    ids = set(consignment_ids)
    known = sorted(id_ for id_ in ids if id_ is not None)
    conditions = [_LINE.c.consignment_id.in_(chunk) for chunk in in_chunks(known)]
    if None in ids:
        conditions.append(_LINE.c.consignment_id.is_(None))
    found = [line for condition in conditions for line in _read(session, condition)]
    return [line for _, line in sorted(found, key=lambda each: each[0])]


def lines_of_settlement(
    session: Session,
    settlement_id: int,
    person_id: str | None = None,
    keys: Collection[str] | None = None,
    *,
    has_events: bool = True,
) -> list[PublishedLine]:
    """The lines one settlement published, in key order: all, those a person pays or receives, of these keys.

    Without `has_events` they come bare of the facts behind them, which take nine tenths of the time.
    """
    condition = _LINE.c.settlement_id == settlement_id
    if person_id is not None:
        condition &= (_LINE.c.payer_id == person_id) | (_LINE.c.beneficiary_id == person_id)
    conditions = [condition]
    if keys is not None:
        conditions = [condition & _LINE.c.key.in_(chunk) for chunk in in_chunks(sorted(keys))]
    found = (line for each in conditions for _, line in _read(session, each, has_events=has_events))
    return sorted(found, key=lambda each: each.line.key)


def _read(
    session: Session, condition: ColumnElement[bool], *, has_events: bool = True
) -> list[tuple[int, PublishedLine]]:
    connection = session.connection()
    rows = connection.execute(select(_LINE).where(condition).order_by(_LINE.c.id)).all()
    events: dict[tuple[int, int], list[str]] = defaultdict(list)
    for chunk in in_chunks([row.id for row in rows] if has_events else []):
        statement = select(_EVENT.c.line_id, _EVENT.c.is_cause, _EVENT.c.event_id)
        ordered = statement.where(_EVENT.c.line_id.in_(chunk)).order_by(_EVENT.c.event_id)
        for line_id, is_cause, event_id in connection.execute(ordered):
            events[line_id, is_cause].append(event_id)
    return [(row.id, _published(row, events[row.id, 0], events[row.id, 1])) for row in rows]


def _published(row: Any, event_ids: list[str], causing_event_ids: list[str]) -> PublishedLine:
    reason = None if row.withheld_reason is None else WithheldReason(row.withheld_reason)
    line = CommissionLine(
        period=row.period,
        payer_id=row.payer_id,
        beneficiary_id=row.beneficiary_id,
        consignment_id=row.consignment_id,
        stage_or_kind=LineKind(row.stage_or_kind),
        round_id=row.round_id,
        tariff_version=row.tariff_version,
        crates=tuple(row.crates.split(",")) if row.crates else (),
        crate_count_total=row.crate_count_total,
        base_cents=row.base_cents,
        rate_bp=row.rate_bp,
        amount_cents=row.withheld_cents if reason else row.amount_cents,
        event_ids=tuple(event_ids),
        detail=row.detail,
        carrier_count=row.carrier_count,
        withheld_reason=reason,
    )
    causes = tuple(causing_event_ids)
    return PublishedLine(line, row.settled_in, bool(row.is_adjustment), row.settled_before_cents, causes)


def _row_of(settlement_id: int, published: PublishedLine) -> tuple[Any, ...]:
    line = published.line
    return (
        settlement_id, published.settled_in, line.key, line.period, line.payer_id, line.beneficiary_id,
        line.consignment_id, line.stage_or_kind.value, line.detail, line.round_id, line.tariff_version,
        line.withheld_reason and line.withheld_reason.value, ",".join(line.crates),
        line.crate_count_total, line.base_cents, line.rate_bp, line.carrier_count, published.due_cents,
        line.amount_cents - published.due_cents, int(published.is_adjustment),
        published.settled_before_cents,
    )  # fmt: skip
