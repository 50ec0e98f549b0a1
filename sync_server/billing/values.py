"""VAT regimes, mandates and bank accounts as values, and the book that says which regime holds on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shared.commission.line_values import NETWORK


class VatKind(StrEnum):
    """How somebody stands to VAT. Only `reel` adds any to a commission."""

    REAL = "reel"
    FRANCHISE = "franchise"
    FLAT_RATE = "forfaitaire"
    OUTSIDE = "hors_champ"


# The co-op's own account is recorded under the name its account bears in the ledger.
CO_OP = NETWORK


@dataclass(frozen=True, slots=True)
class VatTerms:
    """A regime and its rate; `kind` is None where nobody has said which: no VAT is then counted."""

    kind: VatKind | None
    vat_bp: int


UNKNOWN_TERMS = VatTerms(None, 0)


@dataclass(frozen=True, slots=True)
class Regime:
    """The regime of a person from a day on, as somebody recorded it."""

    person_id: str
    valid_from: date
    terms: VatTerms
    recorded_ms: int
    recorded_by: str


@dataclass(frozen=True, slots=True)
class Mandate:
    """The written agreement that the co-op may write a person's invoices, or its end where `is_ended`."""

    person_id: str
    dated: date
    reference: str
    is_ended: bool
    recorded_ms: int
    recorded_by: str


@dataclass(frozen=True, slots=True)
class Account:
    """A bank account, its holder's name as the bank writes it; `bic` is empty where it was not given."""

    person_id: str
    iban: str
    bic: str
    holder: str
    recorded_ms: int
    recorded_by: str


class RegimeBook:
    """All regimes recorded; of two for the same day, the one recorded last holds."""

    def __init__(self, regimes: Iterable[Regime]) -> None:
        """`regimes` in the order in which they were recorded."""
        self._by_person: dict[str, dict[date, Regime]] = {}
        for regime in regimes:
            self._by_person.setdefault(regime.person_id, {})[regime.valid_from] = regime

    def regime_on(self, person_id: str, day: date) -> Regime | None:
        """The regime that holds on a day."""
        held = self._by_person.get(person_id, {})
        begun = [valid_from for valid_from in held if valid_from <= day]
        return held[max(begun)] if begun else None

    def terms_on(self, person_id: str, day: date) -> VatTerms:
        """Its terms, unknown where nobody recorded any."""
        regime = self.regime_on(person_id, day)
        return UNKNOWN_TERMS if regime is None else regime.terms


def mandate_on(mandates: Iterable[Mandate], day: date) -> Mandate | None:
    """The mandate in force on a day among one person's, in the order in which they were recorded."""
    begun = [mandate for mandate in mandates if mandate.dated <= day]
    # max() keeps the first of equals: the last recorded of a day must win.
    last = max(reversed(begun), key=lambda mandate: mandate.dated, default=None)
    return None if last is None or last.is_ended else last
