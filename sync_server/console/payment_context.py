"""A closed period's payments as their page shows them."""

from dataclasses import dataclass
from datetime import date, timedelta

from sync_server.accounts.names import coordinator_names, people_names
from sync_server.billing.iban import mask_iban
from sync_server.console import french
from sync_server.console.chips import Chip, Tone
from sync_server.console.visit import Visit
from sync_server.payment.values import Outcome, Payable, PaymentState, Run, RunAct, Transfer

_FRIDAY = 4
_MADE = Chip(Tone.WAITING, "upload", "À déposer à la banque")
_SENT = Chip(Tone.INFO, "upload", "À la banque")
_OVER = Chip(Tone.DONE, "check", "Exécuté")
_VOIDED = Chip(Tone.PLAIN, "cross", "Annulé")


@dataclass(frozen=True, slots=True)
class ToPay:
    """Somebody to be paid, to which account; the account is empty where it is not known."""

    person_id: str
    name: str
    statement: str
    amount_cents: int
    masked_iban: str
    holder: str
    changed: str


@dataclass(frozen=True, slots=True)
class TransferShown:
    """A transfer of a file and what the bank did with it."""

    person_id: str
    name: str
    statement: str
    amount_cents: int
    masked_iban: str
    holder: str
    outcome: Chip | None
    waits: bool
    may_come_back: bool


@dataclass(frozen=True, slots=True)
class RunShown:
    """A file of transfers, its state, and what may still be done with it."""

    number: int
    status: Chip
    total_cents: int
    day: str
    file_name: str
    sha256: str
    notes: list[str]
    transfers: list[TransferShown]
    may_be_voided: bool
    may_be_sent: bool
    may_be_executed: bool


@dataclass(frozen=True, slots=True)
class ToCollect:
    """Somebody who owes, and the day he paid in, empty before."""

    person_id: str
    name: str
    statement: str
    amount_cents: int
    received: str


@dataclass(frozen=True, slots=True)
class PaymentContext:
    """The page; `is_closed` is false while there is nothing to pay yet."""

    period: str
    year: str
    is_closed: bool
    fault: str
    co_op_iban: str
    is_own_closing: bool
    ready: list[ToPay]
    blocked: list[ToPay]
    ready_cents: int
    runs: list[RunShown]
    collect: list[ToCollect]
    collect_cents: int
    asked_day: str
    today: str


def payment_context(visit: Visit, period: str, state: PaymentState | None, fault: str) -> PaymentContext:
    """The payments of a period as they stand."""
    people = people_names(visit.session)
    if state is None:
        return _of_open_period(visit, period, fault)
    ready = [_to_pay(each, people) for each in state.ready]
    collect = [
        ToCollect(
            each.number.person_id,
            people.get(each.number.person_id, each.number.person_id),
            each.number.label,
            each.owed_cents,
            french.day(each.received_day) if each.received_day else "",
        )
        for each in state.collectable
    ]
    return PaymentContext(
        period=period,
        year=period[:4],
        is_closed=True,
        fault=fault,
        co_op_iban=mask_iban(state.co_op.iban) if state.co_op else "",
        is_own_closing=state.settlement.closed_by == visit.visitor.coordinator_id,
        ready=ready,
        blocked=[_to_pay(each, people) for each in state.blocked],
        ready_cents=sum(each.amount_cents for each in ready),
        runs=[_run(visit, each, people) for each in reversed(state.runs)],
        collect=collect,
        collect_cents=sum(each.amount_cents for each in collect if not each.received),
        asked_day=french.numeric_day(next_working_day(visit.today)),
        today=french.numeric_day(visit.today),
    )


def next_working_day(today: date) -> date:
    """The day after, or Monday: what a bank is asked for unless somebody says otherwise."""
    ahead = 1 if today.weekday() < _FRIDAY else 7 - today.weekday()
    return today + timedelta(days=ahead)


def _of_open_period(visit: Visit, period: str, fault: str) -> PaymentContext:
    today = french.numeric_day(visit.today)
    return PaymentContext(
        period=period,
        year=period[:4],
        is_closed=False,
        fault=fault,
        co_op_iban="",
        is_own_closing=False,
        ready=[],
        blocked=[],
        ready_cents=0,
        runs=[],
        collect=[],
        collect_cents=0,
        asked_day=today,
        today=today,
    )


def _to_pay(payable: Payable, people: dict[str, str]) -> ToPay:
    number, account = payable.number, payable.account
    return ToPay(
        number.person_id,
        people.get(number.person_id, number.person_id),
        number.label,
        number.net_cents,
        mask_iban(account.iban) if account else "",
        account.holder if account else "",
        # A payment sent astray begins with an account changed just before.
        f"compte noté le {french.numeric_day(french.local_day(account.recorded_ms))}" if account else "",
    )


def _run(visit: Visit, run: Run, people: dict[str, str]) -> RunShown:
    by = coordinator_names(visit.session)
    made = f"Fait {french.day_and_clock(run.made_ms)} par {by.get(run.made_by, run.made_by)}."
    notes = [made]
    for act in run.acts:
        who = f"{french.day_and_clock(act.at_ms)} par {by.get(act.by, act.by)}"
        notes.append(
            f"Annulé {who} : {act.reason}" if act.act is RunAct.VOIDED else f"Remis à la banque {who}."
        )
    return RunShown(
        number=run.number,
        status=_status(run),
        total_cents=run.total_cents,
        day=french.long_day(run.execution_day),
        file_name=run.file_name,
        sha256=run.sha256,
        notes=notes,
        transfers=[_transfer(each, people) for each in run.transfers],
        may_be_voided=not run.is_voided and not run.is_sent,
        may_be_sent=not run.is_voided and not run.is_sent,
        may_be_executed=not run.is_voided and not run.is_over,
    )


def _status(run: Run) -> Chip:
    if run.is_voided:
        return _VOIDED
    if run.is_over:
        return _OVER
    return _SENT if run.is_sent else _MADE


def _transfer(transfer: Transfer, people: dict[str, str]) -> TransferShown:
    day = french.day(transfer.outcome_day) if transfer.outcome_day else ""
    chips = {
        Outcome.EXECUTED: Chip(Tone.DONE, "check", f"Exécuté {day}"),
        Outcome.RETURNED: Chip(Tone.WRONG, "undo", f"Refusé ou revenu {day}"),
    }
    return TransferShown(
        transfer.person_id,
        people.get(transfer.person_id, transfer.person_id),
        transfer.statement,
        transfer.amount_cents,
        mask_iban(transfer.iban),
        transfer.holder,
        chips.get(transfer.outcome) if transfer.outcome else None,
        transfer.outcome is None,
        transfer.outcome is Outcome.EXECUTED,
    )
