"""Page « Incidents »: whatever was told beside the movements, of a round or of none, on its own day."""

import pytest

from shared.custody.events import Kind
from tests.sync_server.console.conftest import Coordinator, words
from tests.sync_server.console.world import DELIVERY, FRIDAY, GARDENS, GROCERY, MILL, Friday


@pytest.fixture
def told(friday: Friday) -> dict[str, str]:
    """One incident of each sort, a count before leaving and a reading; the ids by what they are."""
    driver, other = friday.phones[GARDENS], friday.phones[MILL]
    code = friday.codes["oaks_grocery"][0]
    count = {"expected": 13, "present": 12, "missing": [code], "extra": ["2222222B"]}
    ids = {
        "count": driver.record(Kind.ROUND_STARTED, round_id=DELIVERY, data=count),
        "crate": driver.record(
            Kind.INCIDENT, round_id=DELIVERY, place_id=GROCERY, crates=[code],
            data={"reason": "broken", "note": "Cageot <b>fendu</b>"},
        ),
        "alone": other.record(Kind.INCIDENT, data={"reason": "breakdown"}),
        "mistake": other.record(Kind.INCIDENT, place_id=GROCERY, data={"reason": "absent"}),
        "cold": other.record(Kind.TEMPERATURE, place_id=GROCERY, data={"temp_dc": 35}),
    }  # fmt: skip
    other.record(Kind.VOID, ref=ids["mistake"])
    driver.push()
    other.push()
    return ids


def test_the_day_shows_what_has_neither_round_nor_crate(camille: Coordinator, told: dict[str, str]) -> None:
    page = camille.read("/incidents")
    text = words(page)
    for id_ in told.values():
        assert f'id="f-{id_}"' in page
    assert "EARL du Moulin signale : panne" in text
    assert "hors tournée sans caisse" in text
    assert "« Cageot <b>fendu</b> »" in text
    assert "<b>fendu" not in page
    assert "Livraison Nantes nord" in text
    assert "12 /13" in text
    assert "3,5 °C" in text
    assert text.count("retiré depuis") == 1
    assert words(camille.read(f"/incidents?jour={FRIDAY}")) == text


def test_a_day_without_any_teaches_and_odd_days_are_the_latest(
    camille: Coordinator, told: dict[str, str]
) -> None:
    quiet = words(camille.read("/incidents?jour=2026-11-02"))
    assert "Rien de signalé" in quiet
    assert "depuis l'arrêt, la tournée" in quiet
    for odd in ("hier", "0001-01-01", "9999-12-31", "2026-02-30"):
        assert "EARL du Moulin signale" in words(camille.read(f"/incidents?jour={odd}")), odd
    assert told


def test_a_phone_gone_mad_is_described_person_by_person(camille: Coordinator, friday: Friday) -> None:
    phone = friday.phones[MILL]
    for _ in range(501):
        phone.record(Kind.STOP_LEFT, place_id=GROCERY)
    for first in (1, 201, 401):
        phone.push(first, min(first + 199, 501))
    assert "Trop de constats en un jour" in words(camille.read("/ecarts"))
    item = words(camille.read("/ecarts/1"))
    assert "EARL du Moulin" in item
    assert "501 constats entre" in item
    assert "Laisser tel quel" in item
