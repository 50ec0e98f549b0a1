"""What the co-op counts for a kilometre and for an hour of round, told to every phone."""

from sqlmodel import Session

from shared.commission.round_cost import CostRates, read_cost_rates, write_cost_rates
from sync_server.db.feed import LockedFeed
from sync_server.db.rows import EVERYONE, RowPut, put_rows, row_text
from sync_server.network.queries import setting
from sync_server.network.tables import CooperativeSetting

COST_SETTING = "cost"


def put_cost_rates(session: Session, feed: LockedFeed, rates: CostRates) -> int:
    """Keeps the rates and sends them to every phone; how many rows of phones changed."""
    content = write_cost_rates(rates)
    session.merge(CooperativeSetting(name=COST_SETTING, value=row_text(content)))
    session.flush()
    return put_rows(session, feed, [RowPut("setting", COST_SETTING, content, (EVERYONE,))])


def cost_rates(session: Session) -> CostRates | None:
    """The rates in use; None where the co-op has not said any."""
    text = setting(session, COST_SETTING)
    return None if text is None else read_cost_rates(text)
