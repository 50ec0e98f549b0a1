"""Pages of the second factor: asking for it, setting it up, and asking once more where money is at stake."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup

from sync_server.accounts.audit import AuditAct, AuditRow, write_audit
from sync_server.accounts.console_sessions import end_console_session, note_factor, open_console_session
from sync_server.accounts.guesses import CODE_TRIES_MAX, is_closed, note_failure
from sync_server.accounts.rights import Right
from sync_server.accounts.sealing import Seal, made_seal
from sync_server.accounts.second_factor import (
    KEY_FILE,
    Enrolling,
    FactorAnswer,
    begin_factor,
    check_factor,
    confirm_factor,
    enrolling,
)
from sync_server.console import french
from sync_server.console.qr import qr_svg
from sync_server.console.render import ENVIRONMENT
from sync_server.console.session_cookie import inside, keep_session_cookie
from sync_server.console.visit import (
    PageMissing,
    Visit,
    cookie_name,
    reading_with,
    see_other,
    writing_with,
)
from sync_server.log import log_event

HERE = "/console/second-facteur"
router = APIRouter()
# Open to a session whose second factor is still to come: it is what these pages are for.
Reading = Annotated[Visit, reading_with(Right.OWN_ACCOUNT, is_half_enough=True)]
Writing = Annotated[Visit, writing_with(Right.OWN_ACCOUNT, is_half_enough=True)]
# Names no form of the console has: the one that waits for a fresh code goes on unchanged beside them.
CODE_FIELD, THEN_FIELD = "second_facteur", "apres"
GoesTo = Annotated[str, Form(max_length=400)]
Code = Annotated[str, Form(max_length=40)]

_SAYS = {
    FactorAnswer.WRONG: "Ce code n'est pas le bon, ou il n'est plus bon : prenez celui du moment.",
    FactorAnswer.REPLAYED: "Ce code a déjà servi. Attendez le suivant, il change toutes les trente secondes.",
    FactorAnswer.UNREADABLE: (
        "Ce serveur ne peut plus vérifier votre second facteur : la coordination doit le réinitialiser."
    ),
}
_TOO_MANY = "Trop d'essais. Attendez un quart d'heure, puis réessayez."


@dataclass(frozen=True, slots=True)
class FactorContext:
    """The page as it stands: asking for a code, or setting up the app first."""

    goes_to: str
    is_set_up: bool
    is_required: bool
    secret: str
    qr: Markup
    sentence: str
    now_iso: str
    now_words: str


@dataclass(frozen=True, slots=True)
class CodesContext:
    """The recovery codes, shown this once."""

    codes: tuple[str, ...]
    goes_to: str


@dataclass(frozen=True, slots=True)
class AgainContext:
    """A fresh code is asked before a form goes on; `fields` are the form as it was sent."""

    then: str
    fields: list[tuple[str, str]]
    sentence: str
    now_iso: str
    now_words: str


@router.get("/second-facteur")
def show_factor(visit: Reading, vers: Annotated[str, Query(max_length=400)] = "") -> Response:
    """Asks for a code, or how to set up the app."""
    if visit.visitor.has_factor and not visit.visitor.is_half:
        return see_other(inside(vers))
    return _factor_page(visit, inside(vers))


@router.post("/second-facteur/commencer")
def begin_setting_up(visit: Writing, vers: GoesTo = "") -> RedirectResponse:
    """Draws the secret; the page then shows it."""
    begin_factor(
        visit.session, seal_of(visit), visit.visitor.coordinator_id, visit.random_bytes, visit.now_ms
    )
    return see_other(f"{HERE}?vers={quote(inside(vers), safe='')}")


@router.post("/second-facteur/confirmer")
def confirm_setting_up(visit: Writing, request: Request, code: Code, vers: GoesTo = "") -> Response:
    """The first code puts the factor in force; the recovery codes are shown this once."""
    user_id = visit.visitor.coordinator_id
    if is_closed(visit.session, _source(user_id), CODE_TRIES_MAX, visit.now_ms):
        return _factor_page(visit, inside(vers), _TOO_MANY, 429)
    made = confirm_factor(visit.session, seal_of(visit), user_id, code, visit.random_bytes, visit.now_ms)
    if isinstance(made, FactorAnswer):
        note_failure(visit.session, _source(user_id), visit.now_ms)
        return _factor_page(visit, inside(vers), _SAYS[made], 422)
    _note(visit, AuditAct.FACTOR_SET)
    log_event("second-factor-set-up", coordinator=user_id)
    page = ENVIRONMENT.get_template("recovery_codes.html").render(c=CodesContext(made, inside(vers)))
    return _renewed(visit, request, HTMLResponse(page))


@router.post("/second-facteur")
def show_code(visit: Writing, request: Request, code: Code, vers: GoesTo = "") -> Response:
    """Lets a half session in with a code of the app, or a recovery code."""
    answer = _tried(visit, code)
    if answer is None:
        return _factor_page(visit, inside(vers), _TOO_MANY, 429)
    if not answer.lets_in:
        return _factor_page(visit, inside(vers), _SAYS[answer], 401)
    log_event("second-factor-shown", coordinator=visit.visitor.coordinator_id, how=answer.value)
    return _renewed(visit, request, see_other(inside(vers)))


async def waiting_fields(request: Request) -> list[tuple[str, str]]:
    """The fields of the form that waits for a code, without those of the code."""
    form = await request.form()
    waiting = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    return [field for field in waiting if field[0] not in (CODE_FIELD, THEN_FIELD)]


@router.post("/second-facteur/encore")
def show_code_again(
    visit: Writing,
    request: Request,
    code: Annotated[str, Form(alias=CODE_FIELD, max_length=40)],
    then: Annotated[str, Form(alias=THEN_FIELD, max_length=400)],
    waits: Annotated[list[tuple[str, str]], Depends(waiting_fields)],
) -> Response:
    """Takes a fresh code; the browser then sends the form that waited once more, unchanged."""
    if not visit.visitor.has_factor or inside(then).startswith(HERE):
        raise PageMissing
    answer = _tried(visit, code)
    if answer is None or not answer.lets_in:
        # Not raised: what was counted and written of the wrong code is to stay.
        sentence = _TOO_MANY if answer is None else _SAYS[answer]
        return again_page(inside(then), waits, sentence, visit.now_ms)
    note_factor(visit.session, request.cookies[cookie_name(visit.runtime)], visit.now_ms)
    return RedirectResponse(inside(then), status_code=307)


def again_page(then: str, fields: list[tuple[str, str]], sentence: str, now_ms: int) -> HTMLResponse:
    """The page that asks for a fresh code and holds the form that waits for it."""
    context = AgainContext(then, fields, sentence, *_clock(now_ms))
    return HTMLResponse(ENVIRONMENT.get_template("factor_again.html").render(c=context), status_code=403)


def seal_of(visit: Visit) -> Seal:
    """What the secrets of second factors are sealed with."""
    return made_seal(visit.runtime.settings.data_dir, KEY_FILE, visit.random_bytes)


def _tried(visit: Visit, code: str) -> FactorAnswer | None:
    """What became of a code; None once there were too many wrong ones."""
    user_id = visit.visitor.coordinator_id
    if is_closed(visit.session, _source(user_id), CODE_TRIES_MAX, visit.now_ms):
        return None
    answer = check_factor(visit.session, seal_of(visit), user_id, code, visit.now_ms)
    if not answer.lets_in:
        note_failure(visit.session, _source(user_id), visit.now_ms)
        _note(visit, AuditAct.FACTOR_REFUSED, answer.value)
        log_event("second-factor-refused", coordinator=user_id, why=answer.value)
    return answer


def _note(visit: Visit, act: AuditAct, note: str = "") -> None:
    user_id = visit.visitor.coordinator_id
    write_audit(visit.session, AuditRow(visit.now_ms, user_id, act, user_id, note))


def _source(user_id: str) -> str:
    """Apart from passwords, whose sources are addresses with logins."""
    return f"second factor\n{user_id}"


def _renewed(visit: Visit, request: Request, answer: Response) -> Response:
    """The answer with a new session's cookie: what was known of the half session opens nothing."""
    end_console_session(visit.session, request.cookies[cookie_name(visit.runtime)])
    token = open_console_session(
        visit.session,
        visit.visitor.coordinator_id,
        visit.random_bytes,
        visit.now_ms,
        is_factor_shown=True,
    )
    keep_session_cookie(answer, visit.runtime, token)
    return answer


def _factor_page(visit: Visit, goes_to: str, sentence: str = "", status: int = 200) -> HTMLResponse:
    visitor = visit.visitor
    begun: Enrolling | None = None
    if not visitor.has_factor:
        begun = enrolling(visit.session, seal_of(visit), visitor.coordinator_id, visitor.login)
    now_iso, now_words = _clock(visit.now_ms)
    context = FactorContext(
        goes_to=goes_to,
        is_set_up=visitor.has_factor,
        is_required=visitor.needs_factor,
        secret=_in_fours(begun.secret) if begun else "",
        qr=qr_svg(begun.uri) if begun else Markup(),
        sentence=sentence,
        now_iso=now_iso,
        now_words=now_words,
    )
    page = ENVIRONMENT.get_template("second_factor.html").render(c=context)
    return HTMLResponse(page, status_code=status)


def _clock(now_ms: int) -> tuple[str, str]:
    """The server's time for programs and for people: a phone that is late shows codes nobody accepts."""
    now = datetime.fromtimestamp(now_ms // 1000, UTC)
    return now.isoformat(timespec="seconds"), f"{french.clock(now_ms)} et {now.second} s"


def _in_fours(secret: str) -> str:
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
