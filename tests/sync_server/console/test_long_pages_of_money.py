"""Long pages of money, withheld lines and statements: cut into pages that say what they leave out."""

import re

import pytest

from shared.custody.events import Kind
from sync_server.console import period_context, statement_pages
from sync_server.console.statement_pages import anchor_of
from sync_server.db.session import read
from sync_server.settlement.statement import PersonUnknown, statement
from sync_server.settlement.statement_values import PersonStatement
from tests.sync_server.console.conftest import Coordinator, words
from tests.sync_server.console.world import (
    COLLECTION,
    DELIVERY,
    FRIDAY,
    GARDENS,
    GROCERY,
    MILL,
    OAKS,
    TOWN_HALL,
    Friday,
)


def test_a_long_list_of_what_is_withheld_comes_in_pages_and_says_so(
    camille: Coordinator, friday: Friday, monkeypatch: pytest.MonkeyPatch
) -> None:
    friday.is_driven()
    other = friday.phones[MILL]
    for name, place_id in (("oaks_grocery", TOWN_HALL), ("oaks_town", GROCERY)):
        codes = friday.codes[name][:1]
        other.record(Kind.DROP, round_id=COLLECTION, place_id=place_id, crates=codes, how="typed")
    other.push()
    address = f"/periodes/{FRIDAY[:7]}"
    whole = camille.read(address)
    rows = re.findall(r'<td class="wide" data-label="Pourquoi">', whole)
    assert len(rows) > 1
    assert "Lignes 1 à" not in words(whole)
    monkeypatch.setattr(period_context, "WITHHELD_ROWS", 1)
    first, last = camille.read(address), camille.read(f"{address}?tri=nom&page=1000")
    for page, number in ((first, 1), (last, len(rows))):
        assert len(re.findall(r'<td class="wide" data-label="Pourquoi">', page)) == 1
        assert f"Lignes {number} à {number} sur {len(rows)}." in words(page)
    assert 'href="/console/periodes/2026-11?tri=-solde&amp;page=2#retenu"' in first
    assert "tri=nom" in last
    # The sums are those of the whole list, whichever page is shown.
    sums = [re.findall(r'<div class="figures">.*?</section>', page, re.DOTALL) for page in (whole, first)]
    assert sums[0] == sums[1]


@pytest.mark.parametrize("person", [GARDENS, OAKS])
def test_the_pages_of_a_long_statement_hold_each_line_once_with_its_proof(
    camille: Coordinator, friday: Friday, monkeypatch: pytest.MonkeyPatch, person: str
) -> None:
    friday.is_driven()
    friday.two_helpers_drop_one_crate()
    address = f"/releves/{FRIDAY[:7]}/{person}"
    whole = camille.read(address)
    assert "Par tournée" not in words(whole)
    monkeypatch.setattr(statement_pages, "LINES_ON_PAGE", 2)
    made = whole_statement(friday, person)
    count = len(made.outline)
    assert count > 2
    pages = [camille.read(f"{address}?page={number}") for number in range(1, -(-count // 2) + 1)]
    for page in pages:
        assert figures(page) == figures(whole)
        assert f"sur {count}. Ce relevé est long" in words(page)
        assert f'href="/console{address}/pdf"' in page
    rows = [rows_by_anchor(page) for page in pages]
    assert sorted(each for page in rows for each in page) == sorted(rows_by_anchor(whole))
    for page in rows:
        for anchor, row in page.items():
            assert amounts(row) == amounts(rows_by_anchor(whole)[anchor])
            assert "Les mouvements qui le prouvent" in row
            # The address of a line leads to the page it stands on, whichever that is.
            assert anchor in rows_by_anchor(camille.read(f"{address}?ligne={anchor}"))
    assert camille.read(f"{address}?page=1000").replace("page=1000", "") == pages[-1]


def test_the_rounds_of_a_long_statement_add_up_to_its_sums(
    camille: Coordinator, friday: Friday, monkeypatch: pytest.MonkeyPatch
) -> None:
    friday.is_driven()
    monkeypatch.setattr(statement_pages, "LINES_ON_PAGE", 2)
    page = camille.read(f"/releves/{FRIDAY[:7]}/{OAKS}?page=2")
    made = whole_statement(friday, OAKS)
    text = words(page)
    for round_id, title in ((COLLECTION, "Collecte de l'Erdre"), (DELIVERY, "Livraison Nantes nord")):
        lines = [line for line in made.outline if line.round_id == round_id]
        owed = -sum(line.amount_cents for line in lines)
        assert f"Ven. 6 nov., {title} {len(lines)} {owed // 100},{owed % 100:02d} €" in text
    first = anchor_of(min(line.key for line in made.outline if line.round_id == COLLECTION))
    assert f'href="/console/releves/2026-11/{OAKS}?ligne={first}#{first}"' in page


def whole_statement(friday: Friday, person: str) -> PersonStatement:
    with read(friday.server.runtime.database) as session:
        made = statement(session, person, FRIDAY[:7], friday.server.clock.at_ms)
        assert not isinstance(made, PersonUnknown)
        return made


def figures(page: str) -> str:
    found = re.search(r'<div class="figures">.*?</div>\n</div>', page, re.DOTALL)
    assert found is not None
    return found[0]


def rows_by_anchor(page: str) -> dict[str, str]:
    return dict(re.findall(r'<tr data-row id="(l[0-9a-f]{12})">(.*?)</tr>', page, re.DOTALL))


def amounts(row: str) -> list[str]:
    return re.findall(r'<td class="num[^>]*>(.*?)</td>', row)
