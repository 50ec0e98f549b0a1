"""`requarantine`: what could not be read when it came, read again by this program."""

import typer

from shared.words.format import format_count
from shared.words.language import Language
from sync_server.cli.command import AsJson, answer, open_runtime
from sync_server.upkeep.after_push import read_quarantine_again

FR = Language.FRENCH


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("requarantine")(requarantine)


def requarantine(*, as_json: AsJson = False) -> None:
    """Relit les mouvements mis de côté ; ceux que ce programme sait lire entrent. « serve » aussi."""
    runtime = open_runtime()
    found = read_quarantine_again(runtime)
    runtime.database.close()
    read = format_count(found.read_count, "mouvement relu", "mouvements relus", FR)
    freed = format_count(len(found.freed), "sorti de la quarantaine", "sortis de la quarantaine", FR)
    payload = {"read": found.read_count, "events": len(found.taken.new_facts), "freed": len(found.freed)}
    answer(payload, f"{read}, {freed}.", as_json=as_json)
