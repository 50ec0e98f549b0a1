"""Twelve characters instead of a picture: typed wrong, they are told; typed right, they fit one handover."""

from hypothesis import given
from hypothesis import strategies as st

from shared.custody.codes import ALPHABET
from shared.custody.handover_code import HandoverOffer, HandoverReceipt
from shared.custody.handover_rules import (
    HandoverNo,
    OwnGift,
    refuse_offer,
    refuse_receipt,
    refuse_short_offer,
    refuse_short_receipt,
)
from shared.custody.handover_short import (
    HOUR_MS,
    SHORT_LENGTH,
    ShortCode,
    ShortFault,
    print_short,
    read_short,
    short_offer,
    short_receipt,
)
from tests.shared.custody.test_handover_code import OFFERS, RECEIPTS, an_offer

OFFER = an_offer()
NOW = OFFER.at_ms + 60_000
SHORT = short_offer(OFFER)


def read(text: str) -> ShortCode:
    short = read_short(text)
    assert isinstance(short, ShortCode)
    return short


def a_receipt(given: str = OFFER.given_id) -> HandoverReceipt:
    return HandoverReceipt("taken", given, "P004", "P003", NOW, OFFER.crates[:7])


@given(OFFERS)
def test_an_offer_fits_its_own_code_however_it_is_typed(offer: HandoverOffer):
    code = short_offer(offer)
    assert len(code) == SHORT_LENGTH
    typed = print_short(code).lower().replace("0", "o").replace("1", "l")
    short = read(typed)
    assert short == read(code)
    assert not short.is_receipt
    assert short.is_giver(offer.giver_id)
    assert short.names_taker is (offer.taker_id is not None)
    assert offer.taker_id is None or short.is_taker(offer.taker_id)
    assert short.is_of(offer.given_id)
    assert short.hours_from(offer.at_ms) == 0
    assert short.count == min(len(offer.crates), 127)


@given(OFFERS, RECEIPTS)
def test_a_receipt_marks_the_fact_it_answers_whether_scanned_or_typed(
    offer: HandoverOffer, receipt: HandoverReceipt
):
    for answered in (offer.given_id, short_offer(offer)):
        short = read(short_receipt(HandoverReceipt("t", answered, "B", offer.giver_id, 0, receipt.crates)))
        assert short.is_receipt
        assert short.is_of(offer.given_id)
        assert short.is_giver(offer.giver_id)
        assert short.is_taker("B")


@given(OFFERS, st.integers(0, SHORT_LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_told(offer: HandoverOffer, at: int, other: str):
    code = short_offer(offer)
    if code[at] != other:
        assert read_short(code[:at] + other + code[at + 1 :]) is ShortFault.WRONG_CHECK


@given(OFFERS, st.integers(0, SHORT_LENGTH - 2))
def test_two_swapped_neighbours_are_always_told(offer: HandoverOffer, at: int):
    code = short_offer(offer)
    swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    if swapped != code:
        assert read_short(swapped) is ShortFault.WRONG_CHECK


@given(st.text(max_size=300) | st.text(alphabet=ALPHABET, min_size=12, max_size=12))
def test_no_text_whatever_upsets_the_reader(text: str):
    assert isinstance(read_short(text), ShortCode | ShortFault)


@given(st.integers(0, 2**44), st.integers(0, 500))
def test_hours_are_counted_across_the_turn_of_the_clock(at_ms: int, hours: int):
    short = ShortCode(
        is_receipt=False, giver_mark=0, taker_mark=0, hour=at_ms // HOUR_MS % 512, count=0, fact_mark=0
    )
    assert short.hours_from(at_ms + hours * HOUR_MS) == min(hours, 512 - hours)


def test_an_offer_is_taken_once_today_by_whom_it_is_for():
    short = read(SHORT)
    assert refuse_offer(OFFER, "P004", NOW, ()) is None
    assert refuse_short_offer(short, "P004", NOW, (), was_typed=False) is None
    for me, now_ms, taken, no in (
        ("P003", NOW, (), HandoverNo.OWN_CODE),
        ("P005", NOW, (), HandoverNo.FOR_SOMEBODY_ELSE),
        ("P004", NOW, (OFFER.given_id,), HandoverNo.ALREADY_DONE),
        ("P004", NOW + 24 * HOUR_MS, (), HandoverNo.ANOTHER_DAY),
        ("P004", NOW - 24 * HOUR_MS, (), HandoverNo.ANOTHER_DAY),
    ):
        assert refuse_offer(OFFER, me, now_ms, taken) is no
        assert refuse_short_offer(short, me, now_ms, taken, was_typed=False) is no
    assert refuse_short_offer(short, "P004", NOW, (), was_typed=True) is HandoverNo.ALREADY_DONE


def test_a_clock_that_is_three_hours_late_takes_all_the_same():
    assert refuse_offer(OFFER, "P004", NOW - 3 * HOUR_MS, ()) is None
    assert refuse_short_offer(read(SHORT), "P004", NOW - 3 * HOUR_MS, (), was_typed=False) is None


def test_a_receipt_finds_the_handover_it_answers():
    gifts = (OwnGift("another", 3), OwnGift(OFFER.given_id, 8))
    assert refuse_receipt(a_receipt(), "P003", gifts) == gifts[1]
    for answered in (OFFER.given_id, SHORT):
        short = read(short_receipt(a_receipt(answered)))
        assert short.count == 7
        assert refuse_short_receipt(short, "P003", NOW, gifts) == gifts[1]


def test_each_receipt_that_is_none_for_this_phone_has_its_word():
    gifts = (OwnGift(OFFER.given_id, 8),)
    kept = (OwnGift(OFFER.given_id, 8, has_receipt=True),)
    receipt = a_receipt()
    short = read(short_receipt(receipt))
    assert refuse_receipt(receipt, "P004", gifts) is HandoverNo.OWN_CODE
    assert refuse_receipt(receipt, "P005", gifts) is HandoverNo.FOR_SOMEBODY_ELSE
    assert refuse_short_receipt(short, "P005", NOW, gifts) is HandoverNo.FOR_SOMEBODY_ELSE
    assert refuse_receipt(receipt, "P003", kept) is HandoverNo.ALREADY_DONE
    assert refuse_short_receipt(short, "P003", NOW, kept) is HandoverNo.ALREADY_DONE
    assert refuse_receipt(receipt, "P003", ()) is HandoverNo.NOT_MY_HANDOVER
    assert refuse_short_receipt(short, "P003", NOW, ()) is HandoverNo.NOT_MY_HANDOVER
    assert refuse_short_receipt(short, "P003", NOW + 30 * HOUR_MS, gifts) is HandoverNo.ANOTHER_DAY
    assert refuse_short_receipt(read(SHORT), "P003", NOW, gifts) is HandoverNo.OWN_CODE
    assert refuse_short_receipt(read(SHORT), "P005", NOW, gifts) is HandoverNo.AN_OFFER
    assert refuse_short_offer(short, "P004", NOW, (), was_typed=False) is HandoverNo.A_RECEIPT
