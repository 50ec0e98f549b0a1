"""The one way a paper is made: a template, its data as JSON, an instant; the same three give the same bytes.

What people wrote reaches the template as strings of that JSON only, never as markup: typst would run it.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import typst

_HERE = Path(__file__).parent
_TEMPLATES = _HERE / "templates"
_FONTS = _HERE / "fonts"


def pdf(template: str, data: Mapping[str, Any], made_ms: int) -> bytes:
    """A paper as PDF; `made_ms` is the date it bears."""
    compiled = typst.compile(
        _TEMPLATES / template,
        root=_TEMPLATES,
        font_paths=_fonts(),
        sys_inputs=_inputs(data),
        timestamp=made_ms // 1000,
        format="pdf",
    )
    return _only(compiled)


def pictures(template: str, data: Mapping[str, Any], made_ms: int, dots_per_inch: int) -> list[bytes]:
    """The pages of a paper as PNG: what a printer would lay down."""
    compiled = typst.compile(
        _TEMPLATES / template,
        root=_TEMPLATES,
        font_paths=_fonts(),
        sys_inputs=_inputs(data),
        timestamp=made_ms // 1000,
        format="png",
        ppi=dots_per_inch,
    )
    # A paper of one page comes alone; typst's own types do not tell of the list.
    told: object = compiled
    return cast("list[bytes]", told) if isinstance(told, list) else [_only(told)]


def _inputs(data: Mapping[str, Any]) -> dict[str, str]:
    return {"data": json.dumps(data, ensure_ascii=True, sort_keys=True)}


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    # Without those of the machine: the same paper must come out the same on any server.
    return typst.Fonts(font_paths=[_FONTS], include_system_fonts=False)


def _only(compiled: object) -> bytes:
    if not isinstance(compiled, bytes):
        raise TypeError("typst gives the bytes of a paper where it is told no file")
    return compiled
