"""Pages « Périodes »: the list, one period, and closing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, Response

from sync_server.accounts.rights import Right
from sync_server.commission.settled import SettlementSums, sums_by_settlement
from sync_server.console.chips import PERIOD_CLOSED, PERIOD_OPEN, Chip
from sync_server.console.listing import Listing, read_order
from sync_server.console.period_context import PEOPLE_KEYS, ClosingForm, period_context
from sync_server.console.visit import PageMissing, Visit, page, reading_with, see_other, writing_with
from sync_server.custody.leg_periods import periods_with_legs
from sync_server.log import log_event
from sync_server.settlement.blocking import Overrides
from sync_server.settlement.calendar import is_period
from sync_server.settlement.closing import Closed, CloseRequest, close
from sync_server.settlement.preview import sums_of_month
from sync_server.settlement.queries import ClosedPeriod, closed_periods

REASON_MAX = 400
router = APIRouter()
Reading = Annotated[Visit, reading_with(Right.SEE_MONEY_OF_ALL)]
Writing = Annotated[Visit, writing_with(Right.CLOSE_PERIOD, is_fresh_needed=True)]


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """A period in the list."""

    period: str
    lines: int
    due_cents: int
    withheld_cents: int
    status: Chip


@dataclass(frozen=True, slots=True)
class PeriodsContext:
    """Every period that has lines, the latest first."""

    periods: list[PeriodRow]


@router.get("/periodes")
def list_periods(visit: Reading) -> HTMLResponse:
    """Every period that has lines."""
    closed = {each.period: each for each in closed_periods(visit.session)}
    periods = sorted({*closed, *periods_with_legs(visit.session)}, reverse=True)
    sums = sums_by_settlement(visit.session, [each.id for each in closed.values()])
    rows = [_period_row(visit, period, closed.get(period), sums) for period in periods]
    return page(visit, "periodes", "periods.html", PeriodsContext(rows))


@router.get("/periodes/{period}")
def show_period(
    visit: Reading,
    period: str,
    tri: Annotated[str, Query(max_length=20)] = "",
    page_no: Annotated[int, Query(alias="page", ge=1, le=1000)] = 1,
) -> HTMLResponse:
    """One period as it stands now; its withheld lines come in pages."""
    return _period_page(visit, period, (tri, page_no), ClosingForm())


@router.post("/periodes/{period}/clore")
def close_period(
    visit: Writing,
    period: str,
    sure: Annotated[str, Form(max_length=10)] = "",
    early_reason: Annotated[str, Form(max_length=REASON_MAX)] = "",
    silent_reason: Annotated[str, Form(max_length=REASON_MAX)] = "",
) -> Response:
    """Closes the period for ever; a second press finds it closed and changes nothing."""
    if not is_period(period):
        raise PageMissing
    form = ClosingForm(early_reason.strip(), silent_reason.strip())
    if sure != "oui":
        fault = "Cochez la case pour dire que vous avez lu les montants."
        return _period_page(
            visit, period, ("", 1), ClosingForm(form.early_reason, form.silent_reason, fault), 422
        )
    request = CloseRequest(
        period=period,
        closed_by=visit.visitor.coordinator_id,
        now_ms=visit.now_ms,
        data_dir=visit.runtime.settings.data_dir,
        overrides=Overrides(form.silent_reason or None, form.early_reason or None),
    )
    outcome = close(visit.session, request)
    if not isinstance(outcome, Closed):
        fault = "La période n'est pas close : un point bloquant est apparu ou une raison manque."
        return _period_page(
            visit, period, ("", 1), ClosingForm(form.early_reason, form.silent_reason, fault), 409
        )
    if outcome.is_new:
        log_event("period-closed", period=period, by=visit.visitor.coordinator_id)
    done = "periode-close" if outcome.is_new else "periode-deja-close"
    return see_other(f"/console/periodes/{period}?fait={done}")


def _period_row(
    visit: Visit, period: str, closed: ClosedPeriod | None, sums: Mapping[int, SettlementSums]
) -> PeriodRow:
    if closed is not None:
        paid = sums.get(closed.id, SettlementSums(0, 0, 0, 0))
        return PeriodRow(period, paid.due_lines, paid.due_cents, paid.withheld_cents, PERIOD_CLOSED)
    seen = sums_of_month(visit.session, period)
    return PeriodRow(period, seen.line_count, seen.due_cents, seen.withheld_cents, PERIOD_OPEN)


def _period_page(
    visit: Visit, period: str, asked: tuple[str, int], form: ClosingForm, status: int = 200
) -> HTMLResponse:
    if not is_period(period):
        raise PageMissing
    order, page_no = asked
    ordered = read_order(order, list(PEOPLE_KEYS), "-solde")
    listing = Listing(f"/console/periodes/{period}", ordered, page=page_no)
    return page(visit, "periodes", "period.html", period_context(visit, period, listing, form), status)
