"""`import-billing`: accounts, VAT regimes and mandates from a CSV, all rows or none."""

from pathlib import Path
from typing import Annotated

import typer

from shared.words.format import format_count
from shared.words.language import Language
from sync_server.accounts.names import people_names
from sync_server.billing.french import fault_sentence
from sync_server.billing.reading import FieldFault
from sync_server.billing.service import record_account, record_mandate, record_regime
from sync_server.billing.table_file import COLUMNS, BillingRecord, RowFault, TableFault, read_table
from sync_server.cli.command import OPERATOR, AsJson, answer, open_runtime, refuse
from sync_server.db.feed import lock_feed
from sync_server.db.session import begin

MAX_FILE_BYTES = 5_000_000
_TABLE_FAULTS = {
    TableFault.NOT_TEXT: "ce fichier n'est pas un texte CSV",
    TableFault.COLUMN_MISSING: "la première ligne doit nommer les colonnes : " + ", ".join(COLUMNS),
    TableFault.PERSON_UNKNOWN: "personne inconnue",
}


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("import-billing")(import_billing)


def import_billing(
    file: Annotated[Path, typer.Argument(metavar="FICHIER", help="CSV, une ligne par personne.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Note comptes bancaires, régimes de TVA et mandats ; tout le fichier, ou rien s'il a une faute."""
    if not file.is_file() or file.stat().st_size > MAX_FILE_BYTES:
        raise refuse("file-unreadable", f"Le fichier {file} ne se lit pas ou pèse trop.", as_json=as_json)
    runtime = open_runtime()
    noted = 0
    with begin(runtime.database) as session:
        lock_feed(session)
        read = read_table(file.read_bytes(), people_names(session))
        records = [each for each in read if isinstance(each, BillingRecord)]
        for record in records:
            at = (OPERATOR, runtime.now_ms())
            if record.account is not None:
                noted += record_account(session, record.person_id, record.account, *at)
            if record.regime is not None:
                noted += record_regime(session, record.person_id, record.regime, *at)
            if record.mandate is not None:
                noted += record_mandate(session, record.person_id, record.mandate, *at)
    runtime.database.close()
    faults = [each for each in read if isinstance(each, RowFault)]
    if faults:
        sentences = [f"- ligne {each.row_no}, {_fault_words(each)}" for each in faults]
        raise refuse("billing-file-wrong", "\n".join(["Rien n'a été noté :", *sentences]), as_json=as_json)
    told = format_count(noted, "changement", "changements", Language.FRENCH)
    answer({"recorded": noted, "rows": len(records)}, f"Noté : {told}.", as_json=as_json)


def _fault_words(fault: RowFault) -> str:
    if isinstance(fault.fault, FieldFault):
        return f"colonne {fault.fault.field} : {fault_sentence(fault.fault, fault.found)}"
    found = f" : {fault.found}" if fault.fault is TableFault.PERSON_UNKNOWN else ""
    return f"{_TABLE_FAULTS[fault.fault]}{found}"
