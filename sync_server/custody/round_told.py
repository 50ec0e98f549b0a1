"""What a round's helper says of it: the count before leaving, incidents with and without crates, its end."""

from sqlalchemy import select
from sqlmodel import Session

from shared.custody.bodies import read_body
from shared.custody.events import Fact, Kind
from sync_server.custody.crate_story import ToldFact
from sync_server.custody.tables import Event
from sync_server.custody.withdrawals import withdrawn_facts
from sync_server.db.base import table_of

_EVENT = table_of(Event)
_TOLD = (Kind.ROUND_STARTED.value, Kind.INCIDENT.value, Kind.ROUND_CLOSED.value)


def told_of_round(session: Session, round_id: str) -> list[ToldFact]:
    """Its start, incidents and end, in total order, those taken back too."""
    connection = session.connection()
    statement = (
        select(_EVENT.c.id, _EVENT.c.body, _EVENT.c.effective_ms, _EVENT.c.time_source, _EVENT.c.received_ms)
        .where(_EVENT.c.round_id == round_id, _EVENT.c.kind.in_(_TOLD))
        .order_by(_EVENT.c.effective_ms, _EVENT.c.id)
    )
    rows = connection.execute(statement).all()
    withdrawn = withdrawn_facts(connection, [row.id for row in rows])
    read = [(read_body(row.body), row) for row in rows]
    return [
        ToldFact(fact, row.effective_ms, row.time_source, row.received_ms, fact.id in withdrawn)
        for fact, row in read
        if isinstance(fact, Fact)
    ]
