"""Rescue packs: what was sealed comes out byte for byte, for the right secret alone, or not at all."""

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from shared.sync.rescue_pack import (
    FILE_MAX_BYTES,
    MAGIC,
    PackFault,
    SealedPack,
    open_pack,
    read_pack,
    read_packs,
    secret_of_token,
)
from tests.shared.sync.packs import SECRET, a_pack, a_stretch

# JSON strings hold any text but lone surrogates.
BODIES = st.lists(st.text(st.characters(codec="utf-8"), max_size=300), min_size=1, max_size=20)


@given(BODIES)
def test_what_was_sealed_comes_out_byte_for_byte(bodies: list[str]) -> None:
    read = read_pack(a_pack(bodies).raw)
    assert isinstance(read, SealedPack)
    assert open_pack(read, SECRET) == a_stretch(bodies)


@given(BODIES, st.data())
def test_any_change_of_one_bit_is_refused_before_the_pack_is_carried(bodies: list[str], data: st.DataObject):
    raw = bytearray(a_pack(bodies).raw)
    bit = data.draw(st.integers(0, len(raw) * 8 - 1))
    raw[bit // 8] ^= 1 << bit % 8
    assert isinstance(read_pack(bytes(raw)), PackFault)


def test_a_carrier_who_repairs_the_digest_of_an_altered_pack_does_not_fool_the_seal() -> None:
    pack = a_pack(['{"v":1,"kind":"drop"}'], name="Bruno")
    whole = pack.raw[:-32]
    opened = 0
    for bit in range(len(whole) * 8):
        forged = bytearray(whole)
        forged[bit // 8] ^= 1 << bit % 8
        read = read_pack(bytes(forged) + sha256(forged).digest())
        opened += isinstance(read, SealedPack) and open_pack(read, SECRET) is not None
    assert opened == 0


def test_a_pack_cut_short_or_followed_by_other_bytes_is_refused() -> None:
    raw = a_pack().raw
    assert all(isinstance(read_pack(raw[:end]), PackFault) for end in range(len(raw)))
    assert read_pack(raw + b"\x00") is PackFault.DAMAGED


def test_only_the_phone_that_sealed_it_and_its_server_can_open_it() -> None:
    pack = a_pack()
    assert open_pack(pack, secret_of_token("the carrier's token")) is None
    assert b'"v":1' not in pack.raw


def test_the_same_stretch_makes_the_same_pack_and_another_shares_no_key_with_it() -> None:
    assert a_pack(["a", "b"]) == a_pack(["a", "b"])
    one, other = a_pack(["a"]).raw, a_pack(["b"]).raw
    assert one[:-100] != other[:-100]


def test_a_file_may_hold_several_packs_and_is_taken_whole_or_not_at_all() -> None:
    first, second = a_pack(["a"]), a_pack(["b", "c"])
    assert read_packs(first.raw + second.raw) == (first, second)
    assert read_pack(first.raw + second.raw) is PackFault.NOT_A_PACK
    assert read_packs(first.raw + second.raw[:-1]) is PackFault.DAMAGED


@given(st.binary(max_size=200))
def test_bytes_of_strangers_are_no_pack(raw: bytes) -> None:
    assert isinstance(read_packs(raw), PackFault)
    assert isinstance(read_packs(MAGIC + raw), PackFault)


def test_a_pack_of_a_newer_program_says_so_and_a_huge_file_is_not_read() -> None:
    raw = bytearray(a_pack().raw)
    raw[len(MAGIC)] = 2
    assert read_pack(bytes(raw)) is PackFault.NEWER_VERSION
    assert read_packs(bytes(FILE_MAX_BYTES + 1)) is PackFault.TOO_LARGE
