"""All statements of a closed period as one archive, to be sent round."""

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from fastapi import APIRouter
from fastapi.responses import Response

from shared.commission.local_time import local_datetime
from sync_server.accounts.rights import Right
from sync_server.console import french
from sync_server.console.long_papers import STATEMENTS_SOON, PaperAsked, Tell
from sync_server.console.paper_answer import ZIP, file_answer, file_name
from sync_server.console.paper_wait import Papers, paper_in_a_while
from sync_server.console.statement import file_words, made_statement, paper_of
from sync_server.console.visit import PageMissing, Visit, reading_with
from sync_server.db.session import read
from sync_server.settlement.calendar import is_period
from sync_server.settlement.queries import ClosedPeriod, closed_period, statements_of

router = APIRouter()


@router.get("/periodes/{period}/releves")
def download_statements(
    visit: Annotated[Visit, reading_with(Right.SEE_MONEY_OF_ALL)], papers: Papers, period: str
) -> Response:
    """The PDF of each numbered statement, in the order of their numbers; the same bytes each time."""
    closed = closed_period(visit.session, period) if is_period(period) else None
    if closed is None:
        raise PageMissing
    people = [number.person_id for number in statements_of(visit.session, closed.id)]
    if len(people) <= STATEMENTS_SOON:
        return file_answer(_archive(visit, closed, people, lambda _done: None), ZIP, "releves", period, "zip")

    def make(tell: Tell) -> bytes:
        # The request and its transaction are over by then.
        with read(visit.runtime.database) as session:
            return _archive(replace(visit, session=session), closed, people, tell)

    asked = PaperAsked(
        coordinator_id=visit.visitor.coordinator_id,
        right=Right.SEE_MONEY_OF_ALL,
        key=f"releves {period}",
        title=f"Relevés {french.of_month(period)}",
        steps=len(people),
        unit=("relevé", "relevés"),
        back=f"/console/periodes/{period}",
        section="periodes",
        file_parts=("releves", period, "zip"),
        media_type=ZIP,
        make=make,
    )
    return paper_in_a_while(visit, papers, asked)


def _archive(visit: Visit, closed: ClosedPeriod, people: Sequence[str], tell: Tell) -> bytes:
    dated = local_datetime(closed.closed_ms).timetuple()[:6]
    kept = io.BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as archive:
        for done, person_id in enumerate(people, start=1):
            made = made_statement(visit, closed.period, person_id)
            paper = paper_of(visit, made, f"/console/releves/{closed.period}/{person_id}")
            # The id keeps apart two farms of one name.
            name = file_name(*file_words(made), person_id, "pdf")
            archive.writestr(ZipInfo(name, dated), paper)
            tell(done)
    return kept.getvalue()
