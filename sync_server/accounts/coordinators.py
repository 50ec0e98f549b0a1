"""Who may open the console: adding somebody in some roles, and finding somebody by login."""

from collections.abc import Collection
from enum import StrEnum

from sqlmodel import Session, col, select

from sync_server.accounts.passwords import PasswordFault, hash_password, password_fault
from sync_server.accounts.people import find_person
from sync_server.accounts.rights import ConsoleRole, Right, read_roles, rights_of, write_roles
from sync_server.accounts.tables import Coordinator

# Their pages show what is one person's own: without the person there is nothing to show.
PERSONAL_ROLES = frozenset({ConsoleRole.KEEPER, ConsoleRole.PRODUCER})
JUST_COORDINATOR = frozenset({ConsoleRole.COORDINATOR})


class CoordinatorRefusal(StrEnum):
    """Why nobody is added."""

    LOGIN_TAKEN = "login-taken"
    LOGIN_EMPTY = "login-empty"
    ROLE_MISSING = "role-missing"
    PERSON_NEEDED = "person-needed"
    PERSON_UNKNOWN = "person-unknown"


def add_coordinator(
    session: Session,
    name: str,
    login: str,
    password: str,
    roles: Collection[ConsoleRole] = JUST_COORDINATOR,
    person_id: str | None = None,
) -> str | CoordinatorRefusal | PasswordFault:
    """The id of somebody who signs in with this login and password from now on."""
    fault = password_fault(password, (login, name))
    if fault is not None:
        return fault
    added = add_without_password(session, name, login, roles, person_id)
    if not isinstance(added, CoordinatorRefusal):
        session.get_one(Coordinator, added).password_argon2 = hash_password(password)
        session.flush()
    return added


def add_without_password(
    session: Session, name: str, login: str, roles: Collection[ConsoleRole], person_id: str | None
) -> str | CoordinatorRefusal:
    """The id of an account no password opens: the person chooses one after a link."""
    if not login.strip() or not name.strip():
        return CoordinatorRefusal.LOGIN_EMPTY
    if find_coordinator(session, login) is not None:
        return CoordinatorRefusal.LOGIN_TAKEN
    refused = why_not_in(session, roles, person_id)
    if refused is not None:
        return refused
    coordinator_id = _next_id(session)
    session.add(
        Coordinator(
            id=coordinator_id,
            name=name.strip(),
            login=login.strip(),
            password_argon2="",
            roles=write_roles(roles),
            person_id=person_id,
        )
    )
    session.flush()
    return coordinator_id


def why_not_in(
    session: Session, roles: Collection[ConsoleRole], person_id: str | None
) -> CoordinatorRefusal | None:
    """Why nobody can have these roles as this person of the network, None when it can be."""
    if not roles:
        return CoordinatorRefusal.ROLE_MISSING
    if person_id is None:
        return CoordinatorRefusal.PERSON_NEEDED if PERSONAL_ROLES & set(roles) else None
    return None if find_person(session, person_id) else CoordinatorRefusal.PERSON_UNKNOWN


def find_coordinator(session: Session, login: str) -> Coordinator | None:
    """Who has this login."""
    return session.exec(select(Coordinator).where(Coordinator.login == login.strip())).first()


def find_who_may(session: Session, login: str, right: Right) -> Coordinator | None:
    """Who has this login, if the account is open and a role of it gives the right."""
    found = find_coordinator(session, login)
    if found is None or found.disabled_ms is not None:
        return None
    return found if right in rights_of(read_roles(found.roles)) else None


def _next_id(session: Session) -> str:
    taken = session.exec(select(Coordinator.id).where(col(Coordinator.id).like("C%"))).all()
    numbers = [int(id_[1:]) for id_ in taken if id_[1:].isdecimal()]
    return f"C{max(numbers, default=0) + 1:02d}"
