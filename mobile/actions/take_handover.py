"""Record that crates were taken over from another person, « tout sauf… » with reasons for those that lack."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from mobile.actions.attaching import NOTHING_ATTACHED, Attached
from mobile.actions.crate_acts import (
    CrateException,
    exception_drafts,
    one_spelling,
    refuse_long_words,
)
from mobile.actions.handovers import refuse_unusable_handover
from mobile.actions.outcomes import RecordOutcome, RefusalReason, Refused
from mobile.actions.recording import record_intent
from mobile.actions.round_acts import without_absent
from mobile.device.clock import Clock, Randomness
from mobile.store.database import Store
from mobile.store.enrolment import Enrolment
from mobile.store.handovers import offers_taken
from mobile.store.journal import Draft
from shared.custody.events import How, Kind
from shared.custody.handover_code import Lot


@dataclass(frozen=True, slots=True)
class TakeHandover:
    """These crates are now in my hands; `given_id` is the giver's own fact where his screen showed it.

    `given_code` stands in its place where twelve characters were typed. `lots` say where the crates go;
    `exceptions` were announced and are not taken.
    """

    intent_id: str
    crates: tuple[str, ...]
    giver_id: str | None = None
    given_id: str | None = None
    round_id: str | None = None
    place_id: str | None = None
    how: How = How.QR
    attached: Attached = NOTHING_ATTACHED
    given_code: str | None = None
    lots: tuple[Lot, ...] = ()
    exceptions: tuple[CrateException, ...] = ()


def take_handover(intent: TakeHandover, store: Store, clock: Clock, randomness: Randomness) -> RecordOutcome:
    """The taker's half; either phone may be the first to sync. The same offer is taken once."""

    def decide(connection: Connection, _: Enrolment) -> list[Draft] | Refused:
        announced = (*intent.crates, *(exception.code for exception in intent.exceptions))
        refused = refuse_unusable_handover(connection, intent.round_id, announced)
        refused = refused or refuse_long_words(intent.exceptions)
        if refused is not None:
            return refused
        if not intent.crates:
            return Refused(RefusalReason.NOTHING_TO_RECORD)
        if (intent.given_id or intent.given_code) in offers_taken(connection):
            return Refused(RefusalReason.ALREADY_DONE)
        return [_taken(intent), *_left_out(intent)]

    return record_intent(intent.intent_id, store, clock, randomness, decide, intent.attached)


def _taken(intent: TakeHandover) -> Draft:
    crates = tuple(dict.fromkeys(one_spelling(code) for code in intent.crates))
    dests: dict[str, list[str]] = {}
    for lot in intent.lots:
        taken = [code for code in lot.crates if code in crates]
        if lot.destination_id is not None and taken:
            dests[lot.destination_id] = taken
    data: dict[str, Any] = without_absent(giver=intent.giver_id, given_code=intent.given_code)
    if dests:
        data["dests"] = dests
    return Draft(
        Kind.HANDOVER_TAKEN,
        intent.round_id,
        intent.place_id,
        crates,
        intent.how.value,
        intent.given_id,
        data,
    )


def _left_out(intent: TakeHandover) -> Iterable[Draft]:
    """Said by the taker alone, in his own log: the giver's half still names these crates."""
    left = tuple(replace(each, code=one_spelling(each.code)) for each in intent.exceptions)
    said = without_absent(act="handover", giver=intent.giver_id)
    return exception_drafts(left, intent.round_id, intent.place_id, intent.how, said)
