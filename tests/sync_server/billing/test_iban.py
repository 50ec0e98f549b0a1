"""IBANs as typed: forgiven where it does no harm, refused where a transfer would go astray."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync_server.billing.iban import IbanFault, mask_iban, print_iban, read_bic, read_iban

# Published examples of the countries' own central banks.
GOOD = (
    "FR14 2004 1010 0505 0001 3M02 606",
    "FR7630006000011234567890189",
    "BE68 5390 0754 7034",
    "DE89370400440532013000",
    "LU28 0019 4006 4475 0000",
    "ES9121000418450200051332",
    "CH93-0076-2011-6238-5295-7",
)
DIGITS = "0123456789"


@pytest.mark.parametrize("typed", GOOD)
def test_good_ones_are_read_whatever_the_spaces_and_the_case(typed: str) -> None:
    electronic = typed.replace(" ", "").replace("-", "")
    assert read_iban(typed) == electronic
    assert read_iban(f"  {print_iban(electronic).lower()}\t") == electronic


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", IbanFault.EMPTY),
        (" - ", IbanFault.EMPTY),
        ("IBAN", IbanFault.SHAPE),
        ("FR76 3000 6000 0112 3456 7890 18é", IbanFault.SHAPE),
        ("=cmd|' /C calc'!A0", IbanFault.SHAPE),
        ("US64 3000 6000 0112 3456 7890 189", IbanFault.COUNTRY),
        ("FR76 3000 6000 0112 3456 7890 18", IbanFault.LENGTH),
        ("FR76 3000 6000 0112 3456 7890 188", IbanFault.KEY),
        ("FR67 3000 6000 0112 3456 7890 189", IbanFault.KEY),
    ],
)
def test_each_fault_is_named(typed: str, fault: IbanFault) -> None:
    assert read_iban(typed) is fault


@given(st.sampled_from(GOOD), st.data())
def test_no_wrong_digit_and_no_swap_passes(typed: str, data: st.DataObject) -> None:
    iban = typed.replace(" ", "").replace("-", "")
    at = data.draw(st.integers(2, len(iban) - 2))
    wrong = data.draw(st.sampled_from([digit for digit in DIGITS if digit != iban[at]]))
    if iban[at] in DIGITS:
        assert read_iban(iban[:at] + wrong + iban[at + 1 :]) is IbanFault.KEY
    if iban[at] != iban[at + 1] and iban[at] in DIGITS and iban[at + 1] in DIGITS:
        swapped = iban[:at] + iban[at + 1] + iban[at] + iban[at + 2 :]
        assert read_iban(swapped) is IbanFault.KEY


@given(st.text())
def test_any_text_is_read_or_refused(typed: str) -> None:
    read = read_iban(typed)
    assert isinstance(read, IbanFault) or read_iban(read) == read


def test_a_mask_shows_neither_bank_nor_account() -> None:
    assert mask_iban("FR7630006000011234567890189") == "FR76 … 189"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("", ""),
        ("agri fr pp 847", "AGRIFRPP847"),
        ("AGRIFRPP", "AGRIFRPP"),
        ("AGRIFR", None),
        ("A1RIFRPP", None),
    ],
)
def test_a_bic_has_eight_or_eleven_signs_or_none(typed: str, read: str | None) -> None:
    assert read_bic(typed) == read
