"""`serve`: the server itself."""

import gc
import threading
from typing import Any

import typer
import uvicorn

from sync_server.app import app_on
from sync_server.cli.command import open_runtime
from sync_server.cli.maintenance import start_daily_duties
from sync_server.log import start_logging
from sync_server.upkeep.after_push import project_again, read_quarantine_again

# How the server listens, besides where.
LISTENING: dict[str, Any] = {
    # Its warnings pass through our own log, which leaves the words of errors out; addresses are not written.
    "log_config": None,
    "log_level": "warning",
    "access_log": False,
    # Forwarded headers are not believed: they would move the keys of rate limits.
    "proxy_headers": False,
    "server_header": False,
}


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(serve)


def serve() -> None:
    """Sert les téléphones et la console. Met la base à jour, puis écoute (127.0.0.1 par défaut).

    Options : --host, --port, --data-dir, --database-url, --public-url, ou RELAIS_PORT… dans l'environnement.
    """
    start_logging()
    runtime = open_runtime()
    settings = runtime.settings
    # After an update this program may read what the one before could not.
    read_quarantine_again(runtime)
    # Crates whose computation failed, or that an older program could not make.
    project_again(runtime, everything=False)
    app = app_on(runtime)
    # What the program itself is made of stays for good: looking through all of it took 130 ms now and then,
    # out of whichever request was being answered.
    gc.collect()
    gc.freeze()
    stop = threading.Event()
    duties = start_daily_duties(runtime, stop)
    typer.echo(f"Relais Fermier : {settings.effective_public_url}")
    try:
        uvicorn.run(app, host=settings.host, port=settings.port, **LISTENING)
    finally:
        stop.set()
        duties.join()
        runtime.database.close()
