"""What a person typed about their account, VAT and mandate: values, or faults that name the field."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shared.words.typed_figures import read_amount_cents
from sync_server.billing.iban import IbanFault, read_bic, read_iban
from sync_server.billing.values import VatKind, VatTerms

HOLDER_MAX = 70
REFERENCE_MAX = 120
VAT_BP_MAX = 3_000
_FRENCH_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# A year outside of these is a slip of the fingers.
_FIRST_YEAR, _LAST_YEAR = 1970, 2199


class BillingFault(StrEnum):
    """What is wrong with a field other than the IBAN."""

    BIC_WRONG = "bic-wrong"
    HOLDER_EMPTY = "holder-empty"
    HOLDER_TOO_LONG = "holder-too-long"
    HOLDER_CHARACTERS = "holder-characters"
    REGIME_UNKNOWN = "regime-unknown"
    RATE_WRONG = "rate-wrong"
    RATE_WITHOUT_REASON = "rate-without-reason"
    DAY_WRONG = "day-wrong"
    REFERENCE_EMPTY = "reference-empty"
    REFERENCE_TOO_LONG = "reference-too-long"
    REFERENCE_CHARACTERS = "reference-characters"


@dataclass(frozen=True, slots=True)
class FieldFault:
    """What is wrong with which field; `field` is its name in forms and its column in files."""

    field: str
    code: BillingFault | IbanFault


@dataclass(frozen=True, slots=True)
class AccountFields:
    """A bank account as read."""

    iban: str
    bic: str
    holder: str


@dataclass(frozen=True, slots=True)
class RegimeFields:
    """A regime and its first day as read."""

    valid_from: date
    terms: VatTerms


@dataclass(frozen=True, slots=True)
class MandateFields:
    """A mandate's day and reference as read; the end of one has no need of a reference."""

    dated: date
    reference: str
    is_ended: bool = False


Faults = tuple[FieldFault, ...]


def read_account(iban: str, bic: str, holder: str) -> AccountFields | Faults:
    """The account, or all that is wrong with it."""
    faults: list[FieldFault] = []
    read = read_iban(iban)
    if isinstance(read, IbanFault):
        faults.append(FieldFault("iban", read))
    good_bic = read_bic(bic)
    if good_bic is None:
        faults.append(FieldFault("bic", BillingFault.BIC_WRONG))
    name = holder.strip()
    wrong = _name_fault(name)
    if wrong is not None:
        faults.append(FieldFault("titulaire", wrong))
    return tuple(faults) if faults else AccountFields(str(read), good_bic or "", name)


def read_regime(kind: str, rate: str, valid_from: str) -> RegimeFields | Faults:
    """The regime, or all that is wrong with it; the rate is a percentage, asked of `reel` alone."""
    faults: list[FieldFault] = []
    known = VatKind(kind) if kind in set(VatKind) else None
    if known is None:
        faults.append(FieldFault("regime", BillingFault.REGIME_UNKNOWN))
    # A percentage with two decimals has the figures of an amount: 5,5 % is 550 basis points.
    figures = rate.replace("%", "").strip()
    vat_bp = read_amount_cents(figures) if figures else 0
    if known is VatKind.REAL and (vat_bp is None or not 0 < vat_bp <= VAT_BP_MAX):
        faults.append(FieldFault("taux", BillingFault.RATE_WRONG))
    elif known is not VatKind.REAL and vat_bp != 0:
        faults.append(FieldFault("taux", BillingFault.RATE_WITHOUT_REASON))
    day = read_day(valid_from)
    if day is None:
        faults.append(FieldFault("depuis", BillingFault.DAY_WRONG))
    if faults or day is None:
        return tuple(faults)
    return RegimeFields(day, VatTerms(known, vat_bp or 0))


def read_mandate(dated: str, reference: str, *, is_ended: bool = False) -> MandateFields | Faults:
    """The mandate, or all that is wrong with it."""
    faults: list[FieldFault] = []
    day = read_day(dated)
    if day is None:
        faults.append(FieldFault("mandat_du", BillingFault.DAY_WRONG))
    name = reference.strip()
    if not name and not is_ended:
        faults.append(FieldFault("mandat_reference", BillingFault.REFERENCE_EMPTY))
    elif len(name) > REFERENCE_MAX:
        faults.append(FieldFault("mandat_reference", BillingFault.REFERENCE_TOO_LONG))
    elif not name.isprintable():
        faults.append(FieldFault("mandat_reference", BillingFault.REFERENCE_CHARACTERS))
    return tuple(faults) if faults or day is None else MandateFields(day, name, is_ended)


def read_day(text: str) -> date | None:
    """A day as JJ/MM/AAAA or ISO, None where it is none."""
    typed = text.strip()
    french = _FRENCH_DAY.fullmatch(typed)
    if french is not None:
        day, month, year = (int(part) for part in french.groups())
    elif _ISO_DAY.fullmatch(typed):
        year, month, day = (int(part) for part in typed.split("-"))
    else:
        return None
    try:
        return date(year, month, day) if _FIRST_YEAR <= year <= _LAST_YEAR else None
    except ValueError:
        return None


def _name_fault(name: str) -> BillingFault | None:
    if not name:
        return BillingFault.HOLDER_EMPTY
    if len(name) > HOLDER_MAX:
        return BillingFault.HOLDER_TOO_LONG
    return None if name.isprintable() else BillingFault.HOLDER_CHARACTERS
