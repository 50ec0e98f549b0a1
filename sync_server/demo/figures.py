"""The figures of the driven week, counted in the database itself."""

from sqlalchemy import func, select
from sqlmodel import Session, SQLModel

from sync_server.commission.compute import value_all
from sync_server.custody.tables import Event, Leg
from sync_server.db.base import table_of
from sync_server.imports.preview import Preview
from sync_server.ledger.queries import sum_of_postings
from sync_server.network.tables import Consignment, Crate
from sync_server.reconciliation.queries import count_open


def figures_of_week(session: Session, orders: Preview) -> dict[str, int]:
    """What the week came to; `orders` is what its import counted. Amounts in cents."""
    valuation = value_all(session)
    leg = table_of(Leg)
    proven = session.connection().execute(select(func.count()).where(leg.c.proven == 1)).scalar_one()
    return {
        "orders": orders.order_count,
        "order_lines": orders.line_count,
        "turnover_cents": orders.amount_ttc_cents,
        "consignments": _count(session, Consignment),
        "crates": _count(session, Crate),
        "events": _count(session, Event),
        "legs_proven": proven,
        "commission_cents": sum(line.amount_cents for line in valuation.lines),
        "lines": len(valuation.lines),
        "discrepancies": count_open(session),
        "sum_postings": sum_of_postings(session),
        "rejects": len(orders.rejects),
    }


def _count(session: Session, row_class: type[SQLModel]) -> int:
    return session.connection().execute(select(func.count()).select_from(table_of(row_class))).scalar_one()
