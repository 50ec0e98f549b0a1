"""Tables of tariffs, of the commission lines that settlements have published, and of what none has yet."""

from sqlalchemy import Index, Text, UniqueConstraint
from sqlmodel import Field

from sync_server.commission.value_marks import make_marked
from sync_server.custody.tables import Leg
from sync_server.db.base import BIG_INTEGER, ServerTable
from sync_server.ledger.append_only import make_append_only
from sync_server.network.tables import Consignment, Crate


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
        Index(None, "period", "round_id"),
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


class KeptLine(ServerTable, table=True):
    """A line of which a closing would settle something, as it was last valued: not settled, or otherwise.

    `amount_cents` is what a settlement would add to `settled_cents`, which is NULL before the first one;
    of a withheld line what it would pay. `taken_back` marks a settled line that no longer follows from the
    facts. True as long as its consignment bears no mark and `ValuesKept` names what is in force.
    """

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG_INTEGER)
    consignment_pk: int = Field(index=True)
    period: str
    payer_id: str
    beneficiary_id: str
    consignment_id: str
    stage_or_kind: str
    detail: str
    round_id: str | None = None
    tariff_version: str
    withheld_reason: str | None = None
    amount_cents: int = Field(sa_type=BIG_INTEGER)
    crate_count: int
    crate_count_total: int
    base_cents: int = Field(sa_type=BIG_INTEGER)
    rate_bp: int
    settled_cents: int | None = Field(default=None, sa_type=BIG_INTEGER)
    taken_back: int


class ValueMark(ServerTable, table=True):
    """A consignment changed since its lines were kept; 0 is all of them. Written by the database itself.

    One row for each change rather than for each consignment: of two transactions at once, neither may take
    the other's mark for its own. `unvalued` marks one that could not be valued, and is tried at each look.
    """

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG_INTEGER)
    consignment_pk: int = Field(index=True)
    unvalued: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class ValuesKept(ServerTable, table=True):
    """By which tariffs, keepers and program the kept lines were valued: one row, or none."""

    id: int = Field(primary_key=True)
    fingerprint: str


make_marked(Leg, Crate, Consignment, CommissionLine)
make_append_only(TariffAct)
make_append_only(CommissionLine)
make_append_only(LineEvent)
