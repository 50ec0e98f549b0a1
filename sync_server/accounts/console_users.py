"""Accounts of the console as a coordinator keeps them: list, roles, links, closing, second factors."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session, col, func, select

from sync_server.accounts.audit import AuditAct, AuditRow, write_audit
from sync_server.accounts.console_sessions import end_sessions_of, open_sign_in_link
from sync_server.accounts.coordinators import (
    CoordinatorRefusal,
    add_without_password,
    why_not_in,
)
from sync_server.accounts.passwords import (
    PasswordFault,
    hash_password,
    is_password_right,
    password_fault,
)
from sync_server.accounts.rights import ConsoleRole, read_roles, write_roles
from sync_server.accounts.second_factor import has_factor, renew_recovery_codes, reset_factor
from sync_server.accounts.secrets import RandomBytes
from sync_server.accounts.tables import ConsoleSession, Coordinator, SecondFactor


class UserRefusal(StrEnum):
    """Why an account stays as it is."""

    UNKNOWN = "unknown"
    LAST_COORDINATOR = "last-coordinator"
    YOURSELF = "yourself"
    WRONG_PASSWORD = "wrong-password"


@dataclass(frozen=True, slots=True)
class ConsoleUser:
    """An account as the list shows it."""

    id: str
    name: str
    login: str
    roles: frozenset[ConsoleRole]
    person_id: str | None
    is_closed: bool
    has_factor: bool
    sessions: int
    last_seen_ms: int | None


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts on an account, when, and with which chance."""

    by: str
    now_ms: int
    random_bytes: RandomBytes


def console_users(session: Session, user_id: str | None = None) -> list[ConsoleUser]:
    """Every account, or one, by name."""
    confirmed = {
        row
        for row in session.exec(
            select(SecondFactor.coordinator_id).where(col(SecondFactor.confirmed_ms).is_not(None))
        )
    }
    seen = {
        owner: (count, last)
        for owner, count, last in session.exec(
            select(
                ConsoleSession.coordinator_id, func.count(), func.max(ConsoleSession.last_seen_ms)
            ).group_by(col(ConsoleSession.coordinator_id))
        )
    }
    wanted = select(Coordinator).order_by(col(Coordinator.name), col(Coordinator.id))
    rows = session.exec(wanted if user_id is None else wanted.where(Coordinator.id == user_id))
    return [
        ConsoleUser(
            row.id,
            row.name,
            row.login,
            read_roles(row.roles),
            row.person_id,
            row.disabled_ms is not None,
            row.id in confirmed,
            *seen.get(row.id, (0, None)),
        )
        for row in rows
    ]


def add_user(
    session: Session,
    acting: Acting,
    name: str,
    login: str,
    roles: Collection[ConsoleRole],
    person_id: str | None,
) -> tuple[str, str] | CoordinatorRefusal:
    """The id of a new account and the token of the link that opens it; the person chooses a password then."""
    added = add_without_password(session, name, login, roles, person_id)
    if isinstance(added, CoordinatorRefusal):
        return added
    _note(session, acting, AuditAct.USER_ADDED, added, write_roles(roles))
    return added, open_sign_in_link(session, added, acting.random_bytes, acting.now_ms)


def change_roles(
    session: Session, acting: Acting, user_id: str, roles: Collection[ConsoleRole], person_id: str | None
) -> UserRefusal | CoordinatorRefusal | None:
    """Gives an account these roles, felt at its next page; None once it is so."""
    row = session.get(Coordinator, user_id)
    if row is None:
        return UserRefusal.UNKNOWN
    refused = why_not_in(session, roles, person_id)
    if refused is not None:
        return refused
    if ConsoleRole.COORDINATOR not in roles and _is_last_coordinator(session, row):
        return UserRefusal.LAST_COORDINATOR
    before, after = row.roles, write_roles(roles)
    if (before, row.person_id) != (after, person_id):
        row.roles, row.person_id = after, person_id
        session.add(row)
        _note(session, acting, AuditAct.ROLES_CHANGED, user_id, f"{before} -> {after}")
    return None


def close_user(session: Session, acting: Acting, user_id: str) -> UserRefusal | None:
    """Closes an account and ends its sessions; nobody closes his own, nor the last coordinator's."""
    row = session.get(Coordinator, user_id)
    if row is None:
        return UserRefusal.UNKNOWN
    if user_id == acting.by:
        return UserRefusal.YOURSELF
    if _is_last_coordinator(session, row):
        return UserRefusal.LAST_COORDINATOR
    if row.disabled_ms is None:
        row.disabled_ms = acting.now_ms
        session.add(row)
        end_sessions_of(session, user_id)
        _note(session, acting, AuditAct.USER_CLOSED, user_id)
    return None


def open_user(session: Session, acting: Acting, user_id: str) -> UserRefusal | None:
    """Opens a closed account again, with the roles it had."""
    row = session.get(Coordinator, user_id)
    if row is None:
        return UserRefusal.UNKNOWN
    if row.disabled_ms is not None:
        row.disabled_ms = None
        session.add(row)
        _note(session, acting, AuditAct.USER_OPENED, user_id)
    return None


def new_link(session: Session, acting: Acting, user_id: str) -> str | UserRefusal:
    """A link for who forgot the password: the old one is void, a new one is chosen after it."""
    row = session.get(Coordinator, user_id)
    if row is None or row.disabled_ms is not None:
        return UserRefusal.UNKNOWN
    row.password_argon2 = ""
    session.add(row)
    _note(session, acting, AuditAct.LINK_MADE, user_id)
    return open_sign_in_link(session, user_id, acting.random_bytes, acting.now_ms)


def end_sessions(session: Session, acting: Acting, user_id: str, but_token: str = "") -> int:
    """Signs an account out everywhere, except in the browser with this token."""
    ended = end_sessions_of(session, user_id, but_token)
    if ended:
        _note(session, acting, AuditAct.SESSIONS_ENDED, user_id)
    return ended


def forget_factor(session: Session, acting: Acting, user_id: str) -> UserRefusal | None:
    """Forgets somebody's app: another one is set up at the next sign-in."""
    if session.get(Coordinator, user_id) is None:
        return UserRefusal.UNKNOWN
    if reset_factor(session, user_id):
        end_sessions_of(session, user_id)
        _note(session, acting, AuditAct.FACTOR_RESET, user_id)
    return None


def new_recovery_codes(session: Session, acting: Acting) -> tuple[str, ...]:
    """Ten other recovery codes for oneself; none without a second factor."""
    if not has_factor(session, acting.by):
        return ()
    _note(session, acting, AuditAct.CODES_RENEWED, acting.by)
    return renew_recovery_codes(session, acting.by, acting.random_bytes)


def has_password(session: Session, user_id: str) -> bool:
    """Whether the account has a password: one that was opened by a link has none until it is chosen."""
    return bool(session.get_one(Coordinator, user_id).password_argon2)


def change_password(
    session: Session, acting: Acting, current: str, wanted: str, token: str
) -> UserRefusal | PasswordFault | None:
    """Changes one's own password and signs out everywhere else; None once it is so."""
    row = session.get_one(Coordinator, acting.by)
    if row.password_argon2 and not is_password_right(current, row.password_argon2):
        return UserRefusal.WRONG_PASSWORD
    fault = password_fault(wanted, (row.login, row.name))
    if fault is not None:
        return fault
    row.password_argon2 = hash_password(wanted)
    session.add(row)
    end_sessions_of(session, acting.by, token)
    _note(session, acting, AuditAct.PASSWORD_CHANGED, acting.by)
    return None


def _is_last_coordinator(session: Session, row: Coordinator) -> bool:
    if row.disabled_ms is not None or ConsoleRole.COORDINATOR not in read_roles(row.roles):
        return False
    others = session.exec(
        select(Coordinator.roles)
        .where(Coordinator.id != row.id)
        .where(col(Coordinator.disabled_ms).is_(None))
    )
    return not any(ConsoleRole.COORDINATOR in read_roles(roles) for roles in others)


def _note(session: Session, acting: Acting, act: AuditAct, about: str, note: str = "") -> None:
    write_audit(session, AuditRow(acting.now_ms, acting.by, act, about, note))
