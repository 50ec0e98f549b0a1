"""Sheets and rolls of labels: crates with their goods, blank codes, places and compartments."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.custody.codes import compartment_payload, crate_payload, place_payload, print_code
from shared.custody.compartments import compartment_label
from sync_server.papers.engine import pdf
from sync_server.papers.grids import EDGE_DMM, LabelFormat
from sync_server.papers.qr import QrDrawn, draw_qr


@dataclass(frozen=True, slots=True)
class Label:
    """What one label says beside its QR: `code` large, `badge` framed, `fields` to be written."""

    payload: str
    code: str
    title: str = ""
    under: str = ""
    left: str = ""
    right: str = ""
    badge: str = ""
    fields: tuple[str, ...] = ()


# A place on the sheet whose label is already used, or left so that the next farm begins a sheet.
EMPTY_PLACE = None
Placed = Sequence[Label | None]


@dataclass(frozen=True, slots=True)
class CrateOnLabel:
    """What stands on a crate's label, in words already."""

    code: str
    farm: str
    point: str
    day: str
    rank: str
    cold: str


def crate_label(host: str, crate: CrateOnLabel) -> Label:
    """The label of a crate whose goods are known."""
    return Label(
        payload=crate_payload(host, crate.code),
        code=print_code(crate.code),
        title=crate.point,
        under=crate.farm,
        left=crate.day,
        right=crate.rank,
        badge=crate.cold,
    )


def blank_label(host: str, code: str) -> Label:
    """A label printed before anybody knows what it will be on; the farm writes by hand."""
    return Label(crate_payload(host, code), print_code(code), fields=("Ferme", "Pour", "Le"), right="      /")


def place_label(host: str, place_id: str, name: str, role: str) -> Label:
    """The fixed badge of a place."""
    return Label(place_payload(host, place_id), place_id, title=name, under=role)


def compartment_of_bank(host: str, place_id: str, compartment: str, bank: str, words: str) -> Label:
    """The label of one door of a locker bank: it opens nothing."""
    payload = compartment_payload(host, compartment_label(place_id, compartment))
    return Label(payload, compartment, title=bank, under=words)


def by_sheet(groups: Sequence[Sequence[Label]], form: LabelFormat, first: int, *, new_sheets: bool) -> Placed:
    """The labels in the order of their places; `first` counts from 1, a group may begin a sheet."""
    placed: list[Label | None] = [EMPTY_PLACE] * (first - 1)
    for group in groups:
        if new_sheets and any(placed):
            placed += [EMPTY_PLACE] * (-len(placed) % form.labels_per_page)
        placed += group
    return placed


def sheets_needed(placed: Placed, form: LabelFormat) -> int:
    """How many sheets that takes; on a roll how many labels."""
    return -(-len(placed) // form.labels_per_page)


def labels_pdf(
    placed: Placed, form: LabelFormat, made_ms: int, tell: Callable[[int], None] | None = None
) -> bytes:
    """The sheets as PDF, to be printed at 100 %; `tell` hears how many places are drawn."""
    return pdf("labels.typ", labels_data(placed, form, tell), made_ms)


def labels_data(
    placed: Placed, form: LabelFormat, tell: Callable[[int], None] | None = None
) -> dict[str, Any]:
    """What the template of labels is given."""
    drawn: list[Mapping[str, Any] | None] = []
    for label in placed:
        drawn.append(None if label is None else _label(label, form))
        if tell is not None:
            tell(len(drawn))
    return {
        "page": form.page_dmm,
        "grid": form.grid,
        "label": form.label_dmm,
        "corner": form.corner_dmm,
        "pitch": form.pitch_dmm,
        "edge": EDGE_DMM,
        "qr": form.qr_dmm,
        "text_percent": form.text_percent,
        "labels": drawn,
    }


def _label(label: Label, form: LabelFormat) -> Mapping[str, Any]:
    qr: QrDrawn = draw_qr(label.payload)
    return {
        "svg": qr.svg,
        "quiet": qr.quiet_dmm(form.qr_dmm),
        "code": label.code,
        "title": label.title,
        "under": label.under,
        "left": label.left,
        "right": label.right,
        "badge": label.badge,
        "fields": list(label.fields),
    }
