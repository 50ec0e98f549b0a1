"""A login that nobody has costs the same work as a wrong password: the time of an answer tells nothing."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType

import pytest
from argon2 import Parameters, extract_parameters
from sqlalchemy import event
from sqlmodel import Session

from sync_server.accounts.console_sessions import coordinator_with
from sync_server.accounts.coordinators import add_coordinator, add_without_password, find_coordinator
from sync_server.accounts.rights import ConsoleRole
from sync_server.db.session import begin, read
from tests.builders import ServerInProcess

PASSWORD = "le-panier-est-plein"
LOGINS = ("camille", "inconnue", "partie", "sans-mot-de-passe", "", "camille ", "'; --", "x" * 80)


@pytest.fixture
def known(server: ServerInProcess) -> ServerInProcess:
    """Camille signs in; Paul's account is closed; Zoé has not chosen a password yet."""
    with begin(server.runtime.database) as session:
        add_coordinator(session, "Camille Ferrand", "camille", PASSWORD)
        add_coordinator(session, "Paul Petit", "partie", PASSWORD)
        add_without_password(session, "Zoé Roy", "sans-mot-de-passe", [ConsoleRole.TREASURER], None)
        gone = find_coordinator(session, "partie")
        assert gone is not None
        gone.disabled_ms = 1
    return server


Work = list[str | Parameters]


@contextmanager
def watched(session: Session) -> Generator[Work]:
    """Each statement asked of the database and each hash computed, with what it costs, in order."""
    done: Work = []

    def ask(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        done.append(statement)

    def call(frame: FrameType, kind: str, _argument: object) -> None:
        # The one door to argon2's own code, with the hash it is given.
        if kind == "call" and frame.f_code.co_name == "verify_secret":
            done.append(extract_parameters(frame.f_locals["hash"].decode()))

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", ask)
    sys.setprofile(call)
    try:
        yield done
    finally:
        sys.setprofile(None)
        event.remove(engine, "before_cursor_execute", ask)


def work_of(server: ServerInProcess, login: str, password: str) -> Work:
    with read(server.runtime.database) as session, watched(session) as done:
        assert (coordinator_with(session, login, password) is None) == (password != PASSWORD)
    return done


def test_whatever_login_is_tried_the_same_work_is_done(known: ServerInProcess) -> None:
    opened = work_of(known, "camille", PASSWORD)
    # Somebody is looked for, then argon2 is paid at its full price.
    assert [type(each) for each in opened] == [str, str, Parameters]
    assert opened[-1] == price_of(known, "camille")
    for login in LOGINS:
        assert work_of(known, login, "pas-le-bon-panier") == opened, login
    for login in ("camille", "inconnue"):
        # A password nobody may have is cut alike.
        assert work_of(known, login, "x" * 10_000) == opened


def price_of(server: ServerInProcess, login: str) -> Parameters:
    """What the kept password of an account costs."""
    with read(server.runtime.database) as session:
        found = find_coordinator(session, login)
        assert found is not None
        return extract_parameters(found.password_argon2)
