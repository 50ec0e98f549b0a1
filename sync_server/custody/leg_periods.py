"""Which months have legs: the periods that can be looked at and closed."""

from sqlalchemy import select
from sqlmodel import Session

from sync_server.custody.tables import Leg
from sync_server.db.base import table_of

_LEG = table_of(Leg)


def periods_with_legs(session: Session) -> list[str]:
    """The months in which a leg ended, the latest first."""
    statement = select(_LEG.c.period).distinct().order_by(_LEG.c.period.desc())
    return list(session.connection().execute(statement).scalars())
