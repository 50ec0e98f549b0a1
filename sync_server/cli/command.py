"""What every command shares: settings given as options, its database up to date, one way to answer."""

import json
from collections.abc import Iterable, Mapping, MutableMapping
from typing import Annotated, Any

import typer

from sync_server.config import Settings
from sync_server.db.migrate import migrate
from sync_server.db.runtime import Runtime
from sync_server.db.session import open_database

# Whoever may run commands on the machine answers for them under this name.
OPERATOR = "operator"

AsJson = Annotated[bool, typer.Option("--json", help="Répond par une ligne JSON.")]

# Written before or after the command's own words, they mean the same as RELAIS_… in the environment.
_SETTINGS_WITH_VALUE = ("data-dir", "database-url", "host", "port", "public-url", "min-app")


def settings_into_environment(arguments: Iterable[str], environment: MutableMapping[str, str]) -> list[str]:
    """Moves options such as `--port 8001` into the environment; what is left is for the command."""
    rest: list[str] = []
    remaining = iter(arguments)
    for argument in remaining:
        name, equals, value = argument.removeprefix("--").partition("=")
        if not argument.startswith("--") or name not in _SETTINGS_WITH_VALUE:
            rest.append(argument)
            continue
        environment["RELAIS_" + name.replace("-", "_").upper()] = value if equals else next(remaining, "")
    return rest


def open_runtime() -> Runtime:
    """Settings from the environment and the database, migrated."""
    settings = Settings()
    database = open_database(settings.effective_database_url)
    migrate(database)
    return Runtime(settings, database)


def answer(payload: Mapping[str, Any], sentence: str, *, as_json: bool) -> None:
    """Says how it went: one JSON line for programs, a French sentence for people."""
    typer.echo(json.dumps(payload, ensure_ascii=False) if as_json else sentence)


def refuse(code: str, sentence: str, *, as_json: bool) -> typer.Exit:
    """Says why nothing was done; raise what is returned."""
    typer.echo(json.dumps({"error": code}) if as_json else sentence, err=not as_json)
    return typer.Exit(1)
