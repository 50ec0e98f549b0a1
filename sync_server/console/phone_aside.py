"""Page « Mis à part » of a removed phone: what came from it since, and letting it count with a reason."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response

from shared.custody.codes import print_code
from shared.custody.events import Fact
from shared.ids import uuid7
from shared.words.labels import label
from sync_server.accounts.device_list import ListedDevice, find_device
from sync_server.accounts.rights import Right
from sync_server.console import french
from sync_server.console.chips import DEVICE_STATUS, Chip
from sync_server.console.visit import PageMissing, Visit, page, reading_with, see_other, writing_with
from sync_server.custody.second_reading import KeptBody, bodies_aside
from sync_server.log import log_event
from sync_server.upkeep.removed_phone import LetIn, LettingIn, let_in

router = APIRouter()
Reading = Annotated[Visit, reading_with(Right.DECIDE)]
Writing = Annotated[Visit, writing_with(Right.DECIDE)]
ID_BYTES = 10
SHOWN_MAX = 200
_UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$"
_FAULTS = {
    LetIn.NO_REASON: "Dites pourquoi, en 400 caractères au plus : la décision porte votre nom.",
    LetIn.NOTHING_ASIDE: "Il n'y a plus rien à part : quelqu'un l'a peut-être déjà fait.",
    LetIn.MORE_CAME: "D'autres mouvements sont arrivés depuis. Relisez la liste, puis confirmez.",
}


@dataclass(frozen=True, slots=True)
class AsideShown:
    """One fact that is not counted."""

    when: str
    what: str
    crates: str
    received: str


@dataclass(frozen=True, slots=True)
class AsideContext:
    """What is kept aside of one phone, and the form that lets it in."""

    device_id: str
    person_name: str
    status: Chip
    words: str
    total: int
    more: int
    facts: list[AsideShown]
    fact_id: str
    because: str
    fault: str


@router.get("/telephones/{device_id}/a-part")
def show_aside(visit: Reading, device_id: str) -> HTMLResponse:
    """What came from a removed phone and does not count."""
    return _page(visit, device_id)


@router.post("/telephones/{device_id}/a-part")
def accept_aside(
    visit: Writing,
    device_id: str,
    fact: Annotated[str, Form(pattern=_UUID)],
    shown: Annotated[int, Form(ge=0, le=1_000_000)],
    because: Annotated[str, Form(max_length=2_000)] = "",
) -> Response:
    """Lets it count from now on."""
    if find_device(visit.session, device_id) is None:
        raise PageMissing
    by = visit.visitor.coordinator_id
    wanted = LettingIn(device_id, fact, by, because, shown)
    outcome = let_in(visit.session, wanted, visit.now_ms, visit.random_bytes)
    if outcome is LetIn.DONE:
        log_event("removed-phone-let-in", device=device_id, by=by)
        return see_other(f"/console/telephones/{device_id}/a-part?fait=faits-acceptes")
    return _page(visit, device_id, because, _FAULTS[outcome], 422)


def _page(
    visit: Visit, device_id: str, because: str = "", fault: str = "", status: int = 200
) -> HTMLResponse:
    device = find_device(visit.session, device_id)
    if device is None:
        raise PageMissing
    kept = bodies_aside(visit.session, device_id)
    context = AsideContext(
        device_id=device_id,
        person_name=device.person_name,
        status=DEVICE_STATUS[device.status.value],
        words=_words(device, kept),
        total=len(kept),
        more=max(0, len(kept) - SHOWN_MAX),
        facts=[_shown(each) for each in kept[:SHOWN_MAX]],
        fact_id=uuid7(visit.now_ms, visit.random_bytes(ID_BYTES)),
        because=because,
        fault=fault,
    )
    return page(visit, "telephones", "phone_aside.html", context, status)


def _words(device: ListedDevice, kept: Sequence[KeptBody]) -> str:
    if not kept:
        return "Rien n'est à part."
    facts = [each.body.reading for each in kept if isinstance(each.body.reading, Fact)]
    kinds = Counter(label(fact.kind) for fact in facts)
    crates = {code for fact in facts for code in fact.crates}
    listed = ", ".join(f"{count} × {name}" for name, count in kinds.most_common())
    since = None if device.revoked_ms is None else french.day_and_clock(device.revoked_ms)
    removed = "" if since is None else f" depuis son retrait ({since})"
    counted = french.counted(len(kept), "mouvement")
    return f"{counted}{removed}, {french.counted(len(crates), 'caisse')} : {listed or 'illisibles'}."


def _shown(kept: KeptBody) -> AsideShown:
    reading = kept.body.reading
    received = french.day_and_clock(kept.received_ms)
    if not isinstance(reading, Fact):
        return AsideShown("—", f"illisible : {label(reading.reason)}", "—", received)
    crates = ", ".join(print_code(code) for code in reading.crates[:6])
    more = len(reading.crates) - 6
    crates += f" et {more} de plus" if more > 0 else ""
    when = french.day_and_clock(reading.clock.wall_ms)
    return AsideShown(when, label(reading.kind), crates or "—", received)
