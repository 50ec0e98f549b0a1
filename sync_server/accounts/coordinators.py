"""Coordinators: adding one who may open the console, and finding one by login."""

from enum import StrEnum

from sqlmodel import Session, col, select

from sync_server.accounts.passwords import hash_password, is_password_long_enough
from sync_server.accounts.tables import Coordinator


class CoordinatorRefusal(StrEnum):
    """Why a coordinator is not added."""

    LOGIN_TAKEN = "login-taken"
    LOGIN_EMPTY = "login-empty"
    PASSWORD_TOO_SHORT = "password-too-short"


def add_coordinator(session: Session, name: str, login: str, password: str) -> str | CoordinatorRefusal:
    """The id of a coordinator who signs in with this login and password from now on."""
    if not login.strip() or not name.strip():
        return CoordinatorRefusal.LOGIN_EMPTY
    if not is_password_long_enough(password):
        return CoordinatorRefusal.PASSWORD_TOO_SHORT
    if find_coordinator(session, login) is not None:
        return CoordinatorRefusal.LOGIN_TAKEN
    coordinator_id = _next_id(session)
    session.add(
        Coordinator(
            id=coordinator_id, name=name.strip(), login=login.strip(), password_argon2=hash_password(password)
        )
    )
    session.flush()
    return coordinator_id


def find_coordinator(session: Session, login: str) -> Coordinator | None:
    """The coordinator with this login."""
    return session.exec(select(Coordinator).where(Coordinator.login == login.strip())).first()


def _next_id(session: Session) -> str:
    taken = session.exec(select(Coordinator.id).where(col(Coordinator.id).like("C%"))).all()
    numbers = [int(id_[1:]) for id_ in taken if id_[1:].isdecimal()]
    return f"C{max(numbers, default=0) + 1:02d}"
