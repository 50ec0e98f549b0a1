"""What a month's rounds earn, by round: what settlements paid and what one now would add, summed where it is.

A line's amount of today is what was settled of it and what a settlement would add: both are kept, so no leg
need be valued but those of consignments that changed since (decision 0275).
"""

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import func, select, true
from sqlmodel import Session

from shared.commission.line_values import POOL
from sync_server.commission import tables
from sync_server.commission.kept import UNMARKED, changed_since_kept, values_of_changed
from sync_server.commission.simulation import side_of
from sync_server.commission.tariffs import load_tariffs
from sync_server.db.base import table_of

_SETTLED, _KEPT = table_of(tables.CommissionLine), table_of(tables.KeptLine)


def cents_by_round(session: Session, period: str) -> Mapping[str | None, int]:
    """The due cents of a month's lines by round, the pool's aside: `simulation.side_of`'s to the cent."""
    tariffs = load_tariffs(session)
    pks = changed_since_kept(session, tariffs)
    if pks is None:
        return side_of(session, period, tariffs).by_round
    sums: dict[str | None, int] = defaultdict(int)
    connection = session.connection()
    for lines, which in ((_SETTLED, true()), (_KEPT, UNMARKED)):
        due = (
            (lines.c.period == period) & lines.c.withheld_reason.is_(None) & (lines.c.beneficiary_id != POOL)
        )
        statement = select(lines.c.round_id, func.sum(lines.c.amount_cents)).where(due, which)
        for round_id, cents in connection.execute(statement.group_by(lines.c.round_id)):
            sums[round_id] += int(cents)
    for each in values_of_changed(session, tariffs, pks).unsettled:
        if each.line.period == period and each.line.beneficiary_id != POOL:
            sums[each.line.round_id] += each.line.amount_cents
    return dict(sums)
