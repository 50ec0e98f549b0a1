"""`door code` and `door repaired`: the codes that open places and lockers, and lockers that work again."""

import sys
from typing import Annotated

import typer

from sync_server.cli.command import AsJson, answer, open_runtime, refuse
from sync_server.custody.compartments import publish_banks
from sync_server.db.feed import lock_feed
from sync_server.db.session import begin
from sync_server.log import log_event
from sync_server.network.doors import (
    CODE_MAX_CHARACTERS,
    THE_PLACE,
    Door,
    door_seal,
    is_door,
    set_door_code,
    works_again,
)

PlaceId = Annotated[str, typer.Argument(metavar="LIEU", help="Identifiant du lieu, par exemple R016.")]


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    group = typer.Typer(no_args_is_help=True, help="Codes de porte et casiers.")
    group.command("code")(code)
    group.command("repaired")(repaired)
    app.add_typer(group, name="door")


def code(
    place_id: PlaceId,
    compartment: Annotated[
        str, typer.Argument(metavar="CASIER", help="Le casier ; sans lui, la porte du lieu.")
    ] = THE_PLACE,
    *,
    forget: Annotated[bool, typer.Option("--forget", help="Oublie le code.")] = False,
    as_json: AsJson = False,
) -> None:
    """Donne le code d'une porte ; il est demandé, ou lu sur l'entrée standard, et jamais affiché."""
    given = None if forget else _asked_code()
    if given is not None and not 0 < len(given) <= CODE_MAX_CHARACTERS:
        sentence = f"Un code a entre 1 et {CODE_MAX_CHARACTERS} caractères."
        raise refuse("code-length", sentence, as_json=as_json)
    door = Door(place_id, compartment.upper())
    runtime = open_runtime()
    with begin(runtime.database) as session:
        feed = lock_feed(session)
        if not is_door(session, door):
            raise refuse("unknown-door", "Ce lieu ou ce casier n'est pas dans le réseau.", as_json=as_json)
        seal = door_seal(runtime.settings.data_dir, runtime.random_bytes)
        is_changed = set_door_code(session, feed, seal, door, given)
    runtime.database.close()
    done = "door_code_set" if given else "door_code_forgotten"
    log_event(done, place=place_id, door=door.compartment or "-")
    said = "Le code est oublié." if given is None else "Le code est enregistré, chiffré."
    payload = {"place_id": place_id, "compartment": door.compartment, "changed": is_changed}
    answer(payload, said, as_json=as_json)


def repaired(
    place_id: PlaceId,
    compartment: Annotated[str, typer.Argument(metavar="CASIER", help="Le casier qui marche de nouveau.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Remet en service un casier qu'un aidant avait signalé en panne."""
    runtime = open_runtime()
    with begin(runtime.database) as session:
        feed = lock_feed(session)
        if not works_again(session, Door(place_id, compartment.upper()), runtime.now_ms()):
            raise refuse("unknown-door", "Ce casier n'est pas dans le réseau.", as_json=as_json)
        changed = publish_banks(session, feed, [place_id])
    runtime.database.close()
    payload = {"place_id": place_id, "compartment": compartment.upper(), "changed": changed > 0}
    answer(payload, "Le casier est de nouveau en service.", as_json=as_json)


def _asked_code() -> str:
    """Never an argument: others on the machine could see it."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    return typer.prompt("Code de la porte", hide_input=True, confirmation_prompt="Encore une fois").strip()
