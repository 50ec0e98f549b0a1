"""Page « Relevé »: what one person earned and owes in a period, and the same as PDF and as CSV."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse, Response

from sync_server.accounts.rights import Right
from sync_server.console import french
from sync_server.console.paper_answer import CSV, PDF, file_answer
from sync_server.console.statement_context import page_context, whole_context
from sync_server.console.statement_pages import LinesAsked
from sync_server.console.statement_paper import statement_pdf
from sync_server.console.visit import PageMissing, Visit, page, reading_with
from sync_server.exports.statement_table import statement_csv
from sync_server.papers.cooperative import cooperative_name
from sync_server.settlement.calendar import is_period
from sync_server.settlement.outline import Outlined, PersonUnknown, statement_outline
from sync_server.settlement.statement import statement
from sync_server.settlement.statement_values import PersonStatement

router = APIRouter()
Reading = Annotated[Visit, reading_with(Right.SEE_MONEY_OF_ALL)]


def _asked(
    page_no: Annotated[int, Query(alias="page", ge=1, le=1000)] = 1,
    ligne: Annotated[str, Query(max_length=20)] = "",
) -> LinesAsked:
    return LinesAsked(page_no, ligne)


Asked = Annotated[LinesAsked, Depends(_asked)]


@router.get("/releves/{period}/{person_id}")
def show_statement(visit: Reading, period: str, person_id: str, asked: Asked) -> HTMLResponse:
    """The statement as it was closed, or as closing now would make it; a long one in pages."""
    back = (f"/console/periodes/{period}", french.month(period).capitalize() if is_period(period) else "")
    address = f"/console/releves/{period}/{person_id}"
    return statement_page(visit, made_outline(visit, period, person_id), ("periodes", address), back, asked)


@router.get("/releves/{period}/{person_id}/pdf")
def download_statement(visit: Reading, period: str, person_id: str) -> Response:
    """The paper."""
    made = made_statement(visit, period, person_id)
    return statement_paper(visit, made, f"/console/releves/{period}/{person_id}")


@router.get("/releves/{period}/{person_id}/csv")
def download_statement_lines(visit: Reading, period: str, person_id: str) -> Response:
    """Every line of the statement with the ids of its events."""
    return statement_table(made_statement(visit, period, person_id))


def made_statement(visit: Visit, period: str, person_id: str) -> PersonStatement:
    """One person's whole statement. Raises: PageMissing."""
    made = statement(visit.session, person_id, period, visit.now_ms) if is_period(period) else None
    if made is None or isinstance(made, PersonUnknown):
        raise PageMissing
    return made


def made_outline(visit: Visit, period: str, person_id: str) -> Outlined:
    """The same before its lines are explained. Raises: PageMissing."""
    made = statement_outline(visit.session, person_id, period, visit.now_ms) if is_period(period) else None
    if made is None or isinstance(made, PersonUnknown):
        raise PageMissing
    return made


def statement_page(
    visit: Visit, made: Outlined, at: tuple[str, str], back: tuple[str, str], asked: LinesAsked
) -> HTMLResponse:
    """The page of a section of the menu at an address; `back` is the page it is reached from and its name."""
    section, address = at
    context = page_context(visit.session, made, back, address, asked)
    return page(visit, section, "statement.html", context)


def statement_paper(visit: Visit, made: PersonStatement, address: str) -> Response:
    """The PDF as a file."""
    return file_answer(paper_of(visit, made, address), PDF, *file_words(made), "pdf")


def paper_of(visit: Visit, made: PersonStatement, address: str) -> bytes:
    """The PDF. That of a closed period bears the day of closing and is the same whenever it is asked."""
    return statement_pdf(
        whole_context(visit.session, made, ("", ""), address),
        cooperative_name(visit.session),
        _head(made),
        visit.runtime.settings.effective_public_url + address,
        visit.now_ms if made.settlement is None else made.settlement.closed_ms,
    )


def statement_table(made: PersonStatement) -> Response:
    """The CSV."""
    return file_answer(statement_csv(made), CSV, *file_words(made), "csv")


def _head(made: PersonStatement) -> str:
    if made.settlement is None:
        return "Provisoire"
    return f"Relevé n° {made.number.label}" if made.number else "Sans numéro : rien à régler"


def file_words(made: PersonStatement) -> tuple[str, ...]:
    """What a file with this statement is called."""
    number = made.number.label if made.number else "provisoire" if made.settlement is None else ""
    return ("releve", made.period, made.person_name, number)
