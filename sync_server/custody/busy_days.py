"""Days on which one phone recorded more than anybody does: counted from the facts, in whatever order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, Integer, bindparam, func, literal_column, select

from shared.commission.local_time import day_start_ms, local_date
from shared.custody.discrepancies import (
    FACTS_A_DAY_MAX,
    Discrepancy,
    DiscrepancyKind,
    too_many_facts,
)
from shared.custody.events import SERVER_DEVICE
from sync_server.custody.clocks import LAST
from sync_server.custody.tables import Event
from sync_server.db.base import table_of
from sync_server.db.bulk import rows_of

_EVENT = table_of(Event)
_ON_DAY = (
    _EVENT.c.device == bindparam("device"),
    _EVENT.c.effective_ms >= bindparam("since"),
    _EVENT.c.effective_ms < bindparam("until"),
)
# Written out: a statement that is compiled once holds no values but those named.
_AT_MOST, _NONE = literal_column(str(FACTS_A_DAY_MAX + 1), Integer), literal_column("0", Integer)
# No further than needed: of a phone gone mad the rest is not counted with every push.
_COUNT = select(func.count()).select_from(
    select(_EVENT.c.effective_ms).where(*_ON_DAY).limit(_AT_MOST).offset(_NONE).subquery()
)
_BY_KIND = (
    select(
        _EVENT.c.actor,
        _EVENT.c.kind,
        func.count(),
        func.min(_EVENT.c.effective_ms),
        func.max(_EVENT.c.effective_ms),
    )
    .where(*_ON_DAY)
    .group_by(_EVENT.c.actor, _EVENT.c.kind)
    .order_by(func.count().desc(), _EVENT.c.kind, _EVENT.c.actor)
)


@dataclass(frozen=True, slots=True)
class PhoneDay:
    """One phone on one local day."""

    device_id: str
    day: date


@dataclass(frozen=True, slots=True)
class FactsOfKind:
    """How many facts of one kind a person recorded on that phone and day, and between when."""

    actor: str
    kind: str
    count: int
    first_ms: int
    last_ms: int


def phone_days(facts: Iterable[tuple[str, int]]) -> set[PhoneDay]:
    """The days on which phones recorded these facts, each a device and its instant; not coordinators'."""
    return {PhoneDay(device, local_date(at_ms)) for device, at_ms in facts if device != SERVER_DEVICE}


def busy_days(connection: Connection, days: Iterable[PhoneDay]) -> list[Discrepancy]:
    """A discrepancy for each of these days that holds too many facts."""
    found: list[Discrepancy] = []
    for each in sorted(days, key=lambda one: (one.device_id, one.day)):
        ((count,),) = rows_of(connection, _COUNT, **_bounds(each))
        busy = too_many_facts(each.device_id, each.day.isoformat(), day_start_ms(each.day), count)
        if busy is not None:
            found.append(busy)
    return found


def phone_day_of(key: str) -> PhoneDay | None:
    """Which phone and day a discrepancy is about; None where it is of another kind."""
    kind, _, rest = key.partition(":")
    device_id, _, day = rest.rpartition(":")
    is_one = kind == DiscrepancyKind.TOO_MANY_FACTS.value
    return PhoneDay(device_id, date.fromisoformat(day)) if is_one else None


def facts_of_phone_day(connection: Connection, day: PhoneDay) -> list[FactsOfKind]:
    """All that phone recorded on that day, by person and kind, the most frequent first."""
    return [FactsOfKind(*row) for row in rows_of(connection, _BY_KIND, **_bounds(day))]


def _bounds(each: PhoneDay) -> dict[str, str | int]:
    # A clock may say anything: the last day there is has no next.
    until = day_start_ms(each.day + timedelta(days=1)) if each.day < date.max else LAST
    return {"device": each.device_id, "since": day_start_ms(each.day), "until": until}
