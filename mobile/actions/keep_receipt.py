"""Keep the receipt of a handover: the giver's evidence that his crates were taken, and which were not.

It is a scan kept for itself (`scan_odd`, answer `receipt`, `ref` the handover): it moves no crate at the
server, where the taker's own half does that.
"""

from dataclasses import dataclass

from sqlalchemy import Connection

from mobile.actions.outcomes import RecordOutcome, RefusalReason, Refused
from mobile.actions.recording import record_intent
from mobile.actions.scan_handover import HandoverRefused, ScanHandover, keep_odd_handover
from mobile.device.clock import Clock, Randomness, read_mark
from mobile.store.database import Store
from mobile.store.enrolment import Enrolment
from mobile.store.handovers import own_gifts, people_by_use
from mobile.store.history import facts_by_id
from mobile.store.journal import Draft
from shared.custody.details import RECEIPT
from shared.custody.events import Fact, How, Kind
from shared.custody.handover_code import HandoverFault, HandoverOffer, HandoverReceipt, read_handover
from shared.custody.handover_rules import HandoverNo, OwnGift, refuse_receipt, refuse_short_receipt
from shared.custody.handover_short import ShortCode, read_short, short_spelling


@dataclass(frozen=True, slots=True)
class KeepReceipt:
    """What the giver scanned or typed from the taker's screen.

    `not_taken` answers which crates were not, where a short code says only how many were.
    """

    intent_id: str
    text: str
    how: How
    not_taken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SomeNotTaken:
    """A short receipt for fewer crates than were given: which ones were not taken?"""

    given_id: str
    text: str
    how: How
    taken: int
    given: int


@dataclass(frozen=True, slots=True)
class _Seen:
    """A receipt that answers a handover of this phone."""

    gift: OwnGift
    taker_id: str | None
    taken_id: str | None
    text: str
    # Which crates, where the receipt names them; else how many.
    crates: tuple[str, ...] | None
    count: int


def keep_receipt(
    intent: KeepReceipt, store: Store, clock: Clock, randomness: Randomness
) -> RecordOutcome | HandoverRefused | SomeNotTaken:
    """Keep it with the handover it answers; each no is the taker's, or a typing error's, own."""
    author = store.enrolment
    if author is None:
        return Refused(RefusalReason.NOT_ENROLLED)
    seen = _look(intent, store, author.person_id, read_mark(clock).wall_ms)
    if isinstance(seen, HandoverRefused):
        if not isinstance(seen.why, HandoverNo):
            return seen
        scan = ScanHandover(intent.intent_id, intent.text, intent.how)
        return HandoverRefused(
            seen.why, seen.person_id, seen.at_ms, keep_odd_handover(scan, seen.why, store, clock, randomness)
        )
    [given] = [each.fact for each in facts_by_id(store, [seen.gift.given_id]) if each.fact is not None]
    missing = _missing(intent, seen, given)
    told = min(seen.count, len(given.crates))
    if seen.crates is None and len(given.crates) - len(missing) != told:
        return SomeNotTaken(given.id, intent.text, intent.how, seen.count, len(given.crates))

    def decide(connection: Connection, _: Enrolment) -> list[Draft] | Refused:
        answered = {gift.given_id for gift in own_gifts(connection) if gift.has_receipt}
        if given.id in answered:
            return Refused(RefusalReason.ALREADY_DONE)
        return [_draft(intent, seen, given, missing)]

    return record_intent(intent.intent_id, store, clock, randomness, decide)


def _look(intent: KeepReceipt, store: Store, me_id: str, now_ms: int) -> _Seen | HandoverRefused:
    with store.reading() as connection:
        gifts = own_gifts(connection)
    read = read_handover(intent.text)
    if isinstance(read, HandoverReceipt):
        found = refuse_receipt(read, me_id, gifts)
        if isinstance(found, HandoverNo):
            return HandoverRefused(found, read.giver_id, read.at_ms)
        return _Seen(found, read.taker_id, read.taken_id, intent.text.strip(), read.crates, len(read.crates))
    if isinstance(read, HandoverOffer):
        own = read.giver_id == me_id
        return HandoverRefused(HandoverNo.OWN_CODE if own else HandoverNo.AN_OFFER, read.giver_id, read.at_ms)
    short = read_short(intent.text)
    if not isinstance(short, ShortCode):
        return HandoverRefused(short if read is HandoverFault.NOT_A_HANDOVER else read)
    found = refuse_short_receipt(short, me_id, now_ms, gifts)
    if isinstance(found, HandoverNo):
        return HandoverRefused(found)
    takers = [one.person_id for one in people_by_use(store)[0] if short.is_taker(one.person_id)]
    named = _named_taker(store, found.given_id)
    taker_id = named if named in takers else takers[0] if takers else named
    return _Seen(found, taker_id, None, short_spelling(intent.text), None, short.count)


def _named_taker(store: Store, given_id: str) -> str | None:
    [given] = facts_by_id(store, [given_id])
    to = given.fact.data.get("to") if given.fact else None
    return to if isinstance(to, str) else None


def _missing(intent: KeepReceipt, seen: _Seen, given: Fact) -> tuple[str, ...]:
    if seen.crates is not None:
        return tuple(code for code in given.crates if code not in seen.crates)
    return tuple(code for code in given.crates if code in intent.not_taken)


def _draft(intent: KeepReceipt, seen: _Seen, given: Fact, missing: tuple[str, ...]) -> Draft:
    data: dict[str, object] = {"text": seen.text, "answer": RECEIPT}
    if seen.taker_id is not None:
        data["taker"] = seen.taker_id
    if seen.taken_id is not None:
        data["taken"] = seen.taken_id
    if missing:
        data["missing"] = list(missing)
    return Draft(
        Kind.SCAN_ODD,
        given.round_id,
        given.place_id,
        tuple(code for code in given.crates if code not in missing),
        intent.how.value,
        given.id,
        data,
    )
