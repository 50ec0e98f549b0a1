"""What one person's phones may see, as audiences: everyone's rows, their own, and those of their rounds."""

from datetime import date, timedelta

from sqlalchemy import bindparam, or_, select
from sqlmodel import Session

from sync_server.db.base import table_of
from sync_server.db.bulk import rows_of
from sync_server.db.rows import EVERYONE, person_audience, round_audience
from sync_server.network.status import RoundStatus
from sync_server.network.tables import Round

_ROUND = table_of(Round)
_DRIVEN = (
    select(_ROUND.c.id)
    .where(
        _ROUND.c.helper_person_id == bindparam("helper"),
        or_(_ROUND.c.date >= bindparam("oldest"), _ROUND.c.status != bindparam("closed")),
    )
    .order_by(_ROUND.c.id)
)
KEPT_AFTER_CLOSING_DAYS = 45


def audiences_of_person(session: Session, person_id: str, today: date) -> list[str]:
    """The audiences in a fixed order; `today` is the local day in France.

    A round stays with its driver until it is closed, however late that is, and 45 days after its day.
    """
    oldest = (today - timedelta(days=KEPT_AFTER_CLOSING_DAYS)).isoformat()
    closed = RoundStatus.CLOSED.value
    rounds = rows_of(session.connection(), _DRIVEN, helper=person_id, oldest=oldest, closed=closed)
    return [EVERYONE, person_audience(person_id), *(round_audience(round_id) for (round_id,) in rounds)]
