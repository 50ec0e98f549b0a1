"""Page « Exports »: everything the co-op holds as tables, and the journal anybody can check."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from sync_server.accounts.rights import Right
from sync_server.console.paper_answer import CSV, new_file, whole_file
from sync_server.console.visit import PageMissing, Visit, page, reading_with
from sync_server.exports.everything import BY_KEY, EXPORTS, Export, export_pieces
from sync_server.journal.writing import journal_lines
from sync_server.log import log_event

JSON_LINES = "application/x-ndjson"
router = APIRouter()
Reading = Annotated[Visit, reading_with(Right.EXPORT)]


@dataclass(frozen=True, slots=True)
class ExportsContext:
    """What may be downloaded."""

    exports: Sequence[Export]


@router.get("/exports")
def list_exports(visit: Reading) -> HTMLResponse:
    """Every table there is."""
    return page(visit, "exports", "exports.html", ExportsContext(EXPORTS))


@router.get("/exports/journal")
def download_journal(visit: Reading) -> Response:
    """The journal as JSON Lines: `python -m shared.verify FILE` checks it."""
    lines = (line.encode() for line in journal_lines(visit.session.connection()))
    return _file(visit, lines, JSON_LINES, "journal", "jsonl")


@router.get("/exports/{key}")
def download_export(visit: Reading, key: str) -> Response:
    """One table as CSV."""
    export = BY_KEY.get(key)
    if export is None:
        raise PageMissing
    return _file(visit, export_pieces(visit.session, export, visit.now_ms), CSV, export.key, "csv")


def _file(visit: Visit, pieces: Iterable[bytes], media_type: str, name: str, ending: str) -> Response:
    kept = new_file()
    try:
        kept.writelines(pieces)
    except BaseException:
        kept.close()
        raise
    log_event("exported", what=name, by=visit.visitor.coordinator_id)
    return whole_file(kept, media_type, name, visit.today.isoformat(), ending)
