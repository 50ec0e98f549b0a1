"""Page « Mon compte »: one's own password, sessions, second factor and recovery codes."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response

from sync_server.accounts.console_users import (
    change_password,
    console_users,
    end_sessions,
    forget_factor,
    has_password,
    new_recovery_codes,
)
from sync_server.accounts.passwords import PASSWORD_MIN_CHARACTERS
from sync_server.accounts.rights import Right
from sync_server.accounts.second_factor import recovery_codes_left
from sync_server.console.account_words import refused, roles_words
from sync_server.console.render import ENVIRONMENT
from sync_server.console.second_factor import CodesContext
from sync_server.console.users import acting
from sync_server.console.visit import (
    PageMissing,
    Visit,
    cookie_name,
    page,
    reading_with,
    see_other,
    writing_with,
)

SECTION, HERE = "mon-compte", "/console/mon-compte"
router = APIRouter()
Reading = Annotated[Visit, reading_with(Right.OWN_ACCOUNT)]
Writing = Annotated[Visit, writing_with(Right.OWN_ACCOUNT)]
WritingFresh = Annotated[Visit, writing_with(Right.OWN_ACCOUNT, is_fresh_needed=True)]
Password = Annotated[str, Form(max_length=300)]


@dataclass(frozen=True, slots=True)
class AccountContext:
    """One's own account, and what was wrong with the password typed."""

    name: str
    login: str
    roles_words: str
    is_demo: bool
    has_password: bool
    has_factor: bool
    needs_factor: bool
    codes_left: int
    other_sessions: int
    characters_min: int
    fault: str


@router.get("/mon-compte")
def show_account(visit: Reading) -> HTMLResponse:
    """One's own account."""
    return _account_page(visit)


@router.post("/mon-compte/mot-de-passe")
def set_password(
    visit: Writing, request: Request, wanted: Password, again: Password, current: Password = ""
) -> Response:
    """Changes the password; every other browser is signed out."""
    if wanted != again:
        return _account_page(visit, "Les deux nouveaux mots de passe ne sont pas les mêmes.", 422)
    token = request.cookies[cookie_name(visit.runtime)]
    why = change_password(visit.session, acting(visit), current, wanted, token)
    if why is not None:
        return _account_page(visit, refused(why), 422)
    return see_other(f"{HERE}?fait=mot-de-passe-change")


@router.post("/mon-compte/sessions")
def end_other_sessions(visit: Writing, request: Request) -> Response:
    """Signs out every browser but this one."""
    end_sessions(
        visit.session,
        acting(visit),
        visit.visitor.coordinator_id,
        request.cookies[cookie_name(visit.runtime)],
    )
    return see_other(f"{HERE}?fait=sessions-finies")


@router.post("/mon-compte/codes")
def renew_codes(visit: WritingFresh) -> HTMLResponse:
    """Ten other recovery codes, shown this once. Raises: PageMissing, without a second factor."""
    codes = new_recovery_codes(visit.session, acting(visit))
    if not codes:
        raise PageMissing
    return HTMLResponse(ENVIRONMENT.get_template("recovery_codes.html").render(c=CodesContext(codes, HERE)))


@router.post("/mon-compte/application")
def change_app(visit: WritingFresh) -> Response:
    """Forgets one's own app, for a new telephone: signing in again sets up the other."""
    forget_factor(visit.session, acting(visit), visit.visitor.coordinator_id)
    return see_other(HERE)


def _account_page(visit: Visit, fault: str = "", status: int = 200) -> HTMLResponse:
    visitor = visit.visitor
    [user] = console_users(visit.session, visitor.coordinator_id)
    context = AccountContext(
        name=visitor.name,
        login=visitor.login,
        roles_words=roles_words(visitor.roles),
        is_demo=visit.runtime.settings.demo,
        has_password=has_password(visit.session, visitor.coordinator_id),
        has_factor=visitor.has_factor,
        needs_factor=visitor.needs_factor,
        codes_left=recovery_codes_left(visit.session, visitor.coordinator_id),
        other_sessions=user.sessions - 1,
        characters_min=PASSWORD_MIN_CHARACTERS,
        fault=fault,
    )
    return page(visit, SECTION, "own_account.html", context, status)
