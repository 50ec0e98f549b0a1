"""`coordinator add`, `link`, `reset-factor`: who may open the console, and how one gets in again."""

import sys
from typing import Annotated

import typer

from sync_server.accounts.console_sessions import end_sessions_of, open_sign_in_link
from sync_server.accounts.coordinators import (
    JUST_COORDINATOR,
    CoordinatorRefusal,
    add_coordinator,
    find_coordinator,
)
from sync_server.accounts.french import REFUSED
from sync_server.accounts.passwords import PasswordFault
from sync_server.accounts.rights import ConsoleRole
from sync_server.accounts.second_factor import reset_factor
from sync_server.cli.command import AsJson, answer, open_runtime, refuse
from sync_server.db.session import begin
from sync_server.log import log_event


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    group = typer.Typer(no_args_is_help=True, help="Qui ouvre la console.")
    group.command("add")(add)
    group.command("link")(link)
    group.command("reset-factor")(reset_second_factor)
    app.add_typer(group, name="coordinator")


def add(
    name: Annotated[str, typer.Argument(help="Nom de la personne.")],
    login: Annotated[str, typer.Argument(help="Identifiant de connexion.")],
    *,
    role: Annotated[
        list[ConsoleRole] | None,
        typer.Option(help="Ce que la personne vient y faire ; à répéter. Sans : coordinator."),
    ] = None,
    person: Annotated[str | None, typer.Option(help="Qui c'est dans le réseau, par exemple P001.")] = None,
    as_json: AsJson = False,
) -> None:
    """Donne accès à la console ; le mot de passe est demandé, ou lu sur l'entrée standard."""
    password = _asked_password()
    runtime = open_runtime()
    with begin(runtime.database) as session:
        added = add_coordinator(session, name, login, password, role or JUST_COORDINATOR, person)
        if isinstance(added, CoordinatorRefusal | PasswordFault):
            raise refuse(added.value, REFUSED[added], as_json=as_json)
    runtime.database.close()
    log_event("coordinator_added", coordinator=added)
    answer({"coordinator_id": added}, f"{name} ouvre la console avec l'identifiant {login}.", as_json=as_json)


def _asked_password() -> str:
    """Never an argument: others on the machine could see it."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    return typer.prompt("Mot de passe", hide_input=True, confirmation_prompt="Encore une fois")


def link(
    login: Annotated[str, typer.Argument(help="Identifiant de connexion.")], *, as_json: AsJson = False
) -> None:
    """Affiche un lien qui ouvre la console une seule fois, dans la journée."""
    runtime = open_runtime()
    with begin(runtime.database) as session:
        found = find_coordinator(session, login)
        if found is None:
            raise refuse("coordinator-unknown", f"Identifiant inconnu : {login}.", as_json=as_json)
        token = open_sign_in_link(session, found.id, runtime.random_bytes, runtime.now_ms())
    runtime.database.close()
    address = f"{runtime.settings.effective_public_url}/console/lien/{token}"
    log_event("sign_in_link_opened", coordinator=found.id)
    answer({"link": address}, f"À ouvrir une fois : {address}", as_json=as_json)


def reset_second_factor(
    login: Annotated[str, typer.Argument(help="Identifiant de connexion.")], *, as_json: AsJson = False
) -> None:
    """Oublie l'application de codes de quelqu'un : la prochaine connexion en relie une autre."""
    runtime = open_runtime()
    with begin(runtime.database) as session:
        found = find_coordinator(session, login)
        if found is None:
            raise refuse("coordinator-unknown", f"Identifiant inconnu : {login}.", as_json=as_json)
        was_there = reset_factor(session, found.id)
        end_sessions_of(session, found.id)
    runtime.database.close()
    log_event("second-factor-reset", coordinator=found.id)
    said = "est oublié" if was_there else "n'existait pas"
    answer({"reset": was_there}, f"Le second facteur de {login} {said}.", as_json=as_json)
