"""Paying a closed period: making a run and its file, voiding it, saying it is with the bank."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from sqlmodel import Session

from shared.commission.local_time import local_date, local_datetime
from sync_server.billing.queries import accounts
from sync_server.billing.values import CO_OP, Account
from sync_server.db.feed import lock_feed
from sync_server.payment import queries
from sync_server.payment.sepa import transfer_file
from sync_server.payment.values import (
    Collectable,
    Outcome,
    Payable,
    PaymentRefusal,
    PaymentState,
    Run,
    RunAct,
    RunTerms,
    Transfer,
)
from sync_server.settlement.file import SettlementFile, write_once
from sync_server.settlement.queries import ClosedPeriod, StatementNumber, closed_period, statements_of

FOLDER = "payments"
_HASH_IN_NAME = 16


@dataclass(frozen=True, slots=True)
class RunRequest:
    """Who wants the transfers of which period made, to be executed on which day."""

    period: str
    by: str
    execution_day: date
    now_ms: int
    data_dir: Path


@dataclass(frozen=True, slots=True)
class RunMade:
    """The run; `is_new` is false when nobody was left to pay and the last one stands."""

    run: Run
    is_new: bool


def payment_state(session: Session, period: str) -> PaymentState | None:
    """A period's payments as they stand, None while it is open."""
    settlement = closed_period(session, period)
    if settlement is None:
        return None
    known = accounts(session)
    runs = queries.runs_of(session, settlement.id)
    done = {each.person_id for run in runs for each in _standing(run)}
    received = queries.receipts_of(session, settlement.id)
    numbers = statements_of(session, settlement.id)
    return PaymentState(
        settlement=settlement,
        co_op=known.get(CO_OP),
        runs=runs,
        payable=tuple(
            Payable(each, known.get(each.person_id))
            for each in numbers
            if each.net_cents > 0 and each.person_id not in done
        ),
        collectable=tuple(
            Collectable(each, received.get(each.person_id)) for each in numbers if each.net_cents < 0
        ),
    )


def make_run(session: Session, request: RunRequest) -> RunMade | PaymentRefusal:
    """Makes the transfers of all who are to be paid and whose account is known: rows and file, or nothing.

    Whoever closed the period may not: two people see each payment.
    """
    lock_feed(session)
    state = payment_state(session, request.period)
    if state is None:
        return PaymentRefusal.PERIOD_OPEN
    if state.settlement.closed_by == request.by:
        return PaymentRefusal.FOUR_EYES
    standing = [run for run in state.runs if not run.is_voided]
    if not state.ready:
        return RunMade(standing[-1], is_new=False) if standing else PaymentRefusal.NOBODY_TO_PAY
    if state.co_op is None:
        return PaymentRefusal.NO_CO_OP_ACCOUNT
    if request.execution_day < local_date(request.now_ms):
        return PaymentRefusal.DAY_PAST
    number = len(state.runs) + 1
    transfers = [_transfer(session, each.number, each.account) for each in state.ready if each.account]
    terms = RunTerms(
        message_id=f"RF-{request.period}-{number:02d}",
        execution_day=request.execution_day,
        made_at=local_datetime(request.now_ms).strftime("%Y-%m-%dT%H:%M:%S"),
        debtor=state.co_op,
    )
    run_id = _write(session, request, state.settlement, number, terms, transfers)
    return RunMade(_run_with(session, state.settlement.id, run_id), is_new=True)


def void_run(
    session: Session, period: str, number: int, reason: str, by: str, now_ms: int
) -> Run | PaymentRefusal:
    """Withdraws a run that is not with the bank yet; its transfers are to be made again. Twice is once."""
    lock_feed(session)
    run = find_run(session, period, number)
    if run is None:
        return PaymentRefusal.RUN_UNKNOWN
    if run.is_voided:
        return run
    if run.is_sent:
        return PaymentRefusal.RUN_SENT
    if not reason.strip():
        return PaymentRefusal.REASON_EMPTY
    queries.insert_act(session, run.id, RunAct.VOIDED, now_ms, by, reason.strip())
    return _run_with(session, run.settlement_id, run.id)


def send_run(session: Session, period: str, number: int, by: str, now_ms: int) -> Run | PaymentRefusal:
    """Says that the file was given to the bank: from then on it cannot be voided. Twice is once."""
    lock_feed(session)
    run = find_run(session, period, number)
    if run is None:
        return PaymentRefusal.RUN_UNKNOWN
    if run.is_voided:
        return PaymentRefusal.RUN_VOIDED
    if not any(each.act is RunAct.SENT for each in run.acts):
        queries.insert_act(session, run.id, RunAct.SENT, now_ms, by, "")
    return _run_with(session, run.settlement_id, run.id)


def find_run(session: Session, period: str, number: int) -> Run | None:
    """One run of a period."""
    settlement = closed_period(session, period)
    if settlement is None:
        return None
    return next((run for run in queries.runs_of(session, settlement.id) if run.number == number), None)


def _standing(run: Run) -> list[Transfer]:
    """The transfers of a run that pay or will pay somebody."""
    if run.is_voided:
        return []
    return [each for each in run.transfers if each.outcome is not Outcome.RETURNED]


def _transfer(session: Session, number: StatementNumber, account: Account) -> Transfer:
    again = queries.count_transfers_for(session, number.label)
    return Transfer(
        id=0,
        run_id=0,
        person_id=number.person_id,
        statement=number.label,
        amount_cents=number.net_cents,
        iban=account.iban,
        bic=account.bic,
        holder=account.holder,
        end_to_end_id=f"RF-{number.label}" + (f"-{again + 1}" if again else ""),
    )


def _write(
    session: Session,
    request: RunRequest,
    settlement: ClosedPeriod,
    number: int,
    terms: RunTerms,
    transfers: list[Transfer],
) -> int:
    content = transfer_file(terms, transfers)
    digest = sha256(content.encode()).hexdigest()
    name = f"{FOLDER}/{terms.message_id}-{digest[:_HASH_IN_NAME]}.xml"
    # Before the commit: a run that is recorded has its file. The other way round does no harm.
    write_once(request.data_dir, SettlementFile(name, digest, content.encode()))
    run_id = queries.insert_run(
        session,
        {
            "settlement_id": settlement.id,
            "number": number,
            "message_id": terms.message_id,
            "execution_day": terms.execution_day.isoformat(),
            "made_ms": request.now_ms,
            "made_by": request.by,
            "total_cents": sum(each.amount_cents for each in transfers),
            "file_name": name,
            "sha256": digest,
            "content": content,
        },
    )
    queries.insert_transfers(session, run_id, transfers)
    return run_id


def _run_with(session: Session, settlement_id: int, run_id: int) -> Run:
    return next(run for run in queries.runs_of(session, settlement_id) if run.id == run_id)
