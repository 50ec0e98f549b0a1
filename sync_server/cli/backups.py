"""`backup`, `restore` and `rewound`: proven copies of the database, and going back to one."""

from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import make_url

from shared.words.format import format_count
from shared.words.language import Language
from sync_server.backup.chains import CopyFault, ProvenContent
from sync_server.backup.french import fault_sentence
from sync_server.backup.kept_files import FOLDER, KeptFile, fault_of_bytes, keep_file, unfinished_path
from sync_server.backup.postgres_dump import DumpRefused
from sync_server.backup.queries import mark_rewound, phones_not_back, raise_safe
from sync_server.backup.replacing import forget_copy, prepare_copy, put_in_place
from sync_server.backup.sqlite_copy import is_in_use, prove_file
from sync_server.backup.taking import (
    POSTGRESQL_ENDING,
    SQLITE_ENDING,
    copy_and_prove_file,
    count_backup,
    dump_and_prove,
    fault_against_live,
)
from sync_server.cli.command import AsJson, answer, open_runtime, refuse
from sync_server.config import Settings
from sync_server.db.migrate import DatabaseNewerThanProgram, migrate
from sync_server.db.runtime import Runtime, wall_clock_ms
from sync_server.db.session import begin, open_database

FR = Language.FRENCH
_USE_PG_RESTORE = (
    "Sur PostgreSQL, arrêtez le serveur, chargez la sauvegarde avec pg_restore dans une base neuve,"
    " donnez son adresse au serveur (RELAIS_DATABASE_URL), puis lancez : python -m sync_server rewound"
)


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command("backup")(back_up)
    app.command("restore")(restore)
    app.command("rewound")(rewound)


def back_up(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DOSSIER", help="Où l'écrire ; sinon data_dir/backups.")
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Copie la base pendant que le serveur tourne et vérifie la copie : ce qu'elle contient est alors sûr."""
    database = _sqlite_file(Settings())
    if database is not None and not database.exists():
        raise refuse("no-database", f"Il n'y a pas de base ici : {database}.", as_json=as_json)
    runtime = open_runtime()
    try:
        copied, file = _made(runtime, folder or runtime.settings.data_dir / FOLDER, as_json=as_json)
    finally:
        runtime.database.close()
    events = format_count(copied.event_count, "mouvement", "mouvements", FR)
    logs = format_count(len(copied.logs), "journal", "journaux", FR)
    answer(
        {
            "file": str(file.path),
            "sha256": file.sha256,
            "feed_seq": copied.feed_seq,
            "feed_hash": copied.feed_hash.hex(),
            "events": copied.event_count,
            "logs": len(copied.logs),
        },
        f"Sauvegarde vérifiée : {file.path} ({events}, {logs}, fil n° {copied.feed_seq}).",
        as_json=as_json,
    )


def restore(
    file: Annotated[Path, typer.Argument(metavar="FICHIER", help="Une sauvegarde faite par « backup ».")],
    *,
    as_json: AsJson = False,
) -> None:
    """Remet une sauvegarde en place. La base présente est mise de côté, jamais effacée."""
    database = _sqlite_file(Settings())
    if database is None:
        raise refuse("use-pg-restore", _USE_PG_RESTORE, as_json=as_json)
    content = _proven(file, as_json=as_json)
    if is_in_use(database):
        sentence = f"Un serveur ou une commande utilise la base {database} : arrêtez-le d'abord."
        raise refuse("database-in-use", sentence, as_json=as_json)
    prepared = prepare_copy(file, database)
    now_ms = wall_clock_ms()
    awaited = _rewind(prepared, file.name, content, now_ms, as_json=as_json)
    aside = put_in_place(prepared, database, now_ms)
    phones = format_count(awaited, "téléphone est attendu", "téléphones sont attendus", FR)
    kept = "" if aside is None else f" L'ancienne base est gardée : {aside}."
    answer(
        {
            "file": str(file),
            "feed_seq": content.feed_seq,
            "set_aside": None if aside is None else str(aside),
            "phones_awaited": awaited,
        },
        f"Base restaurée au n° {content.feed_seq} du fil.{kept} {phones} avant de pouvoir clore.",
        as_json=as_json,
    )


def rewound(
    *,
    as_json: AsJson = False,
) -> None:
    """Dit que cette base vient d'être restaurée par un autre moyen (pg_restore, image du disque)."""
    runtime = open_runtime()
    with begin(runtime.database) as session:
        feed_seq = mark_rewound(session, "", runtime.now_ms())
        awaited = len(phones_not_back(session))
    runtime.database.close()
    phones = format_count(awaited, "téléphone est attendu", "téléphones sont attendus", FR)
    sentence = f"Base notée comme restaurée au n° {feed_seq} du fil. {phones} avant de pouvoir clore."
    answer({"feed_seq": feed_seq, "phones_awaited": awaited}, sentence, as_json=as_json)


def _sqlite_file(settings: Settings) -> Path | None:
    url = make_url(settings.effective_database_url)
    is_file = url.get_backend_name() == "sqlite" and url.database is not None
    return Path(url.database) if is_file and url.database else None


def _made(runtime: Runtime, folder: Path, *, as_json: bool) -> tuple[ProvenContent, KeptFile]:
    now_ms = runtime.now_ms()
    unfinished = unfinished_path(folder, now_ms)
    database = _sqlite_file(runtime.settings)
    try:
        if database is not None:
            copied, ending = copy_and_prove_file(database, unfinished), SQLITE_ENDING
        else:
            url = runtime.settings.effective_database_url
            copied, ending = dump_and_prove(url, unfinished, now_ms), POSTGRESQL_ENDING
        if isinstance(copied, DumpRefused):
            raise refuse("dump-refused", _dump_sentence(copied), as_json=as_json)
        if isinstance(copied, CopyFault):
            raise _faulty(copied, as_json=as_json)
        with begin(runtime.database) as session:
            fault = fault_against_live(session, copied)
            if fault is not None:
                raise _faulty(fault, as_json=as_json)
            file = keep_file(unfinished, copied, now_ms, ending)
            count_backup(session, copied, file, now_ms)
        return copied, file
    finally:
        unfinished.unlink(missing_ok=True)


def _proven(file: Path, *, as_json: bool) -> ProvenContent:
    if not file.is_file():
        raise refuse("no-backup", f"Il n'y a pas de fichier {file}.", as_json=as_json)
    content = fault_of_bytes(file) or prove_file(file)
    if isinstance(content, CopyFault):
        raise _faulty(content, as_json=as_json)
    return content


def _rewind(prepared: Path, name: str, content: ProvenContent, now_ms: int, *, as_json: bool) -> int:
    """Brings the copy up to date and notes in it that it was restored; how many phones are awaited."""
    opened = open_database(f"sqlite:///{prepared}")
    try:
        migrate(opened)
        with begin(opened) as session:
            mark_rewound(session, name, now_ms)
            raise_safe(session, content.logs)
            return len(phones_not_back(session))
    except DatabaseNewerThanProgram:
        forget_copy(prepared)
        sentence = "Cette sauvegarde vient d'un programme plus récent : mettez d'abord celui-ci à jour."
        raise refuse(DatabaseNewerThanProgram.code, sentence, as_json=as_json) from None
    finally:
        opened.close()


def _faulty(fault: CopyFault, *, as_json: bool) -> typer.Exit:
    return refuse(fault.code.value, fault_sentence(fault), as_json=as_json)


def _dump_sentence(refused: DumpRefused) -> str:
    if refused.said == "absent":
        return (
            f"Le programme {refused.step} manque : installez les outils client de PostgreSQL"
            " (paquet postgresql-client) dans la version du serveur, ou lancez la commande là où ils sont."
        )
    return f"{refused.step} a refusé, rien n'est compté comme sauvegardé : {refused.said}"
