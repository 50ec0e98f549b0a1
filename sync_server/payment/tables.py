"""Tables of payment runs, their transfers, what became of them, and of what was collected."""

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field

from sync_server.db.base import BIG_INTEGER, ServerTable
from sync_server.ledger.append_only import make_append_only


class PaymentRun(ServerTable, table=True):
    """A file of transfers for a closed period, written once; `content` are its bytes as text.

    `number` counts the runs of a settlement from 1; `execution_day` is the ISO day asked of the bank.
    """

    __table_args__ = (UniqueConstraint("settlement_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    settlement_id: int = Field(foreign_key="settlement.id")
    number: int
    message_id: str
    execution_day: str
    made_ms: int = Field(sa_type=BIG_INTEGER)
    made_by: str
    total_cents: int = Field(sa_type=BIG_INTEGER)
    file_name: str
    sha256: str
    content: str = Field(sa_type=Text)


class PaymentOrder(ServerTable, table=True):
    """One transfer of a run: to whom, how much, to which account as it was then."""

    __table_args__ = (UniqueConstraint("end_to_end_id"),)

    id: int | None = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="payment_run.id", index=True)
    person_id: str
    statement: str
    amount_cents: int = Field(sa_type=BIG_INTEGER)
    iban: str
    bic: str
    holder: str
    end_to_end_id: str


class PaymentRunAct(ServerTable, table=True):
    """What somebody did with a run: `act` is a RunAct, at most once each."""

    __table_args__ = (UniqueConstraint("run_id", "act"),)

    id: int | None = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="payment_run.id")
    act: str
    at_ms: int = Field(sa_type=BIG_INTEGER)
    by: str
    reason: str = Field(default="", sa_type=Text)


class PaymentOutcome(ServerTable, table=True):
    """What the bank did with a transfer on an ISO day: `outcome` is an Outcome, at most once each."""

    __table_args__ = (UniqueConstraint("order_id", "outcome"),)

    id: int | None = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="payment_order.id")
    outcome: str
    day: str
    at_ms: int = Field(sa_type=BIG_INTEGER)
    by: str


class Receipt(ServerTable, table=True):
    """What somebody who owed after a closing has paid in, on an ISO day."""

    __table_args__ = (UniqueConstraint("settlement_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    settlement_id: int = Field(foreign_key="settlement.id")
    person_id: str
    statement: str
    amount_cents: int = Field(sa_type=BIG_INTEGER)
    day: str
    at_ms: int = Field(sa_type=BIG_INTEGER)
    by: str


for _each in (PaymentRun, PaymentOrder, PaymentRunAct, PaymentOutcome, Receipt):
    make_append_only(_each)
