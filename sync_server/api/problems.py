"""Refusals as application/problem+json (RFC 9457): one table from code to status, nothing else to learn."""

import json
from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DataError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from shared.errors import RelaisError
from shared.sync.outcomes import Problem
from sync_server.db.down import alarm_database_down
from sync_server.log import log_alarm

STATUS: Mapping[Problem, int] = {
    Problem.BAD_JSON: 400,
    Problem.BAD_GZIP: 400,
    Problem.TRUNCATED: 400,
    Problem.UNKNOWN_DEVICE: 401,
    Problem.REVOKED: 403,
    Problem.NOT_FOUND: 404,
    Problem.TIMEOUT: 408,
    Problem.OFFSET: 409,
    Problem.ERASED: 410,
    Problem.NOT_EVIDENCE: 422,
    Problem.ENROLMENT_UNKNOWN: 404,
    Problem.ENROLMENT_EXPIRED: 410,
    Problem.ENROLMENT_USED: 409,
    Problem.TOO_LARGE: 413,
    Problem.ENVELOPE: 422,
    Problem.UPGRADE_REQUIRED: 426,
    Problem.RATE: 429,
    Problem.MAINTENANCE: 503,
}
# Refused before the body was read: on a connection kept open the server would go on taking in all of it.
BODY_NOT_READ = frozenset({401, 403, 404, 405, 408, 413, 415, 429})
MAINTENANCE_RETRY_S = 10
NO_STORE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


class Refused(RelaisError):
    """A request that is answered by a problem; `retry_after_s` where waiting helps."""

    def __init__(
        self,
        problem: Problem,
        *,
        status: int | None = None,
        retry_after_s: int | None = None,
        detail: str = "",
    ) -> None:
        super().__init__(problem.value)
        self.problem = problem
        self.status = status or STATUS[problem]
        self.retry_after_s = retry_after_s
        self.detail = detail


def problem_response(
    slug: str, status: int, *, retry_after_s: int | None = None, detail: str = ""
) -> Response:
    """A problem as it travels."""
    body = {"type": f"urn:relais:problem:{slug}", "title": slug, "status": status}
    headers = dict(NO_STORE)
    if status in BODY_NOT_READ:
        headers["Connection"] = "close"
    if detail:
        body["detail"] = detail
    if retry_after_s is not None:
        headers["Retry-After"] = str(retry_after_s)
    if status == STATUS[Problem.UNKNOWN_DEVICE]:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(json.dumps(body), status, headers, "application/problem+json")


def install(app: FastAPI) -> None:
    """Has every refusal of the phones' door answered by a problem, also those of the framework."""
    app.add_exception_handler(Refused, _refused)
    # A text that PostgreSQL cannot hold, such as one with a NUL in it, was never valid.
    for error in (RequestValidationError, DataError):
        app.add_exception_handler(error, _invalid)
    app.add_exception_handler(HTTPException, _http_error)
    for error in (OperationalError, InterfaceError, PoolTimeoutError):
        app.add_exception_handler(error, _database_down)
    app.add_exception_handler(Exception, _unexpected)


def _refused(_request: Request, error: Exception) -> Response:
    if not isinstance(error, Refused):
        raise error
    return problem_response(
        error.problem.value, error.status, retry_after_s=error.retry_after_s, detail=error.detail
    )


def _invalid(_request: Request, _error: Exception) -> Response:
    return problem_response(Problem.ENVELOPE.value, STATUS[Problem.ENVELOPE])


def _http_error(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    slug = {404: Problem.NOT_FOUND.value, 405: "method-not-allowed"}.get(status, "error")
    return problem_response(slug, status)


def _database_down(_request: Request, error: Exception) -> Response:
    alarm_database_down(error)
    status = STATUS[Problem.MAINTENANCE]
    return problem_response(Problem.MAINTENANCE.value, status, retry_after_s=MAINTENANCE_RETRY_S)


def _unexpected(_request: Request, error: Exception) -> Response:
    log_alarm("unexpected_error", error=type(error).__name__)
    return problem_response("error", 500)
