"""Pages « Utilisateurs »: who may open the console and as what, links, sessions, closing an account."""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from sync_server.accounts import console_users as accounts
from sync_server.accounts.console_users import Acting, ConsoleUser, UserRefusal, console_users
from sync_server.accounts.coordinators import CoordinatorRefusal
from sync_server.accounts.names import people_names
from sync_server.accounts.rights import ConsoleRole, Right
from sync_server.console.account_words import ROLES, refused, roles_words
from sync_server.console.chips import Chip, Tone
from sync_server.console.phone_enrol import person_named
from sync_server.console.visit import PageMissing, Visit, page, reading_with, see_other, writing_with
from sync_server.log import log_event

SECTION, HERE = "utilisateurs", "/console/utilisateurs"
router = APIRouter()
Reading = Annotated[Visit, reading_with(Right.MANAGE_USERS)]
# Whoever gives roles could give himself a second pair of eyes: a fresh code, and a row in the audit.
Writing = Annotated[Visit, writing_with(Right.MANAGE_USERS, is_fresh_needed=True)]
OPEN = Chip(Tone.DONE, "check", "Ouvert")
CLOSED = Chip(Tone.PLAIN, "lock", "Fermé")
_ACTS = {
    "fermer": accounts.close_user,
    "rouvrir": accounts.open_user,
    "facteur": accounts.forget_factor,
}


class UserFields(BaseModel):
    """The form of an account; `roles` are ticked one by one."""

    name: Annotated[str, Field(max_length=120)] = ""
    login: Annotated[str, Field(max_length=80)] = ""
    roles: Annotated[list[ConsoleRole], Field(max_length=8)] = []
    person: Annotated[str, Field(max_length=160)] = ""


@dataclass(frozen=True, slots=True)
class UserShown:
    """An account in the list and on its page."""

    id: str
    name: str
    login: str
    roles_words: str
    person_words: str
    factor_word: str
    sessions: int
    last_seen_ms: int | None
    status: Chip
    is_closed: bool
    is_you: bool
    has_factor: bool


@dataclass(frozen=True, slots=True)
class FormShown:
    """The form as it was left, and what is wrong with it."""

    fields: UserFields = field(default_factory=UserFields)
    fault: str = ""


@dataclass(frozen=True, slots=True)
class UsersContext:
    """Every account, and the form that adds one."""

    users: list[UserShown]
    form: FormShown
    roles: dict[ConsoleRole, tuple[str, str]]
    people: list[tuple[str, str]]
    is_alone: bool


@dataclass(frozen=True, slots=True)
class UserContext:
    """One account and its form."""

    user: UserShown
    form: FormShown
    roles: dict[ConsoleRole, tuple[str, str]]
    people: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class LinkContext:
    """A link to hand over, shown this once."""

    user_id: str
    name: str
    login: str
    link: str


@router.get("/utilisateurs")
def list_users(visit: Reading) -> HTMLResponse:
    """Every account."""
    return _list_page(visit, FormShown())


@router.post("/utilisateurs")
def add_user(visit: Writing, form: Annotated[UserFields, Form()]) -> HTMLResponse:
    """Adds an account; nobody but its owner ever knows the password: a link is shown once instead."""
    person = person_named(visit, form.person) if form.person.strip() else None
    if form.person.strip() and person is None:
        return _list_page(visit, FormShown(form, refused(CoordinatorRefusal.PERSON_UNKNOWN)), 422)
    made = accounts.add_user(visit.session, acting(visit), form.name, form.login, form.roles, person)
    if isinstance(made, CoordinatorRefusal):
        return _list_page(visit, FormShown(form, refused(made)), 422)
    user_id, token = made
    log_event("console-user-added", user=user_id, by=visit.visitor.coordinator_id)
    return _link_page(visit, user_id, token)


@router.get("/utilisateurs/{user_id}")
def show_user(visit: Reading, user_id: str) -> HTMLResponse:
    """One account."""
    return _user_page(visit, _found(visit, user_id))


@router.post("/utilisateurs/{user_id}/roles")
def change_roles(visit: Writing, user_id: str, form: Annotated[UserFields, Form()]) -> Response:
    """Gives an account the ticked roles, from its next page on."""
    user = _found(visit, user_id)
    person = person_named(visit, form.person) if form.person.strip() else None
    if form.person.strip() and person is None:
        return _user_page(visit, user, FormShown(form, refused(CoordinatorRefusal.PERSON_UNKNOWN)), 422)
    why = accounts.change_roles(visit.session, acting(visit), user_id, form.roles, person)
    if why is not None:
        return _user_page(visit, user, FormShown(form, refused(why)), 422)
    log_event("console-roles-changed", user=user_id, by=visit.visitor.coordinator_id)
    return see_other(f"{HERE}/{user_id}?fait=compte-change")


@router.post("/utilisateurs/{user_id}/lien")
def make_link(visit: Writing, user_id: str) -> Response:
    """A link for who forgot the password, shown this once."""
    user = _found(visit, user_id)
    made = accounts.new_link(visit.session, acting(visit), user_id)
    if isinstance(made, UserRefusal):
        return _user_page(visit, user, FormShown(_fields_of(user), refused(made)), 409)
    return _link_page(visit, user_id, made)


@router.post("/utilisateurs/{user_id}/sessions")
def end_sessions(visit: Writing, user_id: str) -> Response:
    """Signs an account out of every browser."""
    _found(visit, user_id)
    accounts.end_sessions(visit.session, acting(visit), user_id)
    return see_other(f"{HERE}/{user_id}?fait=sessions-finies")


@router.post("/utilisateurs/{user_id}/{act}")
def act_on_user(visit: Writing, user_id: str, act: Literal["fermer", "rouvrir", "facteur"]) -> Response:
    """Closes an account, opens it again, or forgets its second factor."""
    user = _found(visit, user_id)
    why = _ACTS[act](visit.session, acting(visit), user_id)
    if why is not None:
        return _user_page(visit, user, FormShown(_fields_of(user), refused(why)), 409)
    log_event(f"console-user-{act}", user=user_id, by=visit.visitor.coordinator_id)
    return see_other(f"{HERE}/{user_id}?fait=compte-change")


def acting(visit: Visit) -> Acting:
    """Who acts, when, and with which chance."""
    return Acting(visit.visitor.coordinator_id, visit.now_ms, visit.random_bytes)


def _found(visit: Visit, user_id: str) -> ConsoleUser:
    found = console_users(visit.session, user_id)
    if not found:
        raise PageMissing
    return found[0]


def _fields_of(user: ConsoleUser) -> UserFields:
    return UserFields(name=user.name, login=user.login, roles=sorted(user.roles), person=user.person_id or "")


def _list_page(visit: Visit, form: FormShown, status: int = 200) -> HTMLResponse:
    users = console_users(visit.session)
    names = people_names(visit.session)
    decide_money = [
        user
        for user in users
        if not user.is_closed and {ConsoleRole.COORDINATOR, ConsoleRole.TREASURER} & user.roles
    ]
    shown = [_shown(visit, user, names) for user in users]
    context = UsersContext(shown, form, ROLES, _people(names), len(decide_money) < 2)  # noqa: PLR2004
    return page(visit, SECTION, "users.html", context, status)


def _user_page(
    visit: Visit, user: ConsoleUser, form: FormShown | None = None, status: int = 200
) -> HTMLResponse:
    names = people_names(visit.session)
    form = form or FormShown(_fields_of(user))
    return page(
        visit,
        SECTION,
        "user.html",
        UserContext(_shown(visit, user, names), form, ROLES, _people(names)),
        status,
    )


def _link_page(visit: Visit, user_id: str, token: str) -> HTMLResponse:
    user = _found(visit, user_id)
    link = f"{visit.runtime.settings.effective_public_url}/console/lien/{token}"
    return page(visit, SECTION, "user_link.html", LinkContext(user_id, user.name, user.login, link))


def _people(names: dict[str, str]) -> list[tuple[str, str]]:
    return list(names.items())


def _shown(visit: Visit, user: ConsoleUser, names: dict[str, str]) -> UserShown:
    person = names.get(user.person_id, user.person_id) if user.person_id else ""
    return UserShown(
        id=user.id,
        name=user.name,
        login=user.login,
        roles_words=roles_words(user.roles),
        person_words=f"{person} ({user.person_id})" if user.person_id else "",
        factor_word="en place" if user.has_factor else "pas encore",
        sessions=user.sessions,
        last_seen_ms=user.last_seen_ms,
        status=CLOSED if user.is_closed else OPEN,
        is_closed=user.is_closed,
        is_you=user.id == visit.visitor.coordinator_id,
        has_factor=user.has_factor,
    )
