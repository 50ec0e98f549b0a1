"""`map-name`, `list-names`, `forget-name`, `undo-import`: a shop's names, and taking an import back."""

from dataclasses import asdict
from typing import Annotated

import typer

from sync_server.cli.command import OPERATOR, AsJson, answer, open_runtime, refuse
from sync_server.db.feed import lock_feed
from sync_server.db.session import begin, read
from sync_server.imports.aliases import confirm_alias, forget_alias, known_aliases
from sync_server.imports.confirm import Confirmation
from sync_server.imports.naming import AliasKind
from sync_server.imports.undo import UndoOutcome, undo_import
from sync_server.upkeep.after_planning import follow_consignments


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command("map-name")(map_name)
    app.command("list-names")(list_names)
    app.command("forget-name")(forget_name)
    app.command("undo-import")(undo)


def map_name(
    kind: Annotated[str, typer.Argument(metavar="producer|place", help="Ce que le nom désigne.")],
    text: Annotated[str, typer.Argument(metavar="NOM", help="Nom écrit dans l'export.")],
    target: Annotated[str, typer.Argument(metavar="IDENTIFIANT", help="Le nôtre, comme P001 ou R056.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Retient qu'un nom de la boutique désigne l'un des nôtres."""
    if kind not in (AliasKind.PRODUCER, AliasKind.PLACE):
        raise refuse("kind-unknown", "Dites producer ou place.", as_json=as_json)
    runtime = open_runtime()
    with begin(runtime.database) as session:
        is_known = confirm_alias(session, AliasKind(kind), text, target, OPERATOR, runtime.now_ms())
    runtime.database.close()
    if not is_known:
        raise refuse("target-unknown", f"Rien n'a l'identifiant {target}.", as_json=as_json)
    answer({"kind": kind, "text": text, "target": target}, f"« {text} » désigne {target}.", as_json=as_json)


def list_names(*, as_json: AsJson = False) -> None:
    """Liste ce que désigne chaque nom retenu, avec qui l'a dit."""
    runtime = open_runtime()
    with read(runtime.database) as session:
        names = known_aliases(session)
    runtime.database.close()
    said = [
        f"{one.kind.value} « {one.text} » : {one.target_id} (dit par {one.confirmed_by})" for one in names
    ]
    answer({"names": [asdict(one) for one in names]}, "\n".join(said) or "Aucun nom retenu.", as_json=as_json)


def forget_name(
    kind: Annotated[AliasKind, typer.Argument(metavar="producer|place|cycle", help="Ce que le nom désigne.")],
    text: Annotated[str, typer.Argument(metavar="NOM", help="Nom écrit dans l'export.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Oublie ce que désigne un nom : le prochain import le demandera."""
    runtime = open_runtime()
    with begin(runtime.database) as session:
        is_forgotten = forget_alias(session, kind, text, OPERATOR, runtime.now_ms())
    runtime.database.close()
    if not is_forgotten:
        raise refuse("name-unknown", f"« {text} » n'est pas retenu.", as_json=as_json)
    answer({"status": "forgotten"}, f"« {text} » sera redemandé.", as_json=as_json)


def undo(
    import_id: Annotated[int, typer.Argument(metavar="NUMÉRO", help="Numéro de l'import.")],
    because: Annotated[str, typer.Option("--because", metavar="RAISON", help="Pourquoi : gardé et montré.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Annule un import : ce qu'il avait remplacé revient en place."""
    if not because.strip():
        raise refuse("reason-missing", "Dites pourquoi.", as_json=as_json)
    runtime = open_runtime()
    with begin(runtime.database) as session:
        feed = lock_feed(session)
        confirmation = Confirmation(OPERATOR, runtime.now_ms())
        undone = undo_import(session, feed, import_id, because.strip(), confirmation, runtime.random_bytes)
        if undone.consignments is not None:
            follow_consignments(session, feed, undone.consignments.changed_pks, runtime.now_ms())
    runtime.database.close()
    match undone.outcome:
        case UndoOutcome.MISSING:
            raise refuse("import-unknown", f"Il n'y a pas d'import {import_id}.", as_json=as_json)
        case UndoOutcome.SUPERSEDED:
            sentence = f"L'import {undone.later_import_id} l'a remplacé : annulez-le d'abord."
            raise refuse("import-superseded", sentence, as_json=as_json)
        case UndoOutcome.ALREADY:
            answer({"status": "already"}, "Déjà annulé : rien ne change.", as_json=as_json)
        case UndoOutcome.UNDONE:
            answer({"status": "undone"}, f"L'import {import_id} est annulé.", as_json=as_json)
