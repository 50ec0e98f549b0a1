"""The console under /console: its pages, its static files, its guard, and pages for what goes wrong."""

from collections.abc import Callable
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from fastapi.routing import APIRoute
from sqlalchemy.exc import DataError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from sync_server.commission.simulated import MonthsSimulated
from sync_server.console import (
    audit,
    billing,
    board,
    cost_rates,
    cost_round,
    costs,
    crates,
    deciding,
    delivery_note,
    discrepancies,
    discrepancy,
    disputes,
    empties,
    exports,
    fairness,
    flows,
    import_done,
    import_names,
    imports,
    incidents,
    label_blanks,
    label_places,
    labels,
    lockers,
    matrix,
    matrix_crates,
    own_account,
    own_pages,
    paper_wait,
    payments,
    people,
    period,
    phone_aside,
    phone_enrol,
    phones,
    place_form,
    place_photos,
    places,
    public,
    relay,
    round_planning,
    rounds,
    second_factor,
    sign_in,
    statement,
    statement_archive,
    tariff_new,
    tariff_simulation,
    tariffs,
    users,
    withdrawals,
)
from sync_server.console.guard import Guard
from sync_server.console.long_papers import LongPapers
from sync_server.console.pending_imports import PendingImports
from sync_server.console.problems import Problem, problem_response
from sync_server.console.render import STATIC_FOLDER
from sync_server.console.visit import (
    FactorNeeded,
    PageMissing,
    RightMissing,
    SignInNeeded,
    StepUpNeeded,
    runtime_of,
)
from sync_server.db.down import alarm_database_down
from sync_server.db.runtime import Runtime
from sync_server.log import log_alarm

PAGES = (
    sign_in,
    second_factor,
    audit,
    board,
    round_planning,
    rounds,
    delivery_note,
    incidents,
    discrepancies,
    discrepancy,
    deciding,
    disputes,
    matrix,
    matrix_crates,
    withdrawals,
    crates,
    phone_aside,
    empties,
    phones,
    phone_enrol,
    places,
    place_form,
    place_photos,
    lockers,
    people,
    period,
    payments,
    statement,
    statement_archive,
    paper_wait,
    billing,
    imports,
    # After the pages whose address is a word where these have a number.
    import_names,
    import_done,
    labels,
    label_blanks,
    label_places,
    exports,
    own_account,
    users,
    own_pages,
    relay,
    # Before the page of one version, whose address takes any name.
    tariff_new,
    tariff_simulation,
    tariffs,
    costs,
    cost_rates,
    cost_round,
    flows,
    fairness,
)


class KeptFiles(StaticFiles):
    """Static files whose address carries their content's hash: a browser may keep them for ever."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, to be kept a year."""
        answer = await super().get_response(path, scope)
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return answer


def console_on(runtime: Runtime) -> FastAPI:
    """The console's pages over a runtime whose database is migrated."""
    # A slash too many is a page that is not there: redirecting would take the Host header's word for it.
    console = FastAPI(title="Relais fermier, console", openapi_url=None, redirect_slashes=False)
    console.state.runtime = runtime
    console.state.pending_imports = PendingImports()
    console.state.long_papers = LongPapers()
    console.state.months_simulated = MonthsSimulated()
    for each in PAGES:
        console.include_router(each.router)
    console.mount("/static", KeptFiles(directory=STATIC_FOLDER))
    _install_problems(console)
    return console


def open_console_door(app: FastAPI, runtime: Runtime) -> None:
    """Opens the coordinators' door on the server's application; the bare address leads to it.

    Beside it stand the few pages behind our own QR codes, for whoever points a camera at one.
    """
    # The guard stands outside the console's own error pages, so that these carry the headers too.
    app.include_router(public.router)
    app.mount("/console", Guard(console_on(runtime)))
    for address in ("/", "/console"):
        app.add_api_route(address, _to_console, methods=["GET"], include_in_schema=False)


def _to_console() -> RedirectResponse:
    return RedirectResponse("/console/", status_code=307)


def _install_problems(console: FastAPI) -> None:
    console.add_exception_handler(SignInNeeded, _to_sign_in)
    console.add_exception_handler(RightMissing, _refused)
    console.add_exception_handler(FactorNeeded, _to_second_factor)
    console.add_exception_handler(StepUpNeeded, _ask_again)
    for kind, problem in (
        (PageMissing, Problem.NOT_FOUND),
        (RequestValidationError, Problem.WRONG_REQUEST),
        # A text that PostgreSQL cannot hold, such as one with a NUL in it.
        (DataError, Problem.WRONG_REQUEST),
    ):
        console.add_exception_handler(kind, _shows(problem))
    for error in (OperationalError, InterfaceError, PoolTimeoutError):
        console.add_exception_handler(error, _database_away)
    console.add_exception_handler(HTTPException, _from_status)
    console.add_exception_handler(Exception, _broken)


def _to_sign_in(request: Request, reason: Exception) -> Response:
    """A page asks to sign in first; a change that comes too late is refused in words."""
    if request.method != "GET" or not isinstance(reason, SignInNeeded):
        return problem_response(Problem.SESSION_OVER)
    return RedirectResponse(f"/console/entrer?vers={quote(reason.goes_to, safe='')}", status_code=303)


def _to_second_factor(request: Request, reason: Exception) -> Response:
    """A page waits for the second factor; a change without it is refused in words."""
    if request.method != "GET" or not isinstance(reason, FactorNeeded):
        return problem_response(Problem.SESSION_OVER)
    return RedirectResponse(f"/console/second-facteur?vers={quote(reason.goes_to, safe='')}", status_code=303)


async def _ask_again(request: Request, reason: Exception) -> Response:
    """Asks for a fresh code and holds the form until it comes: what was typed is not typed twice."""
    goes_to, sentence = (reason.goes_to, reason.sentence) if isinstance(reason, StepUpNeeded) else ("", "")
    fields = await second_factor.waiting_fields(request)
    return second_factor.again_page(goes_to, fields, sentence, runtime_of(request).now_ms())


def _refused(request: Request, reason: Exception) -> Response:
    """No without the right; who asks for the bare console is led to the first page that is theirs."""
    home = reason.home if isinstance(reason, RightMissing) else None
    if home and request.method == "GET" and request.scope["path"].endswith("/console/"):
        return RedirectResponse(home, status_code=303)
    return problem_response(Problem.NOT_YOURS)


def _shows(problem: Problem) -> Callable[[Request, Exception], Response]:
    def handle(_request: Request, _reason: Exception) -> Response:
        return problem_response(problem)

    return handle


def _from_status(_request: Request, reason: Exception) -> Response:
    if isinstance(reason, HTTPException) and reason.status_code in (404, 405):
        return problem_response(Problem.NOT_FOUND)
    return problem_response(Problem.WRONG_REQUEST)


def _database_away(request: Request, reason: Exception) -> Response:
    alarm_database_down(reason, page=_page_of(request))
    return problem_response(Problem.DATABASE_AWAY)


def _broken(request: Request, reason: Exception) -> Response:
    log_alarm("console-page-broken", page=_page_of(request), error=type(reason).__name__)
    return problem_response(Problem.BROKEN)


def _page_of(request: Request) -> str:
    """Which page, never its address: that may hold the token of a link, or a name."""
    route = request.scope.get("route")
    return route.path if isinstance(route, APIRoute) else "?"
