"""Tables of what rounds cost: the rates of each time, and what was said of single rounds; rows stay."""

from sqlalchemy import Text
from sqlmodel import Field

from sync_server.db.base import BIG_INTEGER, ServerTable
from sync_server.ledger.append_only import make_append_only


class CostBasis(ServerTable, table=True):
    """What counts from an ISO day on; carbon factors are in grams of CO2e, None where none was chosen."""

    id: int | None = Field(default=None, primary_key=True)
    valid_from: str
    cents_per_100_km: int
    cents_per_hour: int
    prep_minutes: int
    cost_source: str = Field(sa_type=Text)
    g_per_km: int | None = None
    g_per_litre: int | None = None
    carbon_source: str = Field(sa_type=Text)
    by: str
    at_ms: int = Field(sa_type=BIG_INTEGER)


class RoundRemark(ServerTable, table=True):
    """The legal mode of a round and the fuel it took, as said last; `legal_mode` is a LegalMode or empty."""

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(index=True)
    legal_mode: str
    litres_ml: int | None = None
    because: str = Field(sa_type=Text)
    by: str
    at_ms: int = Field(sa_type=BIG_INTEGER)


make_append_only(CostBasis)
make_append_only(RoundRemark)
