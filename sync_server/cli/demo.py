"""`demo`: a real co-op's week on this machine, to look at or, with --check, as one line of figures."""

import json
import shutil
import signal
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from sync_server.demo import co_op
from sync_server.demo.co_op import DemoStopped
from sync_server.demo.programs import free_port, start_phone
from sync_server.demo.stage import WHAT_TO_TRY, Stage, typed_lines
from sync_server.demo.week import drive_first_week, found_week, prepare_next_week

DEMO_FOLDER = Path("var") / "demo"
SERVER_PORT, PHONE_PORT = 8000, 8550


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(demo)


def demo(
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Sans rien servir, dans un dossier temporaire : une ligne JSON.")
    ] = False,
    folder: Annotated[
        Path, typer.Option("--folder", help="Où la démonstration s'installe ; refaite à neuf chaque fois.")
    ] = DEMO_FOLDER,
) -> None:
    """Une semaine d'une vraie coopérative : commandes, tournées sans réseau, synchronisation, commissions."""
    try:
        if check:
            _check()
        else:
            _show(folder)
    except DemoStopped as stopped:
        typer.echo(f"La démonstration s'est arrêtée : {stopped}", err=True)
        raise typer.Exit(1) from stopped


def _check() -> None:
    with tempfile.TemporaryDirectory(prefix="relais-demo-") as name:
        week = found_week(Path(name), _say_aside)
        try:
            server, figures = drive_first_week(week, free_port())
            server.stop()
        finally:
            week.runtime.database.close()
    typer.echo(json.dumps(figures))


def _show(folder: Path) -> None:
    _clear(folder)
    week = found_week(folder, typer.echo)
    started: list[Callable[[], None]] = [week.runtime.database.close]
    try:
        server, _ = drive_first_week(week, free_port(SERVER_PORT))
        stage = Stage(server, week.server_folder, typer.echo)
        started.append(stage.close)
        helper = prepare_next_week(week)
        token = co_op.add_coordinator(week.runtime)
        phone = start_phone(week.phones_folder, helper, free_port(PHONE_PORT))
        started.append(phone.stop)
        week.tell("Prêt.")
        console = f"{server.url}/console/lien/{token}"
        typer.echo(WHAT_TO_TRY.format(helper=helper, phone=phone.url, console=console))
        _until_left(stage)
    finally:
        for stop in reversed(started):
            stop()
    typer.echo("Démonstration arrêtée.")


def _until_left(stage: Stage) -> None:
    """Until « q », Ctrl-C or a signal that ends programs."""
    left = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda _number, _frame: left.set())

    def obey() -> None:
        if stage.obey(typed_lines()):
            left.set()

    threading.Thread(target=obey, daemon=True).start()
    left.wait()


def _clear(folder: Path) -> None:
    """Only a folder the demonstration made itself is thrown away."""
    mark = folder / ".demonstration"
    if folder.exists():
        if not mark.exists() and any(folder.iterdir()):
            typer.echo(f"{folder} existe et n'est pas une démonstration : choisissez --folder.", err=True)
            raise typer.Exit(1)
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    mark.touch()


def _say_aside(sentence: str) -> None:
    typer.echo(sentence, err=True)
