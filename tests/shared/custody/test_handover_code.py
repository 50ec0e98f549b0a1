"""Offers and receipts between two phones: read back whole, and nothing else is ever read as one."""

import string
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.custody import handover_code
from shared.custody.codes import new_code
from shared.custody.events import LAST_INSTANT_MS
from shared.custody.handover_code import (
    CRATES_MAX,
    TEXT_MAX_CHARACTERS,
    HandoverFault,
    HandoverOffer,
    HandoverReceipt,
    Lot,
    read_handover,
    write_handover,
)
from shared.ids import uuid7

IDS = st.one_of(
    st.builds(uuid7, st.integers(0, 2**47), st.binary(min_size=10, max_size=10)),
    st.text(alphabet=string.ascii_letters + string.digits + "_-.éœ", min_size=1, max_size=60),
)
CODES = st.integers(0, 2**35 - 1).map(new_code).filter(bool)
CRATES = st.lists(CODES, min_size=1, max_size=9).map(tuple)
INSTANTS = st.integers(0, LAST_INSTANT_MS)
LOTS = st.lists(st.builds(Lot, st.none() | IDS, CRATES), min_size=1, max_size=3).map(tuple)
OFFERS = st.builds(
    HandoverOffer,
    given_id=IDS,
    giver_id=IDS,
    at_ms=INSTANTS,
    lots=LOTS,
    taker_id=st.none() | IDS,
    place_id=st.none() | IDS,
    round_id=st.none() | IDS,
)
RECEIPTS = st.builds(
    HandoverReceipt, taken_id=IDS, given=IDS, taker_id=IDS, giver_id=IDS, at_ms=INSTANTS, crates=CRATES
)
QR_ALPHABET = set(string.ascii_uppercase + string.digits + "/")


def an_offer(crates: int = 8) -> HandoverOffer:
    codes = [code for number in range(7_000_000, 7_001_000) if (code := new_code(number))][:crates]
    return HandoverOffer(
        uuid7(1_793_944_800_000, bytes(10)),
        "P003",
        1_793_944_800_000,
        (Lot("R056", tuple(codes)),),
        "P004",
        "F001",
        "r_2026-11-06_03",
    )


@given(OFFERS | RECEIPTS)
def test_what_was_written_is_read_back_whole(handover: HandoverOffer | HandoverReceipt):
    text = write_handover(handover)
    assert read_handover(text) == handover
    assert set(text) <= QR_ALPHABET


@given(OFFERS, st.integers(1, 60))
def test_it_may_be_pasted_in_lines_and_in_small_letters(offer: HandoverOffer, width: int):
    text = write_handover(offer)
    pasted = "\n ".join(text[at : at + width] for at in range(0, len(text), width)).lower()
    assert read_handover(pasted) == offer


@given(RECEIPTS, st.data())
def test_one_wrong_character_is_told(receipt: HandoverReceipt, data: st.DataObject):
    text = write_handover(receipt)
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from(sorted(QR_ALPHABET)).filter(lambda each: each != text[at]))
    assert isinstance(read_handover(text[:at] + other + text[at + 1 :]), HandoverFault)


@given(OFFERS, st.data())
def test_a_text_that_was_cut_is_told(offer: HandoverOffer, data: st.DataObject):
    text = write_handover(offer)
    assert isinstance(read_handover(text[: data.draw(st.integers(0, len(text) - 1))]), HandoverFault)


@given(st.text(max_size=400) | st.text(alphabet=sorted(QR_ALPHABET), max_size=400).map("RH1/G/".__add__))
def test_no_text_whatever_upsets_the_reader(text: str):
    assert isinstance(read_handover(text), HandoverFault)


@given(st.binary(max_size=300), st.sampled_from("GR"))
def test_sealed_nonsense_is_told_apart_as_well(raw: bytes, letter: str):
    """Whoever knows the check can seal anything: it is read whole, or told to be damaged."""
    before = f"RH1/{letter}/{handover_code._base32(raw) or 'A'}/"
    read = read_handover(before + handover_code._check(before))
    assert isinstance(read, HandoverFault) or write_handover(read).startswith(before)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", HandoverFault.NOT_A_HANDOVER),
        ("HTTPS://DEMO.RELAIS.TEST/C/7K2M9QXC", HandoverFault.NOT_A_HANDOVER),
        ("RF1/AAAAAAAAAAAAAAAA/1/1/AA/00000000", HandoverFault.NOT_A_HANDOVER),
        ("RH2/G/AAAA/AAAAAAAA", HandoverFault.NEWER_VERSION),
        ("RH1/G/AAAA/AAAAAAAA", HandoverFault.DAMAGED),
        ("RH1/G/" + "A" * 100_000, HandoverFault.DAMAGED),
    ],
)
def test_each_fault_has_its_name(text: str, fault: HandoverFault):
    assert read_handover(text) is fault


def test_eight_crates_fit_one_small_picture_and_sixty_three():
    # 440 characters are 69 modules: read in one go by a 100 EUR phone.
    assert len(write_handover(an_offer(8))) < 200
    assert len(write_handover(an_offer(60))) < 3 * 400


def test_no_offer_is_longer_than_what_is_read():
    assert len(write_handover(an_offer(CRATES_MAX))) < TEXT_MAX_CHARACTERS
    with pytest.raises(ValueError, match="crates"):
        write_handover(replace(an_offer(), lots=(Lot(None, ()),)))
    with pytest.raises(ValueError, match="identifier"):
        write_handover(replace(an_offer(), giver_id="x" * 255))
