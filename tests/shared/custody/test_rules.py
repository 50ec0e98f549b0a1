"""The four answers of a scan."""

from shared.custody.chain import AtPlace, CarriedBy, NotSeen
from shared.custody.rules import Act, PlannedMove, ScanAnswer, answer_scan

MOVE = PlannedMove("A", "r_1", "F001", "R014")


def test_an_expected_crate_is_expected_where_the_plan_says():
    assert answer_scan(Act.PICKUP, "F001", "alice", [MOVE], NotSeen()) is ScanAnswer.EXPECTED
    assert answer_scan(Act.DROP, "R014", "alice", [MOVE], CarriedBy("alice", 1, "e1")) is ScanAnswer.EXPECTED


def test_a_crate_of_no_move_is_unknown():
    assert answer_scan(Act.DROP, "R014", "alice", [], NotSeen()) is ScanAnswer.UNKNOWN


def test_a_crate_for_another_stop_is_at_the_wrong_stop():
    assert answer_scan(Act.DROP, "R015", "alice", [MOVE], NotSeen()) is ScanAnswer.WRONG_STOP


def test_a_crate_already_aboard_or_already_left_here_is_already_done():
    assert (
        answer_scan(Act.PICKUP, "F001", "alice", [MOVE], CarriedBy("alice", 1, "e1"))
        is ScanAnswer.ALREADY_DONE
    )
    assert answer_scan(Act.DROP, "R014", "alice", [MOVE], AtPlace("R014", 1, "e2")) is ScanAnswer.ALREADY_DONE


def test_a_crate_carried_by_somebody_else_is_still_expected_here_so_that_both_claims_are_kept():
    assert (
        answer_scan(Act.PICKUP, "F001", "alice", [MOVE], CarriedBy("bruno", 1, "e1")) is ScanAnswer.EXPECTED
    )
