"""What rounds cost and emit: worked by hand, each figure with its method, what nobody said never a zero."""

import re

from shared.custody.events import Kind
from tests.sync_server.console.conftest import Coordinator, words
from tests.sync_server.console.world import COLLECTION, DELIVERY, GARDENS, MILL, Friday

RATES = {
    "valid_from": "2026-01-01", "per_100_km": "52,90", "per_hour": "12", "prep_minutes": "15",
    "cost_source": "Barème kilométrique 2026", "g_per_km": "205", "g_per_litre": "3160",
    "carbon_source": "Base Empreinte 2025",
}  # fmt: skip


def read(coordinator: Coordinator, path: str) -> str:
    return words(coordinator.read(path)).replace("\u202f", " ").replace("\xa0", " ")


def is_driven_and_told(friday: Friday) -> None:
    """Collection: 61,4 km, 95 and 40 min, 4.50 EUR of fees. Delivery: 30 km, but no minutes."""
    friday.is_driven()
    told = {"distance_m": 61_400, "drive_minutes": 95, "stop_minutes": 40, "fees_cents": 450}
    friday.phones[MILL].record(Kind.ROUND_CLOSED, round_id=COLLECTION, data=told)
    friday.phones[MILL].push()
    friday.phones[GARDENS].record(Kind.ROUND_CLOSED, round_id=DELIVERY, data={"distance_m": 30_000})
    friday.phones[GARDENS].push()


def test_a_round_costs_its_kilometres_its_hours_and_its_fees(friday: Friday, camille: Coordinator) -> None:
    """61,4 km * 52,90 / 100 = 32,4806 -> 32,48; 150 min at 12 = 30,00; and 4,50: 66,98 for 13."""
    is_driven_and_told(friday)
    assert "Les taux sont enregistrés" in camille.post("/couts/taux", **RATES).text
    text = read(camille, f"/couts/tournees/{COLLECTION}")
    assert "61,4 km à 52,90 € les 100 km : 32,48 €" in text
    assert "150 minutes (dont 15 minutes de préparation) à 12,00 € l'heure : 30,00 €" in text
    # 919,44 EUR of goods carried: 66,98 / 919,44 = 7,28 %.
    assert "Coût réel : 66,98 €, soit 7,28 % du CA transporté et 5,15 € par caisse" in text
    # 61,4 * 205 = 12 587 g.
    assert "par les km : 205 g par km (Base Empreinte 2025)" in text
    assert "12,6 kg" in read(camille, "/couts?mois=2026-11")


def test_what_nobody_said_is_told_and_not_counted(friday: Friday, camille: Coordinator) -> None:
    is_driven_and_told(friday)
    camille.post("/couts/taux", **RATES)
    text = read(camille, "/couts?mois=2026-11")
    assert "minutes non dites" in text
    assert "1 tournée sur 2 sans coût connu" in text
    assert "66,98 € de coût réel 2 tournées, dont 1 chiffrée" in text
    assert "non connu par kg" in text
    # The kilometres of both are known, whatever else lacks.
    assert "Le mois 2 tournées, dont 1 chiffrée 91,4 km" in text
    assert "0,00 € 0,00 €" not in text


def test_without_rates_no_cost_is_shown(friday: Friday, camille: Coordinator) -> None:
    is_driven_and_told(friday)
    text = read(camille, "/couts")
    assert "Aucun taux n'est fixé" in text
    assert "taux non fixés ce jour-là" in text
    assert "non connu" in text


def test_litres_take_the_place_of_kilometres_and_a_mode_is_recorded(
    friday: Friday, camille: Coordinator
) -> None:
    is_driven_and_told(friday)
    camille.post("/couts/taux", **RATES)
    path = f"/couts/tournees/{COLLECTION}"
    for _ in range(2):
        camille.post(path, mode_legal="entraide", litres="6,2", because="Ticket de pompe")
    text = read(camille, path)
    assert text.count("Entraide, 6,2 litres : « Ticket de pompe » (Camille Ferrand") == 1
    assert "par le carburant : 3 160 g par litre" in text
    # 6,2 * 3 160 = 19 592 g.
    assert "19,6 kg" in read(camille, "/couts?mois=2026-11")
    assert "Commission au-dessus du coût" not in text


def test_mutual_aid_paid_above_its_cost_is_flagged_and_never_decided(
    friday: Friday, camille: Coordinator
) -> None:
    is_driven_and_told(friday)
    camille.post("/couts/taux", **(RATES | {"per_100_km": "5", "per_hour": "0"}))
    path = f"/couts/tournees/{COLLECTION}"
    assert "Commission au-dessus du coût" not in read(camille, path)
    camille.post(path, mode_legal="entraide", because="Assemblée du 3 octobre")
    text = read(camille, path)
    # 61,4 km * 5 / 100 = 3,07 and 4,50 of fees, for 18,39 of commission.
    assert "Coût réel : 7,57 €" in text
    assert "Commission au-dessus du coût" in text
    assert "À valider avec votre conseil." in text


def test_rates_that_do_not_read_stand_beside_their_fields(friday: Friday, camille: Coordinator) -> None:
    wrong = RATES | {"per_100_km": "cher", "g_per_km": "0,2", "cost_source": " ", "valid_from": "demain"}
    answer = camille.post("/couts/taux", **wrong)
    assert answer.status_code == 422
    assert set(re.findall(r'id="(\w+)-fault"', answer.text)) == {
        "per_100_km", "g_per_km", "cost_source", "valid_from",
    }  # fmt: skip
    assert 'value="cher"' in answer.text
    assert friday.server.rows_of("SELECT count(*) FROM cost_basis")[0][0] == 0


def test_new_rates_leave_the_rounds_before_them_alone(friday: Friday, camille: Coordinator) -> None:
    is_driven_and_told(friday)
    camille.post("/couts/taux", **RATES)
    camille.post("/couts/taux", **(RATES | {"valid_from": "2026-12-01", "per_100_km": "90"}))
    assert "Coût réel : 66,98 €" in read(camille, f"/couts/tournees/{COLLECTION}")
    (row,) = friday.server.rows_of("SELECT d FROM pull_row WHERE t = 'setting' AND k = 'cost'")
    assert '"cents_per_100_km":5290' in row[0].replace(" ", "")


def test_a_remark_without_a_reason_is_refused_with_what_was_typed(
    friday: Friday, camille: Coordinator
) -> None:
    answer = camille.post(
        f"/couts/tournees/{COLLECTION}", mode_legal="entraide", litres="beaucoup", because=""
    )
    assert answer.status_code == 422
    assert 'value="beaucoup"' in answer.text
    assert "Dites pourquoi" in answer.text
