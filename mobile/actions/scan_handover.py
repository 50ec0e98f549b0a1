"""Answer what a taker scanned or typed: an offer for him, or why it is none; what is not for him is kept."""

from dataclasses import dataclass

from mobile.actions.outcomes import Recorded, RefusalReason, Refused
from mobile.actions.recording import record_intent
from mobile.actions.round_acts import without_absent
from mobile.device.clock import Clock, Randomness, read_mark
from mobile.store.database import Store
from mobile.store.handovers import offers_taken, people_by_use
from mobile.store.journal import Draft
from mobile.store.reference import PersonRow
from shared.custody.events import How, Kind
from shared.custody.handover_code import HandoverFault, HandoverOffer, HandoverReceipt, read_handover
from shared.custody.handover_rules import HandoverNo, refuse_offer, refuse_short_offer
from shared.custody.handover_short import ShortCode, ShortFault, read_short, short_spelling

TEXT_KEPT_CHARACTERS = 200
HandoverAnswer = HandoverNo | HandoverFault | ShortFault


@dataclass(frozen=True, slots=True)
class ScanHandover:
    """What the camera, the reader or the keyboard gave while somebody hands crates over."""

    intent_id: str
    text: str
    how: How
    round_id: str | None = None


@dataclass(frozen=True, slots=True)
class OfferSeen:
    """An offer for this person; nothing is recorded yet."""

    offer: HandoverOffer
    how: How


@dataclass(frozen=True, slots=True)
class ShortOfferSeen:
    """A typed code that fits these people of the network: nearly always one."""

    code: str
    count: int
    givers: tuple[PersonRow, ...]


@dataclass(frozen=True, slots=True)
class HandoverRefused:
    """No offer for this person, and why; `person_id` is who showed it, where it says so."""

    why: HandoverAnswer
    person_id: str | None = None
    at_ms: int | None = None
    fact_id: str | None = None


OfferAnswer = OfferSeen | ShortOfferSeen | HandoverRefused | Refused


def scan_handover(intent: ScanHandover, store: Store, clock: Clock, randomness: Randomness) -> OfferAnswer:
    """Decide from what this phone knows; no network is asked."""
    if store.enrolment is None:
        return Refused(RefusalReason.NOT_ENROLLED)
    answer = _answer(intent, store, store.enrolment.person_id, read_mark(clock).wall_ms)
    if not isinstance(answer, HandoverRefused) or not isinstance(answer.why, HandoverNo):
        return answer
    kept = keep_odd_handover(intent, answer.why, store, clock, randomness)
    return HandoverRefused(answer.why, answer.person_id, answer.at_ms, kept)


def keep_odd_handover(
    intent: ScanHandover, why: HandoverNo, store: Store, clock: Clock, randomness: Randomness
) -> str | None:
    """A well-formed code that is not for here is kept as an odd scan; a typing error is not."""
    data = without_absent(text=intent.text.strip()[:TEXT_KEPT_CHARACTERS], answer=why.value)
    draft = Draft(Kind.SCAN_ODD, intent.round_id, how=intent.how.value, data=data)
    outcome = record_intent(intent.intent_id, store, clock, randomness, lambda _connection, _author: [draft])
    return outcome.ids[0] if isinstance(outcome, Recorded) else None


def _answer(
    intent: ScanHandover, store: Store, me_id: str, now_ms: int
) -> OfferSeen | ShortOfferSeen | HandoverRefused:
    with store.reading() as connection:
        taken = offers_taken(connection)
    read = read_handover(intent.text)
    if isinstance(read, HandoverReceipt):
        return HandoverRefused(HandoverNo.A_RECEIPT, read.taker_id, read.at_ms)
    if isinstance(read, HandoverOffer):
        why = refuse_offer(read, me_id, now_ms, taken)
        return OfferSeen(read, intent.how) if why is None else HandoverRefused(why, read.giver_id, read.at_ms)
    short = read_short(intent.text)
    if isinstance(short, ShortCode):
        return _short_answer(intent, short, store, me_id, now_ms, taken)
    return HandoverRefused(short if read is HandoverFault.NOT_A_HANDOVER else read)


def _short_answer(
    intent: ScanHandover, short: ShortCode, store: Store, me_id: str, now_ms: int, taken: tuple[str, ...]
) -> ShortOfferSeen | HandoverRefused:
    code = short_spelling(intent.text)
    why = refuse_short_offer(short, me_id, now_ms, taken, was_typed=code in taken)
    givers = tuple(one for one in people_by_use(store)[0] if short.is_giver(one.person_id))
    if why is not None:
        return HandoverRefused(why, givers[0].person_id if givers else None)
    if not givers:
        return HandoverRefused(HandoverNo.UNKNOWN_PERSON)
    return ShortOfferSeen(code, short.count, givers)
