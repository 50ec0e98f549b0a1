"""French blanks that do not break, put into finished pages: before : ; ? ! », after « and after n°.

Sentences are written with plain blanks, in templates and modules alike, and so is what people type. A page is
the one place where all of them pass: neither attributes nor what a form sends back is touched.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from jinja2 import Template

NARROW, WIDE = "\u202f", "\u00a0"
# What stands in a tag is followed by its `>`; what stands between tags by the `<` of the next. Values are
# escaped, so neither sign occurs otherwise. A `textarea` holds what will be sent.
_BETWEEN_TAGS = r"[^<>]*<(?!/textarea)"
_NARROW_MARK = re.compile(rf" (?=[;!?]+(?:[\s).,»]{_BETWEEN_TAGS}|<(?!/textarea)))")
_WIDE_MARK = re.compile(rf" (?=[:»](?:[\s).,;:!?»]{_BETWEEN_TAGS}|<(?!/textarea)))")
_OPENING = re.compile(rf"(?:(?<=«)|(?<=\bn°)) (?={_BETWEEN_TAGS})")


def with_french_blanks(html: str) -> str:
    """A page, or a part of one that ends where a tag begins, with the blanks French printers use."""
    opened = _OPENING.sub(WIDE, html)
    return _WIDE_MARK.sub(WIDE, _NARROW_MARK.sub(NARROW, opened))


class FrenchTemplate(Template):
    """A template whose pages have them, whoever renders it."""

    def render(self, *args: Any, **context: Any) -> str:
        """The whole page."""
        return with_french_blanks(super().render(*args, **context))

    def generate(self, *args: Any, **context: Any) -> Iterator[str]:
        """The page in pieces that each end where a tag begins."""
        yield from _in_whole_tags(super().generate(*args, **context))


def _in_whole_tags(pieces: Iterable[str]) -> Iterator[str]:
    held = ""
    for piece in pieces:
        # A piece may be marked as safe, which would escape what is joined to it.
        held += str(piece)
        cut = held.rfind("<")
        if cut > 0:
            # The sign that ends the text is looked at, and leaves with the next piece.
            yield with_french_blanks(held[:cut] + "<")[:-1]
            held = held[cut:]
    yield with_french_blanks(held)
