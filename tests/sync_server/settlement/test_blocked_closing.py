"""A closing that is refused says why, and only what a coordinator may answer for can be set aside."""

import pytest
from sqlalchemy import select, update

from shared.commission.tariff import PercentRates
from shared.custody.discrepancies import Discrepancy, DiscrepancyKind
from shared.words.format import NO_BREAK_SPACE
from sync_server.accounts.tables import Device
from sync_server.custody.findings import Findings
from sync_server.custody.tables import CrateState, LogEntry, LogHead
from sync_server.db.base import table_of
from sync_server.reconciliation.service import open_or_close
from sync_server.settlement.blocking import Overrides
from sync_server.settlement.closing import Closed, CloseRefused
from sync_server.settlement.french import blocking_sentence
from tests.sync_server.money_world import a_tariff, noon_ms
from tests.sync_server.settlement.conftest import Coop


def refusal(coop: Coop, period: str = "2026-11", on: str = "2026-12-02") -> list[str]:
    outcome = coop.try_to_close(period, on)
    assert isinstance(outcome, CloseRefused)
    return [blocking_sentence(point).replace(NO_BREAK_SPACE, " ") for point in outcome.points]


def find(coop: Coop, *found: Discrepancy) -> None:
    open_or_close(coop.world.session, Findings(found, frozenset({"A", "B"})), noon_ms("2026-11-07"))


def test_an_open_blocking_discrepancy_of_the_period_blocks_it(coop: Coop) -> None:
    at_ms = noon_ms("2026-11-06")
    kind = DiscrepancyKind.DOUBLE_DROP
    find(
        coop,
        Discrepancy(kind, "double_drop:A:e2", ("A",), ("e1", "e2"), at_ms=at_ms),
        Discrepancy(kind, "double_drop:B:e2", ("B",), ("e1", "e2"), at_ms=at_ms),
    )
    assert refusal(coop) == ["2 écarts à trancher en novembre 2026 : caisse déposée deux fois."]
    find(coop)
    assert coop.close().is_new


def test_a_discrepancy_that_blocks_nobody_or_of_a_later_month_does_not_block(coop: Coop) -> None:
    find(
        coop,
        Discrepancy(DiscrepancyKind.CLOCK_DOUBT, "clock:e1", ("A",), ("e1",), at_ms=noon_ms("2026-11-06")),
        Discrepancy(DiscrepancyKind.DOUBLE_DROP, "d:A:e2", ("A",), ("e2",), at_ms=noon_ms("2026-12-04")),
    )
    assert coop.close().is_new


def test_a_phone_silent_since_the_periods_end_blocks_until_it_syncs(coop: Coop) -> None:
    coop.world.person("H", "Marie Lucas")
    coop.world.device("d_1", "H", noon_ms("2026-11-28"))
    assert refusal(coop) == [
        "Le téléphone de Marie Lucas n'a rien envoyé depuis le sam. 28 nov. à 12 h 00 :"
        " il peut garder des mouvements de cette période."
    ]
    device = table_of(Device)
    coop.world.session.connection().execute(update(device).values(last_seen_ms=noon_ms("2026-12-01")))
    assert coop.close().is_new


@pytest.mark.parametrize("last_seen", [None, "2026-11-17"])
def test_a_phone_never_heard_or_put_away_for_two_weeks_holds_nobody_up(
    coop: Coop, last_seen: str | None
) -> None:
    coop.world.person("H")
    coop.world.device("d_1", "H", None if last_seen is None else noon_ms(last_seen))
    assert coop.close().is_new


def test_a_coordinator_may_close_without_a_silent_phone_and_the_reason_stays(coop: Coop) -> None:
    coop.world.person("H")
    coop.world.device("d_1", "H", noon_ms("2026-11-28"))
    outcome = coop.try_to_close(overrides=Overrides(silent_reason="téléphone à la mer"))
    assert isinstance(outcome, Closed)
    assert outcome.settlement.silent_reason == "téléphone à la mer"


def test_a_period_that_is_not_over_can_be_previewed_but_not_closed_by_accident(coop: Coop) -> None:
    coop.world.carry(coop.world.consignment("P1", "R001", 57_700, 8), "H")
    seen = coop.preview(on="2026-11-21")
    assert seen.due_cents == 2_885
    assert refusal(coop, on="2026-11-21") == [
        "La période n'est pas finie : elle court jusqu'au lundi 30 novembre 2026."
    ]
    outcome = coop.try_to_close(on="2026-11-21", overrides=Overrides(early_reason="démonstration"))
    assert isinstance(outcome, Closed)
    assert outcome.settlement.early_reason == "démonstration"


def test_the_reason_for_silence_does_not_excuse_anything_else(coop: Coop) -> None:
    for overrides in (Overrides(silent_reason="pressé"), Overrides(early_reason="  ")):
        outcome = coop.try_to_close(on="2026-11-21", overrides=overrides)
        assert isinstance(outcome, CloseRefused)


def test_legs_without_a_tariff_in_force_block(coop: Coop) -> None:
    lot = coop.world.consignment("P1", "R001", 57_700, 2, day="2025-12-05")
    coop.world.carry(lot, "H", day="2025-12-05")
    assert refusal(coop) == [
        f"Aucun montant pour le lot {lot} le ven. 5 déc. (2 caisses) : aucun barème en vigueur à cette date."
    ]


def test_crates_not_computed_and_a_log_with_a_hole_block(coop: Coop) -> None:
    coop.world.put(CrateState, crate_code="A", holder_kind="not_seen", dirty=1)
    coop.world.put(LogHead, log_id="l1", device_id="d_1", seq=3, hash=b"")
    assert refusal(coop) == [
        "1 caisse reste à recalculer : A.",
        "Il manque 3 mouvements au journal du téléphone d_1.",
    ]


def test_a_log_found_whole_at_a_closing_is_counted_from_there_on(coop: Coop) -> None:
    coop.world.put(LogHead, pk=7, log_id="l1", device_id="d_1", seq=2, hash=b"")
    for seq in (1, 2):
        coop.world.put(LogEntry, log_pk=7, seq=seq, hash=b"")
    coop.close()
    head = table_of(LogHead)
    [row] = coop.world.session.connection().execute(select(head.c.seq, head.c.whole_seq)).all()
    assert (row.seq, row.whole_seq) == (2, 2)
    coop.world.session.connection().execute(update(head).values(seq=5))
    coop.world.put(LogEntry, log_pk=7, seq=4, hash=b"")
    assert "Il manque 2 mouvements au journal du téléphone d_1." in refusal(coop, "2026-12", "2027-01-02")


def test_a_period_before_a_closed_one_is_never_closed_apart(coop: Coop) -> None:
    lot = coop.world.consignment("P1", "R001", 2_000, 1, day="2026-10-30")
    coop.world.carry(lot, "H", day="2026-10-30")
    november = coop.close()
    assert [each.net_cents for each in november.statements] == [100, -100]
    assert refusal(coop, "2026-10") == [
        "La période de novembre 2026 est déjà close : ce qui restait des mois précédents y est réglé."
    ]


def test_a_tariff_that_begins_in_a_closed_period_is_refused(coop: Coop) -> None:
    coop.world.carry(coop.world.consignment("P1", "R001", 57_700, 8), "H")
    coop.close()
    late = a_tariff("2", "2026-11-15", percent=PercentRates(direct=900))
    with pytest.raises(AssertionError, match="TariffInClosedPeriod"):
        coop.world.tariff(late)
    coop.world.tariff(a_tariff("2", "2026-12-01", percent=PercentRates(direct=900)))
