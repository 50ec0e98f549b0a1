"""The delivery note of a round as PDF, from its page."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from sync_server.accounts.rights import Right
from sync_server.console.paper_answer import PDF, file_answer
from sync_server.console.visit import PageMissing, Visit, reading_with
from sync_server.network.round_list import find_round
from sync_server.papers.delivery_note import delivery_note_pdf

router = APIRouter()


@router.get("/tournees/{round_id}/bon")
def download_note(
    visit: Annotated[Visit, reading_with(Right.SEE_CRATES)],
    round_id: str,
    bord: Annotated[str, Query(max_length=4)] = "",
) -> Response:
    """All the round carries, or what is aboard now."""
    listed = find_round(visit.session, round_id)
    if listed is None:
        raise PageMissing
    made = delivery_note_pdf(visit.session, listed, visit.now_ms, only_aboard=bool(bord))
    return file_answer(made, PDF, "bon-de-livraison", listed.id, "a-bord" if bord else "", "pdf")
