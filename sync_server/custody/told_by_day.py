"""What phones told on a day beside the movements, of whichever round or none: incidents, counts, readings."""

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import Row, select, text
from sqlmodel import Session

from shared.commission.local_time import day_start_ms, local_date
from shared.custody.bodies import read_body
from shared.custody.events import Fact, Kind
from sync_server.custody.crate_story import ToldFact
from sync_server.custody.tables import TOLD_BESIDE, Event
from sync_server.custody.withdrawals import withdrawn_facts
from sync_server.db.base import table_of

_EVENT = table_of(Event)
# The partial index is used only where its own words are repeated.
_TOLD = select(
    _EVENT.c.id,
    _EVENT.c.kind,
    _EVENT.c.body,
    _EVENT.c.effective_ms,
    _EVENT.c.time_source,
    _EVENT.c.received_ms,
).where(text(TOLD_BESIDE))


def told_on_day(session: Session, day: date, kinds: Collection[Kind]) -> list[ToldFact]:
    """The facts of these kinds that took place on a local day, in total order, those taken back too."""
    connection = session.connection()
    statement = _TOLD.where(
        _EVENT.c.effective_ms >= day_start_ms(day),
        _EVENT.c.effective_ms < day_start_ms(day + timedelta(days=1)),
    ).order_by(_EVENT.c.effective_ms, _EVENT.c.id)
    wanted = {kind.value for kind in kinds}
    rows = [row for row in connection.execute(statement) if row.kind in wanted]
    withdrawn = withdrawn_facts(connection, [row.id for row in rows])
    return [told for row in rows if (told := _told(row, withdrawn)) is not None]


def days_told(session: Session, today: date, back_days: int) -> list[date]:
    """The days of the last weeks on which anything of the kind was told, the latest first."""
    statement = select(_EVENT.c.effective_ms).where(
        text(TOLD_BESIDE), _EVENT.c.effective_ms >= day_start_ms(today - timedelta(days=back_days))
    )
    found = {local_date(at_ms) for at_ms in session.connection().execute(statement).scalars()}
    # What a wrong clock dates in years to come is in the queue of discrepancies.
    return sorted((day for day in found if day <= today + timedelta(days=1)), reverse=True)


def _told(row: Row[*tuple[str, str, str, int, str, int]], withdrawn: Collection[str]) -> ToldFact | None:
    fact = read_body(row.body)
    if not isinstance(fact, Fact):
        return None
    return ToldFact(fact, row.effective_ms, row.time_source, row.received_ms, fact.id in withdrawn)
