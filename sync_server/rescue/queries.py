"""All SQL of rescue."""

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, insert, select, update
from sqlmodel import Session

from sync_server.accounts.devices import DeviceStatus, KnownDevice
from sync_server.accounts.tables import Device
from sync_server.db.base import table_of
from sync_server.db.bulk import rows_of
from sync_server.rescue.tables import Rescue

_DEVICE = table_of(Device)
_RESCUE = table_of(Rescue)
_SEALING = select(
    _DEVICE.c.person_id,
    _DEVICE.c.status,
    _DEVICE.c.revoked_ms,
    _DEVICE.c.last_seen_ms,
    _DEVICE.c.token_sha256,
).where(_DEVICE.c.id == bindparam("device_id"))


@dataclass(frozen=True, slots=True)
class SealingPhone:
    """The phone a pack names, and the secret its seal was made with."""

    device: KnownDevice
    secret: bytes


@dataclass(frozen=True, slots=True)
class Offer:
    """A pack handed over: by whom, whose facts, and what became of them."""

    pack_sha256: str
    carrier_device: str
    device: str
    log_id: str
    first: int
    facts: int
    status: str
    reason: str | None


def sealing_phone(session: Session, device_id: str) -> SealingPhone | None:
    """The phone with this id, whatever its status."""
    found = rows_of(session.connection(), _SEALING, device_id=device_id)
    if not found:
        return None
    person_id, status, revoked_ms, last_seen_ms, token_sha256 = found[0]
    known = KnownDevice(device_id, person_id, DeviceStatus(status), revoked_ms, last_seen_ms)
    return SealingPhone(known, bytes.fromhex(token_sha256))


def first_offered_ms(connection: Connection, pack_sha256: str) -> int | None:
    """When any phone first handed this pack over."""
    first = select(func.min(_RESCUE.c.first_offered_ms)).where(_RESCUE.c.pack_sha256 == pack_sha256)
    return connection.execute(first).scalar()


def note_offer(connection: Connection, offer: Offer, now_ms: int) -> None:
    """Writes down that a phone handed a pack over; once more is the same row, moved on."""
    again = (
        update(_RESCUE)
        .where(_RESCUE.c.pack_sha256 == offer.pack_sha256, _RESCUE.c.carrier_device == offer.carrier_device)
        .values(log_id=offer.log_id, status=offer.status, reason=offer.reason, last_offered_ms=now_ms)
    )
    if connection.execute(again).rowcount:
        return
    connection.execute(
        insert(_RESCUE).values(
            pack_sha256=offer.pack_sha256,
            carrier_device=offer.carrier_device,
            device=offer.device,
            log_id=offer.log_id,
            first=offer.first,
            facts=offer.facts,
            status=offer.status,
            reason=offer.reason,
            first_offered_ms=now_ms,
            last_offered_ms=now_ms,
        )
    )
