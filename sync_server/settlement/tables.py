"""Tables of settlements and of the numbered statements they give rise to."""

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field

from sync_server.db.base import BIG_INTEGER, ServerTable
from sync_server.ledger.append_only import make_append_only


class Settlement(ServerTable, table=True):
    """A closed period. `feed_seq` is the last number of the feed it takes into account.

    `file_name` is relative to the data folder; the reasons are those of a coordinator who closed in spite of
    silent phones, or before the period's end. `format` is that of its file: 1 knew no VAT.
    """

    id: int | None = Field(default=None, primary_key=True)
    period: str = Field(unique=True)
    feed_seq: int = Field(sa_type=BIG_INTEGER)
    formula: str
    sha256: str
    file_name: str
    closed_ms: int = Field(sa_type=BIG_INTEGER)
    closed_by: str
    silent_reason: str | None = Field(default=None, sa_type=Text)
    early_reason: str | None = Field(default=None, sa_type=Text)
    format: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Statement(ServerTable, table=True):
    """What one person earned and owes in one settlement; numbers have no gap in the year of closing.

    VAT comes on top of both. The mandate is the one in force at the closing: None makes it no invoice.
    """

    __table_args__ = (UniqueConstraint("year", "number"), UniqueConstraint("settlement_id", "person_id"))

    id: int | None = Field(default=None, primary_key=True)
    settlement_id: int = Field(foreign_key="settlement.id")
    person_id: str = Field(index=True)
    year: int
    number: int
    earned_cents: int = Field(sa_type=BIG_INTEGER)
    owed_cents: int = Field(sa_type=BIG_INTEGER)
    earned_vat_cents: int = Field(default=0, sa_type=BIG_INTEGER, sa_column_kwargs={"server_default": "0"})
    owed_vat_cents: int = Field(default=0, sa_type=BIG_INTEGER, sa_column_kwargs={"server_default": "0"})
    mandate_dated: str | None = None
    mandate_reference: str | None = None


class SettledVat(ServerTable, table=True):
    """The VAT of a payer and a beneficiary in one settlement: by the beneficiary's regime, once and for all.

    `kind` is a VatKind, empty where the regime was not known.
    """

    settlement_id: int = Field(primary_key=True, foreign_key="settlement.id")
    payer_id: str = Field(primary_key=True)
    beneficiary_id: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    vat_bp: int = Field(primary_key=True)
    total_ht_cents: int = Field(sa_type=BIG_INTEGER)
    vat_cents: int = Field(sa_type=BIG_INTEGER)


class SettledRegime(ServerTable, table=True):
    """The regime under which a person's lines of a month were first settled: later ones do not move it."""

    period: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    settlement_id: int = Field(foreign_key="settlement.id", index=True)
    kind: str
    vat_bp: int


make_append_only(Settlement)
make_append_only(Statement)
make_append_only(SettledVat)
make_append_only(SettledRegime)
