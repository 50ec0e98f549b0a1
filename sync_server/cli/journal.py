"""`export-journal`: everything the co-op holds, as one file that anybody can check without this program."""

from pathlib import Path
from typing import Annotated

import typer

from shared.verify import verify
from shared.words.format import format_count
from shared.words.language import Language
from sync_server.cli.command import AsJson, answer, open_runtime, refuse
from sync_server.db.session import read
from sync_server.journal.writing import journal_lines


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("export-journal")(export_journal)


def export_journal(
    file: Annotated[Path, typer.Argument(metavar="FICHIER", help="Où l'écrire, par exemple journal.jsonl.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Écrit tous les mouvements et leurs chaînes ; « python -m shared.verify FICHIER » les revérifie."""
    if file.exists():
        raise refuse("file-exists", f"{file} existe déjà : choisissez un autre nom.", as_json=as_json)
    unfinished = file.with_name(f"{file.name}.part")
    runtime = open_runtime()
    lines = 0
    try:
        with read(runtime.database) as session, unfinished.open("w", encoding="utf-8", newline="") as opened:
            for line in journal_lines(session.connection()):
                opened.write(line)
                lines += 1
        with unfinished.open("rb") as written:
            wrong = verify(written)
        if wrong is not None:
            raise refuse("journal-broken", f"Le journal ne se vérifie pas : {wrong}.", as_json=as_json)
        unfinished.rename(file)
    except OSError as failed:
        raise refuse(
            "cannot-write", f"Impossible d'écrire {file} : {failed.strerror}.", as_json=as_json
        ) from failed
    finally:
        unfinished.unlink(missing_ok=True)
        runtime.database.close()
    said = format_count(lines, "ligne", "lignes", Language.FRENCH)
    answer(
        {"file": str(file), "lines": lines}, f"Journal écrit et vérifié : {file} ({said}).", as_json=as_json
    )
