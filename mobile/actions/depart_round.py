"""Record the count made before leaving: a round begins with what is there, what lacks, what is too much."""

from dataclasses import dataclass

from sqlalchemy import Connection

from mobile.actions.crate_acts import CrateAct, draft_crate_act, is_carried
from mobile.actions.outcomes import RecordOutcome, Refused
from mobile.actions.recording import record_intent
from mobile.actions.round_acts import draft_round_act
from mobile.device.clock import Clock, Randomness
from mobile.store.database import Store
from mobile.store.enrolment import Enrolment
from mobile.store.journal import Draft
from mobile.store.overlay import sights_of_crates
from shared.custody.discrepancies import CRATES_AT_ONCE_MAX
from shared.custody.events import How, IncidentReason, Kind
from shared.custody.rules import Act


@dataclass(frozen=True, slots=True)
class DepartRound:
    """Leave `place_id` with these crates. Extras are codes found there that are on no list of this round."""

    intent_id: str
    round_id: str
    place_id: str
    present: tuple[str, ...]
    missing: tuple[str, ...] = ()
    extras_taken: tuple[str, ...] = ()
    extras_left: tuple[str, ...] = ()
    how: How = How.BULK


def depart_round(intent: DepartRound, store: Store, clock: Clock, randomness: Randomness) -> RecordOutcome:
    """In one transaction: the start with its count, what was taken, what lacked, what was too much."""
    return record_intent(
        intent.intent_id,
        store,
        clock,
        randomness,
        lambda connection, author: _drafts(connection, author, intent),
    )


def _drafts(connection: Connection, author: Enrolment, intent: DepartRound) -> list[Draft] | Refused:
    extras = (*intent.extras_taken, *intent.extras_left)
    count = {
        "expected": len(intent.present) + len(intent.missing),
        "present": len(intent.present),
        "missing": list(intent.missing),
        "extra": list(extras),
    }
    start = draft_round_act(connection, Kind.ROUND_STARTED, intent.round_id, None, count)
    if isinstance(start, Refused):
        return start
    sights = sights_of_crates(connection, (*intent.present, *intent.missing))
    to_take = tuple(code for code in intent.present if not is_carried(sights[code], author))
    still_due = tuple(code for code in intent.missing if not is_carried(sights[code], author))
    lost = tuple(code for code in intent.missing if code not in still_due)
    drafts = list(start)
    for crates, how in ((to_take, intent.how), (intent.extras_taken, How.TYPED)):
        taken = _taken(connection, author, intent, crates, how)
        if isinstance(taken, Refused):
            return taken
        drafts += taken
    drafts += _incidents(intent, still_due, IncidentReason.MISSING, {"act": Act.PICKUP.value})
    drafts += _incidents(intent, lost, IncidentReason.MISSING, {})
    drafts += _incidents(intent, extras, IncidentReason.EXTRA, {})
    return drafts


def _taken(
    connection: Connection, author: Enrolment, intent: DepartRound, crates: tuple[str, ...], how: How
) -> list[Draft] | Refused:
    # The person has them in hand: what the plan thinks of that is for the coordinator to see.
    act = CrateAct(Act.PICKUP, intent.round_id, intent.place_id, crates, (), how, {}, even_if_odd=True)
    drafts = draft_crate_act(connection, author, act)
    return drafts if isinstance(drafts, Refused) else list(drafts)


def _incidents(
    intent: DepartRound, crates: tuple[str, ...], reason: IncidentReason, more: dict[str, str]
) -> list[Draft]:
    return [
        Draft(
            kind=Kind.INCIDENT,
            round_id=intent.round_id,
            place_id=intent.place_id,
            crates=crates[start : start + CRATES_AT_ONCE_MAX],
            how=intent.how.value,
            data={"reason": reason.value, **more},
        )
        for start in range(0, len(crates), CRATES_AT_ONCE_MAX)
    ]
