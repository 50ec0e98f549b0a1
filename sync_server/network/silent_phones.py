"""Phones of helpers that have not been heard of although their round should be over or under way."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session

from sync_server.accounts.devices import DeviceStatus
from sync_server.accounts.tables import Device, Person
from sync_server.db.base import table_of
from sync_server.network.status import RoundStatus
from sync_server.network.tables import CrateMove, Round

_ROUND = table_of(Round)
_MOVE = table_of(CrateMove)
_DEVICE = table_of(Device)
_PERSON = table_of(Person)


@dataclass(frozen=True, slots=True)
class SilentHelper:
    """A helper with a round that is not closed, and when his last active phone was heard; None if never."""

    person_id: str
    name: str
    round_title: str
    has_phone: bool
    last_seen_ms: int | None


def silent_helpers(session: Session, days: Sequence[str], heard_before_ms: int) -> list[SilentHelper]:
    """Helpers of open rounds of these days not heard since `heard_before_ms`, the longest silent first."""
    active = (
        select(
            _DEVICE.c.person_id,
            func.count().label("phones"),
            func.max(_DEVICE.c.last_seen_ms).label("seen_ms"),
        )
        .where(_DEVICE.c.status == DeviceStatus.ACTIVE.value)
        .group_by(_DEVICE.c.person_id)
        .subquery()
    )
    seen_ms = func.coalesce(active.c.seen_ms, 0)
    statement = (
        select(_PERSON.c.id, _PERSON.c.name, func.min(_ROUND.c.title), active.c.phones, active.c.seen_ms)
        .join(_PERSON, _PERSON.c.id == _ROUND.c.helper_person_id)
        .outerjoin(active, active.c.person_id == _PERSON.c.id)
        .where(
            _ROUND.c.date.in_(days), _ROUND.c.status != RoundStatus.CLOSED.value, seen_ms < heard_before_ms
        )
        .group_by(_PERSON.c.id, _PERSON.c.name, active.c.phones, active.c.seen_ms)
        .order_by(seen_ms, _PERSON.c.name)
    )
    return [
        SilentHelper(person_id, name, title, bool(phones), last_seen_ms)
        for person_id, name, title, phones, last_seen_ms in session.connection().execute(statement)
    ]


@dataclass(frozen=True, slots=True)
class OpenRound:
    """A round whose end nobody told, and how many crates it was to move."""

    helper_id: str
    round_id: str
    title: str
    date: str
    crates: int


def open_rounds_of(
    session: Session, helper_ids: Collection[str], first_day: str, last_day: str
) -> list[OpenRound]:
    """The rounds of these helpers, on these days, that are not closed: what a silent phone may hold."""
    statement = (
        select(_ROUND.c.helper_person_id, _ROUND.c.id, _ROUND.c.title, _ROUND.c.date, func.count(_MOVE.c.id))
        .outerjoin(_MOVE, _MOVE.c.round_id == _ROUND.c.id)
        .where(
            _ROUND.c.helper_person_id.in_(sorted(helper_ids)),
            _ROUND.c.date.between(first_day, last_day),
            _ROUND.c.status != RoundStatus.CLOSED.value,
        )
        .group_by(_ROUND.c.helper_person_id, _ROUND.c.id, _ROUND.c.title, _ROUND.c.date)
        .order_by(_ROUND.c.date, _ROUND.c.id)
    )
    return [OpenRound(*row) for row in session.connection().execute(statement)]
