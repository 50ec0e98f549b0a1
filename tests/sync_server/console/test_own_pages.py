"""What a producer and a relay keeper see: their own, to the cent, and nothing of a neighbour by any id."""

import re

import pytest
from sqlalchemy import update

from sync_server.accounts.rights import ConsoleRole
from sync_server.accounts.tables import Person
from sync_server.db.base import table_of
from sync_server.db.session import begin
from sync_server.network.tables import Place
from tests.sync_server.console.accounts_for import signs_in_as
from tests.sync_server.console.conftest import Coordinator, words
from tests.sync_server.console.world import (
    FRIDAY,
    GARDENS,
    GROCERY,
    MILL,
    OAKS,
    RIVERS,
    Friday,
    crate_codes,
)

OWN = f"/chez-moi/jours/{FRIDAY}"
LINK = re.compile(r'href="/console(/chez-moi[^"#]*)')


@pytest.fixture
def driven(friday: Friday) -> Friday:
    """Both rounds are done; one crate of the first farm stayed on the way."""
    friday.is_driven(left_behind=1)
    return friday


def keeps(friday: Friday, person: str, place: str) -> None:
    with begin(friday.server.runtime.database) as session:
        place_table = table_of(Place)
        session.connection().execute(
            update(place_table).where(place_table.c.id == place).values(keeper_person_id=person)
        )


def every_own_page(browser: Coordinator) -> dict[str, str]:
    pages, waiting = dict[str, str](), {"/chez-moi"}
    while waiting:
        path = waiting.pop()
        pages[path] = browser.read(path)
        waiting |= set(LINK.findall(pages[path])) - set(pages)
    return pages


def test_a_producer_sees_his_crates_his_orders_and_his_statement(
    driven: Friday, visitor: Coordinator
) -> None:
    signs_in_as(visitor, ConsoleRole.PRODUCER, person=OAKS)
    home = words(visitor.get("/").text)
    assert "Ferme des Chênes" in home
    # Eight crates for the grocery and two for the town hall; 577,00 EUR and 312,45 EUR were ordered.
    assert "9 /10" in home.replace(" / ", " /")
    assert "889,45" in home
    assert "Novembre 2026" in home
    day = words(visitor.read(OWN))
    assert "Épicerie du bourg, Vigneux 7/8" in day
    assert "Mairie de Sautron 2/2" in day
    crate = words(visitor.read(f"/chez-moi/caisses/{driven.codes['oaks_town'][0]}"))
    assert "Mairie de Sautron" in crate
    statement = words(visitor.read("/chez-moi/releves/2026-11"))
    assert "Relevé de Ferme des Chênes" in statement
    assert "Pourquoi" in statement
    assert "à payer" in statement


def test_a_statement_of_ones_own_says_what_the_coordinators_page_says(
    driven: Friday, visitor: Coordinator
) -> None:
    signs_in_as(visitor, ConsoleRole.COORDINATOR)
    told = re.findall(r"-?\d[\d  ]*,\d\d", words(visitor.read(f"/releves/2026-11/{MILL}")))
    signs_in_as(visitor, ConsoleRole.PRODUCER, person=MILL)
    assert told
    assert re.findall(r"-?\d[\d  ]*,\d\d", words(visitor.read("/chez-moi/releves/2026-11"))) == told


def test_no_id_of_a_neighbour_opens_anything(driven: Friday, visitor: Coordinator) -> None:
    own_codes = {*driven.codes["oaks_grocery"], *driven.codes["oaks_town"]}
    signs_in_as(visitor, ConsoleRole.PRODUCER, person=OAKS)
    unknown = visitor.get(f"/chez-moi/caisses/{crate_codes(1, 77)[0]}")
    assert unknown.status_code == 404
    for code in driven.all_codes:
        answer = visitor.get(f"/chez-moi/caisses/{code}")
        if code in own_codes:
            assert answer.status_code == 200
        else:
            # The same page as for a code that is on no crate: nobody learns which codes exist.
            assert (answer.status_code, answer.text) == (404, unknown.text)
    assert visitor.get("/chez-moi/jours/2026-11-07").status_code == 404
    assert visitor.get("/chez-moi/releves/2026-13").status_code == 404
    for person in (OAKS, RIVERS, MILL, GARDENS, "P999"):
        assert visitor.get(f"/releves/2026-11/{person}").status_code == 403


def test_nothing_a_neighbour_earns_sells_or_sends_is_on_any_own_page(
    driven: Friday, visitor: Coordinator
) -> None:
    signs_in_as(visitor, ConsoleRole.PRODUCER, person=OAKS)
    pages = every_own_page(visitor)
    assert len(pages) > 10
    for path, text in pages.items():
        assert "GAEC des Trois Rivières" not in text, path
        assert "29,99" not in words(text), path
        for code in driven.codes["rivers_grocery"]:
            assert code not in text, path


def test_a_helper_sees_what_he_earned_and_no_crate_page_of_those_he_carried(
    driven: Friday, visitor: Coordinator
) -> None:
    signs_in_as(visitor, ConsoleRole.PRODUCER, person=MILL)
    statement = visitor.read("/chez-moi/releves/2026-11")
    assert "Ferme des Chênes" in statement
    assert "/console/caisses/" not in statement
    assert visitor.get(f"/chez-moi/caisses/{driven.codes['oaks_town'][0]}").status_code == 404
    assert "Aucune caisse à votre nom" in words(visitor.read("/chez-moi"))


def test_a_keeper_sees_the_crates_of_the_own_relay_and_of_no_other(
    driven: Friday, visitor: Coordinator
) -> None:
    keeps(driven, GARDENS, GROCERY)
    signs_in_as(visitor, ConsoleRole.KEEPER, person=GARDENS)
    text = visitor.get("/").text
    said = words(text)
    # Eight and three crates are for the grocery, ten of them stand there.
    assert "10 /11" in said
    assert re.search(r"Ferme des Chênes [^/]+ 7/8 sur place", said)
    assert re.search(r"GAEC des Trois Rivières [^/]+ 3/3 sur place", said)
    assert "Mairie de Sautron" not in said
    assert "EUR" not in said
    assert "€" not in said
    for code in driven.codes["oaks_town"]:
        assert code not in text
        assert f"{code[:4]}-{code[4:]}" not in text


def test_a_keeper_without_a_place_is_told_how_to_get_one(driven: Friday, visitor: Coordinator) -> None:
    signs_in_as(visitor, ConsoleRole.KEEPER, person=GARDENS)
    assert "Aucun relais n'est à votre nom" in words(visitor.read("/mon-relais"))
    keeps(driven, MILL, GROCERY)
    assert "Aucun relais n'est à votre nom" in words(visitor.read("/mon-relais"))


def test_a_producer_with_nothing_yet_is_told_where_it_comes_from(visitor: Coordinator) -> None:
    with begin(visitor.runtime.database) as session:
        session.add(Person(id="P050", name="Ferme neuve", roles="producer"))
    signs_in_as(visitor, ConsoleRole.PRODUCER, person="P050")
    said = words(visitor.read("/chez-moi"))
    assert "Aucune caisse à votre nom" in said
    assert "Aucun relevé pour l'instant" in said
