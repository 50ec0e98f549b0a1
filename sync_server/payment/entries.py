"""Bookkeeping entries from the ledger's postings: balanced, numbered by month in the order of writing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from shared.commission.line_values import NETWORK, POOL, due_identity
from shared.errors import RelaisError
from sync_server.payment.charts import Chart
from sync_server.payment.values import BANK, LedgerPosting
from sync_server.settlement.vat_values import pair_of_vat_key

COMMISSIONS_JOURNAL, BANK_JOURNAL = "AID", "BQ"
JOURNAL_NAMES = {COMMISSIONS_JOURNAL: "Commissions d'aidants", BANK_JOURNAL: "Banque"}
_PERSON = "producer:"
_BANK_WORDS = {
    "executed": "Virement à {name}",
    "returned": "Virement revenu de {name}",
    "received": "Encaissement de {name}",
}


class EntryUnbalanced(RelaisError):
    """An entry does not sum to zero, or a posting belongs to none: nothing may be handed to an accountant."""

    code = "entry-unbalanced"


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One line of an entry; of debit and credit exactly one is positive, the other 0."""

    account: str
    account_name: str
    auxiliary: str
    auxiliary_name: str
    debit_cents: int
    credit_cents: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: `number` counts from 1 within its month, written with it as 2026110001."""

    journal: str
    number: str
    day: date
    piece: str
    piece_day: date
    label: str
    lines: tuple[EntryLine, ...]


@dataclass(frozen=True, slots=True)
class EntryNames:
    """What entries are written with: names and statement numbers of people, days of bank movements."""

    people: Mapping[str, str]
    statements: Mapping[tuple[int, str], str]
    bank_days: Mapping[str, str]
    month_words: Mapping[str, str]


def entries_of(postings: Iterable[LedgerPosting], chart: Chart, names: EntryNames) -> tuple[Entry, ...]:
    """All entries of the ledger, by day's month, numbered in the order in which they were posted.

    Postings are never changed and only added, so an entry keeps its number for ever.

    Raises: EntryUnbalanced.
    """
    grouped: dict[tuple[int, str], list[LedgerPosting]] = {}
    for posting in postings:
        grouped.setdefault((posting.settlement_id, _entry_key(posting)), []).append(posting)
    counts: dict[str, int] = {}
    made: list[Entry] = []
    for group in grouped.values():
        lines = _lines(group, chart, names)
        if sum(line.debit_cents - line.credit_cents for line in lines):
            raise EntryUnbalanced(settlement_id=group[0].settlement_id, line_key=group[0].line_key)
        if lines:
            made.append(_entry(group, lines, counts, names))
    return tuple(sorted(made, key=lambda each: each.number))


def _entry_key(posting: LedgerPosting) -> str:
    """Which entry a posting belongs to: one for each payer and beneficiary, one for each bank movement."""
    pair = _pair(posting.line_key)
    if pair is not None:
        return "|".join(("pair", *pair))
    if posting.line_key.partition("|")[0] in _BANK_WORDS:
        return posting.line_key
    raise EntryUnbalanced(settlement_id=posting.settlement_id, line_key=posting.line_key)


def _pair(key: str) -> tuple[str, str] | None:
    pair = pair_of_vat_key(key)
    if pair is not None:
        return pair
    identity = due_identity(key)
    return None if identity is None else (identity[1] or "", identity[2] or "")


def _entry(
    group: list[LedgerPosting], lines: tuple[EntryLine, ...], counts: dict[str, int], names: EntryNames
) -> Entry:
    first = group[0]
    pair = _pair(first.line_key)
    if pair is None:
        journal, label, piece, day = _bank_words(group, names)
        piece_day = day
    else:
        payer_id, beneficiary_id = pair
        journal, day, piece_day = COMMISSIONS_JOURNAL, first.period_end, first.closed_day
        month = names.month_words[first.period]
        label = f"Commissions {month}, {_name(payer_id, names)} à {_name(beneficiary_id, names)}"
        numbers = (names.statements.get((first.settlement_id, each)) for each in (beneficiary_id, payer_id))
        piece = next((number for number in numbers if number), first.period)
    month_digits = day.strftime("%Y%m")
    counts[month_digits] = counts.get(month_digits, 0) + 1
    return Entry(journal, f"{month_digits}{counts[month_digits]:04d}", day, piece, piece_day, label, lines)


def _bank_words(group: list[LedgerPosting], names: EntryNames) -> tuple[str, str, str, date]:
    key = group[0].line_key
    what, _, piece = key.partition("|")
    accounts = (posting.account for posting in group if posting.account != BANK)
    person_id = next(accounts, BANK).removeprefix(_PERSON)
    label = _BANK_WORDS[what].format(name=_name(person_id, names))
    return BANK_JOURNAL, label, piece, date.fromisoformat(names.bank_days[key])


def _name(party_id: str, names: EntryNames) -> str:
    if party_id == NETWORK:
        return "le réseau"
    return "la caisse commune" if party_id == POOL else names.people.get(party_id, party_id)


def _lines(group: list[LedgerPosting], chart: Chart, names: EntryNames) -> tuple[EntryLine, ...]:
    """Commissions, then VAT, each account once, debits first: what favours an account is its credit."""
    sums: dict[tuple[bool, str], int] = {}
    for posting in group:
        key = (pair_of_vat_key(posting.line_key) is not None, posting.account)
        sums[key] = sums.get(key, 0) + posting.amount_cents
    ordered = sorted(sums.items(), key=lambda each: (each[0][0], each[1] > 0, each[0][1]))
    return tuple(_line(account, cents, chart, names) for (_, account), cents in ordered if cents)


def _line(account: str, cents: int, chart: Chart, names: EntryNames) -> EntryLine:
    debit_cents, credit_cents = (-cents, 0) if cents < 0 else (0, cents)
    if account.startswith(_PERSON):
        person_id = account.removeprefix(_PERSON)
        name = names.people.get(person_id, person_id)
        return EntryLine(chart.person, chart.person_name, person_id, name, debit_cents, credit_cents)
    number, word = {
        NETWORK: (chart.network, chart.network_name),
        POOL: (chart.pool, chart.pool_name),
        BANK: (chart.bank, chart.bank_name),
    }[account]
    return EntryLine(number, word, "", "", debit_cents, credit_cents)
