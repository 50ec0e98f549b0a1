"""`reproject`: who holds each crate computed again from the facts."""

from typing import Annotated

import typer

from sync_server.cli.command import AsJson, answer, open_runtime
from sync_server.upkeep.after_push import project_again


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("reproject")(reproject)


def reproject(
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="Tous les colis, pas seulement les fautifs.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Recalcule l'état des colis à partir des faits, là où un calcul avait échoué."""
    runtime = open_runtime()
    count = project_again(runtime, everything=everything)
    runtime.database.close()
    answer({"crates": count}, f"{count} colis recalculés.", as_json=as_json)
