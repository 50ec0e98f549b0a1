"""What one person's phones may see, as audiences: everyone's rows, their own, and those of their rounds."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlmodel import Session

from sync_server.db.base import table_of
from sync_server.db.rows import EVERYONE, person_audience, round_audience
from sync_server.network.tables import Round

_ROUND = table_of(Round)
KEPT_BEFORE_DAYS = 45
SHOWN_AHEAD_DAYS = 14


def audiences_of_person(session: Session, person_id: str, today: date) -> list[str]:
    """The audiences in a fixed order; `today` is the local day in France."""
    oldest = (today - timedelta(days=KEPT_BEFORE_DAYS)).isoformat()
    newest = (today + timedelta(days=SHOWN_AHEAD_DAYS)).isoformat()
    driven = select(_ROUND.c.id).where(
        _ROUND.c.helper_person_id == person_id, _ROUND.c.date >= oldest, _ROUND.c.date <= newest
    )
    rounds = session.connection().execute(driven.order_by(_ROUND.c.id)).scalars()
    return [EVERYONE, person_audience(person_id), *(round_audience(round_id) for round_id in rounds)]
