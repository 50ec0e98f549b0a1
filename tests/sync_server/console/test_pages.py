"""The pages say what the phones said: rounds, crates, discrepancies, periods, statements, in French."""

import re

import pytest
from sqlalchemy import update

from shared.custody.events import Kind
from sync_server.accounts.tables import Person
from sync_server.console import french
from sync_server.db.base import table_of
from sync_server.network.tables import Place
from tests.sync_server.console.conftest import Coordinator, words
from tests.sync_server.console.world import (
    COLLECTION,
    DELIVERY,
    FARM_OAKS,
    GARDENS,
    GROCERY,
    MILL,
    OAKS,
    Friday,
)

MARKUP = "<img src=x onerror=alert(1)>\"'&"


def test_before_anything_is_driven_the_board_says_what_is_to_come(camille: Coordinator) -> None:
    text = words(camille.read("/"))
    assert "2 tournées à faire, rien n'est encore collecté." in text
    assert "0 /2 tournées terminées" in text
    assert "0 /26 dépôts faits" in text
    # No phone has ever called: who drives today is named.
    assert "Appeler EARL du Moulin" in text
    assert "Appeler Les Jardins de Basse-Bretagne" in text


def test_the_board_follows_the_phones(camille: Coordinator, friday: Friday) -> None:
    friday.collects()
    text = words(camille.read("/"))
    assert "1 sur 2 tournées finies, 0 caisse encore en chemin." in text
    assert "13 /26 dépôts faits" in text
    friday.delivers(left_behind=2)
    text = words(camille.read("/"))
    assert "2 sur 2 tournées finies, 2 caisses encore en chemin." in text
    assert "24 /26 dépôts faits" in text
    assert "Tous les téléphones de ce jour ont donné de leurs nouvelles." in text


def test_an_empty_server_teaches_what_to_do_first(camille: Coordinator, friday: Friday) -> None:
    for table in ("crate_move", "round_stop", "round", "crate", "consignment"):
        friday.server.change(
            lambda session, name=table: session.connection().exec_driver_sql(f"DELETE FROM {name}")
        )
    assert "Importer les premières commandes" in words(camille.read("/"))
    assert "Aucune tournée n'est encore prévue" in words(camille.read("/tournees"))
    assert "Aucun écart ouvert" in words(camille.read("/ecarts"))
    assert "Aucune période n'a encore de mouvement" in words(camille.read("/periodes"))
    assert "Aucune commande n'est encore importée" in words(camille.read("/imports"))


def test_a_round_shows_its_stops_and_crates(camille: Coordinator, friday: Friday) -> None:
    friday.is_driven(left_behind=2)
    text = words(camille.read(f"/tournees/{DELIVERY}"))
    assert "aidant de tournée : Les Jardins de Basse-Bretagne" in text
    assert "13 /13 caisses collectées" in text
    assert "11 /13 caisses déposées" in text
    assert "Épicerie du bourg, Vigneux point relais 10 h 30 7 h 20" in text


def test_rounds_are_sorted_and_filtered_by_the_address(camille: Coordinator) -> None:
    by_title = camille.read("/tournees?tri=titre")
    assert by_title.index("Collecte de l&#39;Erdre") < by_title.index("Livraison Nantes nord")
    turned = camille.read("/tournees?tri=-titre")
    assert turned.index("Livraison Nantes nord") < turned.index("Collecte de l&#39;Erdre")
    assert 'aria-sort="descending"' in turned
    only = words(camille.read("/tournees?q=moulin"))
    assert "Collecte de l'Erdre" in only
    assert "Livraison Nantes nord" not in only
    assert "Aucune tournée ne répond à ce filtre" in words(camille.read("/tournees?q=personne"))
    assert "Livraison Nantes nord" in camille.read("/tournees?tri=inconnu&jour=hier&etat=?")


def test_a_crate_is_found_however_its_code_is_typed(camille: Coordinator, friday: Friday) -> None:
    code = friday.all_codes[0]
    for typed in (
        code,
        code.lower(),
        f"{code[:4]}-{code[4:]}",
        f" {code[:4]} {code[4:]} ",
        code.replace("0", "o"),
    ):
        assert camille.get(f"/caisses?code={typed}").url.path == f"/console/caisses/{code}"
    begun = words(camille.read(f"/caisses?code={code[:4]}"))
    assert "Caisses trouvées" in begun
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    assert "Ce code est mal recopié" in words(camille.read(f"/caisses?code={wrong}"))
    assert camille.get("/caisses/ZZZZZZZZ").status_code == 404


def test_the_chain_of_a_crate_is_told_in_words(camille: Coordinator, friday: Friday) -> None:
    friday.is_driven()
    code = friday.codes["oaks_grocery"][0]
    text = words(camille.read(f"/caisses/{code}"))
    told = [
        "EARL du Moulin a pris la caisse Ferme des Chênes, Saffré, confirmée en lot",
        "EARL du Moulin a déposé la caisse Plateforme de Rezé, confirmée en lot",
        "Les Jardins de Basse-Bretagne a pris la caisse Plateforme de Rezé, confirmée en lot",
        "Les Jardins de Basse-Bretagne a déposé la caisse Épicerie du bourg, Vigneux, QR lu, 3,5 °C",
    ]
    assert [text.index(each) for each in told] == sorted(text.index(each) for each in told)
    assert text.count("Prouvé") == 2
    assert "Arrivée" in text
    assert "collecte vers la plateforme" in text
    assert "livraison au point" in text


def test_two_claims_stand_side_by_side_with_the_chain(camille: Coordinator, friday: Friday) -> None:
    friday.is_driven()
    code = friday.two_helpers_drop_one_crate()
    listed = camille.read("/ecarts?genre=double_drop")
    assert "Caisse déposée deux fois" in listed
    (number,) = set(re.findall(r'href="/console/ecarts/(\d+)["?]', listed))
    text = words(camille.read(f"/ecarts/{number}"))
    assert "Les Jardins de Basse-Bretagne a déposé la caisse Où Épicerie du bourg, Vigneux" in text
    assert "EARL du Moulin a déposé la caisse Où Mairie de Sautron" in text
    assert f"{code[:4]}-{code[4:]}" in text
    assert "Bloquant" in text
    assert "Caisse déposée deux fois" in words(camille.read(f"/caisses/{code}"))


def test_a_clock_that_was_set_back_is_told_beside_the_time_that_counts(
    camille: Coordinator, friday: Friday
) -> None:
    phone, code = friday.phones[MILL], friday.codes["oaks_grocery"][0]
    now_ms = friday.server.clock.at_ms
    phone.record(Kind.CLOCK, data={"server_time": now_ms, "boot": 1_000, "rtt": 0}, boot_ms=1_000)
    phone.record(
        Kind.PICKUP,
        round_id=COLLECTION,
        place_id=FARM_OAKS,
        crates=[code],
        boot_ms=61_000,
        wall_ms=now_ms + 60_000 - 3 * 3_600_000,
    )
    phone.push()
    text = words(camille.read(f"/caisses/{code}"))
    claimed = words(french.day_and_clock(now_ms + 60_000 - 3 * 3_600_000))
    assert f"L'horloge du téléphone disait {claimed} : heure corrigée" in text
    assert words(french.clock(now_ms + 60_000)) in text


def test_discrepancies_are_searched_by_crate_place_and_state(camille: Coordinator, friday: Friday) -> None:
    friday.is_driven(left_behind=2)
    code = friday.codes["oaks_grocery"][-1]
    assert "Caisse non déposée" in words(camille.read(f"/ecarts?q={code[:4]}-{code[4:]}"))
    assert "Aucun écart ne répond à ce filtre" in words(camille.read("/ecarts?q=nulle-part"))
    assert "Aucun écart ne répond à ce filtre" in words(camille.read("/ecarts?etat=regles"))


def test_the_period_adds_up_before_it_is_closed(camille: Coordinator, friday: Friday) -> None:
    friday.is_driven()
    text = words(camille.read("/periodes/2026-11"))
    # 2 % and 3 % of 577,00, 29,99 and 312,45 euros: 11,54 + 0,60 + 6,25 and 17,31 + 0,90 + 9,37.
    assert "45,97 € commissions dues" in text
    assert "EARL du Moulin 18,39 € 0,00 € 18,39 €" in text
    assert "Les Jardins de Basse-Bretagne 27,58 € 0,00 € 27,58 €" in text
    assert "Ferme des Chênes 0,00 € 44,47 € −44,47 €" in text
    assert "Total 45,97 € 45,97 € 0,00 € 0,00 €" in text
    assert "La période n'est pas finie : elle court jusqu'au lundi 30 novembre 2026." in text


def test_what_is_withheld_is_listed_with_its_reason_and_crate(camille: Coordinator, friday: Friday) -> None:
    friday.is_driven()
    code = friday.two_helpers_drop_one_crate()
    text = words(camille.read("/periodes/2026-11"))
    assert "Ces montants ne sont pas perdus" in text
    assert f"livraison au point {code[:4]}-{code[4:]} écart à trancher 2,17 €" in text
    assert "La période pourra se clore quand les points en rouge seront réglés." in text
    refused = camille.post("/periodes/2026-11/clore", sure="oui", early_reason="Essai")
    assert refused.status_code == 409
    assert friday.server.rows_of("SELECT count(*) FROM settlement") == [(0,)]


def test_closing_needs_a_look_and_a_reason_when_early(camille: Coordinator, friday: Friday) -> None:
    friday.is_driven()
    unread = camille.post("/periodes/2026-11/clore", early_reason="Essai")
    assert unread.status_code == 422
    assert "Cochez la case" in words(unread.text)
    early = camille.post("/periodes/2026-11/clore", sure="oui")
    assert early.status_code == 409
    assert friday.server.rows_of("SELECT count(*) FROM settlement") == [(0,)]


def test_closing_twice_settles_once(camille: Coordinator, friday: Friday) -> None:
    friday.is_driven()
    first = camille.post("/periodes/2026-11/clore", sure="oui", early_reason="Fin de saison")
    assert "La période est close." in words(first.text)
    second = camille.post("/periodes/2026-11/clore", sure="oui", early_reason="Fin de saison")
    assert "Cette période était déjà close : rien n'a changé." in words(second.text)
    assert friday.server.rows_of("SELECT count(*) FROM settlement") == [(1,)]
    assert friday.server.rows_of("SELECT sum(amount_cents) FROM posting") == [(0,)]
    text = words(second.text)
    assert "relevé n° 2026-0001" in text
    assert "par Camille Ferrand" in text
    assert "Fin de saison" in text


def test_a_statement_explains_each_amount_down_to_its_events(camille: Coordinator, friday: Friday) -> None:
    friday.is_driven()
    text = words(camille.read(f"/releves/2026-11/{GARDENS}"))
    assert "Novembre 2026, provisoire" in text
    assert "27,58 € gagnés" in text
    assert "Pourquoi 17,31 € ?" in text
    assert "577,00 € de chiffre d'affaires" in text
    assert "Barème 1" in text
    code = friday.codes["oaks_grocery"][0]
    assert "Les Jardins de Basse-Bretagne : dépôt, Épicerie du bourg, Vigneux, QR lu" in text
    assert f"{code[:4]}-{code[4:]}" in text
    owing = words(camille.read(f"/releves/2026-11/{OAKS}"))
    assert "44,47 € dus aux aidants" in owing
    assert "44,47 € à payer" in owing


def test_a_closed_statement_bears_its_number(camille: Coordinator, friday: Friday) -> None:
    friday.is_driven()
    camille.post("/periodes/2026-11/clore", sure="oui", early_reason="Fin de saison")
    text = words(camille.read(f"/releves/2026-11/{MILL}"))
    assert re.search(r"Relevé n° 2026-000\d, période de novembre 2026, close le ven\. 6 nov\.", text)


def test_a_name_with_markup_is_shown_as_it_was_written(camille: Coordinator, friday: Friday) -> None:
    friday.is_driven(left_behind=1)
    friday.two_helpers_drop_one_crate()
    person, place = table_of(Person), table_of(Place)
    friday.server.change(lambda session: session.connection().execute(update(person).values(name=MARKUP)))
    at_grocery = update(place).where(place.c.id == GROCERY).values(name=MARKUP)
    friday.server.change(lambda session: session.connection().execute(at_grocery))
    for path in (
        "/", "/tournees", f"/tournees/{COLLECTION}", "/ecarts", "/periodes/2026-11",
        f"/releves/2026-11/{MILL}",
        f"/releves/2026-11/{OAKS}", "/telephones", "/caisses?code=00",
    ):  # fmt: skip
        text = camille.read(path)
        assert "<img" not in text, path
        assert "&lt;img src=x onerror=alert(1)&gt;" in text, path


def test_what_is_not_there_is_said_in_french(camille: Coordinator) -> None:
    for path in ("/nulle-part", "/tournees/r_1", "/ecarts/99", "/ecarts/abc", "/periodes/2026-13",
                 "/releves/2026-11/P999", "/telephones/inscriptions/7", "/imports/7"):  # fmt: skip
        answer = camille.get(path)
        assert answer.status_code in (404, 422), path
        assert "Traceback" not in answer.text
        assert "Retour au tableau de bord" in answer.text


def test_a_database_that_does_not_answer_is_said_in_french_and_to_the_operator(
    camille: Coordinator, friday: Friday, caplog: pytest.LogCaptureFixture
) -> None:
    friday.server.change(lambda session: session.connection().exec_driver_sql("DROP TABLE leg"))
    answer = camille.get("/")
    assert answer.status_code == 503
    assert "La base ne répond pas" in answer.text
    assert "leg" not in answer.text
    alarms = [record.getMessage() for record in caplog.records if record.name == "relais"]
    assert alarms == ["database_down error=OperationalError code=SQLITE_ERROR page=/"]


def test_the_rounds_of_a_day_are_planned_from_the_console(camille: Coordinator, friday: Friday) -> None:
    friday.collects()
    begun = friday.server.rows_of(f"SELECT * FROM crate_move WHERE round_id = '{COLLECTION}'")
    done = camille.post("/tournees/preparer", jour="2026-11-06")
    assert "Les tournées sont prêtes" in words(done.text)
    kept = friday.server.rows_of(f"SELECT * FROM crate_move WHERE round_id = '{COLLECTION}'")
    assert [row[1:] for row in kept] == [row[1:] for row in begun]
    again = camille.post("/tournees/preparer", jour="2026-11-06")
    assert "Les tournées étaient déjà prêtes ainsi : rien n'a changé." in words(again.text)
    assert camille.post("/tournees/preparer", jour="2027-01-01").status_code == 404
