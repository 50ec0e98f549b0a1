"""Long pages of money: what is withheld in a month, cut into pages that say what they leave out."""

import re

import pytest

from shared.custody.events import Kind
from sync_server.console import period_context
from tests.sync_server.console.conftest import Coordinator, words
from tests.sync_server.console.world import COLLECTION, FRIDAY, GROCERY, MILL, TOWN_HALL, Friday


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
