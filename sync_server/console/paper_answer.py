"""Giving a file to whoever asked for it on a page."""

import re
import unicodedata

from fastapi.responses import Response

PDF = "application/pdf"
CSV = "text/csv; charset=utf-8"
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9._-]+")


def file_answer(content: bytes, media_type: str, *name_parts: str) -> Response:
    """The file, to be kept on the visitor's disk under a name any system takes."""
    return Response(content, media_type=media_type, headers=disposition(*name_parts))


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
