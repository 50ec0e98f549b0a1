"""Crate codes: the check character finds what gloves and rain do to a code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.custody import codes
from shared.custody.codes import CodeFault, CodeOk, CodeWrong

numbers = st.integers(min_value=0, max_value=codes.CODES_BELOW - 1)


def a_code(number: int) -> str:
    while (code := codes.new_code(number)) is None:
        number += 1
    return code


@given(numbers)
def test_an_issued_code_reads_back_however_it_is_typed(number: int):
    code = a_code(number)
    for typed in (code, code.lower(), codes.print_code(code), f"  {code[:2]} {code[2:]} "):
        assert codes.read_code(typed) == CodeOk(code)
    assert codes.read_code(code.replace("0", "O").replace("1", "l")) == CodeOk(code)


@given(numbers, st.integers(0, 7), st.sampled_from(codes.ALPHABET))
def test_one_wrong_character_is_always_found(number: int, position: int, other: str):
    code = a_code(number)
    if code[position] != other:
        damaged = code[:position] + other + code[position + 1 :]
        assert codes.read_code(damaged) == CodeWrong(CodeFault.WRONG_CHECK)


@given(numbers, st.integers(0, 6))
def test_two_swapped_neighbours_are_always_found(number: int, position: int):
    code = a_code(number)
    swapped = code[:position] + code[position + 1] + code[position] + code[position + 2 :]
    if swapped != code:
        assert codes.read_code(swapped) == CodeWrong(CodeFault.WRONG_CHECK)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", CodeFault.EMPTY),
        ("--", CodeFault.EMPTY),
        ("7K2M", CodeFault.WRONG_LENGTH),
        ("7K2M-9QU0", CodeFault.WRONG_CHARACTER),
        ("é" * 100_000, CodeFault.WRONG_CHARACTER),
    ],
)
def test_what_cannot_be_a_code_says_why(typed: str, fault: CodeFault):
    assert codes.read_code(typed) == CodeWrong(fault)


def test_a_number_whose_check_would_be_32_or_more_is_never_issued():
    refused = [number for number in range(37) if codes.new_code(number) is None]
    assert refused == [32, 33, 34, 35, 36]


def test_our_label_is_read_from_an_allowed_host_only():
    code = a_code(123_456_789)
    payload = codes.crate_payload("relais.example", code)
    assert codes.read_scan(payload, {"relais.example"}) == codes.ScannedCrate(code)
    assert codes.read_scan(payload.lower(), {"RELAIS.example"}) == codes.ScannedCrate(code)
    assert codes.read_scan(payload, {"other.example"}) == codes.ScannedForeign(payload)
    assert codes.read_scan(codes.print_code(code), ()) == codes.ScannedCrate(code)


def test_places_compartments_and_foreign_labels_are_told_apart():
    hosts = {"relais.example"}
    assert codes.read_scan(codes.place_payload("relais.example", "R014"), hosts) == codes.ScannedPlace("R014")
    compartment = codes.compartment_payload("relais.example", "R014:B4")
    assert codes.read_scan(compartment, hosts) == codes.ScannedCompartment("R014:B4")
    assert codes.read_scan("3760123450017", hosts) == codes.ScannedForeign("3760123450017")
    assert codes.read_scan("A" * 100_000, hosts) == codes.ScannedForeign("A" * 64)
