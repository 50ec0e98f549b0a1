"""What the bank did: transfers executed or come back, money paid in; each is posted to the ledger once."""

from collections.abc import Collection
from datetime import date

from sqlmodel import Session

from shared.commission.local_time import local_date
from sync_server.db.feed import lock_feed
from sync_server.ledger.service import Entry, account_of, post_entries
from sync_server.payment import queries
from sync_server.payment.service import find_run, payment_state
from sync_server.payment.values import BANK, Collectable, Outcome, PaymentRefusal, Run, Transfer


def execute_run(
    session: Session,
    period: str,
    number: int,
    day: date,
    by: str,
    now_ms: int,
    refused_people: Collection[str] = (),
) -> Run | PaymentRefusal:
    """Says that the bank executed a run on a day, except the transfers it refused. Twice is once."""
    lock_feed(session)
    run = find_run(session, period, number)
    wrong = _refusal(run, day, now_ms)
    if run is None or wrong is not None:
        return wrong or PaymentRefusal.RUN_UNKNOWN
    waiting = [each for each in run.transfers if each.outcome is None]
    refused = [each for each in waiting if each.person_id in refused_people]
    executed = [each for each in waiting if each.person_id not in refused_people]
    queries.insert_outcomes(session, executed, Outcome.EXECUTED, day.isoformat(), now_ms, by)
    queries.insert_outcomes(session, refused, Outcome.RETURNED, day.isoformat(), now_ms, by)
    _post(session, run, [_paid(each) for each in executed])
    return find_run(session, period, number) or PaymentRefusal.RUN_UNKNOWN


def return_transfer(
    session: Session, period: str, number: int, person_id: str, day: date, by: str, now_ms: int
) -> Run | PaymentRefusal:
    """Says that a transfer came back: it is to be made again, and what was posted is posted back."""
    lock_feed(session)
    run = find_run(session, period, number)
    wrong = _refusal(run, day, now_ms)
    if run is None or wrong is not None:
        return wrong or PaymentRefusal.RUN_UNKNOWN
    found = [each for each in run.transfers if each.person_id == person_id]
    if not found:
        return PaymentRefusal.RUN_UNKNOWN
    back = [each for each in found if each.outcome is not Outcome.RETURNED]
    queries.insert_outcomes(session, back, Outcome.RETURNED, day.isoformat(), now_ms, by)
    _post(session, run, [_came_back(each) for each in back if each.outcome is Outcome.EXECUTED])
    return find_run(session, period, number) or PaymentRefusal.RUN_UNKNOWN


def receive(
    session: Session, period: str, person_id: str, day: date, by: str, now_ms: int
) -> Collectable | PaymentRefusal:
    """Says that somebody who owed has paid in. Twice is once."""
    lock_feed(session)
    state = payment_state(session, period)
    if state is None:
        return PaymentRefusal.PERIOD_OPEN
    owing = next((each for each in state.collectable if each.number.person_id == person_id), None)
    if owing is None:
        return PaymentRefusal.NOTHING_OWED
    if owing.received_day is not None:
        return owing
    if day > local_date(now_ms):
        return PaymentRefusal.DAY_WRONG
    values = {
        "settlement_id": state.settlement.id,
        "person_id": person_id,
        "statement": owing.number.label,
        "amount_cents": owing.owed_cents,
        "day": day.isoformat(),
        "at_ms": now_ms,
        "by": by,
    }
    queries.insert_receipt(session, values)
    key = f"received|{owing.number.label}"
    post_entries(session, state.settlement.id, [Entry(BANK, account_of(person_id), owing.owed_cents, key)])
    return Collectable(owing.number, day.isoformat())


def _refusal(run: Run | None, day: date, now_ms: int) -> PaymentRefusal | None:
    if run is None:
        return PaymentRefusal.RUN_UNKNOWN
    if run.is_voided:
        return PaymentRefusal.RUN_VOIDED
    # A bank does not act before the file was made, nor in days to come.
    is_possible = local_date(run.made_ms) <= day <= local_date(now_ms)
    return None if is_possible else PaymentRefusal.DAY_WRONG


def _paid(transfer: Transfer) -> Entry:
    key = f"{Outcome.EXECUTED}|{transfer.end_to_end_id}"
    return Entry(account_of(transfer.person_id), BANK, transfer.amount_cents, key)


def _came_back(transfer: Transfer) -> Entry:
    key = f"{Outcome.RETURNED}|{transfer.end_to_end_id}"
    return Entry(BANK, account_of(transfer.person_id), transfer.amount_cents, key)


def _post(session: Session, run: Run, entries: list[Entry]) -> None:
    if entries:
        post_entries(session, run.settlement_id, entries)
