"""Fairness per farm: nothing without a recorded vote, by name, and no total that gives one farm away."""

import re

from sqlalchemy import insert

from sync_server.db.base import table_of
from sync_server.db.session import begin
from sync_server.network.tables import Consignment
from tests.sync_server.console.conftest import Coordinator, words
from tests.sync_server.console.world import Friday

VOTE = {
    "voted_on": "2026-10-03", "voted_by": "Assemblée générale", "minutes_ref": "PV du 3 octobre 2026",
    "rule": "Chaque ferme voit la part de toutes, pour se relayer.",
}  # fmt: skip


def read(coordinator: Coordinator, path: str = "/equite") -> str:
    return words(coordinator.read(path)).replace("\u202f", " ").replace("\xa0", " ")


def test_nothing_is_shown_before_a_vote(friday: Friday, camille: Coordinator) -> None:
    friday.is_driven()
    text = read(camille)
    assert "Rien n'est montré sans vote" in text
    for name in friday.names.values():
        assert name not in text


def test_a_recorded_vote_shows_each_farm_with_who_recorded_it(friday: Friday, camille: Coordinator) -> None:
    """10 crates of the Oaks (577.00 + 312.45) and 3 of the Rivers (29.99), each by both helpers."""
    friday.is_driven()
    for _ in range(2):
        camille.post("/equite/vote", **VOTE)
    text = read(camille)
    assert "EARL du Moulin 13 919,44 € 0 0,00 € rien n'a bougé" in text
    assert "Ferme des Chênes 0 0,00 € 20 1 778,90 € 0 %" in text
    assert "Voté le samedi 3 octobre 2026 par Assemblée générale, PV du 3 octobre 2026" in text
    assert friday.server.rows_of("SELECT count(*) FROM fairness_vote")[0][0] == 1
    # Two helpers alone: their sum would give each of them the other's figure.
    assert "Total caché : moins de 4 fermes" in text
    assert "Le groupe" not in text


def test_farms_stand_by_name_whatever_they_carried(friday: Friday, camille: Coordinator) -> None:
    friday.is_driven()
    camille.post("/equite/vote", **VOTE)
    text = read(camille)
    places = [text.index(f"{name} ") for name in sorted(friday.names.values())]
    assert places == sorted(places)


def test_four_contributors_give_a_total(friday: Friday, camille: Coordinator) -> None:
    friday.is_driven()
    with begin(friday.server.runtime.database) as session:
        lot = {"producer_id": "P003", "place_id": "R002", "date": "2026-11-06", "turnover_ttc_cents": 1_000,
               "volume_ml": 0, "cls": "ambiant", "label": "", "crate_total": 1,
               "status": "active"}  # fmt: skip
        session.connection().execute(insert(table_of(Consignment)), [{**lot, "pk": 90, "id": "c_x"}])
        for carrier in ("P001", "P002"):
            session.connection().exec_driver_sql(
                "INSERT INTO leg (crate_code, consignment_pk, stage, stage_index, carrier_id, carrier_order,"
                " end_event_pk, ended_ms, local_date, period, proven) VALUES"
                f" ('X', 90, 'direct', 0, '{carrier}', 0, 1, 0, '2026-11-06', '2026-11', 1)"
            )
    camille.post("/equite/vote", **VOTE)
    # 13 crates by each of the two helpers, 1 by each of the two others.
    assert "Le groupe 28" in read(camille)


def test_withdrawing_hides_it_again_and_needs_a_reason(friday: Friday, camille: Coordinator) -> None:
    friday.is_driven()
    camille.post("/equite/vote", **VOTE)
    assert camille.post("/equite/retirer", pourquoi=" ").status_code == 422
    camille.post("/equite/retirer", pourquoi="Vote de l'assemblée du 5 novembre")
    text = read(camille)
    assert "Rien n'est montré sans vote" in text
    assert "Vote retiré : « Vote de l'assemblée du 5 novembre » (Camille Ferrand" in text
    camille.post("/equite/retirer", pourquoi="Encore")
    assert friday.server.rows_of("SELECT count(*) FROM fairness_vote")[0][0] == 2


def test_a_vote_without_its_minutes_is_refused_beside_its_fields(
    friday: Friday, camille: Coordinator
) -> None:
    answer = camille.post("/equite/vote", **(VOTE | {"minutes_ref": "", "voted_on": "2027-01-01"}))
    assert answer.status_code == 422
    assert set(re.findall(r'id="(\w+)-fault"', answer.text)) == {"minutes_ref", "voted_on"}
    assert VOTE["rule"] in words(answer.text)
    assert friday.server.rows_of("SELECT count(*) FROM fairness_vote")[0][0] == 0
