"""What a month's rounds earn, by round: what settlements paid and what one now would add, summed where it is.

A line's amount of today is what was settled of it and what a settlement would add: both are kept, so no leg
need be valued but those of consignments that changed since (decision 0275).
"""

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import func, select
from sqlmodel import Session

from shared.commission.line_values import POOL
from sync_server.commission import queries, tables
from sync_server.commission.compute import value_under
from sync_server.commission.kept import changed_since_kept
from sync_server.commission.settled import settled_sums
from sync_server.commission.simulation import side_of
from sync_server.commission.tariffs import load_tariffs
from sync_server.commission.unsettled import unsettled
from sync_server.db.base import table_of

_SETTLED, _KEPT = table_of(tables.CommissionLine), table_of(tables.KeptLine)
_MARK = table_of(tables.ValueMark)


def cents_by_round(session: Session, period: str) -> Mapping[str | None, int]:
    """The due cents of a month's lines by round, the pool's aside: `simulation.side_of`'s to the cent."""
    tariffs = load_tariffs(session)
    pks = changed_since_kept(session, tariffs)
    if pks is None:
        return side_of(session, period, tariffs).by_round
    sums: dict[str | None, int] = defaultdict(int)
    connection = session.connection()
    for lines in (_SETTLED, _KEPT):
        due = (
            (lines.c.period == period) & lines.c.withheld_reason.is_(None) & (lines.c.beneficiary_id != POOL)
        )
        statement = select(lines.c.round_id, func.sum(lines.c.amount_cents)).where(due)
        if lines is _KEPT:
            statement = statement.where(lines.c.consignment_pk.not_in(select(_MARK.c.consignment_pk)))
        for round_id, cents in connection.execute(statement.group_by(lines.c.round_id)):
            sums[round_id] += int(cents)
    if pks:
        ids = {terms.id for terms in queries.consignment_terms(session, pks)}
        valuation = value_under(session, tariffs, pks)
        for each in unsettled(session, valuation, settled_sums(session, ids)):
            if each.line.period == period and each.line.beneficiary_id != POOL:
                sums[each.line.round_id] += each.line.amount_cents
    return dict(sums)
