"""All statements of a closed period as one archive, to be sent round."""

from typing import Annotated
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from fastapi import APIRouter
from fastapi.responses import Response

from shared.commission.local_time import local_datetime
from sync_server.accounts.rights import Right
from sync_server.console.paper_answer import ZIP, file_name, new_file, whole_file
from sync_server.console.statement import file_words, made_statement, paper_of
from sync_server.console.visit import PageMissing, Visit, reading_with
from sync_server.settlement.calendar import is_period
from sync_server.settlement.queries import closed_period, statements_of

router = APIRouter()


@router.get("/periodes/{period}/releves")
def download_statements(
    visit: Annotated[Visit, reading_with(Right.SEE_MONEY_OF_ALL)], period: str
) -> Response:
    """The PDF of each numbered statement, in the order of their numbers; the same bytes each time."""
    closed = closed_period(visit.session, period) if is_period(period) else None
    if closed is None:
        raise PageMissing
    dated = local_datetime(closed.closed_ms).timetuple()[:6]
    kept = new_file()
    try:
        with ZipFile(kept, "w", ZIP_DEFLATED) as archive:
            for number in statements_of(visit.session, closed.id):
                made = made_statement(visit, period, number.person_id)
                paper = paper_of(visit, made, f"/console/releves/{period}/{number.person_id}")
                # The id keeps apart two farms of one name.
                name = file_name(*file_words(made), number.person_id, "pdf")
                archive.writestr(ZipInfo(name, dated), paper)
    except BaseException:
        kept.close()
        raise
    return whole_file(kept, ZIP, "releves", period, "zip")
