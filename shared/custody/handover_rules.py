"""Whether a handover that was scanned or typed is one for this phone, today: each no has its own word."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from shared.custody.handover_code import HandoverOffer, HandoverReceipt
from shared.custody.handover_short import HOUR_MS, ShortCode

# A round lasts hours, and clocks of phones are wrong by some: a day's difference is another day's code.
AGE_MAX_HOURS = 18


class HandoverNo(StrEnum):
    """Why an offer cannot be taken, or a receipt not be kept, here."""

    OWN_CODE = "own_code"
    FOR_SOMEBODY_ELSE = "for_somebody_else"
    ANOTHER_DAY = "another_day"
    ALREADY_DONE = "already_done"
    NOT_MY_HANDOVER = "not_my_handover"
    A_RECEIPT = "a_receipt"
    AN_OFFER = "an_offer"
    UNKNOWN_PERSON = "unknown_person"


@dataclass(frozen=True, slots=True)
class OwnGift:
    """A handover this phone recorded as given, and whether a receipt for it was kept."""

    given_id: str
    crates: int
    has_receipt: bool = False


def refuse_offer(
    offer: HandoverOffer, me_id: str, now_ms: int, taken_of: Collection[str]
) -> HandoverNo | None:
    """Why these crates are not for this person now; `taken_of` are the givers' facts already answered."""
    if offer.giver_id == me_id:
        return HandoverNo.OWN_CODE
    if offer.taker_id not in (None, me_id):
        return HandoverNo.FOR_SOMEBODY_ELSE
    if offer.given_id in taken_of:
        return HandoverNo.ALREADY_DONE
    if abs(now_ms - offer.at_ms) > AGE_MAX_HOURS * HOUR_MS:
        return HandoverNo.ANOTHER_DAY
    return None


def refuse_short_offer(
    short: ShortCode, me_id: str, now_ms: int, taken_of: Collection[str], *, was_typed: bool
) -> HandoverNo | None:
    """The same for twelve typed characters; `was_typed`: it was taken by typing before."""
    if short.is_receipt:
        return HandoverNo.A_RECEIPT
    if short.is_giver(me_id):
        return HandoverNo.OWN_CODE
    if short.names_taker and not short.is_taker(me_id):
        return HandoverNo.FOR_SOMEBODY_ELSE
    if any(short.is_of(given_id) for given_id in taken_of) or was_typed:
        return HandoverNo.ALREADY_DONE
    if short.hours_from(now_ms) > AGE_MAX_HOURS:
        return HandoverNo.ANOTHER_DAY
    return None


def refuse_receipt(receipt: HandoverReceipt, me_id: str, gifts: Collection[OwnGift]) -> HandoverNo | OwnGift:
    """The handover of this phone that a receipt answers, or why it answers none that waits."""
    if receipt.taker_id == me_id:
        return HandoverNo.OWN_CODE
    if receipt.giver_id != me_id:
        return HandoverNo.FOR_SOMEBODY_ELSE
    return _awaiting([gift for gift in gifts if gift.given_id == receipt.given])


def refuse_short_receipt(
    short: ShortCode, me_id: str, now_ms: int, gifts: Collection[OwnGift]
) -> HandoverNo | OwnGift:
    """The same for twelve typed characters."""
    if not short.is_receipt:
        return HandoverNo.OWN_CODE if short.is_giver(me_id) else HandoverNo.AN_OFFER
    if not short.is_giver(me_id):
        return HandoverNo.FOR_SOMEBODY_ELSE
    if short.hours_from(now_ms) > AGE_MAX_HOURS:
        return HandoverNo.ANOTHER_DAY
    return _awaiting([gift for gift in gifts if short.is_of(gift.given_id)])


def _awaiting(found: list[OwnGift]) -> HandoverNo | OwnGift:
    """Where marks fit several handovers, the one that waits; the newest comes first."""
    waiting = [gift for gift in found if not gift.has_receipt]
    if waiting:
        return waiting[0]
    return HandoverNo.ALREADY_DONE if found else HandoverNo.NOT_MY_HANDOVER
