"""Sheets of labels: read back as pictures by a scanner and as text by a reader of PDF."""

import pytest

from shared.custody.codes import ScannedCompartment, ScannedCrate, ScannedPlace, print_code, read_scan
from sync_server.papers.engine import pictures
from sync_server.papers.grids import EDGE_DMM, FORMATS, QR_MIN_DMM, LabelFormat
from sync_server.papers.labels import (
    CrateOnLabel,
    Label,
    blank_label,
    by_sheet,
    compartment_of_bank,
    crate_label,
    labels_data,
    labels_pdf,
    place_label,
    sheets_needed,
)
from sync_server.papers.qr import draw_qr
from tests.sync_server.console.world import crate_codes
from tests.sync_server.papers.reading import pages_of, qr_texts, qr_widths_mm, text_of

HOST = "relais.example"
LONG_HOST = "drive-fermier.loire-atlantique.example"
DPI = 200
NOW_MS = 1_794_000_000_000
LONG = "GAEC de la Très Longue Vallée des Trois Rivières et du Moulin à Vent de Basse-Bretagne " * 3


def a_label(code: str, farm: str = "Ferme des Chênes", host: str = HOST) -> Label:
    return crate_label(
        host,
        CrateOnLabel(code, farm, "Épicerie du bourg, Vigneux", "ven. 6 nov.", "3/8", "frais, 4 °C au plus"),
    )


def printed(labels: list[Label], form: LabelFormat, first: int = 1) -> list[bytes]:
    placed = by_sheet([labels], form, first, new_sheets=False)
    return pictures("labels.typ", labels_data(placed, form), NOW_MS, DPI)


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.key)
@pytest.mark.parametrize("host", [HOST, LONG_HOST])
def test_every_label_of_every_format_is_read_back_by_a_scanner(form: LabelFormat, host: str) -> None:
    codes = crate_codes(3 if form.is_roll else form.labels_per_page + 1, 77)
    pages = printed([a_label(code, LONG, host) for code in codes], form)
    read = [text for page in pages for text in qr_texts(page)]
    assert read == [f"HTTPS://{host.upper()}/C/{code}" for code in codes]
    assert [read_scan(text, [host]) for text in read] == [ScannedCrate(code) for code in codes]


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.key)
def test_no_format_draws_a_qr_under_25_mm(form: LabelFormat) -> None:
    assert form.qr_dmm >= QR_MIN_DMM
    for page in printed([a_label(code) for code in crate_codes(2, 5)], form):
        assert all(width >= 25 for width in qr_widths_mm(page, DPI))


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.key)
def test_the_quiet_zone_lies_within_the_label_and_labels_within_the_page(form: LabelFormat) -> None:
    quiet = draw_qr(a_label("7K2M9QXC").payload).quiet_dmm(form.qr_dmm)
    width, height = form.label_dmm
    assert form.qr_dmm + 2 * quiet <= height
    # Beside it no less than 20 mm is left to be read.
    assert width - max(EDGE_DMM, quiet) - form.qr_dmm - quiet >= 200
    for across in (0, 1):
        count, size, pitch = form.grid[across], form.label_dmm[across], form.pitch_dmm[across]
        assert form.corner_dmm[across] + (count - 1) * pitch + size <= form.page_dmm[across]
        assert pitch >= size


def test_a_label_says_what_a_person_needs_in_words() -> None:
    (code,) = crate_codes(1, 9)
    text = text_of(labels_pdf([a_label(code)], FORMATS[0], NOW_MS))
    for said in (
        print_code(code),
        "Ferme des Chênes",
        "Épicerie du bourg",
        "ven. 6 nov.",
        "3/8",
        "frais, 4 °C",
    ):
        assert said in text, said


def test_a_name_with_markup_is_printed_as_it_is() -> None:
    name = '#panic("x") *gras* $x^2$ <b> \\ @ref'
    text = text_of(labels_pdf([a_label("7K2M9QXC", name)], FORMATS[3], NOW_MS))
    assert "".join(name.split()) in "".join(text.split())


def test_a_name_too_long_is_cut_and_never_runs_into_the_next_line() -> None:
    text = text_of(labels_pdf([a_label("7K2M9QXC", LONG)], FORMATS[0], NOW_MS))
    assert "…" in text
    assert "3/8" in text


def test_a_sheet_already_begun_is_used_from_its_first_free_place() -> None:
    form = FORMATS[0]
    codes = crate_codes(form.labels_per_page, 400)
    placed = by_sheet([[a_label(code) for code in codes]], form, 5, new_sheets=False)
    assert sheets_needed(placed, form) == 2
    first, second = pictures("labels.typ", labels_data(placed, form), NOW_MS, DPI)
    assert len(qr_texts(first)) == form.labels_per_page - 4
    assert len(qr_texts(second)) == 4


def test_each_farm_may_begin_a_sheet_of_its_own() -> None:
    form = FORMATS[0]
    groups = [[a_label(code) for code in crate_codes(3, start)] for start in (10, 20_000, 300_000)]
    together = by_sheet(groups, form, 7, new_sheets=False)
    apart = by_sheet(groups, form, 7, new_sheets=True)
    assert pages_of(labels_pdf(together, form, NOW_MS)) == 1
    first, second, third = pictures("labels.typ", labels_data(apart, form), NOW_MS, DPI)
    assert [len(qr_texts(page)) for page in (first, second, third)] == [3, 3, 3]


def test_blank_labels_places_and_doors_are_read_back_as_what_they_are() -> None:
    labels = [
        blank_label(HOST, "7K2M9QXC"),
        place_label(HOST, "R014", "Épicerie du bourg", "point relais"),
        compartment_of_bank(HOST, "R016", "B4", "Consigne de la gare", "grand, froid"),
    ]
    (page,) = printed(labels, FORMATS[2])
    assert [read_scan(text, [HOST]) for text in qr_texts(page)] == [
        ScannedCrate("7K2M9QXC"),
        ScannedPlace("R014"),
        ScannedCompartment("R016:B4"),
    ]


def test_the_same_labels_give_the_same_bytes() -> None:
    placed = [a_label(code) for code in crate_codes(4, 31)]
    assert labels_pdf(placed, FORMATS[1], NOW_MS) == labels_pdf(placed, FORMATS[1], NOW_MS)
