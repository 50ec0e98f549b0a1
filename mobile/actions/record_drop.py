"""Record that crates were left at a stop, « tout sauf… » with reasons for those kept."""

from dataclasses import dataclass
from typing import Any

from mobile.actions.attaching import NOTHING_ATTACHED, Attached
from mobile.actions.crate_acts import CrateAct, CrateException, draft_crate_act
from mobile.actions.outcomes import RecordOutcome
from mobile.actions.recording import record_intent
from mobile.device.clock import Clock, Randomness
from mobile.store.database import Store
from shared.custody.events import How
from shared.custody.rules import Act


@dataclass(frozen=True, slots=True)
class RecordDrop:
    """Leave these crates, in a compartment where the place is a locker bank.

    `too_warm` are those of them the person saw to be too warm for their class: left all the same, and said.
    """

    intent_id: str
    round_id: str
    place_id: str
    crates: tuple[str, ...]
    exceptions: tuple[CrateException, ...] = ()
    how: How = How.TAPPED
    temp_dc: int | None = None
    compartment: str | None = None
    even_if_odd: bool = False
    too_warm: tuple[str, ...] = ()
    attached: Attached = NOTHING_ATTACHED
    # The place whose fixed badge was read: its keeper's way to confirm without the app.
    badge: str | None = None


def record_drop(intent: RecordDrop, store: Store, clock: Clock, randomness: Randomness) -> RecordOutcome:
    """All of it in one transaction, or nothing. Crates not named stay due."""
    data: dict[str, Any] = {} if intent.temp_dc is None else {"temp_dc": intent.temp_dc}
    if intent.compartment:
        data["compartment"] = intent.compartment
    if intent.badge:
        data["badge"] = intent.badge
    act = CrateAct(
        Act.DROP,
        intent.round_id,
        intent.place_id,
        intent.crates,
        intent.exceptions,
        intent.how,
        data,
        intent.even_if_odd,
        intent.too_warm,
    )
    return record_intent(
        intent.intent_id,
        store,
        clock,
        randomness,
        lambda connection, author: draft_crate_act(connection, author, act),
        intent.attached,
    )
