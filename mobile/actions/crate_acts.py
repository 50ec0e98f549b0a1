"""What pickups and drops share: may these crates be recorded here, and the facts that say so."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from mobile.actions.outcomes import RefusalReason, Refused
from mobile.actions.round_acts import without_absent
from mobile.config import NOTE_MAX_CHARACTERS
from mobile.store.enrolment import Enrolment
from mobile.store.journal import Draft
from mobile.store.overlay import CrateSight, destination_taken_on, sights_of_crates
from mobile.store.stops import TaskState, act_state, handed_over_state
from mobile.store.unplanned import knows_place, knows_round
from shared.custody.chain import CarriedBy
from shared.custody.codes import CodeWrong, read_code
from shared.custody.discrepancies import CRATES_AT_ONCE_MAX
from shared.custody.events import How, IncidentReason, Kind
from shared.custody.rules import Act, PlannedMove, ScanAnswer, answer_scan


@dataclass(frozen=True, slots=True)
class CrateException:
    """A crate left out of « tout sauf… », and why."""

    code: str
    reason: IncidentReason
    note: str | None = None


@dataclass(frozen=True, slots=True)
class CrateAct:
    """Crates taken or left together at a stop. `even_if_odd`: the person was warned and says it is so."""

    act: Act
    round_id: str
    place_id: str
    crates: tuple[str, ...]
    exceptions: tuple[CrateException, ...]
    how: How
    data: dict[str, Any]
    even_if_odd: bool
    too_warm: tuple[str, ...] = ()


_REFUSALS = {
    ScanAnswer.UNKNOWN: RefusalReason.UNKNOWN_CRATE,
    ScanAnswer.WRONG_STOP: RefusalReason.WRONG_STOP,
    ScanAnswer.ALREADY_DONE: RefusalReason.ALREADY_DONE,
}
_KINDS = {Act.PICKUP: Kind.PICKUP, Act.DROP: Kind.DROP}


def draft_crate_act(connection: Connection, author: Enrolment, act: CrateAct) -> Sequence[Draft] | Refused:
    """The facts of a pickup or drop with its exceptions, or why it may not be recorded."""
    refused = _refuse_unusable(connection, act)
    if refused is not None:
        return refused
    act = _in_one_spelling(act)
    excepted = {exception.code for exception in act.exceptions}
    crates = tuple(code for code in dict.fromkeys(act.crates) if code not in excepted)
    if not act.even_if_odd:
        refused = _refuse_odd(connection, author, act, crates)
        if refused is not None:
            return refused
    said = {"act": act.act.value}
    excepted = exception_drafts(act.exceptions, act.round_id, act.place_id, act.how, said)
    return [*_act_drafts(act, crates), *excepted, *_warm_drafts(act, crates)]


def scan_answer(sight: CrateSight, author: Enrolment, round_id: str, place_id: str, act: Act) -> ScanAnswer:
    """The answer to a scan of that crate at that stop, from what this phone knows."""
    planned = [
        (index, PlannedMove(sight.code, move.round, move.from_, move.to))
        for index, move in enumerate(sight.crate.moves if sight.crate else ())
        if move.round == round_id
    ]
    if act is Act.DROP and not planned and destination_taken_on(sight) == place_id:
        is_done = handed_over_state(sight, place_id).state is TaskState.DONE
        return ScanAnswer.ALREADY_DONE if is_done else ScanAnswer.EXPECTED
    answer = answer_scan(act, place_id, author.person_id, [move for _, move in planned], sight.holder)
    if answer is not ScanAnswer.EXPECTED:
        return answer
    # A crate that has gone on since its act here is not due here a second time.
    due = [index for index, move in planned if move.place_of(act) == place_id]
    is_done = all(act_state(sight, index, act).state is TaskState.DONE for index in due)
    return ScanAnswer.ALREADY_DONE if is_done else answer


def _in_one_spelling(act: CrateAct) -> CrateAct:
    """`7k2m-9qxc` is the crate `7K2M9QXC`, here as at the server."""
    return replace(
        act,
        crates=tuple(one_spelling(code) for code in act.crates),
        too_warm=tuple(one_spelling(code) for code in act.too_warm),
        exceptions=tuple(replace(each, code=one_spelling(each.code)) for each in act.exceptions),
    )


def one_spelling(code: str) -> str:
    """A code as it is written everywhere; what is no code stays as it is."""
    read = read_code(code)
    return code if isinstance(read, CodeWrong) else read.code


def _refuse_unusable(connection: Connection, act: CrateAct) -> Refused | None:
    """What no warning can make right: a place or code that is none, a note that would not travel."""
    codes = (*act.crates, *(exception.code for exception in act.exceptions))
    bad = tuple(code for code in codes if isinstance(read_code(code), CodeWrong))
    if bad:
        return Refused(RefusalReason.BAD_CODE, bad)
    if not knows_round(connection, act.round_id):
        return Refused(RefusalReason.UNKNOWN_ROUND)
    if not knows_place(connection, act.place_id):
        return Refused(RefusalReason.UNKNOWN_PLACE)
    return refuse_long_words(act.exceptions)


def refuse_long_words(exceptions: Sequence[CrateException]) -> Refused | None:
    """A word in place of a photo that would not travel."""
    if any(len(exception.note or "") > NOTE_MAX_CHARACTERS for exception in exceptions):
        return Refused(RefusalReason.TEXT_TOO_LONG)
    return None


def _refuse_odd(
    connection: Connection, author: Enrolment, act: CrateAct, crates: tuple[str, ...]
) -> Refused | None:
    odd: dict[RefusalReason, list[str]] = {}
    for code, sight in sights_of_crates(connection, crates).items():
        answer = scan_answer(sight, author, act.round_id, act.place_id, act.act)
        if answer is not ScanAnswer.EXPECTED:
            odd.setdefault(_REFUSALS[answer], []).append(code)
        elif act.act is Act.DROP and not is_carried(sight, author):
            odd.setdefault(RefusalReason.NOT_CARRIED, []).append(code)
    for reason, codes in odd.items():
        return Refused(reason, tuple(codes))
    return None


def is_carried(sight: CrateSight, author: Enrolment) -> bool:
    """Whether the person of this phone has the crate in his hands."""
    return isinstance(sight.holder, CarriedBy) and sight.holder.person_id == author.person_id


def _act_drafts(act: CrateAct, crates: tuple[str, ...]) -> Iterable[Draft]:
    """At most as many crates to a fact as the network takes for one gesture of honest hands."""
    for start in range(0, len(crates), CRATES_AT_ONCE_MAX):
        yield Draft(
            kind=_KINDS[act.act],
            round_id=act.round_id,
            place_id=act.place_id,
            crates=crates[start : start + CRATES_AT_ONCE_MAX],
            how=act.how.value,
            data=act.data,
        )


def _warm_drafts(act: CrateAct, crates: tuple[str, ...]) -> Iterable[Draft]:
    """The reading stands in the act: a second one here would be a second discrepancy."""
    warm = tuple(code for code in crates if code in act.too_warm)
    if warm:
        # Without an act: these crates are not set aside, they are where the act says.
        data = {"reason": IncidentReason.TOO_WARM.value}
        yield Draft(Kind.INCIDENT, act.round_id, act.place_id, warm, act.how.value, None, data)


def exception_drafts(
    exceptions: Sequence[CrateException],
    round_id: str | None,
    place_id: str | None,
    how: How,
    said: Mapping[str, Any],
) -> Iterable[Draft]:
    """What was set aside, by reason and word; `said` goes with each."""
    by_reason: dict[tuple[IncidentReason, str | None], list[str]] = {}
    for exception in exceptions:
        by_reason.setdefault((exception.reason, exception.note or None), []).append(exception.code)
    for (reason, note), codes in by_reason.items():
        data = without_absent(reason=reason.value, **said, note=note)
        yield Draft(Kind.INCIDENT, round_id, place_id, tuple(codes), how.value, None, data)
