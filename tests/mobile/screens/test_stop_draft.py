"""What is begun at a stop: set aside, explained, recorded, refused, undone."""

from mobile.actions.attaching import Attached
from mobile.actions.outcomes import Recorded, RefusalReason, Refused
from mobile.actions.record_drop import RecordDrop
from mobile.actions.scan_code import Scan, ScanCode
from mobile.actions.undo_record import UndoRecord
from mobile.screens.aside import GiveReason, ToggleCrates
from mobile.screens.contract import Alarm, Carried
from mobile.screens.stop.draft import (
    ChooseAct,
    StopDraft,
    TakeBack,
    UndoExpired,
    WasRecorded,
    WasRefused,
    WasScanned,
    WasUndone,
    alarm,
    change,
    follow,
)
from shared.custody.codes import CodeFault
from shared.custody.events import How, IncidentReason
from shared.custody.rules import Act, ScanAnswer

A, B, C = "00000Z81", "00000Z92", "00000ZA3"
NOON_MS = 1_793_962_800_000


def a_drop(*crates: str, intent_id: str = "i1") -> RecordDrop:
    return RecordDrop(intent_id, "r1", "R002", crates, how=How.BULK)


def carried(intent: object, outcome: object, fresh_id: str = "i2") -> Carried:
    return Carried(intent, outcome, NOON_MS, fresh_id)


def a_scan(answer: ScanAnswer, code: str | None = A, fault: CodeFault | None = None) -> Scan:
    return Scan(answer, code, fault, None)


def test_a_tapped_crate_is_set_aside_and_asks_why():
    draft = change(StopDraft("i1"), ToggleCrates((A,)))
    assert draft.unexplained == (A,)


def test_a_second_tap_takes_it_back():
    draft = change(change(StopDraft("i1"), ToggleCrates((A,))), ToggleCrates((A,)))
    assert dict(draft.excepted) == {}


def test_a_reason_is_for_all_that_have_none_yet():
    draft = change(StopDraft("i1"), ToggleCrates((A,)))
    draft = change(draft, GiveReason(IncidentReason.BROKEN))
    draft = change(draft, ToggleCrates((B, C)))
    draft = change(draft, GiveReason(IncidentReason.MISSING))
    assert dict(draft.excepted) == {
        A: IncidentReason.BROKEN,
        B: IncidentReason.MISSING,
        C: IncidentReason.MISSING,
    }


def test_a_group_tapped_with_one_crate_aside_sets_the_others_aside_too():
    draft = change(change(StopDraft("i1"), ToggleCrates((A,))), ToggleCrates((A, B)))
    assert set(draft.excepted) == {A, B}


def test_taking_back_keeps_those_that_have_a_reason():
    draft = change(change(StopDraft("i1"), ToggleCrates((A,))), GiveReason(IncidentReason.BROKEN))
    draft = change(change(draft, ToggleCrates((B,))), TakeBack())
    assert dict(draft.excepted) == {A: IncidentReason.BROKEN}


def test_looking_at_the_other_act_begins_anew():
    draft = change(change(StopDraft("i1"), ToggleCrates((A,))), ChooseAct(Act.PICKUP))
    assert dict(draft.excepted) == {}
    assert draft.act is Act.PICKUP


def test_a_record_is_told_with_its_undo_and_the_next_one_has_a_new_identity():
    draft = change(StopDraft("i1"), carried(a_drop(A, B), Recorded(("e1",))))
    assert draft.intent_id == "i2"
    assert draft.answer == WasRecorded(Act.DROP, 2, 0, NOON_MS, ("e1",))
    assert alarm(draft) == Alarm(30.0, UndoExpired(NOON_MS))


def test_the_easy_undo_goes_with_time_but_only_its_own():
    draft = change(StopDraft("i1"), carried(a_drop(A), Recorded(("e1",))))
    assert alarm(change(draft, UndoExpired(NOON_MS - 5))) is not None
    assert alarm(change(draft, UndoExpired(NOON_MS))) is None


def test_a_crate_begun_on_and_not_recorded_stays_begun():
    draft = change(StopDraft("i1"), ToggleCrates((C,)))
    draft = change(draft, carried(a_drop(A), Recorded(("e1",))))
    assert draft.unexplained == (C,)


def test_crates_never_taken_are_set_aside_and_may_be_insisted_on():
    refused = Refused(RefusalReason.NOT_CARRIED, (B,))
    draft = change(StopDraft("i1"), carried(a_drop(A, B), refused))
    assert draft.unexplained == (B,)
    assert isinstance(draft.answer, WasRefused)
    insisting = draft.answer.insisting
    assert isinstance(insisting, RecordDrop)
    assert (insisting.even_if_odd, insisting.intent_id) == (True, "i2")


def test_a_refusal_that_no_insisting_mends_only_says_so():
    draft = change(StopDraft("i1"), carried(a_drop(A), Refused(RefusalReason.ALREADY_DONE, (A,))))
    assert draft.answer == WasRefused(RefusalReason.ALREADY_DONE, (A,), None)
    assert dict(draft.excepted) == {}


def test_the_second_of_two_taps_leaves_what_the_first_recorded_with_its_undo():
    """Before, the undo of the first went away with the second."""
    once = change(StopDraft("i1"), carried(a_drop(A, B), Recorded(("f1",)), "i2"))
    twice = change(once, carried(a_drop(A, B), Refused(RefusalReason.ALREADY_DONE, (A, B)), "i3"))
    assert twice.answer == once.answer
    assert twice.intent_id == "i3"
    other = change(once, carried(a_drop(C), Refused(RefusalReason.ALREADY_DONE, (C,)), "i3"))
    assert other.answer == WasRefused(RefusalReason.ALREADY_DONE, (C,), None)


def test_an_expected_code_is_recorded_at_once_and_the_field_is_empty():
    draft = StopDraft("i1")
    draft.typed.text = "0000-0Z81"
    scanned = carried(
        ScanCode("i1", "r1", "R002", Act.DROP, "0000-0Z81", How.TYPED), a_scan(ScanAnswer.EXPECTED)
    )
    after = change(draft, scanned)
    assert after.answer is None
    assert after.typed.latest() == ""
    photos_here = Attached(photos_of="stop/r1/R002")
    assert follow(after, scanned) == RecordDrop("i2", "r1", "R002", (A,), how=How.TYPED, attached=photos_here)


def test_an_odd_code_is_answered_and_records_nothing_more():
    for answer, fault in (
        (ScanAnswer.UNKNOWN, CodeFault.WRONG_CHECK),
        (ScanAnswer.WRONG_STOP, None),
        (ScanAnswer.ALREADY_DONE, None),
    ):
        scan = a_scan(answer, fault=fault)
        scanned = carried(ScanCode("i1", "r1", "R002", Act.DROP, "x", How.TYPED), scan)
        draft = change(StopDraft("i1"), scanned)
        assert draft.answer == WasScanned(Act.DROP, scan)
        assert follow(draft, scanned) is None


def test_an_undo_closes_the_crate_it_was_asked_from():
    draft = StopDraft("i1", opened=A)
    draft = change(draft, carried(UndoRecord("i1", ("e1",)), Recorded(("v1",))))
    assert draft.answer == WasUndone()
    assert draft.opened is None
