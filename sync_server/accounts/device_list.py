"""Every phone with whose it is, for the coordinator's list."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, select
from sqlmodel import Session

from sync_server.accounts.devices import DeviceStatus
from sync_server.accounts.tables import Device, Person
from sync_server.db.base import table_of

_DEVICE = table_of(Device)
_PERSON = table_of(Person)


@dataclass(frozen=True, slots=True)
class ListedDevice:
    """A phone and its person; `last_seen_ms` is None where it never synced."""

    id: str
    person_id: str
    person_name: str
    model: str
    app: str
    status: DeviceStatus
    last_seen_ms: int | None
    revoked_ms: int | None


def list_devices(session: Session) -> list[ListedDevice]:
    """Every phone, by the name of its person."""
    ordered = _listed().order_by(_PERSON.c.name, _DEVICE.c.created_ms)
    return [_device(row) for row in session.connection().execute(ordered)]


def find_device(session: Session, device_id: str) -> ListedDevice | None:
    """The phone with this id."""
    row = session.connection().execute(_listed().where(_DEVICE.c.id == device_id)).first()
    return None if row is None else _device(row)


def _listed() -> Select[*tuple[Any, ...]]:
    return select(
        _DEVICE.c.id,
        _DEVICE.c.person_id,
        _PERSON.c.name,
        _DEVICE.c.model,
        _DEVICE.c.app,
        _DEVICE.c.status,
        _DEVICE.c.last_seen_ms,
        _DEVICE.c.revoked_ms,
    ).join(_PERSON, _PERSON.c.id == _DEVICE.c.person_id)


def _device(row: Row[*tuple[Any, ...]]) -> ListedDevice:
    device_id, person_id, person_name, model, app, status, last_seen_ms, revoked_ms = row
    return ListedDevice(
        device_id, person_id, person_name, model, app, DeviceStatus(status), last_seen_ms, revoked_ms
    )
