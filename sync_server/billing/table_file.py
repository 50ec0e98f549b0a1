"""A CSV of accounts, regimes and mandates: every row read, or every fault named by its row and column."""

import csv
import io
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sync_server.billing.reading import (
    AccountFields,
    FieldFault,
    MandateFields,
    RegimeFields,
    read_account,
    read_mandate,
    read_regime,
)
from sync_server.billing.values import CO_OP

COLUMNS = (
    "personne", "iban", "bic", "titulaire", "regime", "taux", "depuis", "mandat_du", "mandat_reference",
)  # fmt: skip
# What a spreadsheet's user writes for the co-op itself.
_CO_OP_WORD = "cooperative"


class TableFault(StrEnum):
    """What is wrong with the file as a whole, or with whom a row is about."""

    NOT_TEXT = "not-text"
    COLUMN_MISSING = "column-missing"
    PERSON_UNKNOWN = "person-unknown"


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with which row of the file, counted as a spreadsheet does, and what was written there."""

    row_no: int
    fault: FieldFault | TableFault
    found: str = ""


@dataclass(frozen=True, slots=True)
class BillingRecord:
    """What one row says of a person; None where its columns are empty."""

    person_id: str
    account: AccountFields | None
    regime: RegimeFields | None
    mandate: MandateFields | None


def read_table(raw: bytes, people: Collection[str]) -> list[BillingRecord] | list[RowFault]:
    """The rows, or all the faults there are."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    if "\x00" in text or "\ufffd" in text:
        return [RowFault(1, TableFault.NOT_TEXT)]
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    if "personne" not in (reader.fieldnames or ()):
        return [RowFault(1, TableFault.COLUMN_MISSING, "personne")]
    records: list[BillingRecord] = []
    faults: list[RowFault] = []
    for row in reader:
        written = {name: (row.get(name) or "").strip() for name in COLUMNS}
        read = _record(written, people)
        if isinstance(read, BillingRecord):
            records.append(read)
        elif any(written.values()):
            faults += [_row_fault(reader.line_num, each, written) for each in read]
    return faults or records


def _record(
    row: Mapping[str, str], people: Collection[str]
) -> BillingRecord | tuple[FieldFault | TableFault, ...]:
    person_id = CO_OP if row["personne"].casefold() == _CO_OP_WORD else row["personne"]
    if person_id != CO_OP and person_id not in people:
        return (TableFault.PERSON_UNKNOWN,)
    account = regime = mandate = None
    if row["iban"] or row["bic"] or row["titulaire"]:
        account = read_account(row["iban"], row["bic"], row["titulaire"])
    if row["regime"] or row["taux"] or row["depuis"]:
        regime = read_regime(row["regime"], row["taux"], row["depuis"])
    if row["mandat_du"] or row["mandat_reference"]:
        mandate = read_mandate(row["mandat_du"], row["mandat_reference"])
    wrong = [fault for read in (account, regime, mandate) if isinstance(read, tuple) for fault in read]
    if wrong or isinstance(account, tuple) or isinstance(regime, tuple) or isinstance(mandate, tuple):
        return tuple(wrong)
    return BillingRecord(person_id, account, regime, mandate)


def _row_fault(row_no: int, fault: FieldFault | TableFault, row: Mapping[str, str]) -> RowFault:
    column = fault.field if isinstance(fault, FieldFault) else "personne"
    return RowFault(row_no, fault, row[column])
