"""`HEAD` and `PATCH /v1/blobs/{sha256}`: evidence comes up in chunks, from where it stands, after facts."""

from collections.abc import Awaitable, Callable
from typing import cast

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from shared.custody.evidence import EVIDENCE_MAX_BYTES, is_name
from shared.sync.evidence import (
    BLOB_CHUNK_BYTES,
    CHUNK_TYPE,
    IS_COMPLETE,
    UPLOAD_COMPLETE,
    UPLOAD_LENGTH,
    UPLOAD_NONCE,
    UPLOAD_OFFSET,
)
from shared.sync.outcomes import Problem
from sync_server.api.admission import admit, bearer_token
from sync_server.api.bodies import read_bounded, require_media_type
from sync_server.api.problems import NO_STORE, STATUS, Refused, problem_response
from sync_server.api.rate import Rate
from sync_server.api.runtime import runtime_of
from sync_server.db.runtime import Runtime
from sync_server.db.session import begin, read
from sync_server.evidence.judging import judge
from sync_server.evidence.pieces import NotTaken, SentChunk, Stand, Uploader
from sync_server.evidence.upload import fits, stand_of, take_chunk, whole_piece
from sync_server.log import log_event

router = APIRouter()
# A day's worth of chunks takes 480 requests.
REQUESTS_A_MINUTE = 600
NONCE_MAX_CHARACTERS = 128
_DAY_S = 86_400
_NO_CONTENT = 204
_PROBLEMS = {
    NotTaken.UNKNOWN: Problem.NOT_FOUND,
    NotTaken.ERASED: Problem.ERASED,
    NotTaken.NOT_EVIDENCE: Problem.NOT_EVIDENCE,
    NotTaken.TOO_LARGE: Problem.TOO_LARGE,
    NotTaken.QUOTA: Problem.RATE,
}


def new_blob_rate() -> Rate:
    """How often a phone may send or ask."""
    return Rate(REQUESTS_A_MINUTE)


@router.head("/v1/blobs/{name}")
async def look(request: Request, name: str) -> Response:
    """How far the server has a piece from this phone."""
    return await _with_nonce(request, lambda: _look(request, name))


@router.patch("/v1/blobs/{name}")
async def send(request: Request, name: str) -> Response:
    """One chunk; who sends, what and how much is settled before a byte of it is read."""
    return await _with_nonce(request, lambda: _send(request, name))


async def _with_nonce(request: Request, answered: Callable[[], Awaitable[Response]]) -> Response:
    """The answer, refusals too, with the nonce that proves whom and what it answers."""
    try:
        response = await answered()
    except Refused as refused:
        response = problem_response(
            refused.problem.value, refused.status, retry_after_s=refused.retry_after_s, detail=refused.detail
        )
    nonce = request.headers.get(UPLOAD_NONCE, "")
    if nonce.isascii() and nonce.isprintable():
        response.headers[UPLOAD_NONCE] = nonce[:NONCE_MAX_CHARACTERS]
    return response


async def _look(request: Request, name: str) -> Response:
    uploader = await run_in_threadpool(_admitted, request, name)
    stand = await run_in_threadpool(_stand, runtime_of(request), uploader, name)
    return _written(stand)


async def _send(request: Request, name: str) -> Response:
    uploader = await run_in_threadpool(_admitted, request, name)
    # The contract names the offset alone: a client that knows nothing else need say nothing else.
    if "content-type" in request.headers:
        require_media_type(request, CHUNK_TYPE)
    offset = _whole_number(request, UPLOAD_OFFSET)
    total = _whole_number(request, UPLOAD_LENGTH) if UPLOAD_LENGTH in request.headers else None
    if total is not None and total > EVIDENCE_MAX_BYTES:
        raise Refused(Problem.TOO_LARGE)
    chunk = SentChunk(name, offset, total, await read_bounded(request, BLOB_CHUNK_BYTES))
    stand = await run_in_threadpool(_take, runtime_of(request), uploader, chunk)
    goes_on = stand.is_complete or stand.offset == chunk.offset + len(chunk.content)
    return _written(stand) if goes_on else _conflict(stand)


def _admitted(request: Request, name: str) -> Uploader:
    """The phone behind the token. A revoked one may still send what its accepted facts name."""
    runtime = runtime_of(request)
    rate = cast(Rate, request.app.state.blob_rate)
    device = admit(runtime, rate, bearer_token(request), runtime.now_ms())
    if not is_name(name):
        raise Refused(Problem.NOT_FOUND)
    return Uploader(device.id, device.person_id)


def _stand(runtime: Runtime, uploader: Uploader, name: str) -> Stand:
    with read(runtime.database) as session:
        return _or_refused(runtime, stand_of(session, uploader, name))


def _take(runtime: Runtime, uploader: Uploader, chunk: SentChunk) -> Stand:
    with read(runtime.database) as session:
        stand = _or_refused(runtime, stand_of(session, uploader, chunk.name))
        if not fits(stand, chunk):
            return stand
        packed = whole_piece(session, uploader, chunk)
    # Between two transactions: nobody waits for a picture to be decoded.
    judged = None if packed is None else judge(chunk.name, packed)
    with begin(runtime.database) as session:
        taken = take_chunk(session, uploader, chunk, judged, runtime.now_ms())
    if taken is NotTaken.NOT_EVIDENCE:
        log_event("evidence_refused", device=uploader.device_id)
    return _or_refused(runtime, taken)


def _or_refused(runtime: Runtime, stand: Stand | NotTaken) -> Stand:
    if isinstance(stand, Stand):
        return stand
    until_tomorrow_s = _DAY_S - runtime.now_ms() // 1000 % _DAY_S
    raise Refused(_PROBLEMS[stand], retry_after_s=until_tomorrow_s if stand is NotTaken.QUOTA else None)


def _whole_number(request: Request, header: str) -> int:
    text = request.headers.get(header, "")
    # Longer ones are beyond any size we take, and slow to read.
    if not (text.isascii() and text.isdecimal()) or len(text) > len(str(EVIDENCE_MAX_BYTES)) + 1:
        raise Refused(Problem.ENVELOPE, detail=header)
    return int(text)


def _written(stand: Stand) -> Response:
    return Response(status_code=_NO_CONTENT, headers=NO_STORE | _told(stand))


def _conflict(stand: Stand) -> Response:
    response = problem_response(Problem.OFFSET.value, STATUS[Problem.OFFSET])
    response.headers.update(_told(stand))
    return response


def _told(stand: Stand) -> dict[str, str]:
    complete = {UPLOAD_COMPLETE: IS_COMPLETE} if stand.is_complete else {}
    return {UPLOAD_OFFSET: str(stand.offset)} | complete
