"""Reading what a phone sends: the size is bounded before any work, also while inflating."""

import asyncio
import zlib

from fastapi import Request
from starlette.requests import ClientDisconnect

from shared.sync.outcomes import Problem
from shared.sync.protocol import PUSH_MAX_COMPRESSED_BYTES, PUSH_MAX_INFLATED_BYTES
from sync_server.api.problems import Refused

READ_TIMEOUT_S = 30
WRONG_TYPE_STATUS = 415
# 16 above the window's size makes zlib expect gzip's own header and trailer.
_GZIP_WINDOW = 16 + zlib.MAX_WBITS


async def read_json_body(request: Request) -> bytes:
    """The body of a request as the JSON bytes that were meant, inflated where it came as gzip.

    Raises: Refused with envelope (415), too-large, timeout or bad-gzip.
    """
    require_media_type(request, "application/json")
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip"):
        raise Refused(Problem.ENVELOPE, status=WRONG_TYPE_STATUS)
    if encoding == "identity":
        return await read_bounded(request, PUSH_MAX_INFLATED_BYTES)
    return inflate(await read_bounded(request, PUSH_MAX_COMPRESSED_BYTES))


def require_media_type(request: Request, media_type: str) -> None:
    """Raises: Refused with envelope (415) where the body is said to be of another type."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != media_type:
        raise Refused(Problem.ENVELOPE, status=WRONG_TYPE_STATUS)


def inflate(compressed: bytes) -> bytes:
    """Inflates gzip up to the limit of a push. Raises: Refused with bad-gzip or too-large."""
    inflater = zlib.decompressobj(_GZIP_WINDOW)
    try:
        inflated = inflater.decompress(compressed, PUSH_MAX_INFLATED_BYTES + 1)
    except zlib.error:
        raise Refused(Problem.BAD_GZIP) from None
    if len(inflated) > PUSH_MAX_INFLATED_BYTES:
        raise Refused(Problem.TOO_LARGE)
    if not inflater.eof or inflater.unused_data:
        raise Refused(Problem.BAD_GZIP)
    return inflated


async def read_bounded(request: Request, limit: int) -> bytes:
    """The body as it came, never more than `limit` bytes of it. Raises: Refused with too-large or timeout."""
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced) > limit:
        raise Refused(Problem.TOO_LARGE)
    received = bytearray()
    try:
        async with asyncio.timeout(READ_TIMEOUT_S):
            async for chunk in request.stream():
                received += chunk
                if len(received) > limit:
                    raise Refused(Problem.TOO_LARGE)
    except (TimeoutError, ClientDisconnect):
        # A phone that goes away half-way is a tunnel, no error; nobody hears this answer.
        raise Refused(Problem.TIMEOUT) from None
    return bytes(received)
