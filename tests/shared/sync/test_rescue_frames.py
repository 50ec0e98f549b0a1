"""Frames: whatever the order and however often each is read, the bytes come out; a wrong one adds nothing."""

import zlib
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from shared.sync.rescue_frames import Collection, FrameFault, assembled, frames_of, with_frame

RAW = st.binary(min_size=1, max_size=400)


def collected(frames: list[str]) -> Collection:
    collection = Collection()
    for frame in frames:
        found = with_frame(collection, frame)
        assert isinstance(found, Collection)
        collection = found
    return collection


@given(RAW, st.integers(1, 60), st.randoms(use_true_random=False))
def test_frames_read_in_any_order_and_repeated_give_the_bytes_back(
    raw: bytes, piece: int, chance: Random
) -> None:
    frames = list(frames_of(raw, piece))
    seen = frames + chance.choices(frames, k=5)
    chance.shuffle(seen)
    collection = collected(seen)
    assert assembled(collection) == raw
    assert (collection.got, collection.total) == (len(frames), len(frames))


@given(RAW, st.data())
def test_it_is_known_how_many_frames_were_read_and_nothing_comes_out_before_the_last(
    raw: bytes, data: st.DataObject
) -> None:
    frames = list(frames_of(raw, 20))
    some = data.draw(st.lists(st.sampled_from(frames), unique=True, max_size=len(frames) - 1))
    collection = collected(some)
    assert collection.got == len(some)
    assert assembled(collection) is None


@given(RAW, st.data())
def test_a_frame_with_one_bit_changed_adds_nothing(raw: bytes, data: st.DataObject) -> None:
    frames = frames_of(raw, 50)
    spoilt = bytearray(data.draw(st.sampled_from(frames)).encode())
    bit = data.draw(st.integers(0, len(spoilt) * 8 - 1))
    spoilt[bit // 8] ^= 1 << bit % 8
    assert isinstance(with_frame(Collection(), spoilt.decode("latin-1")), FrameFault)


def test_frames_of_another_pack_do_not_mix_in() -> None:
    collection = collected(list(frames_of(b"one pack", 4))[:1])
    assert with_frame(collection, frames_of(b"other pack", 4)[1]) is FrameFault.OF_ANOTHER


def test_pieces_that_together_are_not_what_they_are_named_after_do_not_come_out() -> None:
    # Whoever forges a frame with a good check can spoil a reading, never have other bytes taken in.
    first, second = frames_of(b"one pack", 4)
    before = "/".join([*second.split("/")[:4], frames_of(b"evil", 4)[0].split("/")[4]]) + "/"
    forged = before + f"{zlib.crc32(before.encode()):08X}"
    collection = collected([first, forged])
    assert collection.is_complete
    assert assembled(collection) is None


@given(st.text(max_size=200))
def test_any_other_text_is_no_frame(text: str) -> None:
    assert with_frame(Collection(), text) is FrameFault.NOT_A_FRAME
    assert isinstance(with_frame(Collection(), "RF1/" + text), FrameFault)


def test_frames_use_the_alphabet_of_qr_codes_alone() -> None:
    alphabet = set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
    assert all(set(frame) <= alphabet for frame in frames_of(bytes(range(256)) * 4))
