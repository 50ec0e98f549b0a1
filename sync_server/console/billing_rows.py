"""Accounts, regimes and mandates as the console shows them: masked in lists, with who recorded them when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from sync_server.accounts.names import coordinator_names, people_names
from sync_server.billing import queries
from sync_server.billing.french import REGIMES, fault_sentence, regime_words
from sync_server.billing.iban import mask_iban, print_iban
from sync_server.billing.reading import FieldFault
from sync_server.billing.values import CO_OP, Mandate, Regime, mandate_on
from sync_server.console import french

CO_OP_NAME = "La coopérative"
# Who may run commands on the machine.
_OPERATOR = {"operator": "la ligne de commande"}


@dataclass(frozen=True, slots=True)
class BillingRow:
    """A person in the list; empty words where nothing is recorded."""

    person_id: str
    name: str
    holder: str
    masked_iban: str
    regime: str
    has_regime: bool
    mandate: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """One thing recorded, by whom and when; `is_held` says that it holds today."""

    says: str
    note: str
    by: str
    is_held: bool


@dataclass(frozen=True, slots=True)
class PersonShown:
    """All that is recorded of one person, the latest first."""

    person_id: str
    name: str
    is_co_op: bool
    iban: str
    bic: str
    holder: str
    regime: str
    mandate: str
    accounts: list[Recorded]
    regimes: list[Recorded]
    mandates: list[Recorded]
    kinds: list[tuple[str, str]]

    def fault_words(self, faults: Sequence[FieldFault], typed: Mapping[str, str]) -> dict[str, str]:
        """What is wrong, by field."""
        return {fault.field: fault_sentence(fault, typed.get(fault.field, "")) for fault in faults}


def billing_rows(session: Session, today: date) -> list[BillingRow]:
    """The co-op, then everybody by name."""
    accounts = queries.accounts(session)
    book = queries.regime_book(session)
    mandates = queries.mandates(session)
    rows: list[BillingRow] = []
    for person_id, name in {CO_OP: CO_OP_NAME, **people_names(session)}.items():
        account = accounts.get(person_id)
        regime = book.regime_on(person_id, today)
        mandate = mandate_on(mandates.get(person_id, ()), today)
        rows.append(
            BillingRow(
                person_id,
                name,
                account.holder if account else "",
                mask_iban(account.iban) if account else "",
                regime_words(regime.terms) if regime else "",
                regime is not None,
                _mandate_words(mandate),
            )
        )
    return rows


def person_shown(session: Session, person_id: str, today: date) -> PersonShown:
    """Everything about one person, or about the co-op."""
    names = people_names(session)
    by = {**coordinator_names(session), **_OPERATOR}
    accounts = queries.account_history(session, person_id)
    held = accounts[-1] if accounts else None
    book = queries.regime_book(session)
    regime = book.regime_on(person_id, today)
    mandates = queries.mandates(session, person_id).get(person_id, [])
    mandate = mandate_on(mandates, today)
    return PersonShown(
        person_id=person_id,
        name=CO_OP_NAME if person_id == CO_OP else names[person_id],
        is_co_op=person_id == CO_OP,
        iban=print_iban(held.iban) if held else "",
        bic=held.bic if held else "",
        holder=held.holder if held else "",
        regime=regime_words(regime.terms) if regime else "",
        mandate=_mandate_words(mandate),
        accounts=[
            Recorded(
                mask_iban(each.iban), each.holder, _by(each.recorded_by, each.recorded_ms, by), each is held
            )
            for each in reversed(accounts)
        ],
        regimes=[
            _regime_recorded(each, by, is_held=each == regime)
            for each in reversed(queries.regimes(session, person_id))
        ],
        mandates=[_mandate_recorded(each, by, is_held=each is mandate) for each in reversed(mandates)],
        kinds=[(kind.value, word) for kind, word in REGIMES.items()],
    )


def _regime_recorded(regime: Regime, names: Mapping[str, str], *, is_held: bool) -> Recorded:
    since = f"à partir du {french.numeric_day(regime.valid_from)}"
    by = _by(regime.recorded_by, regime.recorded_ms, names)
    return Recorded(regime_words(regime.terms), since, by, is_held)


def _mandate_recorded(mandate: Mandate, names: Mapping[str, str], *, is_held: bool) -> Recorded:
    day = french.numeric_day(mandate.dated)
    says = f"Fin du mandat le {day}" if mandate.is_ended else f"Mandat du {day}"
    return Recorded(says, mandate.reference, _by(mandate.recorded_by, mandate.recorded_ms, names), is_held)


def _mandate_words(mandate: Mandate | None) -> str:
    return f"du {french.numeric_day(mandate.dated)}, {mandate.reference}" if mandate else ""


def _by(who: str, at_ms: int, names: Mapping[str, str]) -> str:
    return f"noté {french.day_and_clock(at_ms)} par {names.get(who, who)}"
