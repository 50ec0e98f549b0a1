"""IBAN and BIC as people type them: spaces and case forgiven, country, length and key checked (ISO 13616)."""

import re
from enum import StrEnum

# Countries of the single euro payments area and the length of their IBANs. Source: SWIFT IBAN registry.
_LENGTHS = {
    "AD": 24, "AL": 28, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18,
    "EE": 20, "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22,
    "IS": 26, "IT": 27, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19,
    "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "RS": 22, "SE": 24, "SI": 19, "SK": 24,
    "SM": 27, "VA": 22,
}  # fmt: skip
_FORGIVEN = re.compile(r"[\s\-.]+")
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]+")
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")
_TYPED_MAX = 80
_SHOWN_START, _SHOWN_END, _GROUP = 4, 3, 4


class IbanFault(StrEnum):
    """What is wrong with an IBAN."""

    EMPTY = "iban-empty"
    SHAPE = "iban-shape"
    COUNTRY = "iban-country"
    LENGTH = "iban-length"
    KEY = "iban-key"


def read_iban(text: str) -> str | IbanFault:
    """The IBAN in its electronic form, or the first thing wrong with it."""
    iban = _FORGIVEN.sub("", text[:_TYPED_MAX]).upper()
    if not iban:
        return IbanFault.EMPTY
    if not iban.isascii() or _IBAN.fullmatch(iban) is None:
        return IbanFault.SHAPE
    length = _LENGTHS.get(iban[:2])
    if length is None:
        return IbanFault.COUNTRY
    if len(iban) != length:
        return IbanFault.LENGTH
    return iban if _remainder(iban) == 1 else IbanFault.KEY


def read_bic(text: str) -> str | None:
    """The BIC in capitals, empty where none is given; None where it is none."""
    bic = _FORGIVEN.sub("", text[:_TYPED_MAX]).upper()
    return bic if not bic or _BIC.fullmatch(bic) else None


def iban_length(text: str) -> int | None:
    """How long an IBAN of this country is, None for a country without transfers in euros."""
    return _LENGTHS.get(_FORGIVEN.sub("", text[:_TYPED_MAX]).upper()[:2])


def print_iban(iban: str) -> str:
    """In groups of four, as on paper."""
    return " ".join(iban[start : start + _GROUP] for start in range(0, len(iban), _GROUP))


def mask_iban(iban: str) -> str:
    """« FR76 … 189 »: enough to recognise one's own, not enough to use another's."""
    return f"{iban[:_SHOWN_START]} … {iban[-_SHOWN_END:]}"


def _remainder(iban: str) -> int:
    """The number of ISO 7064 mod 97-10: 1 for a good key."""
    moved = iban[4:] + iban[:4]
    return int("".join(str(int(letter, 36)) for letter in moved)) % 97
