"""Which facts were withdrawn by who may do so: their own author, or a coordinator."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, or_, select

from shared.custody.events import SERVER_DEVICE, Fact, Kind
from sync_server.custody.tables import Event
from sync_server.db.base import table_of
from sync_server.db.bulk import rows_in

_EVENT = table_of(Event)
_VOID = _EVENT.alias("void")

# Of an event in the enclosing statement.
IS_WITHDRAWN = (
    select(_VOID.c.pk)
    .where(_VOID.c.ref == _EVENT.c.id, _VOID.c.kind == Kind.VOID.value)
    .where(or_(_VOID.c.actor == _EVENT.c.actor, _VOID.c.device == SERVER_DEVICE))
    .correlate(_EVENT)
    .exists()
)
_WITHDRAWN = select(_EVENT.c.id).where(IS_WITHDRAWN)
_STARTED = select(_EVENT.c.pk).where(_EVENT.c.kind == Kind.ROUND_STARTED.value)


def withdrawn_facts(connection: Connection, event_ids: Sequence[str]) -> set[str]:
    """Those of these facts that no longer stand."""
    return {event_id for (event_id,) in rows_in(connection, _WITHDRAWN, _EVENT.c.id, event_ids)}


def starts_withdrawn_by(connection: Connection, facts: Iterable[Fact]) -> frozenset[int]:
    """The starts of rounds that voids among these facts are about: they are judged again."""
    refs = sorted({fact.ref for fact in facts if fact.kind is Kind.VOID and fact.ref})
    return frozenset(pk for (pk,) in rows_in(connection, _STARTED, _EVENT.c.id, refs))
