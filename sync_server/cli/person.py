"""`person add`: people of the network."""

from typing import Annotated

import typer

from sync_server.accounts.people import PersonFields, Role, next_person_id, put_people
from sync_server.cli.command import AsJson, answer, open_runtime, refuse
from sync_server.db.feed import lock_feed
from sync_server.db.session import begin


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    group = typer.Typer(no_args_is_help=True, help="Les personnes du réseau.")
    group.command("add")(add)
    app.add_typer(group, name="person")


def add(
    name: Annotated[str, typer.Argument(help="Nom de la personne.")],
    *,
    helper: Annotated[bool, typer.Option("--helper", help="Conduit des tournées.")] = False,
    producer: Annotated[bool, typer.Option("--producer", help="Producteur.")] = False,
    keeper: Annotated[bool, typer.Option("--keeper", help="Tient un point relais.")] = False,
    as_json: AsJson = False,
) -> None:
    """Ajoute une personne et affiche son identifiant."""
    if not name.strip():
        raise refuse("name-empty", "Le nom est vide.", as_json=as_json)
    asked = {Role.HELPER: helper, Role.PRODUCER: producer, Role.KEEPER: keeper}
    roles = frozenset(role for role, wanted in asked.items() if wanted)
    runtime = open_runtime()
    with begin(runtime.database) as session:
        feed = lock_feed(session)
        person_id = next_person_id(session)
        put_people(session, feed, [PersonFields(person_id, name.strip(), roles)])
    runtime.database.close()
    answer({"person_id": person_id}, f"{name} a l'identifiant {person_id}.", as_json=as_json)
