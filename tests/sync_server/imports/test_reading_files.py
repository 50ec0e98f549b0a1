"""Files as shops and spreadsheets make them: encodings, delimiters, headers, totals, damage."""

import csv
import io
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync_server.imports.decode import MAX_FILE_BYTES, decode
from sync_server.imports.faults import FileFault, FileRefused, RowFault
from sync_server.imports.layouts import Source
from sync_server.imports.order_lines import ReadOrders, read_orders
from sync_server.imports.sheet import read_sheet
from sync_server.imports.texts import refusal_sentence, reject_sentence
from tests.sync_server.coop import a_template, orders_of_week

OFN = (
    "Boutique,Producteur,Produit,Quantité,Coût produits (€),Cycle de Vente,N° commande\n"
    "AMAP Zola,Ferme 001 - Abbaretz,Carottes,2,4.80,Semaine 45 - 2026,R1\n"
)


def read(raw: bytes | str) -> ReadOrders | FileRefused:
    """The whole way from bytes to lines."""
    text = decode(raw.encode() if isinstance(raw, str) else raw)
    sheet = text if isinstance(text, FileRefused) else read_sheet(text)
    return sheet if isinstance(sheet, FileRefused) else read_orders(sheet)


def lines_of(raw: bytes | str) -> ReadOrders:
    """What a good file says."""
    found = read(raw)
    assert isinstance(found, ReadOrders), found
    return found


def refusal_of(raw: bytes | str) -> FileRefused:
    """Why a file is refused."""
    found = read(raw)
    assert isinstance(found, FileRefused), found
    return found


def figures(found: ReadOrders) -> tuple[int, int, int]:
    """Orders, lines and cents."""
    orders = {line.order_ref for line in found.lines}
    return len(orders), len(found.lines), sum(line.amount_ttc_cents for line in found.lines)


def rewritten(raw: bytes, change: Callable[[list[list[str]]], list[list[str]]], delimiter: str = ",") -> str:
    """The file as another program would save it."""
    rows = change(list(csv.reader(io.StringIO(raw.decode(), newline=""))))
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


@pytest.mark.parametrize(("week", "expected"), [(45, (916, 3428, 4_685_980)), (46, (921, 3383, 4_484_260))])
def test_the_real_weeks_give_their_known_figures(week: int, expected: tuple[int, int, int]) -> None:
    found = lines_of(orders_of_week(week))
    assert figures(found) == expected
    assert found.source is Source.OPEN_FOOD_NETWORK
    assert not found.rejects


def test_columns_may_be_reordered_and_hidden() -> None:
    def change(rows: list[list[str]]) -> list[list[str]]:
        hidden = {"Client", "Email", "Total (€)", "Date", "Variante", "Quantité", "Tags"}
        kept = [at for at, title in enumerate(rows[0]) if title not in hidden]
        return [[row[at] for at in reversed(kept)] for row in rows]

    assert figures(lines_of(rewritten(orders_of_week(45), change))) == (916, 3428, 4_685_980)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_any_spreadsheet_may_have_saved_it(delimiter: str, encoding: str) -> None:
    text = rewritten(orders_of_week(45), lambda rows: rows, delimiter)
    found = lines_of(text.encode(encoding))
    assert figures(found) == (916, 3428, 4_685_980)
    assert found.lines[0].producer == "Ferme 075 - Pannecé"


def test_rows_of_description_may_precede_the_header_and_numbers_stay_the_spreadsheets() -> None:
    found = lines_of("Titre du rapport,Rapports des commandes\nImprimé,2026-11-05\n\n" + OFN)
    assert [line.row_no for line in found.lines] == [5]


def test_a_cell_of_several_lines_counts_as_one_row_as_on_screen() -> None:
    text = OFN.replace("Carottes", '"Carottes\nen botte"') + OFN.splitlines()[1] + "\n"
    assert [line.row_no for line in lines_of(text).lines] == [2, 3]


def test_english_headers_are_the_same_report() -> None:
    text = (
        "Hub,Customer,Email,Phone,Producer,Product,Variant,Quantity,Item (€),Item + Fees (€),Shipping,"
        "Order Cycle,Order number,Date\n"
        "AMAP Zola,< Hidden >,,,Ferme 001 - Abbaretz,Carrots,1 kg,2,4.80,9.99,Pickup,Week 45 - 2026,R1,x\n"
    )
    line = lines_of(text).lines[0]
    assert (line.producer, line.place, line.amount_ttc_cents) == ("Ferme 001 - Abbaretz", "AMAP Zola", 480)
    assert (line.cycle, line.order_ref, line.quantity_thousandths) == ("Week 45 - 2026", "R1", 2000)


def test_belgian_headers_are_the_same_report() -> None:
    text = "Comptoir,Producteur·trice,Nb commandé,Coût produits (€),Cycle de Vente\nAMAP Zola,F,2,4.80,S45\n"
    assert lines_of(text).lines[0].amount_ttc_cents == 480


def test_the_database_id_of_an_order_is_not_its_number() -> None:
    text = OFN.replace("N° commande", "N° Commande")
    assert lines_of(text).lines[0].order_ref is None


def test_titles_and_totals_of_a_grouped_report_are_never_counted() -> None:
    header, line = OFN.splitlines()
    grouped = "\n".join(
        [
            header,
            "Boutique AMAP Zola,,,,,,",
            "Dupont Jeanne | Semaine 45 - 2026 (R1),,,,,,",
            line,
            line,
            "AMAP Zola,,,TOTAL,9.60,Semaine 45 - 2026,R1",
            "TOTAL,,,,9.60,,",
        ]
    )
    found = lines_of(grouped)
    assert figures(found) == (1, 2, 960)
    assert found.total_row_count == 4
    assert not found.rejects


def test_the_template_takes_dates_semicolons_and_decimal_commas() -> None:
    found = lines_of(a_template("P001;R034;06/11/2026;A1;Carottes;1 kg;2;4,80"))
    line = found.lines[0]
    assert found.source is Source.TEMPLATE
    assert line.pickup_date is not None
    assert (line.pickup_date.isoformat(), line.amount_ttc_cents) == ("2026-11-06", 480)


def test_the_template_may_carry_tax() -> None:
    text = "producteur,point,date_retrait,montant_ttc,montant_ht,tva\nP001,R034,2026-11-06,10.55,10.00,5.5\n"
    line = lines_of(text).lines[0]
    assert (line.amount_ttc_cents, line.amount_ht_cents, line.vat_bp) == (1055, 1000, 550)


MUTATIONS: list[tuple[str, str, RowFault, str]] = [
    ("4.80", "4.8O", RowFault.BAD_AMOUNT, "Coût produits (€)"),
    ("4.80", "4.805", RowFault.AMBIGUOUS_AMOUNT, "Coût produits (€)"),
    ("4.80", "", RowFault.MISSING, "Coût produits (€)"),
    ("4.80", "4,80", RowFault.CELL_COUNT, ""),
    (",2,", ",deux,", RowFault.BAD_QUANTITY, "Quantité"),
    ("AMAP Zola", "", RowFault.MISSING, "Boutique"),
    ("AMAP Zola", "< Masqué >", RowFault.HIDDEN_NAME, "Boutique"),
    ("Ferme 001 - Abbaretz", "", RowFault.MISSING, "Producteur"),
    ("Ferme 001 - Abbaretz", "< Masqué >", RowFault.HIDDEN_NAME, "Producteur"),
    ("Semaine 45 - 2026", "", RowFault.MISSING, "Cycle de Vente"),
    (",R1", "", RowFault.CELL_COUNT, ""),
    ("Carottes", "C" * 201, RowFault.TOO_LONG, "Produit"),
]


@pytest.mark.parametrize(("before", "after", "fault", "column"), MUTATIONS)
def test_a_damaged_line_is_rejected_by_its_row_and_column(
    before: str, after: str, fault: RowFault, column: str
) -> None:
    header, line = OFN.splitlines()
    found = lines_of("\n".join([header, line, line.replace(before, after, 1), line]))
    assert [(one.row_no, one.fault, one.column) for one in found.rejects] == [(3, fault, column)]
    assert [one.row_no for one in found.lines] == [2, 4]
    assert reject_sentence(found.rejects[0]).startswith("Ligne 3")


REFUSED: list[tuple[bytes | str, FileFault]] = [
    (b"", FileFault.EMPTY),
    (b" \n\n", FileFault.EMPTY),
    (b"PK\x03\x04\x14\x00\x06\x00[Content_Types].xml", FileFault.WORKBOOK),
    (b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet", FileFault.WORKBOOK),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileFault.WORKBOOK),
    (b"PK\x03\x04\x14\x00\x00\x00commandes.csv", FileFault.ARCHIVE),
    (b"\x1f\x8b\x08\x00\x00", FileFault.ARCHIVE),
    (b"%PDF-1.7\n", FileFault.PDF),
    (b"\x89PNG\r\n\x1a\n", FileFault.PICTURE),
    ("\ufeff \n<!DOCTYPE html><title>Connexion</title>", FileFault.WEB_PAGE),
    (OFN.replace("Carottes", "Car\x00ottes"), FileFault.NOT_TEXT),
    (b"\xff\xfeB\x00o\x00", FileFault.NOT_TEXT),
    (b"\x81\x8d\x8f\x90\x9d", FileFault.NOT_TEXT),
    (b"x" * (MAX_FILE_BYTES + 1), FileFault.TOO_LARGE),
    ("<html><body>Connexion</body></html>", FileFault.WEB_PAGE),
    ("Nom,Prénom\nDupont,Jeanne\n", FileFault.NO_HEADER),
    (OFN.splitlines()[0] + "\n", FileFault.NO_LINES),
    (OFN.replace("Coût produits (€)", "Coût produits ($)"), FileFault.CURRENCY_NOT_EUR),
    (OFN.replace("Produit,", "Producteur,"), FileFault.DOUBLE_COLUMN),
    (OFN.replace("Coût produits (€)", "Prix"), FileFault.REPORT_WITHOUT_AMOUNT),
    (OFN.replace("Producteur,", "Nom,"), FileFault.REPORT_WITHOUT_PRODUCER),
    (OFN.replace("Cycle de Vente", "Cycle"), FileFault.HIDDEN_COLUMN),
    (OFN.replace("Boutique,", "boutique,"), FileFault.HIDDEN_COLUMN),
    (
        "Producteur,Produit,Quantité,Prix prod unitaire,Coût Total\nF,C,2,1\n",
        FileFault.REPORT_WITHOUT_PLACE,
    ),
    ("Producteur,Produit,Boutique,Coût Total ($)\nF,C,B,4.80\n", FileFault.CURRENCY_NOT_EUR),
    ('"userId";"userName";"productName";"catalogName";"vendorId"\n', FileFault.REPORT_WITHOUT_AMOUNT),
    ("N° Commande,Boutique,Cycle de Vente,Client\n7,B,C,X\n", FileFault.REPORT_WITHOUT_PRODUCER),
    (OFN.replace("Carottes", '"Carottes'), FileFault.BROKEN_QUOTES),
]


@pytest.mark.parametrize(("raw", "fault"), REFUSED)
def test_a_file_that_cannot_be_taken_says_why_and_what_to_do(raw: bytes | str, fault: FileFault) -> None:
    refused = refusal_of(raw)
    assert refused.fault is fault
    assert refusal_sentence(refused).endswith((".", ")"))


def test_a_file_without_amounts_names_the_report_to_export_instead() -> None:
    refused = refusal_of("Reporté le 5,\n" + OFN.replace("Coût produits (€)", "Prix"))
    assert (refused.row_no, refused.column) == (2, "Coût produits")
    assert "« Totaux Cycle de Vente par Acheteur »" in refusal_sentence(refused)


def test_a_quote_left_open_never_swallows_the_rest_in_silence() -> None:
    header, line = OFN.splitlines()
    refused = refusal_of("\n".join([header, line, line.replace("Carottes", '"Carottes'), line, line]))
    assert (refused.fault, refused.row_no) == (FileFault.BROKEN_QUOTES, 3)


def test_one_damaged_byte_does_not_garble_every_accent() -> None:
    raw = OFN.encode().replace(b"Abbaretz", b"Abb\xe9retz")
    refused = refusal_of(raw)
    assert (refused.fault, refused.row_no) == (FileFault.MIXED_ENCODING, 2)


@pytest.mark.parametrize("piece", [",", ',"x\n"', "x"])
def test_a_row_without_end_is_stopped_before_it_fills_the_memory(piece: str) -> None:
    header, line = OFN.splitlines()
    refused = refusal_of("\n".join([header, line, line + piece * 60_000]))
    assert refused.fault is FileFault.BROKEN_QUOTES
    assert refused.row_no == 3


def test_a_million_lines_are_refused_without_being_kept() -> None:
    header, line = OFN.splitlines()
    refused = refusal_of(f"{header}\n{line}\n" + "a,b\n" * 1_000_000)
    assert refused.fault is FileFault.TOO_MANY_ROWS


@pytest.mark.parametrize("raw", [OFN, a_template("P001;R034;06/11/2026;A1;Carottes;1 kg;2;4,80")])
def test_a_cell_of_a_hundred_kilobytes_is_refused_with_its_row(raw: str) -> None:
    refused = refusal_of(raw.replace("Carottes", "C" * 100_000))
    assert (refused.fault, refused.row_no) == (FileFault.BROKEN_QUOTES, 2)


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(noise: bytes) -> None:
    for raw in (noise, OFN.encode() + noise, noise + OFN.encode()):
        assert isinstance(read(raw), ReadOrders | FileRefused)
