"""Giving a file to whoever asked for it on a page."""

import re
import tempfile
import unicodedata
from io import SEEK_END
from typing import IO

from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.types import Receive, Scope, Send

PDF = "application/pdf"
CSV = "text/csv; charset=utf-8"
ZIP = "application/zip"
# Smaller files never touch the disk.
IN_MEMORY_BYTES = 2_000_000
_PIECE_BYTES = 256 * 1024
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9._-]+")


def file_answer(content: bytes, media_type: str, *name_parts: str) -> Response:
    """The file, to be kept on the visitor's disk under a name any system takes."""
    return Response(content, media_type=media_type, headers=disposition(*name_parts))


def new_file() -> IO[bytes]:
    """A file to write a long answer to; `whole_file` gives it away and closes it."""
    return tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)


def whole_file(kept: IO[bytes], media_type: str, *name_parts: str) -> Response:
    """An answer that was written as a whole before its first byte leaves.

    A slow visitor then holds up no transaction, and a fault half-way is a page that says so, no half table.
    """
    return _KeptFile(kept, media_type, disposition(*name_parts))


class _KeptFile(Response):
    """Sends a file piece by piece, and closes it."""

    def __init__(self, kept: IO[bytes], media_type: str, headers: dict[str, str]) -> None:
        super().__init__(None, media_type=media_type, headers=headers)
        self._kept = kept
        self.headers["Content-Length"] = str(kept.seek(0, SEEK_END))
        kept.seek(0)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._kept:
            await send(
                {"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers}
            )
            while piece := await run_in_threadpool(self._kept.read, _PIECE_BYTES):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})


def disposition(*name_parts: str) -> dict[str, str]:
    """The header that names a file: letters without accents, digits, dots and dashes only."""
    return {"Content-Disposition": f'attachment; filename="{file_name(*name_parts)}"'}


def file_name(*parts: str) -> str:
    """The parts joined by dashes, the last one being the ending: (« relevé », « Noël », « pdf »)."""
    plain = [_plain(part) for part in parts]
    return f"{'-'.join(part for part in plain[:-1] if part)}.{plain[-1]}"


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _NOT_IN_A_NAME.sub("-", letters).strip("-.")[:60].lower()
