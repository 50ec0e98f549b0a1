"""Page « Ajouter un téléphone »: the code as a QR for ten minutes, the four digits, and the confirmation."""

import re
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup

from sync_server.accounts.enrolment import (
    LIFE_MS,
    EnrolmentStatus,
    confirm_enrolment,
    find_enrolment,
    open_enrolment,
    refuse_enrolment,
)
from sync_server.accounts.names import people_names
from sync_server.accounts.rights import Right
from sync_server.accounts.tables import Enrolment
from sync_server.console import french
from sync_server.console.chips import Tone
from sync_server.console.phones import phones_page
from sync_server.console.qr import qr_svg
from sync_server.console.visit import (
    PageMissing,
    RowNumber,
    Visit,
    is_https,
    page,
    reading_with,
    see_other,
    writing_with,
)
from sync_server.log import log_event

router = APIRouter()
Reading = Annotated[Visit, reading_with(Right.MANAGE_PHONES)]
Writing = Annotated[Visit, writing_with(Right.MANAGE_PHONES)]
_ID_IN_TYPED = re.compile(r"\(([^()]+)\)\s*$")
_HERE = "/console/telephones/inscriptions"


@dataclass(frozen=True, slots=True)
class EnrolContext:
    """One enrolment: waiting with its code, claimed with its digits, or over with what became of it."""

    enrolment_id: int
    person_name: str
    waits: bool
    qr_svg: Markup
    code: str
    link: str
    seconds_left: int
    left_words: str
    expires_ms: int
    digits: str
    model_words: str
    sentence: str
    tone: Tone
    icon: str


_OVER: dict[EnrolmentStatus, tuple[Tone, str, str]] = {
    EnrolmentStatus.CONFIRMED: (
        Tone.DONE,
        "check",
        "Le téléphone est en service : il reçoit ses tournées dans la minute.",
    ),
    EnrolmentStatus.REFUSED: (Tone.INFO, "info", "L'ajout est annulé : ce code ne sert plus à rien."),
    EnrolmentStatus.KILLED: (
        Tone.WRONG,
        "alert",
        "Deux téléphones ont présenté ce code : aucun n'est inscrit. Quelqu'un a peut-être photographié"
        " l'écran ; recommencez à l'abri des regards.",
    ),
}
_EXPIRED = (Tone.WAITING, "pause", "Les dix minutes sont passées. Recommencez quand le téléphone est là.")
_CODE_ELSEWHERE = (
    Tone.INFO,
    "info",
    "Ce code n'est montré que sur l'écran où il a été demandé. Vous pouvez en demander un autre.",
)


@router.post("/telephones/ajouter")
def add_phone(visit: Writing, person: Annotated[str, Form(max_length=160)] = "") -> Response:
    """Opens an enrolment for the person named, or says that nobody is called so."""
    person_id = person_named(visit, person)
    if person_id is None:
        fault = "Personne ne porte ce nom dans le réseau. Choisissez dans la liste qui s'ouvre."
        return phones_page(visit, typed=person, fault=fault, status=422)
    opened = open_enrolment(
        visit.session, person_id, visit.visitor.coordinator_id, visit.now_ms, visit.random_bytes
    )
    log_event("enrolment-opened", person=person_id, by=visit.visitor.coordinator_id)
    answer = see_other(f"{_HERE}/{opened.id}")
    # The server keeps only the code's hash: this browser alone carries it, for the ten minutes it is good.
    answer.set_cookie(
        f"inscription-{opened.id}",
        opened.code,
        max_age=LIFE_MS // 1000,
        path=f"{_HERE}/{opened.id}",
        secure=is_https(visit.runtime),
        httponly=True,
        samesite="strict",
    )
    return answer


@router.get("/telephones/inscriptions/{enrolment_id}")
def show_enrolment(visit: Reading, request: Request, enrolment_id: RowNumber) -> HTMLResponse:
    """How far the enrolment is; the page asks again by itself while it waits."""
    row = find_enrolment(visit.session, enrolment_id)
    if row is None:
        raise PageMissing
    code = request.cookies.get(f"inscription-{enrolment_id}", "")
    return page(visit, "telephones", "phone_enrol.html", _context(visit, row, code))


@router.post("/telephones/inscriptions/{enrolment_id}/confirmer")
def confirm(visit: Writing, enrolment_id: RowNumber, digits: Annotated[str, Form(max_length=8)]) -> Response:
    """Lets the phone in; asked twice, it is let in once."""
    if confirm_enrolment(visit.session, enrolment_id, digits, visit.now_ms):
        log_event("enrolment-confirmed", enrolment=enrolment_id, by=visit.visitor.coordinator_id)
    return see_other(f"{_HERE}/{enrolment_id}")


@router.post("/telephones/inscriptions/{enrolment_id}/annuler")
def refuse(visit: Writing, enrolment_id: RowNumber) -> Response:
    """Takes the code back."""
    if refuse_enrolment(visit.session, enrolment_id):
        log_event("enrolment-refused", enrolment=enrolment_id, by=visit.visitor.coordinator_id)
    return see_other(f"{_HERE}/{enrolment_id}")


def person_named(visit: Visit, typed: str) -> str | None:
    """The person of « Nom (P001) », of an id, or of a name only one person has."""
    names = people_names(visit.session)
    in_brackets = _ID_IN_TYPED.search(typed)
    for candidate in (in_brackets[1].strip() if in_brackets else "", typed.strip()):
        if candidate in names:
            return candidate
    alike = [id_ for id_, name in names.items() if name.casefold() == typed.strip().casefold()]
    return alike[0] if len(alike) == 1 else None


def _context(visit: Visit, row: Enrolment, code: str) -> EnrolContext:
    status = EnrolmentStatus(row.status)
    live = visit.now_ms <= row.expires_ms
    waits = status is EnrolmentStatus.OPEN and live and bool(code)
    claimed = status is EnrolmentStatus.CLAIMED and live
    tone, icon, sentence = _outcome(status, live=live)
    left_ms = max(0, row.expires_ms - visit.now_ms)
    link = f"{visit.runtime.settings.effective_public_url}/enrol#{code}"
    return EnrolContext(
        enrolment_id=row.id or 0,
        person_name=people_names(visit.session).get(row.person_id, row.person_id),
        waits=waits,
        qr_svg=qr_svg(link) if waits else Markup(),
        code=code if waits else "",
        link=link if waits else "",
        seconds_left=left_ms // 1000,
        left_words=french.how_long(left_ms),
        expires_ms=row.expires_ms,
        digits=(row.match_digits or "") if claimed else "",
        model_words=f"Le téléphone se présente : {row.asked_device}." if row.asked_device else "",
        sentence=sentence,
        tone=tone,
        icon=icon,
    )


def _outcome(status: EnrolmentStatus, *, live: bool) -> tuple[Tone, str, str]:
    if status in _OVER:
        return _OVER[status]
    return _CODE_ELSEWHERE if live else _EXPIRED
