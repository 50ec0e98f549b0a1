"""Page « Papier en préparation »: how far a long paper is, then the paper itself."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, Response

from sync_server.accounts.rights import Right
from sync_server.console import french
from sync_server.console.long_papers import LongPaper, LongPapers, PaperAsked
from sync_server.console.paper_answer import file_answer
from sync_server.console.session_cookie import HOME, inside
from sync_server.console.visit import Visit, page, reading_with, see_other

PATH = "/console/papiers"
router = APIRouter()
# The paper itself says which right it asks: that is looked at again each time.
Reading = Annotated[Visit, reading_with(Right.OWN_ACCOUNT)]


def _papers(request: Request) -> LongPapers:
    papers: LongPapers = request.app.state.long_papers
    return papers


Papers = Annotated[LongPapers, Depends(_papers)]


@dataclass(frozen=True, slots=True)
class PaperContext:
    """A paper as it stands; `permille` is how much is done."""

    title: str
    back: str
    says: str
    permille: int
    is_waiting: bool
    is_broken: bool
    download: str


def paper_in_a_while(visit: Visit, papers: LongPapers, asked: PaperAsked) -> Response:
    """Begins a paper, or finds it, and leads to the page that says how far it is."""
    # Where it was asked stands in the address: papers are in memory, and a server that restarts has none.
    return see_other(f"{PATH}/{papers.ask(asked, visit.now_ms)}?vers={quote(asked.back, safe='')}")


@router.get("/papiers/{paper_id}")
def show_paper(
    visit: Reading, papers: Papers, paper_id: str, vers: Annotated[str, Query(max_length=400)] = ""
) -> HTMLResponse:
    """How far it is; the page asks again by itself until it is done, or says that the paper is gone."""
    paper = _found(visit, papers, paper_id)
    if paper is None:
        return page(visit, "", "paper_gone.html", inside(vers), 410)
    asked = paper.asked
    is_done = paper.content is not None
    steps = max(asked.steps, 1)
    context = PaperContext(
        title=asked.title,
        back=asked.back,
        says=_says(paper),
        # The last tenth is what comes after the last step: laying it all out.
        permille=1000 if is_done else 900 * min(paper.done, steps) // steps,
        is_waiting=not is_done and not paper.is_broken,
        is_broken=paper.is_broken,
        download=f"{PATH}/{paper_id}/fichier" if is_done else "",
    )
    return page(visit, asked.section, "paper_wait.html", context)


@router.get("/papiers/{paper_id}/fichier")
def download_paper(visit: Reading, papers: Papers, paper_id: str) -> Response:
    """The paper, as often as asked."""
    paper = _found(visit, papers, paper_id)
    if paper is None:
        return page(visit, "", "paper_gone.html", HOME, 410)
    if paper.content is None:
        return see_other(f"{PATH}/{paper_id}")
    return file_answer(paper.content, paper.asked.media_type, *paper.asked.file_parts)


def _found(visit: Visit, papers: LongPapers, paper_id: str) -> LongPaper | None:
    paper = papers.find(paper_id, visit.visitor.coordinator_id, visit.now_ms)
    return paper if paper is not None and visit.may(paper.asked.right) else None


def _says(paper: LongPaper) -> str:
    of = french.counted(paper.asked.steps, *paper.asked.unit)
    if paper.content is not None:
        return f"{of} : le fichier est prêt, et gardé ici une heure."
    if paper.done >= paper.asked.steps:
        return f"{of} : mise en page."
    return f"{french.whole(paper.done)} sur {of}."
