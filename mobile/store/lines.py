"""The commission lines of this person, by period, each with what explains it."""

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection

from mobile.store.database import Store
from mobile.store.history import LoggedFact, facts_by_id, read_logged
from mobile.store.reference import (
    ConsignmentWire,
    Wire,
    place_row,
    read_wire,
    row_content,
    rows_of,
)
from shared.custody.bodies import read_body
from shared.custody.decisions import Resolution
from shared.custody.events import Fact, Kind

_DISPUTES = (
    "SELECT f.seq, f.body, f.seq < s.next, 0 FROM logged_fact f JOIN sync_state s"
    " LEFT JOIN voided_fact v ON v.fact_id = f.id"
    " WHERE f.kind NOT IN ('pickup', 'drop') AND f.kind = ? AND v.fact_id IS NULL ORDER BY f.seq"
)
_OPEN_DISPUTE = "open"
_REJECTED = Resolution.REJECTED.value


class LineStatus(StrEnum):
    """Whether a line is to be paid, held back, or already settled."""

    DUE = "due"
    WITHHELD = "withheld"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class DisputeOutcome:
    """What the coordinator decided of a dispute, and why; `is_upheld` where it was well founded."""

    is_upheld: bool
    because: str


@dataclass(frozen=True, slots=True)
class LineRow:
    """One commission line; `base_cents` is the turnover it was computed from, `rate_bp` basis points.

    `decided_because` are (coordinator, reason) of the decisions by which it counts.
    `place_name` is where its goods go, None where this phone was not sent their consignment.
    """

    key: str
    period: str
    payer_id: str
    payer_name: str
    consignment_id: str | None
    place_name: str | None
    what: str
    round_id: str | None
    tariff: str | None
    crates: tuple[str, ...]
    of: int
    base_cents: int
    rate_bp: int
    amount_cents: int
    status: LineStatus
    reason: str | None
    event_ids: tuple[str, ...]
    settlement_id: str | None
    is_disputed: bool
    outcome: DisputeOutcome | None = None
    decided_because: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PeriodTotal:
    """What a month holds for this person, in cents."""

    period: str
    due_cents: int
    withheld_cents: int
    settled_cents: int
    line_count: int


class _DisputeWire(Wire):
    status: str
    because: str | None = None


class _DecidedWire(Wire):
    by: str
    because: str


class _LineWire(Wire):
    period: str
    payer: str
    payer_name: str | None = None
    cons: str | None = None
    what: str
    round: str | None = None
    tariff: str | int | None = None
    crates: tuple[str, ...] = ()
    of: int = 0
    base_cents: int = 0
    rate_bp: int = 0
    amount_cents: int
    status: LineStatus
    reason: str | None = None
    events: tuple[str, ...] = ()
    settlement: str | int | None = None
    dispute: _DisputeWire | None = None
    decided: tuple[_DecidedWire, ...] = ()


def period_totals(store: Store) -> tuple[PeriodTotal, ...]:
    """One total per month, the newest first."""
    by_period: defaultdict[str, list[LineRow]] = defaultdict(list)
    for line in _all_lines(store):
        by_period[line.period].append(line)
    return tuple(_total(period, by_period[period]) for period in sorted(by_period, reverse=True))


def lines_of_period(store: Store, period: str) -> tuple[LineRow, ...]:
    """The lines of a month, by payer and key."""
    lines = [line for line in _all_lines(store) if line.period == period]
    return tuple(sorted(lines, key=lambda line: (line.payer_name, line.key)))


def lines_of_round(store: Store, round_id: str) -> tuple[LineRow, ...]:
    """The lines the server has computed so far for one round."""
    return tuple(line for line in _all_lines(store) if line.round_id == round_id)


def commission_line(store: Store, key: str) -> LineRow | None:
    """One line; None where it is not known here."""
    with store.reading() as connection:
        content = row_content(connection, "line", key)
        return _line(connection, key, content, _disputed_keys(connection))


def disputes_of_line(store: Store, key: str) -> tuple[LoggedFact, ...]:
    """This phone's standing disputes of one line, the newest last."""
    with store.reading() as connection:
        rows = connection.exec_driver_sql(_DISPUTES, (Kind.DISPUTE.value,)).all()
    read = (read_logged(row) for row in rows)
    return tuple(each for each in read if each.fact is not None and each.fact.data.get("line") == key)


def facts_of_line(store: Store, line: LineRow) -> tuple[LoggedFact, ...]:
    """Those of the line's facts that this phone recorded itself: the scans behind the cents."""
    return facts_by_id(store, line.event_ids)


def _all_lines(store: Store) -> list[LineRow]:
    with store.reading() as connection:
        rows = rows_of(connection, "line")
        disputed = _disputed_keys(connection)
        lines = [_line(connection, key, content, disputed) for key, content in rows]
    return [line for line in lines if line is not None]


def _disputed_keys(connection: Connection) -> frozenset[str]:
    rows = connection.exec_driver_sql(
        "SELECT f.body FROM logged_fact f LEFT JOIN voided_fact v ON v.fact_id = f.id"
        " WHERE f.kind NOT IN ('pickup', 'drop') AND f.kind = ? AND v.fact_id IS NULL",
        (Kind.DISPUTE.value,),
    )
    facts = (read_body(row[0]) for row in rows)
    return frozenset(str(fact.data.get("line")) for fact in facts if isinstance(fact, Fact))


def _line(connection: Connection, key: str, content: str | None, disputed: frozenset[str]) -> LineRow | None:
    wire = read_wire(content, _LineWire)
    if wire is None:
        return None
    outcome = _outcome(wire)
    return LineRow(
        key=key,
        period=wire.period,
        payer_id=wire.payer,
        payer_name=wire.payer_name or wire.payer,
        consignment_id=wire.cons,
        place_name=_place_name(connection, wire.cons),
        what=wire.what,
        round_id=wire.round,
        tariff=None if wire.tariff is None else str(wire.tariff),
        crates=tuple(wire.crates),
        of=wire.of,
        base_cents=wire.base_cents,
        rate_bp=wire.rate_bp,
        amount_cents=wire.amount_cents,
        status=wire.status,
        reason=wire.reason,
        event_ids=tuple(wire.events),
        settlement_id=None if wire.settlement is None else str(wire.settlement),
        is_disputed=outcome is None and (key in disputed or wire.dispute is not None),
        outcome=outcome,
        decided_because=tuple((each.by, each.because) for each in wire.decided),
    )


def _outcome(wire: _LineWire) -> DisputeOutcome | None:
    told = wire.dispute
    if told is None or told.status == _OPEN_DISPUTE:
        return None
    return DisputeOutcome(told.status != _REJECTED, told.because or "")


def _place_name(connection: Connection, consignment_id: str | None) -> str | None:
    content = row_content(connection, "cons", consignment_id) if consignment_id else None
    consignment = read_wire(content, ConsignmentWire)
    found = place_row(connection, consignment.place) if consignment else None
    return found.name if found else None


def _total(period: str, lines: list[LineRow]) -> PeriodTotal:
    cents = {
        status: sum(line.amount_cents for line in lines if line.status is status) for status in LineStatus
    }
    return PeriodTotal(
        period, cents[LineStatus.DUE], cents[LineStatus.WITHHELD], cents[LineStatus.SETTLED], len(lines)
    )
