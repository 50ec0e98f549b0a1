"""Figures as people and spreadsheets write them: cents, thousandths, rates and days, never through float."""

import re
from datetime import date

from sync_server.imports.faults import RowFault

FIRST_YEAR = 2000
LAST_YEAR = 2100

_BLANKS = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2212": "-"})
_CURRENCY = re.compile(r"\s*(?:€|EUR)$")
_GROUPED_BY_SPACE = re.compile(r"([0-9]{1,3}(?: [0-9]{3})+)(?:[.,]([0-9]+))?")
_GROUPED_BY_MARK = re.compile(r"([0-9]{1,3}(?:\.[0-9]{3})+),([0-9]+)|([0-9]{1,3}(?:,[0-9]{3})+)\.([0-9]+)")
_PLAIN = re.compile(r"([0-9]+)(?:[.,]([0-9]+))?")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_FRENCH_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_WHOLE_DIGITS = 9
_WHOLE_BP = 10_000
_THOUSANDS_DIGITS = 3


def read_cents(text: str) -> int | RowFault:
    """An amount in euros as whole cents: `25.00`, `25,5`, `1 234,56 €`, `-3.90`; `1,234` is ambiguous."""
    sign, body = _sign_and_body(_CURRENCY.sub("", text.strip().translate(_BLANKS)))
    parts = _whole_and_decimals(body)
    if parts is None:
        return RowFault.BAD_AMOUNT
    whole, decimals, is_grouped = parts
    if not is_grouped and len(decimals) == _THOUSANDS_DIGITS:
        return RowFault.AMBIGUOUS_AMOUNT
    if decimals[2:].strip("0"):
        return RowFault.TOO_MANY_DECIMALS
    return sign * int(whole + decimals[:2].ljust(2, "0"))


def read_thousandths(text: str) -> int | RowFault:
    """A quantity in thousandths, a finer one rounded half up; it serves the volume only, never money."""
    sign, body = _sign_and_body(text.strip().translate(_BLANKS))
    parts = _whole_and_decimals(body)
    if parts is None:
        return RowFault.BAD_QUANTITY
    whole, decimals, _ = parts
    ten_thousandths = int(whole + decimals[:4].ljust(4, "0"))
    return sign * ((ten_thousandths + 5) // 10)


def read_rate_bp(text: str) -> int | RowFault:
    """A rate in per cent (`5,5`, `20 %`) as basis points."""
    parts = _whole_and_decimals(text.strip().translate(_BLANKS).removesuffix("%").strip())
    if parts is None:
        return RowFault.BAD_VAT
    whole, decimals, _ = parts
    rate_bp = int(whole + decimals[:2].ljust(2, "0"))
    return RowFault.BAD_VAT if decimals[2:].strip("0") or rate_bp > _WHOLE_BP else rate_bp


def read_day(text: str) -> date | RowFault:
    """A day written `06/11/2026` or `2026-11-06`."""
    body = text.strip()
    if match := _ISO_DAY.fullmatch(body):
        year, month, day = match.groups()
    elif match := _FRENCH_DAY.fullmatch(body):
        day, month, year = match.groups()
    else:
        return RowFault.BAD_DATE
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return RowFault.BAD_DATE
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return RowFault.BAD_DATE


def _sign_and_body(text: str) -> tuple[int, str]:
    return (-1, text[1:].lstrip()) if text.startswith("-") else (1, text)


def _whole_and_decimals(body: str) -> tuple[str, str, bool] | None:
    """The digits before and after the decimal mark, and whether thousands were grouped."""
    if match := _PLAIN.fullmatch(body):
        whole, decimals, is_grouped = match[1], match[2] or "", False
    elif match := _GROUPED_BY_SPACE.fullmatch(body):
        whole, decimals, is_grouped = match[1].replace(" ", ""), match[2] or "", True
    elif match := _GROUPED_BY_MARK.fullmatch(body):
        grouped = match[1] or match[3]
        whole, decimals, is_grouped = re.sub("[.,]", "", grouped), match[2] or match[4], True
    else:
        return None
    return None if len(whole) > _WHOLE_DIGITS else (whole, decimals, is_grouped)
