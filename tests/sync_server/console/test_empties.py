"""« Caisses vides »: what each farm is owed and each point holds, with the movements behind each number."""

import re
from html import unescape

import pytest

from shared.custody.events import Kind
from sync_server.console import empties
from tests.sync_server.console.conftest import Coordinator, words
from tests.sync_server.console.world import (
    COLLECTION,
    DELIVERY,
    FARM_OAKS,
    GARDENS,
    GROCERY,
    HUB,
    MILL,
    TOWN_HALL,
    Friday,
)


def counts(friday: Friday, person: str, round_id: str, place_id: str, left: int, taken: int) -> str:
    phone = friday.phones[person]
    data = {"left": left, "taken": taken}
    event_id = phone.record(Kind.EMPTIES, place_id=place_id, round_id=round_id, data=data)
    phone.push()
    return event_id


def balance_of(camille: Coordinator, place_id: str) -> int:
    """The number that stands last in the place's row."""
    html = camille.read("/caisses-vides")
    row = html[html.index(f"/console/caisses-vides/{place_id}?") :]
    found = re.search(r"<strong>([^<]+)</strong>", row[: row.index("</tr>")])
    assert found is not None
    return int(found[1].replace("\N{MINUS SIGN}", "-"))


def test_full_crates_carried_make_each_places_balance(friday: Friday, camille: Coordinator) -> None:
    friday.is_driven()
    oaks = len(friday.codes["oaks_grocery"]) + len(friday.codes["oaks_town"])
    at_grocery = len(friday.codes["oaks_grocery"]) + len(friday.codes["rivers_grocery"])
    assert balance_of(camille, FARM_OAKS) == oaks
    assert balance_of(camille, GROCERY) == at_grocery
    assert balance_of(camille, TOWN_HALL) == len(friday.codes["oaks_town"])
    assert balance_of(camille, HUB) == 0


def test_empties_taken_back_and_brought_home_lower_both_numbers(friday: Friday, camille: Coordinator) -> None:
    friday.is_driven()
    grocery, farm = balance_of(camille, GROCERY), balance_of(camille, FARM_OAKS)
    counts(friday, GARDENS, DELIVERY, GROCERY, left=0, taken=2)
    counts(friday, MILL, COLLECTION, FARM_OAKS, left=2, taken=0)
    assert balance_of(camille, GROCERY) == grocery - 2
    assert balance_of(camille, FARM_OAKS) == farm - 2


def test_a_count_withdrawn_counts_no_more(friday: Friday, camille: Coordinator) -> None:
    friday.is_driven()
    grocery = balance_of(camille, GROCERY)
    event_id = counts(friday, GARDENS, DELIVERY, GROCERY, left=0, taken=2)
    friday.phones[GARDENS].record(Kind.VOID, ref=event_id)
    friday.phones[GARDENS].push()
    assert balance_of(camille, GROCERY) == grocery


def test_a_second_claim_on_crates_left_there_counts_once(friday: Friday, camille: Coordinator) -> None:
    friday.is_driven()
    grocery = balance_of(camille, GROCERY)
    phone = friday.phones[MILL]
    codes = friday.codes["rivers_grocery"]
    phone.record(Kind.DROP, round_id=DELIVERY, place_id=GROCERY, crates=codes, how="tapped")
    phone.push()
    assert balance_of(camille, GROCERY) == grocery


def test_the_movements_behind_a_number_add_up_to_it(friday: Friday, camille: Coordinator) -> None:
    friday.is_driven()
    counts(friday, GARDENS, DELIVERY, GROCERY, left=1, taken=2)
    html = camille.read(f"/caisses-vides/{GROCERY}")
    shown = re.findall(r'data-label="Caisses">([^<]+)<', html)
    assert len(shown) >= 3
    moved = sum(int(each.replace("\N{MINUS SIGN}", "-")) for each in shown)
    assert moved == balance_of(camille, GROCERY)
    said = words(html)
    assert "Les Jardins de Basse-Bretagne" in said
    assert "vides reprises" in said


def test_a_long_list_of_movements_is_told_in_pages_that_keep_their_month(
    friday: Friday, camille: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(empties, "PAGE_ROWS", 2)
    friday.is_driven()
    for taken in (1, 2, 3):
        counts(friday, GARDENS, DELIVERY, GROCERY, left=0, taken=taken)
    whole = balance_of(camille, GROCERY)
    told: list[int] = []
    path: str | None = f"/caisses-vides/{GROCERY}?depuis=2026-11"
    while path is not None:
        assert "depuis=2026-11" in path
        html = camille.read(path)
        shown = re.findall(r'"Caisses">([^<]+)<', html)
        told.append(sum(int(each.replace("\N{MINUS SIGN}", "-")) for each in shown))
        onward = re.search(r'href="/console([^"]+)">Page suivante', html)
        path = unescape(onward[1]) if onward else None
    assert len(told) > 1
    assert sum(told) == whole
    assert camille.get(f"/caisses-vides/{GROCERY}?page=900").status_code == 200


def test_a_place_where_very_many_moved_is_told_by_day_and_each_day_by_its_movements(
    friday: Friday, camille: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    friday.is_driven()
    counts(friday, GARDENS, DELIVERY, GROCERY, left=0, taken=2)
    whole = balance_of(camille, GROCERY)
    at_once = camille.read(f"/caisses-vides/{GROCERY}")
    monkeypatch.setattr(empties, "CRATES_TOLD_AT_ONCE", 0)
    by_day = camille.read(f"/caisses-vides/{GROCERY}?depuis=2026-11")
    assert "les mouvements se lisent jour par jour" in words(by_day)
    changes = re.findall(r'"Solde du jour"><strong>([^<]+)<', by_day)
    assert sum(int(each.replace("\N{MINUS SIGN}", "-")) for each in changes) == whole
    moved: list[str] = []
    for path in re.findall(r'<a href="/console([^"]+jour=[^"]+)"', by_day):
        moved += re.findall(r'"Caisses">([^<]+)<', camille.read(unescape(path)))
    assert moved == re.findall(r'"Caisses">([^<]+)<', at_once)


def test_a_day_without_movements_says_so_and_an_odd_one_is_no_page(
    friday: Friday, camille: Coordinator
) -> None:
    friday.is_driven()
    said = words(camille.read(f"/caisses-vides/{GROCERY}?jour=2026-11-20"))
    assert "Aucune caisse n'a bougé ici le vendredi 20 novembre 2026" in said
    for odd in ("hier", "2026-13-01", "0001-01-01", "9999-12-31"):
        assert camille.get(f"/caisses-vides/{GROCERY}?jour={odd}").status_code == 404


def test_a_month_may_be_chosen_and_an_odd_one_is_the_usual_one(friday: Friday, camille: Coordinator) -> None:
    friday.is_driven()
    assert camille.read("/caisses-vides?depuis=2026-11").count("data-row") == 5
    assert camille.read("/caisses-vides?depuis=%27").count("data-row") == 5


def test_an_empty_page_teaches_and_an_unknown_place_is_none(friday: Friday, camille: Coordinator) -> None:
    assert "Aucune caisse n'a encore bougé" in words(camille.read("/caisses-vides"))
    assert camille.get("/caisses-vides/R999").status_code == 404
