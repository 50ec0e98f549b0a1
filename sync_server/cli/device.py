"""`device add` and `device revoke`: phones, for operators and tests."""

from typing import Annotated

import typer

from sync_server.accounts.devices import DeviceStatus, add_device, revoke_device
from sync_server.accounts.people import find_person
from sync_server.accounts.tables import Device
from sync_server.cli.command import AsJson, answer, open_runtime, refuse
from sync_server.db.session import begin
from sync_server.log import log_event


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    group = typer.Typer(no_args_is_help=True, help="Les téléphones.")
    group.command("add")(add)
    group.command("revoke")(revoke)
    app.add_typer(group, name="device")


def add(
    *,
    person: Annotated[str, typer.Option("--person", help="Identifiant de la personne.")],
    device: Annotated[str, typer.Option("--device", help="Téléphone connu, à qui rendre un jeton.")] = "",
    as_json: AsJson = False,
) -> None:
    """Ajoute un téléphone sans passer par l'écran d'inscription et affiche son jeton, une seule fois."""
    runtime = open_runtime()
    with begin(runtime.database) as session:
        if find_person(session, person) is None:
            raise refuse("person-unknown", f"Personne inconnue : {person}.", as_json=as_json)
        known = session.get(Device, device) if device else None
        if known is not None and known.person_id != person:
            raise refuse("device-of-another", f"{device} est à une autre personne.", as_json=as_json)
        added = add_device(
            session, person, runtime.now_ms(), runtime.random_bytes, device_id=device or None, model="cli"
        )
    runtime.database.close()
    log_event("device_added", device=added.id, person=person)
    sentence = f"Téléphone {added.id}. Jeton, montré une seule fois : {added.token}"
    answer({"device_id": added.id, "token": added.token}, sentence, as_json=as_json)


def revoke(
    device: Annotated[str, typer.Argument(help="Identifiant du téléphone.")],
    *,
    stolen: Annotated[bool, typer.Option("--stolen", help="Volé ou perdu, et non mis de côté.")] = False,
    as_json: AsJson = False,
) -> None:
    """Retire ses droits à un téléphone, dès sa prochaine demande."""
    status = DeviceStatus.STOLEN if stolen else DeviceStatus.RETIRED
    runtime = open_runtime()
    with begin(runtime.database) as session:
        if not revoke_device(session, device, status, runtime.now_ms()):
            raise refuse("device-unknown", f"Téléphone inconnu : {device}.", as_json=as_json)
    runtime.database.close()
    log_event("device_revoked", device=device, status=status.value)
    answer({"device_id": device, "status": status.value}, f"{device} n'a plus accès.", as_json=as_json)
