"""Phones and their tokens: adding, recognising on every request, revoking."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import bindparam, select
from sqlmodel import Session

from sync_server.accounts.secrets import RandomBytes, kept_form, new_secret
from sync_server.accounts.tables import Device
from sync_server.db.base import table_of
from sync_server.db.bulk import rows_of, update_many

_DEVICE = table_of(Device)
_WITH_TOKEN = select(
    _DEVICE.c.id,
    _DEVICE.c.person_id,
    _DEVICE.c.status,
    _DEVICE.c.revoked_ms,
    _DEVICE.c.last_seen_ms,
).where(_DEVICE.c.token_sha256 == bindparam("token_sha256"))
_OWN = select(_DEVICE.c.id, _DEVICE.c.status).where(_DEVICE.c.person_id == bindparam("person_id"))
REVOKED_GRACE_MS = 30 * 24 * 3600 * 1000
DEVICE_ID_BYTES = 5
SEEN_EVERY_MS = 60_000


class DeviceStatus(StrEnum):
    """Whether a phone may sync; a revoked one may still hand in facts for 30 days."""

    ACTIVE = "active"
    RETIRED = "retired"
    STOLEN = "stolen"


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """A phone recognised by its token."""

    id: str
    person_id: str
    status: DeviceStatus
    revoked_ms: int | None
    last_seen_ms: int | None

    @property
    def is_revoked(self) -> bool:
        """Whether its events are quarantined and its pulls refused."""
        return self.status is not DeviceStatus.ACTIVE

    def is_shut_out(self, now_ms: int) -> bool:
        """Whether the 30 days in which a revoked phone may hand in facts are over."""
        return self.revoked_ms is not None and now_ms - self.revoked_ms > REVOKED_GRACE_MS

    def was_seen_long_before(self, now_ms: int) -> bool:
        """Whether its visit is worth a write: an idle poll must not cost one each time."""
        return self.last_seen_ms is None or now_ms - self.last_seen_ms > SEEN_EVERY_MS


@dataclass(frozen=True, slots=True)
class NewDevice:
    """A phone just added; the token is shown once and kept nowhere."""

    id: str
    token: str


def add_device(
    session: Session,
    person_id: str,
    now_ms: int,
    random_bytes: RandomBytes,
    *,
    device_id: str | None = None,
    model: str = "",
) -> NewDevice:
    """A phone of this person with a fresh token; an id already known keeps its facts and changes token."""
    device = NewDevice(device_id or new_device_id(random_bytes), new_secret(random_bytes))
    put_device(session, person_id, device, now_ms, model)
    return device


def new_device_id(random_bytes: RandomBytes) -> str:
    """An id no phone has yet."""
    return f"d_{random_bytes(DEVICE_ID_BYTES).hex()}"


def put_device(session: Session, person_id: str, device: NewDevice, now_ms: int, model: str) -> None:
    """Keeps a phone, active, with the sha256 of its token."""
    session.merge(
        Device(
            id=device.id,
            person_id=person_id,
            token_sha256=kept_form(device.token),
            status=DeviceStatus.ACTIVE.value,
            created_ms=now_ms,
            model=model,
        )
    )
    session.flush()


def own_device_ids(session: Session, person_id: str) -> frozenset[str]:
    """The phones whose facts a person may hand in: all they ever had, but for stolen ones."""
    own = rows_of(session.connection(), _OWN, person_id=person_id)
    return frozenset(device_id for device_id, status in own if status != DeviceStatus.STOLEN)


def device_with_token(session: Session, token: str) -> KnownDevice | None:
    """The phone a bearer token belongs to, whatever its status."""
    found = rows_of(session.connection(), _WITH_TOKEN, token_sha256=kept_form(token))
    if not found:
        return None
    device_id, person_id, status, revoked_ms, last_seen_ms = found[0]
    return KnownDevice(device_id, person_id, DeviceStatus(status), revoked_ms, last_seen_ms)


def revoke_device(session: Session, device_id: str, status: DeviceStatus, now_ms: int) -> bool:
    """Takes a phone's rights away from the next request on; False where there is no such phone.

    A phone already revoked keeps the instant of its first revocation.
    """
    device = session.get(Device, device_id)
    if device is None:
        return False
    device.status = status.value
    device.revoked_ms = device.revoked_ms or now_ms
    session.add(device)
    session.flush()
    return True


def note_device_seen(session: Session, device_id: str, now_ms: int, app: str) -> None:
    """Remembers when a phone last synced and with which version of the app."""
    update_many(session.connection(), Device, ("last_seen_ms", "app"), ("id",), [(now_ms, app, device_id)])
