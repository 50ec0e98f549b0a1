"""Payments as values: who is to be paid or to pay, transfers, runs, and why an act is refused."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sync_server.billing.values import Account
from sync_server.settlement.queries import ClosedPeriod, StatementNumber

# The account of the ledger that stands for the co-op's own money at its bank.
BANK = "bank"


class RunAct(StrEnum):
    """What is done with a whole run."""

    SENT = "sent"
    VOIDED = "voided"


class Outcome(StrEnum):
    """What the bank did with a transfer; one that comes back may do so after it was executed."""

    EXECUTED = "executed"
    RETURNED = "returned"


class PaymentRefusal(StrEnum):
    """Why an act on payments is refused; nothing has changed."""

    PERIOD_OPEN = "period-open"
    FOUR_EYES = "four-eyes"
    NO_CO_OP_ACCOUNT = "no-co-op-account"
    NOBODY_TO_PAY = "nobody-to-pay"
    DAY_PAST = "day-past"
    RUN_UNKNOWN = "run-unknown"
    RUN_VOIDED = "run-voided"
    RUN_SENT = "run-sent"
    REASON_EMPTY = "reason-empty"
    DAY_WRONG = "day-wrong"
    NOTHING_OWED = "nothing-owed"


@dataclass(frozen=True, slots=True)
class Transfer:
    """One transfer: the account is copied, so that a later change does not touch it."""

    id: int
    run_id: int
    person_id: str
    statement: str
    amount_cents: int
    iban: str
    bic: str
    holder: str
    end_to_end_id: str
    outcome: Outcome | None = None
    outcome_day: str | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """Something done with a run, by whom, when and why."""

    act: RunAct
    at_ms: int
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Run:
    """A file of transfers and what became of it."""

    id: int
    settlement_id: int
    number: int
    message_id: str
    execution_day: str
    made_ms: int
    made_by: str
    total_cents: int
    file_name: str
    sha256: str
    transfers: tuple[Transfer, ...]
    acts: tuple[Act, ...]

    @property
    def is_voided(self) -> bool:
        """Whether it was withdrawn before it was sent."""
        return any(each.act is RunAct.VOIDED for each in self.acts)

    @property
    def is_sent(self) -> bool:
        """Whether somebody said that the bank has it, or the bank has already acted on it."""
        sent = any(each.act is RunAct.SENT for each in self.acts)
        return sent or any(each.outcome is not None for each in self.transfers)

    @property
    def is_over(self) -> bool:
        """Whether the bank has acted on every transfer of it."""
        return all(each.outcome is not None for each in self.transfers)


@dataclass(frozen=True, slots=True)
class Payable:
    """Somebody to be paid; without an account the transfer waits, and it alone."""

    number: StatementNumber
    account: Account | None


@dataclass(frozen=True, slots=True)
class Collectable:
    """Somebody who owes after the closing, and the day he paid in."""

    number: StatementNumber
    received_day: str | None

    @property
    def owed_cents(self) -> int:
        """What he owes, as a positive amount."""
        return -self.number.net_cents


@dataclass(frozen=True, slots=True)
class PaymentState:
    """A closed period's payments: runs made, who is still to be paid, who is to pay."""

    settlement: ClosedPeriod
    co_op: Account | None
    runs: tuple[Run, ...]
    payable: tuple[Payable, ...]
    collectable: tuple[Collectable, ...]

    @property
    def ready(self) -> tuple[Payable, ...]:
        """Those whom a run made now would pay."""
        return tuple(each for each in self.payable if each.account is not None)

    @property
    def blocked(self) -> tuple[Payable, ...]:
        """Those whose account is not known."""
        return tuple(each for each in self.payable if each.account is None)


@dataclass(frozen=True, slots=True)
class RunTerms:
    """What a run is made of before it has its file."""

    message_id: str
    execution_day: date
    made_at: str
    debtor: Account


@dataclass(frozen=True, slots=True)
class LedgerPosting:
    """A posting with the settlement it belongs to; `amount_cents` is in favour of the account."""

    id: int
    settlement_id: int
    period: str
    period_end: date
    closed_day: date
    account: str
    amount_cents: int
    line_key: str
