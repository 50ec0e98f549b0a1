"""Phones that record in the name of somebody they were not enrolled for: found, and told as a whole."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, select

from shared.custody.discrepancies import Discrepancy, DiscrepancyKind, others_phone
from sync_server.accounts.tables import Device
from sync_server.custody.busy_days import FactsOfKind
from sync_server.custody.tables import Event
from sync_server.db.base import table_of
from sync_server.db.bulk import rows_in, rows_of

_DEVICE = table_of(Device)
_EVENT = table_of(Event)
_OWNERS = select(_DEVICE.c.id, _DEVICE.c.person_id)
_BY_KIND = (
    select(
        _EVENT.c.actor,
        _EVENT.c.kind,
        func.count(),
        func.min(_EVENT.c.effective_ms),
        func.max(_EVENT.c.effective_ms),
    )
    .where(_EVENT.c.device == bindparam("device"), _EVENT.c.actor == bindparam("actor"))
    .group_by(_EVENT.c.actor, _EVENT.c.kind)
    .order_by(func.count().desc(), _EVENT.c.kind)
)


@dataclass(frozen=True, slots=True)
class BorrowedPhone:
    """A phone, whose it is, and all it recorded in the name of somebody else, the most frequent first."""

    device_id: str
    owner_id: str
    actor: str
    recorded: tuple[FactsOfKind, ...]


def borrowed_phones(connection: Connection, named: Collection[tuple[str, str]]) -> Iterator[Discrepancy]:
    """A discrepancy for each phone and person of these facts that do not belong together."""
    owners = _owners(connection, {device_id for device_id, _ in named})
    for device_id, actor in sorted(named):
        if owners.get(device_id, actor) != actor:
            yield others_phone(device_id, actor)


def borrowed_phone_of(connection: Connection, key: str) -> BorrowedPhone | None:
    """What a discrepancy of this kind is about; None where it is of another kind."""
    kind, _, rest = key.partition(":")
    if kind != DiscrepancyKind.OTHERS_PHONE.value:
        return None
    device_id, _, actor = rest.rpartition(":")
    rows = rows_of(connection, _BY_KIND, device=device_id, actor=actor)
    owner_id = _owners(connection, {device_id}).get(device_id, "")
    return BorrowedPhone(device_id, owner_id, actor, tuple(FactsOfKind(*row) for row in rows))


def _owners(connection: Connection, device_ids: Collection[str]) -> dict[str, str]:
    found = rows_in(connection, _OWNERS, _DEVICE.c.id, sorted(device_ids))
    return {device_id: person_id for device_id, person_id in found}
