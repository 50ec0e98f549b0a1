"""`coordinator add` and `coordinator link`: who may open the console, and a link that opens it once."""

import sys
from typing import Annotated

import typer

from sync_server.accounts.console_sessions import open_sign_in_link
from sync_server.accounts.coordinators import (
    JUST_COORDINATOR,
    CoordinatorRefusal,
    add_coordinator,
    find_coordinator,
)
from sync_server.accounts.passwords import PASSWORD_MIN_CHARACTERS
from sync_server.accounts.rights import ConsoleRole
from sync_server.cli.command import AsJson, answer, open_runtime, refuse
from sync_server.db.session import begin
from sync_server.log import log_event

_REFUSED = {
    CoordinatorRefusal.LOGIN_TAKEN: "Cet identifiant est déjà pris.",
    CoordinatorRefusal.LOGIN_EMPTY: "Le nom ou l'identifiant est vide.",
    CoordinatorRefusal.PASSWORD_TOO_SHORT: (
        f"Le mot de passe doit avoir au moins {PASSWORD_MIN_CHARACTERS} caractères."
    ),
    CoordinatorRefusal.ROLE_MISSING: "Il faut au moins un rôle.",
    CoordinatorRefusal.PERSON_NEEDED: (
        "Dites avec --person qui c'est dans le réseau : ces pages montrent ce qui est à cette personne."
    ),
    CoordinatorRefusal.PERSON_UNKNOWN: "Cette personne n'est pas dans le réseau.",
}


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    group = typer.Typer(no_args_is_help=True, help="Qui ouvre la console.")
    group.command("add")(add)
    group.command("link")(link)
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
        if isinstance(added, CoordinatorRefusal):
            raise refuse(added.value, _REFUSED[added], as_json=as_json)
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
