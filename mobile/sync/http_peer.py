"""The server over HTTP: the only module that knows URLs, headers and compression."""

import errno
import gzip
import json
import socket
from collections.abc import Callable
from typing import Any, TypeVar, cast

import httpx
from pydantic import ValidationError

from mobile.config import SYNC_CONNECT_TIMEOUT_S, SYNC_READ_TIMEOUT_S
from mobile.sync.peer import Chunk, NoNetworkReason, ProblemAnswer, Unreachable, UploadState
from shared.sync.evidence import (
    CHUNK_TYPE,
    IS_COMPLETE,
    UPLOAD_COMPLETE,
    UPLOAD_LENGTH,
    UPLOAD_NONCE,
    UPLOAD_OFFSET,
)
from shared.sync.outcomes import Problem
from shared.sync.protocol import (
    PUSH_MAX_COMPRESSED_BYTES,
    EnrolReply,
    EnrolRequest,
    Message,
    PollReply,
    PollRequest,
    SyncReply,
    SyncRequest,
    VersionReply,
)
from shared.sync.rescue import PACK_MEDIA_TYPE, RescueReply

GZIP_FROM_BYTES = 600
GZIP_LEVEL = 6
# Eight pages at most: a stranger's endless answer must not fill the phone's memory.
ANSWER_MAX_BYTES = 8 * 1024 * 1024
RETRY_AFTER_MAX_S = 3600.0
ANSWER_TYPES = "application/json, application/problem+json"
HTTP_OK = 200
HTTP_NO_CONTENT = 204
HTTP_CONFLICT = 409
HTTP_TOO_LARGE = 413
CAUSES_MAX = 8
NO_WAY_OUT = (errno.ENETUNREACH, errno.ENETDOWN, errno.EHOSTUNREACH)

ReplyT = TypeVar("ReplyT", bound=Message)
AnswerT = TypeVar("AnswerT")
# What a response says, given its content; None where that is longer than any of ours.
Understanding = Callable[[httpx.Response, bytes | None], AnswerT]


def open_http_client(transport: httpx.BaseTransport | None = None) -> httpx.Client:
    """One client kept open: a new one for each request costs sixty times as much."""
    timeout = httpx.Timeout(SYNC_READ_TIMEOUT_S, connect=SYNC_CONNECT_TIMEOUT_S)
    return httpx.Client(timeout=timeout, follow_redirects=False, transport=transport)


class HttpPeer:
    """A server at an address."""

    def __init__(self, client: httpx.Client, base_url: str) -> None:
        self._client = client
        self._base_url = base_url.rstrip("/")

    def exchange(
        self, token: str, request: SyncRequest, most_bytes: int = PUSH_MAX_COMPRESSED_BYTES
    ) -> SyncReply | ProblemAnswer | Unreachable:
        """One sync round trip, compressed where it pays; what the server would refuse is not sent first."""
        content, headers = packed(request)
        if len(content) > most_bytes and request.log is not None and len(request.log.events) > 1:
            return ProblemAnswer(HTTP_TOO_LARGE, Problem.TOO_LARGE.value, is_unsent=True)
        return self._deliver("/v1/sync", content, headers, SyncReply, token)

    def version(self) -> VersionReply | ProblemAnswer | Unreachable:
        """What the server speaks and takes."""
        return self._deliver("/v1/version", b"", {"Accept": ANSWER_TYPES}, VersionReply, None, method="GET")

    def upload_state(self, token: str, name: str, nonce: str) -> UploadState | ProblemAnswer | Unreachable:
        """How far the server has a piece of evidence."""
        return self._upload("HEAD", name, token, nonce, {}, b"")

    def send_chunk(self, token: str, chunk: Chunk, nonce: str) -> UploadState | ProblemAnswer | Unreachable:
        """One part of a piece of evidence, uncompressed: images do not shrink."""
        headers = {
            "Content-Type": CHUNK_TYPE,
            UPLOAD_OFFSET: str(chunk.offset),
            UPLOAD_LENGTH: str(chunk.size_bytes),
        }
        return self._upload("PATCH", chunk.name, token, nonce, headers, chunk.content)

    def hand_over(self, token: str, pack: bytes) -> RescueReply | ProblemAnswer | Unreachable:
        """A sealed pack as it is: it is compressed inside."""
        headers = {"Content-Type": PACK_MEDIA_TYPE, "Accept": ANSWER_TYPES}
        return self._deliver("/v1/rescue", pack, headers, RescueReply, token)

    def claim(self, request: EnrolRequest) -> EnrolReply | ProblemAnswer | Unreachable:
        """Claim an enrolment code."""
        return self._post("/v1/enrol", request, EnrolReply, None)

    def poll(self, request: PollRequest) -> PollReply | ProblemAnswer | Unreachable:
        """Ask whether a claim was confirmed."""
        return self._post("/v1/enrol/poll", request, PollReply, None)

    def _upload(
        self, method: str, name: str, token: str, nonce: str, headers: dict[str, str], content: bytes
    ) -> UploadState | ProblemAnswer | Unreachable:
        asked = headers | {"Authorization": f"Bearer {token}", UPLOAD_NONCE: nonce}
        return self._over_the_line(
            method,
            f"/v1/blobs/{name}",
            content,
            asked,
            lambda response, answer: _upload_answer(response, answer, nonce),
        )

    def _post(
        self, path: str, request: Message, reply: type[ReplyT], token: str | None
    ) -> ReplyT | ProblemAnswer | Unreachable:
        content, headers = packed(request)
        return self._deliver(path, content, headers, reply, token)

    def _deliver(
        self,
        path: str,
        content: bytes,
        headers: dict[str, str],
        reply: type[ReplyT],
        token: str | None,
        *,
        method: str = "POST",
    ) -> ReplyT | ProblemAnswer | Unreachable:
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        return self._over_the_line(
            method, path, content, headers, lambda response, answer: _understood(response, answer, reply)
        )

    def _over_the_line(
        self,
        method: str,
        path: str,
        content: bytes,
        headers: dict[str, str],
        understood: Understanding[AnswerT],
    ) -> AnswerT | Unreachable:
        url = self._base_url + path
        try:
            with self._client.stream(method, url, content=content, headers=headers) as response:
                return understood(response, _read_at_most(response, ANSWER_MAX_BYTES))
        except httpx.TimeoutException:
            return Unreachable(NoNetworkReason.TIMED_OUT)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return Unreachable(_why_unreachable(error))


def _why_unreachable(error: BaseException) -> NoNetworkReason:
    """A name that cannot be looked up, or no way out, is this phone's network; the rest is the server."""
    cause: BaseException | None = error
    for _ in range(CAUSES_MAX):
        if isinstance(cause, socket.gaierror) or getattr(cause, "errno", None) in NO_WAY_OUT:
            return NoNetworkReason.NO_NETWORK
        cause = cause.__cause__ or cause.__context__ if cause is not None else None
    return NoNetworkReason.UNREACHABLE


def packed(request: Message) -> tuple[bytes, dict[str, str]]:
    """The request's bytes as they travel, and the headers that say so."""
    content = request.model_dump_json(exclude_none=True).encode()
    headers = {"Content-Type": "application/json", "Accept": ANSWER_TYPES}
    if len(content) >= GZIP_FROM_BYTES:
        content = gzip.compress(content, GZIP_LEVEL, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return content, headers


def _read_at_most(response: httpx.Response, most_bytes: int) -> bytes | None:
    chunks: list[bytes] = []
    size = 0
    for chunk in response.iter_bytes():
        size += len(chunk)
        if size > most_bytes:
            return None
        chunks.append(chunk)
    return b"".join(chunks)


def _understood(
    response: httpx.Response, answer: bytes | None, reply: type[ReplyT]
) -> ReplyT | ProblemAnswer | Unreachable:
    """Anything that is neither our JSON nor our problem is a stranger's, hence no network."""
    stranger = Unreachable(NoNetworkReason.NOT_OUR_SERVER)
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if answer is None:
        return stranger
    if media_type == "application/problem+json":
        return _problem(response, answer) or stranger
    if response.status_code != HTTP_OK or media_type != "application/json":
        return stranger
    try:
        return reply.model_validate_json(answer)
    except ValidationError:
        return stranger


def _upload_answer(
    response: httpx.Response, answer: bytes | None, nonce: str
) -> UploadState | ProblemAnswer | Unreachable:
    """Nothing is believed without the nonce: a piece taken for received may be dropped one day."""
    offset = response.headers.get(UPLOAD_OFFSET, "")
    if answer is None or response.headers.get(UPLOAD_NONCE) != nonce:
        return Unreachable(NoNetworkReason.NOT_OUR_SERVER)
    if response.status_code in (HTTP_NO_CONTENT, HTTP_CONFLICT) and offset.isdecimal():
        return UploadState(int(offset), response.headers.get(UPLOAD_COMPLETE) == IS_COMPLETE)
    # What refuses a HEAD has no body: its status says enough.
    retry_after_s = _retry_after_s(response.headers.get("Retry-After"))
    return _problem(response, answer) or ProblemAnswer(response.status_code, "", retry_after_s)


def _problem(response: httpx.Response, answer: bytes) -> ProblemAnswer | None:
    try:
        parsed: object = json.loads(answer)
    except (ValueError, RecursionError):
        return None
    if not isinstance(parsed, dict):
        return None
    problem = cast(dict[str, Any], parsed)
    kind, detail = problem.get("type"), problem.get("detail")
    if not isinstance(kind, str):
        return None
    slug = kind.rstrip("/").rpartition("/")[2].rpartition(":")[2].rpartition("#")[2]
    retry_after_s = _retry_after_s(response.headers.get("Retry-After"))
    return ProblemAnswer(
        response.status_code, slug, retry_after_s, detail if isinstance(detail, str) else None
    )


def _retry_after_s(header: str | None) -> float | None:
    """Seconds only: the phone's clock is not to be trusted with a date."""
    if header is None or not header.strip().isdigit():
        return None
    return min(float(header.strip()), RETRY_AFTER_MAX_S)
