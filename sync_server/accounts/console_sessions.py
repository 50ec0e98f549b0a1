"""Who is signed in to the console: sessions kept on the server, and links that open it once."""

from dataclasses import dataclass

from sqlmodel import Session, col, delete, select, update

from sync_server.accounts.coordinators import find_coordinator
from sync_server.accounts.passwords import is_password_right
from sync_server.accounts.rights import FACTOR_ROLES, ConsoleRole, Right, read_roles, rights_of
from sync_server.accounts.secrets import RandomBytes, kept_form, new_secret
from sync_server.accounts.tables import ConsoleSession, Coordinator, SecondFactor, SignInLink

MINUTE_MS = 60_000
IDLE_MAX_MS = 30 * MINUTE_MS
SESSION_MAX_MS = 10 * 60 * MINUTE_MS
# Enough to fetch the phone with the codes; whoever has only the password goes no further.
HALF_SESSION_MAX_MS = 15 * MINUTE_MS
# What a second factor shown in this session is good for where money is at stake.
FRESH_MS = 10 * MINUTE_MS
LINK_MAX_MS = 24 * 60 * MINUTE_MS
KEPT_SEEN_EVERY_MS = MINUTE_MS


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is behind a session, and when the session was last kept alive.

    `coordinator_id` is the account's stable id, whatever its roles: acts are signed with it.
    """

    coordinator_id: str
    name: str
    roles: frozenset[ConsoleRole]
    login: str
    person_id: str | None
    seen_ms: int
    factor_ms: int | None
    has_factor: bool

    @property
    def rights(self) -> frozenset[Right]:
        """What this visitor may do. What is somebody's own needs the person whose it is."""
        rights = rights_of(self.roles)
        return rights if self.person_id else rights - {Right.SEE_OWN, Right.SEE_RELAY}

    @property
    def needs_factor(self) -> bool:
        """Whether these roles may not be had with a password alone, or the person chose so."""
        return self.has_factor or bool(self.roles & FACTOR_ROLES)

    @property
    def is_half(self) -> bool:
        """Whether the password was right and the second factor is still to come."""
        return self.needs_factor and self.factor_ms is None

    def is_fresh(self, now_ms: int) -> bool:
        """Whether the second factor was shown within the last minutes."""
        return self.factor_ms is not None and now_ms - self.factor_ms < FRESH_MS

    def is_to_be_kept(self, now_ms: int) -> bool:
        """Whether the session's last use should be written down again: at most once a minute."""
        return now_ms - self.seen_ms >= KEPT_SEEN_EVERY_MS


def coordinator_with(session: Session, login: str, password: str) -> str | None:
    """The id of the coordinator with this login and password."""
    found = find_coordinator(session, login)
    right = is_password_right(password, found.password_argon2 if found else None)
    return found.id if found and right and found.disabled_ms is None else None


def open_console_session(
    session: Session,
    coordinator_id: str,
    random_bytes: RandomBytes,
    now_ms: int,
    *,
    is_factor_shown: bool,
) -> str:
    """The token of a new session; sessions that are over are forgotten."""
    token = new_secret(random_bytes)
    session.exec(delete(ConsoleSession).where(col(ConsoleSession.expires_ms) <= now_ms))
    session.add(
        ConsoleSession(
            token_sha256=kept_form(token),
            coordinator_id=coordinator_id,
            created_ms=now_ms,
            last_seen_ms=now_ms,
            expires_ms=now_ms + SESSION_MAX_MS,
            factor_ms=now_ms if is_factor_shown else None,
        )
    )
    session.flush()
    return token


def find_visitor(session: Session, token: str, now_ms: int) -> Visitor | None:
    """Who a session's token stands for, None once it is idle or over."""
    row = session.exec(
        select(ConsoleSession, Coordinator, SecondFactor.confirmed_ms)
        .join(SecondFactor, col(SecondFactor.coordinator_id) == Coordinator.id, isouter=True)
        .where(ConsoleSession.token_sha256 == kept_form(token))
        .where(ConsoleSession.coordinator_id == Coordinator.id)
        .where(col(Coordinator.disabled_ms).is_(None))
        .where(ConsoleSession.expires_ms > now_ms)
        .where(ConsoleSession.last_seen_ms > now_ms - IDLE_MAX_MS)
    ).first()
    if row is None:
        return None
    kept, coordinator, confirmed_ms = row
    found = Visitor(
        coordinator.id,
        coordinator.name,
        read_roles(coordinator.roles),
        coordinator.login,
        coordinator.person_id,
        kept.last_seen_ms,
        kept.factor_ms,
        has_factor=confirmed_ms is not None,
    )
    too_long = found.is_half and now_ms - kept.created_ms > HALF_SESSION_MAX_MS
    return None if too_long else found


def keep_console_session(session: Session, token: str, now_ms: int) -> None:
    """Writes down that the session was used now."""
    session.exec(
        update(ConsoleSession)
        .where(col(ConsoleSession.token_sha256) == kept_form(token))
        .values(last_seen_ms=now_ms)
    )


def note_factor(session: Session, token: str, now_ms: int) -> None:
    """Writes down that the second factor was shown in this session now."""
    session.exec(
        update(ConsoleSession)
        .where(col(ConsoleSession.token_sha256) == kept_form(token))
        .values(factor_ms=now_ms)
    )


def end_console_session(session: Session, token: str) -> None:
    """Signs out; a token that is no session's changes nothing."""
    session.exec(delete(ConsoleSession).where(col(ConsoleSession.token_sha256) == kept_form(token)))


def end_sessions_of(session: Session, coordinator_id: str, but_token: str = "") -> int:
    """Ends every session of an account, except the one with this token; how many there were."""
    ended = session.exec(
        delete(ConsoleSession)
        .where(col(ConsoleSession.coordinator_id) == coordinator_id)
        .where(col(ConsoleSession.token_sha256) != kept_form(but_token))
    )
    return ended.rowcount


def open_sign_in_link(session: Session, coordinator_id: str, random_bytes: RandomBytes, now_ms: int) -> str:
    """The token of a link that signs this coordinator in once, within a day."""
    token = new_secret(random_bytes)
    session.add(
        SignInLink(
            token_sha256=kept_form(token), coordinator_id=coordinator_id, expires_ms=now_ms + LINK_MAX_MS
        )
    )
    session.flush()
    return token


def use_sign_in_link(session: Session, token: str, now_ms: int) -> str | None:
    """The coordinator a link signs in, None when it is unknown, used or too old."""
    used = session.exec(
        update(SignInLink)
        .where(col(SignInLink.token_sha256) == kept_form(token))
        .where(col(SignInLink.used_ms).is_(None))
        .where(col(SignInLink.expires_ms) > now_ms)
        .values(used_ms=now_ms)
    )
    if used.rowcount != 1:
        return None
    return session.exec(
        select(SignInLink.coordinator_id).where(SignInLink.token_sha256 == kept_form(token))
    ).one()
