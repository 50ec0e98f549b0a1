"""Pages « Téléphones »: the list, and taking a phone out of service."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse

from sync_server.accounts.device_list import ListedDevice, find_device, list_devices
from sync_server.accounts.devices import DeviceStatus, revoke_device
from sync_server.accounts.names import people_names
from sync_server.accounts.rights import Right
from sync_server.console import french
from sync_server.console.chips import DEVICE_STATUS, Chip
from sync_server.console.listing import Listing, in_order, read_order
from sync_server.console.visit import PageMissing, Visit, page, reading_with, see_other, writing_with
from sync_server.log import log_event

router = APIRouter()
Reading = Annotated[Visit, reading_with(Right.MANAGE_PHONES)]
Writing = Annotated[Visit, writing_with(Right.MANAGE_PHONES)]


@dataclass(frozen=True, slots=True)
class PhoneShown:
    """A phone in the list."""

    device_id: str
    person_name: str
    model: str
    seen_words: str
    seen_ms: int
    status: Chip
    is_active: bool


@dataclass(frozen=True, slots=True)
class PersonChoice:
    """Somebody a phone can be given to."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class PhonesContext:
    """The phones, and the form to add one as it was left."""

    lead: str
    people: list[PersonChoice]
    typed: str
    fault: str
    phones: list[PhoneShown]
    listing: Listing


@dataclass(frozen=True, slots=True)
class RevokeContext:
    """One phone about to be taken out of service."""

    device_id: str
    person_name: str
    words: str


_KEYS: dict[str, Callable[[PhoneShown], Any]] = {
    "personne": lambda phone: phone.person_name.casefold(),
    "telephone": lambda phone: phone.model.casefold(),
    "vu": lambda phone: phone.seen_ms,
    "etat": lambda phone: phone.status.word,
}
_DONE = {DeviceStatus.RETIRED: "telephone-retire", DeviceStatus.STOLEN: "telephone-vole"}


@router.get("/telephones")
def list_phones(visit: Reading, tri: Annotated[str, Query(max_length=20)] = "") -> HTMLResponse:
    """Every phone, and the form to add one."""
    return phones_page(visit, order=tri)


@router.get("/telephones/{device_id}/retirer")
def ask_to_revoke(visit: Reading, device_id: str) -> HTMLResponse:
    """Asks how the phone leaves before it does."""
    device = find_device(visit.session, device_id)
    if device is None:
        raise PageMissing
    model = device.model or "Téléphone"
    words = f"{model}, dernières nouvelles : {seen_words(device, visit.now_ms)}."
    context = RevokeContext(device.id, device.person_name, words)
    return page(visit, "telephones", "phone_revoke.html", context)


@router.post("/telephones/{device_id}/retirer")
def revoke(
    visit: Writing, device_id: str, why: Annotated[Literal["retired", "stolen"], Form()]
) -> RedirectResponse:
    """Takes the phone's rights away from its next request on. A phone already revoked stays so."""
    status = DeviceStatus(why)
    if not revoke_device(visit.session, device_id, status, visit.now_ms):
        raise PageMissing
    log_event("device-revoked", device=device_id, why=why, by=visit.visitor.coordinator_id)
    return see_other(f"/console/telephones?fait={_DONE[status]}")


def phones_page(
    visit: Visit, order: str = "", typed: str = "", fault: str = "", status: int = 200
) -> HTMLResponse:
    """The list of phones, with what is wrong in the form above it."""
    listing = Listing("/console/telephones", read_order(order, list(_KEYS), "personne"))
    phones = [_shown(device, visit.now_ms) for device in list_devices(visit.session)]
    active = sum(1 for phone in phones if phone.is_active)
    context = PhonesContext(
        lead=f"{french.counted(active, 'téléphone')} en service. Un téléphone inscrit envoie ses mouvements"
        " tout seul, dès qu'il a du réseau.",
        people=[PersonChoice(id_, name) for id_, name in people_names(visit.session).items()],
        typed=typed,
        fault=fault,
        phones=in_order(phones, listing, _KEYS),
        listing=listing,
    )
    return page(visit, "telephones", "phones.html", context, status)


def seen_words(device: ListedDevice, now_ms: int) -> str:
    """« il y a 3 h », « jamais »."""
    if device.last_seen_ms is None:
        return "jamais"
    spent_ms = now_ms - device.last_seen_ms
    return "à l'instant" if spent_ms < french.MINUTE_MS else f"il y a {french.how_long(spent_ms)}"


def _shown(device: ListedDevice, now_ms: int) -> PhoneShown:
    return PhoneShown(
        device.id,
        device.person_name,
        device.model,
        seen_words(device, now_ms),
        device.last_seen_ms or 0,
        DEVICE_STATUS[device.status.value],
        device.status is DeviceStatus.ACTIVE,
    )
