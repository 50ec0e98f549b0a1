"""Tables of VAT regimes, mandates and bank accounts: a change is one more row, never another content."""

from sqlmodel import Field

from sync_server.db.base import BIG_INTEGER, ServerTable
from sync_server.ledger.append_only import make_append_only


class VatRegime(ServerTable, table=True):
    """How a person stands to VAT from the ISO day `valid_from` on; `kind` is a VatKind."""

    id: int | None = Field(default=None, primary_key=True)
    person_id: str = Field(index=True)
    valid_from: str
    kind: str
    vat_bp: int
    recorded_ms: int = Field(sa_type=BIG_INTEGER)
    recorded_by: str


class BillingMandate(ServerTable, table=True):
    """A written mandate to invoice in somebody's name from its ISO day on, or the end of one."""

    id: int | None = Field(default=None, primary_key=True)
    person_id: str = Field(index=True)
    dated: str
    reference: str
    is_ended: int
    recorded_ms: int = Field(sa_type=BIG_INTEGER)
    recorded_by: str


class BankAccount(ServerTable, table=True):
    """Where a person is paid; the last row of a person holds. The co-op's own is that of `network`."""

    id: int | None = Field(default=None, primary_key=True)
    person_id: str = Field(index=True)
    iban: str
    bic: str
    holder: str
    recorded_ms: int = Field(sa_type=BIG_INTEGER)
    recorded_by: str


make_append_only(VatRegime)
make_append_only(BillingMandate)
make_append_only(BankAccount)
