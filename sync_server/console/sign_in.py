"""Sign-in page: password, one-time link, and signing out."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from sync_server.accounts.audit import AuditAct, AuditRow, write_audit
from sync_server.accounts.console_sessions import (
    coordinator_with,
    end_console_session,
    open_console_session,
    use_sign_in_link,
)
from sync_server.accounts.guesses import TRIES_MAX, is_closed, note_failure
from sync_server.console.render import ENVIRONMENT
from sync_server.console.session_cookie import HOME, inside, keep_session_cookie
from sync_server.console.visit import cookie_name, is_https, runtime_of, see_other
from sync_server.db.runtime import Runtime
from sync_server.db.session import begin, read
from sync_server.log import log_event

router = APIRouter()

_WRONG = "L'identifiant ou le mot de passe n'est pas le bon."
_TOO_MANY = "Trop d'essais. Attendez un quart d'heure, puis réessayez."
_LINK_SPENT = "Ce lien a déjà servi ou il est trop ancien. Connectez-vous avec votre mot de passe."


@dataclass(frozen=True, slots=True)
class SignInContext:
    """The sign-in form as it was left, and what to say above it."""

    login: str = ""
    goes_to: str = HOME
    sentence: str = ""
    tone: str = "wrong"


@dataclass(frozen=True, slots=True)
class LinkContext:
    """The page a one-time link opens: one button, because a GET changes nothing."""

    token: str


@router.get("/entrer")
def show_sign_in(vers: Annotated[str, Query(max_length=400)] = HOME) -> HTMLResponse:
    """The form; `vers` is where the visitor wanted to go."""
    return _form(SignInContext(goes_to=inside(vers)))


@router.post("/entrer")
def sign_in(
    request: Request,
    login: Annotated[str, Form(max_length=80)],
    password: Annotated[str, Form(max_length=256)],
    vers: Annotated[str, Form(max_length=400)] = HOME,
) -> Response:
    """Opens a session, or shows the form again without telling which of the two was wrong."""
    runtime = runtime_of(request)
    source = f"{request.client.host if request.client else ''} {login}"
    asked = SignInContext(login=login, goes_to=inside(vers), sentence=_WRONG)
    with read(runtime.database) as session:
        if is_closed(session, source, TRIES_MAX, runtime.now_ms()):
            return _form(SignInContext(login=login, goes_to=inside(vers), sentence=_TOO_MANY), status=429)
        coordinator_id = coordinator_with(session, login, password)
    if coordinator_id is None:
        with begin(runtime.database) as session:
            note_failure(session, source, runtime.now_ms())
        log_event("console-sign-in-refused")
        return _form(asked, status=401)
    return _enter(runtime, coordinator_id, inside(vers))


@router.get("/lien/{token}")
def show_link(token: str) -> HTMLResponse:
    """Asks for one press before the link is spent, so that a preview robot does not spend it."""
    text = ENVIRONMENT.get_template("sign_in_link.html").render(c=LinkContext(token))
    return HTMLResponse(text)


@router.post("/lien")
def enter_by_link(request: Request, token: Annotated[str, Form(max_length=128)]) -> Response:
    """Opens a session for the coordinator of a link that was not used yet."""
    runtime = runtime_of(request)
    with begin(runtime.database) as session:
        coordinator_id = use_sign_in_link(session, token, runtime.now_ms())
    if coordinator_id is None:
        return _form(SignInContext(sentence=_LINK_SPENT), status=401)
    # The demonstration's user has neither password nor phone: its link is all there is to show.
    return _enter(runtime, coordinator_id, HOME, is_factor_shown=runtime.settings.demo)


@router.post("/sortir")
def sign_out(request: Request) -> RedirectResponse:
    """Ends the session of this browser."""
    runtime = runtime_of(request)
    name = cookie_name(runtime)
    with begin(runtime.database) as session:
        end_console_session(session, request.cookies.get(name, ""))
    answer = see_other("/console/entrer")
    answer.delete_cookie(name, path="/", secure=is_https(runtime), httponly=True, samesite="lax")
    return answer


def _enter(
    runtime: Runtime, coordinator_id: str, goes_to: str, *, is_factor_shown: bool = False
) -> RedirectResponse:
    with begin(runtime.database) as session:
        token = open_console_session(
            session,
            coordinator_id,
            runtime.random_bytes,
            runtime.now_ms(),
            is_factor_shown=is_factor_shown,
        )
        signed_in = AuditRow(runtime.now_ms(), coordinator_id, AuditAct.SIGNED_IN, coordinator_id, "")
        write_audit(session, signed_in)
    log_event("console-signed-in", coordinator=coordinator_id)
    answer = see_other(goes_to)
    keep_session_cookie(answer, runtime, token)
    return answer


def _form(context: SignInContext, status: int = 200) -> HTMLResponse:
    return HTMLResponse(ENVIRONMENT.get_template("sign_in.html").render(c=context), status_code=status)
