"""The cookie of a session, and addresses a form may lead to."""

from starlette.responses import Response

from sync_server.accounts.console_sessions import SESSION_MAX_MS
from sync_server.console.visit import cookie_name, is_https
from sync_server.db.runtime import Runtime

HOME = "/console/"


def keep_session_cookie(answer: Response, runtime: Runtime, token: str) -> None:
    """Has the browser keep the session: out of reach of scripts, sent to this host alone."""
    answer.set_cookie(
        cookie_name(runtime),
        token,
        max_age=SESSION_MAX_MS // 1000,
        path="/",
        secure=is_https(runtime),
        httponly=True,
        samesite="lax",
    )


def inside(address: str) -> str:
    """An address of the console, whatever was asked: a link from elsewhere must not lead out."""
    is_ours = address.startswith(HOME) and not set(address) & set("\\\r\n\t")
    return address if is_ours else HOME
