"""A statement as PDF and CSV: the figures of the page, each line with its number and its events."""

import csv
import io
import zipfile

import pypdf
import pytest

from shared.custody.codes import print_code
from sync_server.db.session import read
from sync_server.settlement.statement import PersonUnknown, statement
from sync_server.settlement.statement_values import PersonStatement
from tests.sync_server.console.conftest import Coordinator, words
from tests.sync_server.console.world import FRIDAY, GARDENS, OAKS, Friday
from tests.sync_server.papers.reading import text_of

PERIOD = FRIDAY[:7]


def told(friday: Friday, person: str) -> PersonStatement:
    with read(friday.server.runtime.database) as session:
        made = statement(session, person, PERIOD, friday.server.clock.at_ms)
        assert not isinstance(made, PersonUnknown)
        return made


def close(friday: Friday, camille: Coordinator) -> None:
    friday.server.clock.forward(days=26)
    camille.signs_in()
    answer = camille.post(
        f"/periodes/{PERIOD}/clore", sure="oui", early_reason="tout est là", silent_reason="vus au marché"
    )
    assert "Les relevés sont numérotés" in words(answer.text)


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def cents(cell: str) -> int:
    return int(cell.replace(",", "")) if cell else 0


@pytest.mark.parametrize("person", [GARDENS, OAKS])
def test_the_pdf_says_what_the_page_says(friday: Friday, camille: Coordinator, person: str) -> None:
    friday.is_driven(left_behind=1)
    answer = camille.get(f"/releves/{PERIOD}/{person}/pdf")
    assert answer.headers["content-type"] == "application/pdf"
    text = words(text_of(answer.content))
    page = words(camille.read(f"/releves/{PERIOD}/{person}"))
    made = told(friday, person)
    for amount in {each.amount_cents for party in (*made.earned, *made.owed) for each in party.lines}:
        shown = f"{abs(amount) // 100},{abs(amount) % 100:02d}"
        assert shown in text
        assert shown in page
    for code in friday.codes["oaks_town"]:
        assert print_code(code) in text
    assert "Provisoire" in text
    assert "page 1 / " in text
    assert "Relais fermier" in text


def test_each_line_of_the_pdf_leads_to_the_line_of_the_page(friday: Friday, camille: Coordinator) -> None:
    friday.is_driven()
    paper = camille.get(f"/releves/{PERIOD}/{GARDENS}/pdf").content
    pages = pypdf.PdfReader(io.BytesIO(paper)).pages
    links = {
        annotation.get_object()["/A"]["/URI"]
        for page in pages
        for annotation in page.get("/Annots", [])
        if "/A" in annotation.get_object()
    }
    html = camille.read(f"/releves/{PERIOD}/{GARDENS}")
    lines = [each for party in told(friday, GARDENS).earned for each in party.lines]
    assert len(links) == len(lines)
    assert all(f'id="{link.partition("#")[2]}"' in html for link in links)


def test_the_paper_of_a_closed_period_is_the_same_for_ever(friday: Friday, camille: Coordinator) -> None:
    friday.is_driven()
    close(friday, camille)
    first = camille.get(f"/releves/{PERIOD}/{GARDENS}/pdf")
    assert "Relevé n° 2026-000" in words(text_of(first.content))
    assert "releve-2026-11-les-jardins" in first.headers["content-disposition"]
    friday.server.clock.forward(days=40)
    camille.signs_in()
    assert camille.get(f"/releves/{PERIOD}/{GARDENS}/pdf").content == first.content


def test_all_statements_of_a_closed_period_come_in_one_archive(friday: Friday, camille: Coordinator) -> None:
    friday.is_driven()
    assert camille.get(f"/periodes/{PERIOD}/releves").status_code == 404
    close(friday, camille)
    answer = camille.get(f"/periodes/{PERIOD}/releves")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        papers = {name: archive.read(name) for name in archive.namelist()}
    assert len(papers) == len(friday.server.rows_of("SELECT id FROM statement"))
    assert camille.get(f"/releves/{PERIOD}/{GARDENS}/pdf").content in papers.values()
    assert answer.content == camille.get(f"/periodes/{PERIOD}/releves").content
    assert f'href="/console/periodes/{PERIOD}/releves"' in camille.read(f"/periodes/{PERIOD}")


def test_the_rows_of_the_csv_add_up_to_the_net_and_name_their_events(
    friday: Friday, camille: Coordinator
) -> None:
    friday.is_driven(left_behind=1)
    friday.two_helpers_drop_one_crate()
    for person in (GARDENS, OAKS):
        made = told(friday, person)
        rows = rows_of(camille.get(f"/releves/{PERIOD}/{person}/csv").content)
        due = [row for row in rows if row["rubrique"] != "retenu"]
        assert sum(cents(row["montant HT"]) + cents(row["TVA"]) for row in due) == made.net_cents
        lines = [each for section in (made.earned, made.owed) for party in section for each in party.lines]
        by_key = {row["ligne"]: row["mouvements"].split() for row in rows if row["ligne"]}
        assert all(by_key[each.line.key] == list(each.line.event_ids) for each in lines)
        assert any(by_key.values())


def test_an_empty_month_has_its_papers_too(friday: Friday, camille: Coordinator) -> None:
    text = words(text_of(camille.get(f"/releves/2026-03/{GARDENS}/pdf").content))
    assert "Rien pour ce mois" in text
    assert rows_of(camille.get(f"/releves/2026-03/{GARDENS}/csv").content) == []


@pytest.mark.parametrize("path", [f"/releves/2026-13/{GARDENS}/pdf", f"/releves/{PERIOD}/P999/csv"])
def test_a_statement_of_nobody_or_of_no_month_is_no_page(camille: Coordinator, path: str) -> None:
    assert camille.get(path).status_code == 404


def test_a_name_with_markup_is_printed_as_it_is(friday: Friday, camille: Coordinator) -> None:
    name = '#panic("x") *gras* $x$ <script>'
    friday.server.change(
        lambda session: session.connection().exec_driver_sql(
            "UPDATE person SET name = ? WHERE id = ?", (name, GARDENS)
        )
    )
    friday.is_driven()
    text = text_of(camille.get(f"/releves/{PERIOD}/{OAKS}/pdf").content)
    assert "".join(name.split()) in "".join(text.split())
