"""Rounds begun and ended, empties, readings, disputes, handovers, labels: one fact each, or a reason."""

from pathlib import Path

import pytest

from mobile.actions.bind_crate import BindCrate, bind_crate
from mobile.actions.close_round import CloseRound, close_round
from mobile.actions.dispute_line import DisputeLine, dispute_line
from mobile.actions.give_handover import GiveHandover, give_handover
from mobile.actions.leave_stop import LeaveStop, leave_stop
from mobile.actions.outcomes import Recorded, RecordOutcome, RefusalReason, Refused
from mobile.actions.record_empties import RecordEmpties, record_empties
from mobile.actions.record_temperature import RecordTemperature, record_temperature
from mobile.actions.start_round import StartRound, start_round
from mobile.actions.take_handover import TakeHandover, take_handover
from mobile.store.history import newest_facts
from mobile.store.lines import LineStatus, PeriodTotal, commission_line, lines_of_period, period_totals
from mobile.store.pulled import RowChange
from mobile.store.rounds import RoundStatus, round_plan
from shared.custody.events import Fact
from tests.builders_phone import FARM, ROUND, Hands, a_small_round, an_enrolled_phone, crate_codes, give_rows

CODES = crate_codes(4)
STRANGER = crate_codes(1, start=900)[0]
CONSIGNMENT = "c_2026-11-06_P001_R002"
LINE = {
    "period": "2026-11",
    "payer": "P001",
    "payer_name": "Ferme des Ajoncs",
    "cons": CONSIGNMENT,
    "what": "collection",
    "round": ROUND,
    "tariff": "1",
    "crates": list(CODES),
    "of": 4,
    "base_cents": 57_700,
    "rate_bp": 200,
    "amount_cents": 1_154,
    "status": "due",
    "reason": None,
    "events": [],
    "settlement": None,
}


@pytest.fixture
def bruno(tmp_path: Path) -> Hands:
    rows = [
        *a_small_round(CODES),
        RowChange("line", "l1", LINE),
        RowChange("line", "l2", {**LINE, "period": "2026-10", "status": "settled", "amount_cents": 7}),
        RowChange("line", "l3", {**LINE, "status": "withheld", "amount_cents": 360, "reason": "unproven"}),
    ]
    return an_enrolled_phone(tmp_path, rows)


def last_fact(bruno: Hands) -> Fact:
    [logged] = newest_facts(bruno.store, 1)
    assert logged.fact is not None
    return logged.fact


def status(bruno: Hands) -> RoundStatus:
    plan = round_plan(bruno.store, ROUND)
    assert plan is not None
    return plan.summary.status


def test_a_round_is_planned_then_started_then_closed(bruno: Hands) -> None:
    assert status(bruno) is RoundStatus.PLANNED
    start_round(StartRound(bruno.intent(), ROUND), bruno.store, bruno.clock, bruno.randomness)
    assert status(bruno) is RoundStatus.STARTED
    leave_stop(LeaveStop(bruno.intent(), ROUND, FARM), bruno.store, bruno.clock, bruno.randomness)
    closing = CloseRound(bruno.intent(), ROUND, distance_m=61_000, fees_cents=350)
    close_round(closing, bruno.store, bruno.clock, bruno.randomness)
    assert status(bruno) is RoundStatus.CLOSED
    data = last_fact(bruno).data
    assert (data["distance_m"], data["fees_cents"]) == (61_000, 350)
    assert "drive_minutes" not in data


def test_a_closing_withdrawn_leaves_the_round_started(bruno: Hands) -> None:
    start_round(StartRound(bruno.intent(), ROUND), bruno.store, bruno.clock, bruno.randomness)
    closed = close_round(CloseRound(bruno.intent(), ROUND), bruno.store, bruno.clock, bruno.randomness)
    bruno.undo(closed)
    assert status(bruno) is RoundStatus.STARTED


def test_empties_and_readings_are_facts_of_their_own(bruno: Hands) -> None:
    empties = RecordEmpties(bruno.intent(), ROUND, FARM, left=0, taken=12)
    assert isinstance(record_empties(empties, bruno.store, bruno.clock, bruno.randomness), Recorded)
    assert (last_fact(bruno).data["left"], last_fact(bruno).data["taken"]) == (0, 12)
    none = RecordEmpties(bruno.intent(), ROUND, FARM, left=0, taken=0)
    assert record_empties(none, bruno.store, bruno.clock, bruno.randomness) == Refused(
        RefusalReason.NOTHING_TO_RECORD
    )
    reading = RecordTemperature(bruno.intent(), ROUND, FARM, temp_dc=-185)
    assert isinstance(record_temperature(reading, bruno.store, bruno.clock, bruno.randomness), Recorded)
    assert last_fact(bruno).data["temp_dc"] == -185


def dispute(bruno: Hands, key: str) -> RecordOutcome:
    intent = DisputeLine(bruno.intent(), key, "Huit caisses, pas sept")
    return dispute_line(intent, bruno.store, bruno.clock, bruno.randomness)


def test_a_disputed_line_is_shown_as_such_until_the_dispute_is_withdrawn(bruno: Hands) -> None:
    assert dispute(bruno, "l9") == Refused(RefusalReason.UNKNOWN_LINE)
    recorded = dispute(bruno, "l1")
    line = commission_line(bruno.store, "l1")
    assert line is not None
    assert line.is_disputed
    assert [each.is_disputed for each in lines_of_period(bruno.store, "2026-11")] == [True, False]
    bruno.undo(recorded)
    line = commission_line(bruno.store, "l1")
    assert line is not None
    assert not line.is_disputed


def test_commissions_are_summed_by_month_and_by_what_becomes_of_them(bruno: Hands) -> None:
    assert period_totals(bruno.store) == (
        PeriodTotal("2026-11", due_cents=1_154, withheld_cents=360, settled_cents=0, line_count=2),
        PeriodTotal("2026-10", due_cents=0, withheld_cents=0, settled_cents=7, line_count=1),
    )
    withheld = commission_line(bruno.store, "l3")
    assert withheld is not None
    assert (withheld.status, withheld.reason) == (LineStatus.WITHHELD, "unproven")


def test_a_line_that_cannot_be_read_does_not_hide_the_others(bruno: Hands) -> None:
    give_rows(bruno.store, [RowChange("line", "bad", {"period": 3, "amount_cents": "many"})])
    assert len(lines_of_period(bruno.store, "2026-11")) == 2


def test_only_crates_in_hand_are_handed_over(bruno: Hands) -> None:
    give = GiveHandover(bruno.intent(), CODES[:2], to_name="Jeanne, la voisine")
    assert give_handover(give, bruno.store, bruno.clock, bruno.randomness) == Refused(
        RefusalReason.NOT_CARRIED, CODES[:2]
    )
    bruno.pick_up(*CODES)
    assert isinstance(give_handover(give, bruno.store, bruno.clock, bruno.randomness), Recorded)
    assert last_fact(bruno).data["to_name"] == "Jeanne, la voisine"


def test_crates_taken_over_are_in_the_takers_hands(bruno: Hands) -> None:
    take = TakeHandover(bruno.intent(), CODES[:2], giver_id="P004", round_id=ROUND)
    assert isinstance(take_handover(take, bruno.store, bruno.clock, bruno.randomness), Recorded)
    plan = round_plan(bruno.store, ROUND)
    assert plan is not None
    assert plan.carried == tuple(sorted(CODES[:2]))
    none = TakeHandover(bruno.intent(), ())
    assert take_handover(none, bruno.store, bruno.clock, bruno.randomness) == Refused(
        RefusalReason.NOTHING_TO_RECORD
    )


def test_a_blank_label_is_bound_once(bruno: Hands) -> None:
    def bind(code: str, consignment_id: str = CONSIGNMENT) -> RecordOutcome:
        intent = BindCrate(bruno.intent(), code, consignment_id, ROUND, FARM)
        return bind_crate(intent, bruno.store, bruno.clock, bruno.randomness)

    bound = bind(STRANGER)
    assert isinstance(bound, Recorded)
    assert last_fact(bruno).data["consignment"] == CONSIGNMENT
    assert bind(STRANGER) == Refused(RefusalReason.ALREADY_DONE, (STRANGER,))
    bruno.undo(bound)
    assert isinstance(bind(STRANGER), Recorded)
    assert bind(CODES[0]) == Refused(RefusalReason.ALREADY_DONE, (CODES[0],))
    assert bind(STRANGER, "c_none") == Refused(RefusalReason.UNKNOWN_CONSIGNMENT)
