"""`entries` and `chart`: the ledger as bookkeeping entries, and the account numbers these are written to."""

from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import typer

from shared.words.format import format_count
from shared.words.language import Language
from sync_server.cli.command import AsJson, answer, open_runtime, refuse
from sync_server.db.feed import lock_feed
from sync_server.db.session import begin, read
from sync_server.payment.bookkeeping import entries_in, is_span
from sync_server.payment.charts import chart_of, put_chart, wrong_field_of
from sync_server.payment.entry_file import entry_file


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command("entries")(entries)
    app.command("chart")(chart)


def entries(
    span: Annotated[str, typer.Argument(metavar="MOIS|ANNÉE", help="Comme 2026-11 ou 2026.")],
    file: Annotated[Path, typer.Argument(metavar="FICHIER", help="Où l'écrire.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Écrit les écritures d'un mois ou d'une année, en 18 colonnes séparées par des tabulations."""
    if not is_span(span):
        sentence = f"« {span} » n'est ni un mois ni une année : écrivez 2026-11 ou 2026."
        raise refuse("span-wrong", sentence, as_json=as_json)
    runtime = open_runtime()
    with read(runtime.database) as session:
        made = entries_in(session, span)
    runtime.database.close()
    file.write_bytes(entry_file(made))
    told = format_count(len(made), "écriture", "écritures", Language.FRENCH)
    answer({"entries": len(made), "file": str(file)}, f"{told} dans {file}.", as_json=as_json)


def chart(
    *,
    person: Annotated[str, typer.Option("--person", help="Compte des aidants et producteurs.")] = "",
    network: Annotated[str, typer.Option("--network", help="Compte des commissions du réseau.")] = "",
    pool: Annotated[str, typer.Option("--pool", help="Compte de la caisse commune.")] = "",
    bank: Annotated[str, typer.Option("--bank", help="Compte de banque.")] = "",
    as_json: AsJson = False,
) -> None:
    """Fixe ou montre les numéros de compte des écritures ; ceux qui ne sont pas dits restent."""
    asked = {"person": person, "network": network, "pool": pool, "bank": bank}
    said = {name: number.strip() for name, number in asked.items() if number.strip()}
    runtime = open_runtime()
    with begin(runtime.database) as session:
        lock_feed(session)
        wanted = replace(chart_of(session), **said)
        wrong = wrong_field_of(wanted)
        if said and wrong is None:
            put_chart(session, wanted)
    runtime.database.close()
    if wrong is not None:
        sentence = f"--{wrong} : « {said.get(wrong, '')} » n'est pas un numéro de compte de 3 à 12 signes."
        raise refuse("account-number-wrong", sentence, as_json=as_json)
    told = ", ".join(f"{name} {number}" for name, number in asdict(wanted).items() if name in asked)
    answer(asdict(wanted), f"Comptes des écritures : {told}.", as_json=as_json)
