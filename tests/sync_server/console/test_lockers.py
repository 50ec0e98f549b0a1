"""Pages « Consignes »: what is behind each door, codes replaced and never shown, a keeper alone."""

import logging
from datetime import timedelta

import pytest
from sqlalchemy import insert, update

from shared.custody.events import Kind
from sync_server.accounts.console_sessions import note_factor
from sync_server.accounts.rights import ConsoleRole
from sync_server.db.base import table_of
from sync_server.db.session import begin
from sync_server.network.tables import Compartment, Place
from tests.sync_server.console.accounts_for import signs_in_as
from tests.sync_server.console.conftest import Coordinator, words
from tests.sync_server.console.world import DELIVERY, GARDENS, GROCERY, HUB, MILL, TOWN_HALL, Friday

SECRET = "CANARI-4711"


@pytest.fixture
def banks(friday: Friday) -> Friday:
    """Two doors at the grocery, one at the town hall; a crate behind the first, the second out of order."""
    doors = [(GROCERY, "A1", "S", True), (GROCERY, "A2", "M", False), (TOWN_HALL, "B1", "L", False)]
    with begin(friday.server.runtime.database) as session:
        for place_id, door, size, cold in doors:
            values = {"place_id": place_id, "id": door, "size": size, "cold": cold}
            session.connection().execute(insert(table_of(Compartment)), [values])
        place = table_of(Place)
        for keeper, place_id in ((GARDENS, GROCERY), (MILL, TOWN_HALL)):
            session.connection().execute(
                update(place).where(place.c.id == place_id).values(keeper_person_id=keeper)
            )
    phone, code = friday.phones[GARDENS], friday.codes["oaks_grocery"][0]
    where = {"round_id": DELIVERY, "place_id": GROCERY}
    phone.record(Kind.PICKUP, round_id=DELIVERY, place_id=HUB, crates=[code])
    phone.record(Kind.DROP, crates=[code], data={"compartment": "A1"}, **where)
    phone.record(Kind.INCIDENT, data={"reason": "locker_broken", "compartment": "A2"}, **where)
    phone.push()
    return friday


def test_each_door_says_what_is_behind_it_and_one_is_put_back_in_use(
    camille: Coordinator, banks: Friday
) -> None:
    listed = words(camille.read("/consignes"))
    assert "Épicerie du bourg, Vigneux" in listed
    assert "1 /2" in listed
    page = words(camille.read(f"/consignes/{GROCERY}"))
    code = banks.codes["oaks_grocery"][0]
    assert "1 sur 2 occupés" in page
    assert f"{code[:4]}-{code[4:]}" in page
    assert "Hors service" in page
    # Of several doors out of order, whoever is told must know which.
    assert "casier hors service" in words(camille.read("/incidents"))
    assert "Vigneux, casier A2" in words(camille.read("/incidents"))
    banks.server.clock.forward(s=60)
    back = camille.post(f"/consignes/{GROCERY}/remettre", casier="a2")
    assert "de nouveau en service" in words(back.text)
    assert "Hors service" not in words(back.text)
    assert camille.post(f"/consignes/{GROCERY}/remettre", casier="Z9").status_code == 404
    # After five days nobody is thought to have left it there: as on the phones, the door is free.
    banks.server.clock.at_ms += int(timedelta(days=6).total_seconds() * 1000)
    lets = words(signs_in_as(camille, ConsoleRole.COORDINATOR).read(f"/consignes/{GROCERY}"))
    assert "0 sur 2 occupés" in lets


def test_a_code_is_replaced_forgotten_and_never_shown_nor_logged(
    camille: Coordinator, banks: Friday, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    done = camille.post(f"/consignes/{GROCERY}/code", casier="A1", code=SECRET)
    assert "Le code est enregistré, chiffré" in words(done.text)
    assert words(done.text).count("enregistré") >= 2
    pages = ["/consignes", f"/consignes/{GROCERY}", "/journal-des-acces", f"/lieux/{GROCERY}"]
    assert all(SECRET not in camille.read(page) for page in pages)
    assert f"Code de porte enregistré {GROCERY} A1" in words(camille.read("/journal-des-acces"))
    kept = banks.server.rows_of("SELECT place_id, compartment, sealed FROM door_code")
    assert [(row.place_id, row.compartment) for row in kept] == [(GROCERY, "A1")]
    assert SECRET not in kept[0].sealed
    for wrong, sentence in (("", "entre 1 et 40"), ("9" * 41, "entre 1 et 40")):
        refused = camille.post(f"/consignes/{GROCERY}/code", casier="A1", code=wrong)
        assert refused.status_code == 422
        assert sentence in words(refused.text)
        assert 'value="A1" selected' in refused.text
    assert camille.post(f"/consignes/{GROCERY}/code", casier="Z9", code="1").status_code == 422
    assert banks.server.rows_of("SELECT sealed FROM door_code") == [(kept[0].sealed,)]
    gone = camille.post(f"/consignes/{GROCERY}/code", casier="A1", oublier="oui")
    assert "Le code est oublié" in words(gone.text)
    assert banks.server.rows_of("SELECT sealed FROM door_code") == []
    assert SECRET not in caplog.text


def test_a_code_asks_for_a_fresh_second_factor(camille: Coordinator, banks: Friday) -> None:
    with begin(camille.runtime.database) as session:
        note_factor(session, camille.client.cookies["sid"], camille.runtime.now_ms() - 3_600_000)
    asked = camille.post(f"/consignes/{GROCERY}/code", casier="A1", code=SECRET)
    assert asked.status_code == 403
    assert "Laisser, ne rien faire" in asked.text
    assert banks.server.rows_of("SELECT sealed FROM door_code") == []


def test_a_keeper_sees_the_doors_of_the_own_bank_alone(visitor: Coordinator, banks: Friday) -> None:
    keeper = signs_in_as(visitor, ConsoleRole.KEEPER, person=GARDENS)
    page = keeper.read("/mon-relais")
    assert "1 sur 2 occupés" in words(page)
    assert "A2" in page
    assert "B1" not in page
    assert "remettre" not in page
    assert keeper.get("/consignes").status_code == 403
    assert keeper.get(f"/consignes/{GROCERY}").status_code == 403
    assert keeper.post(f"/consignes/{GROCERY}/code", casier="A1", code="1").status_code == 403
    assert banks.server.rows_of("SELECT sealed FROM door_code") == []
