"""What the three pages of labels share: the format, the first free place, the first sheet as a picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated
from urllib.parse import urlencode, urlsplit

from fastapi.responses import Response
from pydantic import BaseModel, Field

from sync_server.accounts.rights import Right
from sync_server.console import french
from sync_server.console.long_papers import LongPapers, PaperAsked, Tell
from sync_server.console.paper_answer import PDF, file_answer
from sync_server.console.paper_wait import paper_in_a_while
from sync_server.console.visit import Visit, reading_with
from sync_server.papers.grids import BY_KEY, FORMATS, USUAL, LabelFormat
from sync_server.papers.labels import Placed, labels_pdf, sheets_needed

TABS = (
    ("caisses", "/console/etiquettes", "Caisses"),
    ("vierges", "/console/etiquettes/vierges", "Vierges"),
    ("lieux", "/console/etiquettes/lieux", "Lieux et casiers"),
)
# More take longer than a person waits before a page that shows nothing.
LABELS_SOON = 240
LabelVisit = Annotated[Visit, reading_with(Right.PRINT_LABELS)]
Short = Annotated[str, Field(max_length=64)]


class SheetAsked(BaseModel):
    """The format and the first free place, as an address holds them."""

    planche: Short = ""
    depuis: Annotated[str, Field(max_length=6)] = ""

    @property
    def form(self) -> LabelFormat:
        """The format asked for, else the usual one."""
        return BY_KEY.get(self.planche, USUAL)

    @property
    def fault(self) -> str:
        """What is wrong with the first place, in words."""
        held = self.form.labels_per_page
        typed = self.depuis.strip()
        if not typed or (typed.isascii() and typed.isdecimal() and 1 <= int(typed) <= held):
            return ""
        return f"Cette planche a {french.counted(held, 'place')} : donnez un nombre de 1 à {held}."

    @property
    def first(self) -> int:
        """The first free place, 1 where none or a wrong one is given."""
        return int(self.depuis) if self.depuis.strip() and not self.fault else 1


@dataclass(frozen=True, slots=True)
class PlaceOnSheet:
    """One place of the first sheet: `state` is used, filled or free; units are millimetres of the sheet."""

    n: int
    x: str
    y: str
    width: str
    height: str
    state: str
    href: str


@dataclass(frozen=True, slots=True)
class SheetShown:
    """What would be printed, and where to get it."""

    formats: list[tuple[str, str]]
    planche: str
    first: int
    typed_first: str
    fault: str
    is_roll: bool
    page_width: str
    page_height: str
    places: list[PlaceOnSheet]
    labels: int
    sheets: int
    qr_words: str
    is_long: bool


@dataclass(frozen=True, slots=True)
class SheetsPaper:
    """Sheets about to be made: what they are called, the page they are asked from, the date they bear."""

    title: str
    back: str
    made_ms: int
    file_parts: tuple[str, ...]


def sheets_answer(
    visit: Visit, papers: LongPapers, placed: Placed, form: LabelFormat, paper: SheetsPaper
) -> Response:
    """The sheets at once, or the page that says how far they are where there are many."""
    if _count(placed) <= LABELS_SOON:
        return file_answer(labels_pdf(placed, form, paper.made_ms), PDF, *paper.file_parts, "pdf")

    def make(tell: Tell) -> bytes:
        return labels_pdf(placed, form, paper.made_ms, tell)

    asked = PaperAsked(
        coordinator_id=visit.visitor.coordinator_id,
        right=Right.PRINT_LABELS,
        # Not the instant: the same labels asked again a moment later are the same paper.
        key=sha256(repr((form.key, placed)).encode()).hexdigest(),
        title=paper.title,
        steps=len(placed),
        unit=("étiquette", "étiquettes"),
        back=paper.back,
        section="etiquettes",
        file_parts=(*paper.file_parts, "pdf"),
        media_type=PDF,
        make=make,
    )
    return paper_in_a_while(visit, papers, asked)


def _count(placed: Placed) -> int:
    return sum(1 for label in placed if label is not None)


def sheet_shown(asked: SheetAsked, placed: Placed, path: str, asks: Sequence[tuple[str, str]]) -> SheetShown:
    """The first sheet as a picture; each place leads to the same list begun there."""
    form = asked.form
    return SheetShown(
        formats=[(each.key, each.name) for each in FORMATS],
        planche=form.key,
        first=asked.first,
        typed_first=asked.depuis.strip() or "1",
        fault=asked.fault,
        is_roll=form.is_roll,
        page_width=_mm(form.page_dmm[0]),
        page_height=_mm(form.page_dmm[1]),
        places=[_place(n, form, placed, path, asks) for n in range(1, form.labels_per_page + 1)],
        labels=_count(placed),
        sheets=sheets_needed(placed, form),
        qr_words=f"QR de {_mm(form.qr_dmm).replace('.', ',')} mm",
        is_long=_count(placed) > LABELS_SOON,
    )


def label_host(visit: Visit) -> str:
    """The host written into every QR: the address phones and browsers are given."""
    return urlsplit(visit.runtime.settings.effective_public_url).netloc


def _place(
    n: int, form: LabelFormat, placed: Placed, path: str, asks: Sequence[tuple[str, str]]
) -> PlaceOnSheet:
    row, column = divmod(n - 1, form.grid[0])
    is_filled = n <= len(placed) and placed[n - 1] is not None
    before = n <= len(placed) and not is_filled
    query = urlencode(
        [*((name, value) for name, value in asks if value), ("planche", form.key), ("depuis", n)]
    )
    return PlaceOnSheet(
        n=n,
        x=_mm(form.corner_dmm[0] + column * form.pitch_dmm[0]),
        y=_mm(form.corner_dmm[1] + row * form.pitch_dmm[1]),
        width=_mm(form.label_dmm[0]),
        height=_mm(form.label_dmm[1]),
        state="filled" if is_filled else "used" if before else "free",
        href=f"{path}?{query}",
    )


def _mm(tenths: int) -> str:
    whole, rest = divmod(tenths, 10)
    return f"{whole}.{rest}" if rest else str(whole)
