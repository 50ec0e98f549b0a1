"""`tariff add`: a voted tariff from its JSON file."""

from pathlib import Path
from typing import Annotated

import typer

from shared.commission.tariff import Tariff
from shared.commission.tariff_faults import TariffRefused
from shared.commission.tariff_form import tariff_to_json
from shared.words.format import format_long_date, format_period
from shared.words.labels import label
from shared.words.language import Language
from sync_server.cli.command import AsJson, answer, open_runtime, refuse
from sync_server.commission.open_rows import refresh_all_lines
from sync_server.commission.tariffs import TariffInClosedPeriod, add_tariff
from sync_server.db.feed import lock_feed
from sync_server.db.session import begin

FR = Language.FRENCH


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    group = typer.Typer(no_args_is_help=True, help="Les barèmes.")
    # One command would otherwise take the group's place.
    group.callback()(_group)
    group.command("add")(add)
    app.add_typer(group, name="tariff")


def add(
    file: Annotated[Path, typer.Argument(metavar="FICHIER", help="Le barème voté, en JSON.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Ajoute un barème voté, l'envoie aux téléphones et recalcule les lignes ouvertes."""
    try:
        text = file.read_bytes()
    except OSError as error:
        raise refuse("file-unreadable", f"Fichier illisible : {file}.", as_json=as_json) from error
    runtime = open_runtime()
    with begin(runtime.database) as session:
        outcome = add_tariff(session, lock_feed(session), text, runtime.now_ms())
    if isinstance(outcome, Tariff):
        with begin(runtime.database) as session:
            refresh_all_lines(session, lock_feed(session))
    runtime.database.close()
    match outcome:
        case TariffRefused():
            raise _refused(outcome, as_json=as_json)
        case TariffInClosedPeriod(closed):
            sentence = (
                f"Barème refusé : il commencerait dans une période close ({format_period(closed, FR)})."
            )
            raise refuse("tariff-in-closed-period", sentence, as_json=as_json)
        case _:
            day = format_long_date(outcome.valid_from, FR)
            sentence = f"Barème {outcome.version} en vigueur à partir du {day}."
            answer(tariff_to_json(outcome), sentence, as_json=as_json)


def _refused(outcome: TariffRefused, *, as_json: bool) -> typer.Exit:
    if as_json:
        faults = [{"field": fault.field, "fault": fault.code.value} for fault in outcome.faults]
        answer({"error": "tariff-refused", "faults": faults}, "", as_json=True)
        return typer.Exit(1)
    told = [f"- {fault.field or 'fichier'} : {label(fault.code, FR)}" for fault in outcome.faults]
    return refuse("tariff-refused", "\n".join(["Barème refusé :", *told]), as_json=False)


def _group() -> None:
    """Les barèmes."""
