"""Tables of tariffs and of the commission lines that settlements have published."""

from sqlalchemy import Index, Text, UniqueConstraint
from sqlmodel import Field

from sync_server.db.base import BIG_INTEGER, ServerTable
from sync_server.ledger.append_only import make_append_only


class Tariff(ServerTable, table=True):
    """One version of the tariff; `body` is its JSON, `valid_from` the ISO day it begins."""

    version: str = Field(primary_key=True)
    valid_from: str = Field(unique=True)
    body: str = Field(sa_type=Text)
    added_ms: int = Field(sa_type=BIG_INTEGER)


class TariffAct(ServerTable, table=True):
    """What was done with the tariffs, for ever: `what` is a TariffDeed, `body` the version's JSON then."""

    id: int | None = Field(default=None, primary_key=True)
    version: str
    what: str
    body: str = Field(sa_type=Text)
    by: str
    at_ms: int = Field(sa_type=BIG_INTEGER)


class TariffDraft(ServerTable, table=True):
    """A tariff that nobody voted yet: `form` is the JSON of its form as it was left, faults and all."""

    id: int | None = Field(default=None, primary_key=True)
    form: str = Field(sa_type=Text)
    by: str
    at_ms: int = Field(sa_type=BIG_INTEGER)


class CommissionLine(ServerTable, table=True):
    """A line of a settlement, for ever. `amount_cents` is what this settlement adds to the earlier ones.

    `period` is where the line comes from, `settled_in` the period whose closing published it. A withheld line
    has its reason, no amount, and in `withheld_cents` what it would pay. `crates` are codes joined by commas.
    """

    __table_args__ = (
        UniqueConstraint("settlement_id", "key"),
        Index(None, "key"),
        Index(None, "beneficiary_id"),
        Index(None, "payer_id"),
        Index(None, "consignment_id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG_INTEGER)
    settlement_id: int
    settled_in: str
    key: str
    period: str
    payer_id: str
    beneficiary_id: str
    consignment_id: str | None = None
    stage_or_kind: str
    detail: str = ""
    round_id: str | None = None
    tariff_version: str
    withheld_reason: str | None = None
    crates: str = Field(sa_type=Text)
    crate_count_total: int
    base_cents: int = Field(sa_type=BIG_INTEGER)
    rate_bp: int
    carrier_count: int
    amount_cents: int = Field(sa_type=BIG_INTEGER)
    withheld_cents: int = Field(default=0, sa_type=BIG_INTEGER)
    is_adjustment: int
    settled_before_cents: int = Field(default=0, sa_type=BIG_INTEGER)


class LineEvent(ServerTable, table=True):
    """The custody events a published line comes from; `is_cause` marks those that made it an adjustment."""

    __table_args__ = ({"sqlite_with_rowid": False},)

    line_id: int = Field(primary_key=True, sa_type=BIG_INTEGER)
    event_id: str = Field(primary_key=True)
    is_cause: int = Field(primary_key=True)


class PublishedLine(ServerTable, table=True):
    """The rows of open lines that phones hold, by consignment; none for lines of a whole round or period."""

    key: str = Field(primary_key=True)
    consignment_id: str | None = Field(default=None, index=True)


make_append_only(TariffAct)
make_append_only(CommissionLine)
make_append_only(LineEvent)
