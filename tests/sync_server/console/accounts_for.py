"""Accounts of any role, signed in, for the tests of what each may see."""

from sync_server.accounts.console_sessions import open_console_session
from sync_server.accounts.rights import ConsoleRole, write_roles
from sync_server.accounts.tables import Coordinator as ConsoleUser
from sync_server.db.session import begin
from tests.sync_server.console.conftest import Coordinator
from tests.sync_server.console.world import OAKS, PASSWORD_ARGON2

SOMEBODY = "C90"


def signs_in_as(someone: Coordinator, *roles: ConsoleRole, person: str | None = OAKS) -> Coordinator:
    """An account with these roles, signed in by this browser."""
    runtime = someone.runtime
    with begin(runtime.database) as session:
        session.merge(
            ConsoleUser(
                id=SOMEBODY,
                name="Dominique Le Goff",
                login="dominique",
                password_argon2=PASSWORD_ARGON2,
                roles=write_roles(roles),
                person_id=person,
            )
        )
        session.flush()
        token = open_console_session(
            session, SOMEBODY, runtime.random_bytes, runtime.now_ms(), is_factor_shown=True
        )
    someone.client.cookies.set("sid", token)
    return someone
