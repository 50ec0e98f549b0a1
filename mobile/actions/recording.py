"""How every action records: look, decide, append and commit in one transaction; the same intent only once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from mobile.actions.attaching import (
    NOTHING_ATTACHED,
    Attached,
    PackedEvidence,
    pack_attached,
    with_draft_photos,
)
from mobile.actions.outcomes import Recorded, RecordOutcome, RefusalReason, Refused
from mobile.device.clock import Clock, Randomness, read_mark
from mobile.store.database import Store
from mobile.store.draft_photos import forget_drafts
from mobile.store.enrolment import Enrolment
from mobile.store.evidence import keep_evidence
from mobile.store.journal import Draft, UnrecordableFactError, append_facts, ids_of_intent
from shared.ids import RANDOM_BYTES_OF_UUID7, uuid7

Decide = Callable[[Connection, Enrolment], Sequence[Draft] | Refused]


def new_intent_id(clock: Clock, randomness: Randomness) -> str:
    """Name the intent a screen may dispatch: minted when it is shown, so a second tap is the same one."""
    return uuid7(read_mark(clock).wall_ms, randomness.random_bytes(RANDOM_BYTES_OF_UUID7))


def record_intent(
    intent_id: str,
    store: Store,
    clock: Clock,
    randomness: Randomness,
    decide: Decide,
    attached: Attached = NOTHING_ATTACHED,
) -> RecordOutcome:
    """Record what `decide` drafts. Returns after the commit: what is `Recorded` is on the disk.

    What is attached is kept in the same transaction, and named by every fact of the intent. Photos taken
    for its subject move from the drafts to the evidence with it: a kill leaves each in one place.

    Raises: StoreDamagedError, StoreFailedError; then nothing was recorded.
    """
    author = store.enrolment
    if author is None:
        return Refused(RefusalReason.NOT_ENROLLED)
    packed = pack_attached(attached, randomness)
    if isinstance(packed, Refused):
        return packed
    try:
        return _record(_Intent(intent_id, author, decide, attached, packed), store, clock, randomness)
    except UnrecordableFactError:
        # Such as a distance no odometer can show: the server's reader would put the fact aside.
        return Refused(RefusalReason.UNRECORDABLE)


@dataclass(frozen=True, slots=True)
class _Intent:
    """One tap with all it needs to be recorded."""

    intent_id: str
    author: Enrolment
    decide: Decide
    attached: Attached
    packed: PackedEvidence


def _record(intent: _Intent, store: Store, clock: Clock, randomness: Randomness) -> RecordOutcome:
    with store.writing() as connection:
        already = ids_of_intent(connection, intent.intent_id)
        if already:
            return Recorded(already, repeated=True)
        drafts = intent.decide(connection, intent.author)
        if isinstance(drafts, Refused):
            return drafts
        if not drafts:
            return Refused(RefusalReason.NOTHING_TO_RECORD)
        packed = with_draft_photos(connection, intent.attached, intent.packed, randomness)
        if isinstance(packed, Refused):
            return packed
        marked = [_marked(draft, intent.intent_id, clock, packed) for draft in drafts]
        ids = append_facts(
            connection, intent.author, marked, read_mark(clock), randomness.random_bytes, intent.intent_id
        )
        keep_evidence(connection, ids[0], packed.pieces)
        if intent.attached.photos_of is not None:
            forget_drafts(connection, intent.attached.photos_of)
    return Recorded(ids)


def _marked(draft: Draft, intent_id: str, clock: Clock, packed: PackedEvidence) -> Draft:
    """The body itself names its intent: a salvaged log still knows which taps it holds."""
    extra: dict[str, object] = {"intent": intent_id}
    satellite = clock.satellite()
    if satellite is not None:
        extra |= {"gps_ms": satellite.gps_ms, "gps_age_ms": satellite.age_ms}
    return replace(draft, data={**draft.data, **extra}, evidence=packed.named)
