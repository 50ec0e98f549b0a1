"""Exports of other platforms and reports, from files as they write them, to orders in force."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from sync_server.imports.bare_quotes import bare_quoted_records
from sync_server.imports.confirm import Confirmed, Outcome
from sync_server.imports.decode import decode
from sync_server.imports.faults import FileRefused, RowFault
from sync_server.imports.interpret import Asked
from sync_server.imports.kept_copy import read_kept_copy
from sync_server.imports.layouts import Source
from sync_server.imports.naming import AliasKind
from sync_server.imports.order_lines import ReadOrders, read_orders
from sync_server.imports.prepare import Asking, Prepared
from sync_server.imports.preview import Preview
from sync_server.imports.sheet import Sheet, read_sheet
from sync_server.imports.template_file import template_file
from tests.sync_server.coop import FRIDAY_45, CoOp

FILES = Path(__file__).parent / "files"
CAMAP_NAME = "Export-commandes-2026-11-06-CAMAP.csv"
CAMAP = (FILES / CAMAP_NAME).read_bytes()
BREAD, VEGETABLES = "CAMAP n° 27", "CAMAP n° 28"


def read(raw: bytes) -> ReadOrders:
    """The lines of a file that can be read."""
    text = decode(raw)
    assert isinstance(text, str)
    sheet = read_sheet(text)
    assert isinstance(sheet, Sheet), sheet
    found = read_orders(sheet)
    assert not isinstance(found, FileRefused), found
    return found


def take_camap(
    coop: CoOp, raw: bytes = CAMAP, *, name: str = CAMAP_NAME, place: str | None = "R034"
) -> tuple[Preview, Confirmed]:
    """Imports an export of CAMAP under its own name."""
    prepared, confirmed = coop.take_asking(Asking(name, raw, place_id=place))
    assert isinstance(prepared, Prepared)
    assert confirmed is not None
    return prepared.preview, confirmed


def in_force(coop: CoOp) -> Mapping[tuple[str, str, str], int]:
    """Cents by producer, place and day."""
    found = coop.select(
        "SELECT producer_id, place_id, pickup_date, sum(amount_ttc_cents) FROM order_line GROUP BY 1, 2, 3"
    )
    return {(row[0], row[1], row[2]): row[3] for row in found}


TOTALS = {
    ("P001", "R034", FRIDAY_45): 2880 + 2205,
    ("P001", "R036", FRIDAY_45): 1200,
    ("P075", "R034", FRIDAY_45): 3510,
    ("P075", "R036", FRIDAY_45): 1140,
}


@pytest.mark.parametrize("name", ["ofn_totaux_par_producteur_fr.csv", "ofn_totals_by_producer_en.csv"])
def test_totals_by_producer_and_shop_are_taken_once_their_day_is_said(coop: CoOp, name: str) -> None:
    raw = (FILES / name).read_bytes()
    preview, confirmed = coop.taken(raw)
    assert confirmed.outcome is Outcome.ASKED
    assert [(one.asked, one.text) for one in preview.questions] == [(Asked.FILE_DATE, "")]
    preview, confirmed = coop.taken(raw, day=date(2026, 11, 6))
    assert confirmed.outcome is Outcome.IMPORTED
    assert preview.source is Source.OPEN_FOOD_NETWORK_TOTALS
    places = dict(coop.select("SELECT id, id FROM place WHERE name IN ('AMAP Zola', 'AMAP Sautron')"))
    assert {place for _, place, _ in in_force(coop)} == set(places)
    assert sorted(in_force(coop).values()) == sorted(TOTALS.values())


def test_totals_in_french_and_in_english_are_the_same_orders(coop: CoOp) -> None:
    day = date(2026, 11, 6)
    coop.taken((FILES / "ofn_totaux_par_producteur_fr.csv").read_bytes(), day=day)
    english = (FILES / "ofn_totals_by_producer_en.csv").read_bytes()
    assert coop.taken(english, day=day)[1].outcome is Outcome.UNCHANGED


def test_totals_beside_the_orders_they_sum_up_are_said_to_count_twice(coop: CoOp) -> None:
    orders = (
        "Boutique,Producteur,Coût produits (€),Cycle de Vente\n"
        "AMAP Zola,Ferme 001 - Abbaretz,28.80,Semaine 45 - 2026\n"
    )
    coop.taken(orders)
    raw = (FILES / "ofn_totaux_par_producteur_fr.csv").read_bytes()
    preview, _ = coop.taken(raw, day=date(2026, 11, 6))
    assert [one.scope_key for one in preview.overlaps] == ["Semaine 45 - 2026 | AMAP Zola"]


def test_camap_is_read_with_its_quotes_commas_and_fees() -> None:
    found = read(CAMAP)
    assert not found.rejects
    assert found.total_row_count == 0
    said = [
        (one.producer, one.product, one.quantity_thousandths, one.amount_ttc_cents) for one in found.lines
    ]
    assert said == [
        (BREAD, 'Pain "tourte de seigle" 1 kg', 1000, 560),
        (VEGETABLES, "Carottes; en botte", 2000, 480),
        (VEGETABLES, 'Fromage blanc "à la louche"', 750, 293),
        (VEGETABLES, 'Total végétal "le bio"', 1000, 120_450),
        (VEGETABLES, "Panier de la semaine", 1000, 1200),
    ]


def test_camap_saved_again_by_a_spreadsheet_is_the_same_file() -> None:
    again = (
        "userId;userName;productName;ref;catalogName;catalogId;vendorId;price;quantity;fees;total;paid\r\n"
        '1041;DUPONT;"Pain ""tourte de seigle"" 1 kg";P-01;Boulangerie;311;27;5,60;1;0,28;5,88;true\r\n'
    )
    line = read(again.encode("cp1252")).lines[0]
    assert (line.product, line.amount_ttc_cents) == ('Pain "tourte de seigle" 1 kg', 560)


def test_a_row_of_camap_cut_short_is_rejected_alone() -> None:
    lines = CAMAP.decode().splitlines(keepends=True)
    cut = lines[0] + lines[1] + '"1041";"DUPONT Jeanne & Paul";"Car\n' + lines[3]
    found = read(cut.encode())
    assert [(one.row_no, one.fault) for one in found.rejects] == [(3, RowFault.CELL_COUNT)]
    assert [one.row_no for one in found.lines] == [2, 4]


def test_camap_asks_each_vendor_once_with_its_catalogue_and_the_place_each_time(coop: CoOp) -> None:
    preview, confirmed = take_camap(coop, place=None)
    assert confirmed.outcome is Outcome.ASKED
    asked = [(one.asked, one.text, one.hints) for one in preview.questions]
    assert asked == [
        (Asked.FILE_PLACE, "", ()),
        (Asked.PRODUCER, BREAD, ("Boulangerie du Moulin",)),
        (Asked.PRODUCER, VEGETABLES, ("Laitages de l'Erdre", "Légumes de l'Erdre")),
    ]
    coop.map_name(AliasKind.PRODUCER, BREAD, "P001")
    coop.map_name(AliasKind.PRODUCER, VEGETABLES, "P002")
    preview, confirmed = take_camap(coop)
    assert confirmed.outcome is Outcome.IMPORTED
    assert preview.days == (FRIDAY_45,), "the name of the file says the day"
    assert in_force(coop) == {
        ("P001", "R034", FRIDAY_45): 560,
        ("P002", "R034", FRIDAY_45): 480 + 293 + 120_450 + 1200,
    }
    preview, _ = take_camap(coop, place=None)
    assert [(one.asked, one.suggestions) for one in preview.questions] == [(Asked.FILE_PLACE, ("R034",))]
    assert take_camap(coop)[1].outcome is Outcome.UNCHANGED


def test_camap_under_another_name_asks_its_day(coop: CoOp) -> None:
    preview, _ = take_camap(coop, name="commandes.csv")
    assert Asked.FILE_DATE in {one.asked for one in preview.questions}


def test_two_places_of_one_day_are_two_scopes_of_camap(coop: CoOp) -> None:
    coop.map_name(AliasKind.PRODUCER, BREAD, "P001")
    coop.map_name(AliasKind.PRODUCER, VEGETABLES, "P002")
    take_camap(coop)
    assert take_camap(coop, place="R001")[1].outcome is Outcome.IMPORTED
    assert len(in_force(coop)) == 4


@pytest.mark.parametrize("personal", ["DUPONT", "Jeanne", "GALL", "BRIEN", "Kate"])
def test_no_customer_of_camap_is_ever_stored(coop: CoOp, personal: str) -> None:
    coop.map_name(AliasKind.PRODUCER, BREAD, "P001")
    coop.map_name(AliasKind.PRODUCER, VEGETABLES, "P002")
    take_camap(coop)
    assert personal not in read_kept_copy(coop.value("SELECT raw FROM import_file"))
    coop.runtime.database.close()
    folder = coop.runtime.settings.data_dir
    assert not any(personal.encode() in path.read_bytes() for path in folder.iterdir())


def test_the_template_to_fill_in_is_read_and_its_example_imports_nothing(coop: CoOp) -> None:
    preview, confirmed = coop.taken(template_file().decode("utf-8"))
    assert confirmed.outcome is Outcome.ASKED
    assert {one.asked for one in preview.questions} == {Asked.PRODUCER, Asked.PLACE}
    assert not preview.rejects


def test_a_value_that_never_ends_stops_where_the_next_row_starts() -> None:
    class Lines(list[str]):
        characters_of_record = 0

    rows = Lines(['"1";"a\n', "b\n", '"2";"c"\n'])
    assert list(bare_quoted_records(rows, ";", 2)) == [["1", "a\nb"], ["2", "c"]]
