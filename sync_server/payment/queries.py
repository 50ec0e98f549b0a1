"""All SQL of payments."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Table, insert, select
from sqlmodel import Session

from shared.commission.local_time import local_date
from sync_server.db.base import table_of
from sync_server.ledger.tables import Posting
from sync_server.payment import tables
from sync_server.payment.values import Act, LedgerPosting, Outcome, Run, RunAct, Transfer
from sync_server.settlement.calendar import last_day_of_period
from sync_server.settlement.tables import Settlement

_RUN = table_of(tables.PaymentRun)
_ORDER = table_of(tables.PaymentOrder)
_ACT = table_of(tables.PaymentRunAct)
_OUTCOME = table_of(tables.PaymentOutcome)
_RECEIPT = table_of(tables.Receipt)
_POSTING = table_of(Posting)
_SETTLEMENT = table_of(Settlement)


def runs_of(session: Session, settlement_id: int) -> tuple[Run, ...]:
    """The runs of a settlement, the first first, with all that was done with them."""
    connection = session.connection()
    rows = connection.execute(
        select(_RUN).where(_RUN.c.settlement_id == settlement_id).order_by(_RUN.c.number)
    ).all()
    ids = [row.id for row in rows]
    outcomes = _last_outcomes(session, settlement_id)
    transfers: dict[int, list[Transfer]] = defaultdict(list)
    for row in connection.execute(select(_ORDER).where(_ORDER.c.run_id.in_(ids)).order_by(_ORDER.c.id)):
        outcome, day = outcomes.get(row.id, (None, None))
        transfers[row.run_id].append(_transfer(row, outcome, day))
    acts: dict[int, list[Act]] = defaultdict(list)
    for row in connection.execute(select(_ACT).where(_ACT.c.run_id.in_(ids)).order_by(_ACT.c.id)):
        acts[row.run_id].append(Act(RunAct(row.act), row.at_ms, row.by, row.reason))
    return tuple(_run(row, transfers[row.id], acts[row.id]) for row in rows)


def run_content(session: Session, run_id: int) -> str:
    """The bytes of a run's file, as text."""
    found = session.connection().execute(select(_RUN.c.content).where(_RUN.c.id == run_id))
    return str(found.scalar_one())


def count_transfers_for(session: Session, statement: str) -> int:
    """How many transfers were ever made for a statement."""
    found = session.connection().execute(select(_ORDER.c.id).where(_ORDER.c.statement == statement))
    return len(found.all())


def receipts_of(session: Session, settlement_id: int) -> dict[str, str]:
    """The day each person who owed has paid in."""
    statement = select(_RECEIPT.c.person_id, _RECEIPT.c.day).where(_RECEIPT.c.settlement_id == settlement_id)
    return {person_id: day for person_id, day in session.connection().execute(statement)}


def days_of_bank_entries(session: Session) -> dict[str, str]:
    """The day of each bank posting, by its key in the ledger."""
    connection = session.connection()
    joined = select(_ORDER.c.end_to_end_id, _OUTCOME.c.outcome, _OUTCOME.c.day).join(
        _OUTCOME, _OUTCOME.c.order_id == _ORDER.c.id
    )
    days = {f"{outcome}|{name}": day for name, outcome, day in connection.execute(joined)}
    for statement, day in connection.execute(select(_RECEIPT.c.statement, _RECEIPT.c.day)):
        days[f"received|{statement}"] = day
    return days


def all_postings(session: Session) -> list[LedgerPosting]:
    """The whole ledger, in the order in which it was written."""
    statement = (
        select(
            _POSTING.c.id,
            _POSTING.c.settlement_id,
            _SETTLEMENT.c.period,
            _SETTLEMENT.c.closed_ms,
            _POSTING.c.account,
            _POSTING.c.amount_cents,
            _POSTING.c.line_key,
        )
        .join(_SETTLEMENT, _SETTLEMENT.c.id == _POSTING.c.settlement_id)
        .order_by(_POSTING.c.id)
    )
    return [
        LedgerPosting(id_, of, period, last_day_of_period(period), local_date(ms), account, cents, key)
        for id_, of, period, ms, account, cents, key in session.connection().execute(statement)
    ]


def insert_run(session: Session, values: dict[str, Any]) -> int:
    """Writes a run; its id."""
    connection = session.connection()
    connection.execute(insert(_RUN), [values])
    named = (_RUN.c.settlement_id == values["settlement_id"]) & (_RUN.c.number == values["number"])
    return int(connection.execute(select(_RUN.c.id).where(named)).scalar_one())


def insert_transfers(session: Session, run_id: int, transfers: Iterable[Transfer]) -> None:
    """Writes the transfers of a run."""
    names = ("person_id", "statement", "amount_cents", "iban", "bic", "holder", "end_to_end_id")
    rows = [{"run_id": run_id, **{name: getattr(each, name) for name in names}} for each in transfers]
    session.connection().execute(insert(_ORDER), rows)


def insert_act(session: Session, run_id: int, act: RunAct, at_ms: int, by: str, reason: str) -> None:
    """Writes what was done with a run."""
    values = {"run_id": run_id, "act": act.value, "at_ms": at_ms, "by": by, "reason": reason}
    _insert(session, _ACT, [values])


def insert_outcomes(
    session: Session, transfers: Sequence[Transfer], outcome: Outcome, day: str, at_ms: int, by: str
) -> None:
    """Writes what the bank did with transfers."""
    rows = [
        {"order_id": each.id, "outcome": outcome.value, "day": day, "at_ms": at_ms, "by": by}
        for each in transfers
    ]
    _insert(session, _OUTCOME, rows)


def insert_receipt(session: Session, values: dict[str, Any]) -> None:
    """Writes what somebody paid in."""
    _insert(session, _RECEIPT, [values])


def _insert(session: Session, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        session.connection().execute(insert(table), rows)


def _last_outcomes(session: Session, settlement_id: int) -> dict[int, tuple[Outcome, str]]:
    statement = (
        select(_OUTCOME.c.order_id, _OUTCOME.c.outcome, _OUTCOME.c.day)
        .join(_ORDER, _ORDER.c.id == _OUTCOME.c.order_id)
        .join(_RUN, _RUN.c.id == _ORDER.c.run_id)
        .where(_RUN.c.settlement_id == settlement_id)
        .order_by(_OUTCOME.c.id)
    )
    rows = session.connection().execute(statement)
    return {order_id: (Outcome(outcome), day) for order_id, outcome, day in rows}


def _transfer(row: Any, outcome: Outcome | None, day: str | None) -> Transfer:
    return Transfer(
        id=row.id,
        run_id=row.run_id,
        person_id=row.person_id,
        statement=row.statement,
        amount_cents=row.amount_cents,
        iban=row.iban,
        bic=row.bic,
        holder=row.holder,
        end_to_end_id=row.end_to_end_id,
        outcome=outcome,
        outcome_day=day,
    )


def _run(row: Any, transfers: Sequence[Transfer], acts: Sequence[Act]) -> Run:
    return Run(
        id=row.id,
        settlement_id=row.settlement_id,
        number=row.number,
        message_id=row.message_id,
        execution_day=row.execution_day,
        made_ms=row.made_ms,
        made_by=row.made_by,
        total_cents=row.total_cents,
        file_name=row.file_name,
        sha256=row.sha256,
        transfers=tuple(transfers),
        acts=tuple(acts),
    )
