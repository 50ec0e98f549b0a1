"""Pages « Paiement »: the transfers of a closed period, those who owe, and the bookkeeping entries."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response

from sync_server.accounts.rights import Right
from sync_server.billing.reading import read_day
from sync_server.console.payment_context import payment_context
from sync_server.console.visit import (
    PageMissing,
    RowNumber,
    Visit,
    page,
    reading_with,
    see_other,
    writing_with,
)
from sync_server.log import log_event
from sync_server.payment.bank import execute_run, receive, return_transfer
from sync_server.payment.bookkeeping import entries_in, is_span
from sync_server.payment.entry_file import entry_file
from sync_server.payment.french import REFUSALS
from sync_server.payment.queries import run_content
from sync_server.payment.service import (
    RunMade,
    RunRequest,
    find_run,
    make_run,
    payment_state,
    send_run,
    void_run,
)
from sync_server.payment.values import PaymentRefusal
from sync_server.settlement.calendar import is_period

TYPED_MAX = 400
FORBIDDEN, CONFLICT, UNPROCESSABLE = 403, 409, 422
router = APIRouter()
Reading = Annotated[Visit, reading_with(Right.PAY)]
Writing = Annotated[Visit, writing_with(Right.PAY)]
Fresh = Annotated[Visit, writing_with(Right.PAY, is_fresh_needed=True)]
Typed = Annotated[str, Form(max_length=TYPED_MAX)]
_STATUS = {PaymentRefusal.FOUR_EYES: FORBIDDEN, PaymentRefusal.RUN_SENT: CONFLICT}


@router.get("/periodes/{period}/paiement")
def show_payment(visit: Reading, period: str) -> HTMLResponse:
    """Who is to be paid, the files made, who is to pay."""
    return _payment_page(visit, period)


@router.post("/periodes/{period}/paiement")
def make_transfers(visit: Fresh, period: str, jour: Typed = "") -> Response:
    """Makes the file of transfers; a second press finds it made."""
    day = read_day(jour)
    if day is None or not is_period(period):
        return _payment_page(visit, period, "Écrivez le jour du virement comme 07/12/2026.", UNPROCESSABLE)
    asked = RunRequest(
        period, visit.visitor.coordinator_id, day, visit.now_ms, visit.runtime.settings.data_dir
    )
    made = make_run(visit.session, asked)
    if not isinstance(made, RunMade):
        return _refused(visit, period, made)
    if made.is_new:
        log_event("payment-run-made", period=period, number=made.run.number, by=asked.by)
    return see_other(f"{_here(period)}?fait={'virements-faits' if made.is_new else 'virements-deja-faits'}")


@router.get("/periodes/{period}/virements/{number}.xml")
def download_transfers(visit: Reading, period: str, number: RowNumber) -> Response:
    """The bytes of a file of transfers, as they were written."""
    run = find_run(visit.session, period, number) if is_period(period) else None
    if run is None:
        raise PageMissing
    name = run.file_name.rpartition("/")[2]
    return _file(run_content(visit.session, run.id).encode(), "application/xml", name)


@router.post("/periodes/{period}/virements/{number}/envoyer")
def say_sent(visit: Writing, period: str, number: RowNumber) -> Response:
    """Says that the bank has the file."""
    done = send_run(visit.session, period, number, visit.visitor.coordinator_id, visit.now_ms)
    return _after(visit, period, done, "payment-run-sent", "virements-envoyes")


@router.post("/periodes/{period}/virements/{number}/annuler")
def void(visit: Writing, period: str, number: RowNumber, raison: Typed = "") -> Response:
    """Withdraws a file that the bank does not have yet."""
    done = void_run(visit.session, period, number, raison, visit.visitor.coordinator_id, visit.now_ms)
    return _after(visit, period, done, "payment-run-voided", "virements-annules")


@router.post("/periodes/{period}/virements/{number}/executer")
def say_executed(
    visit: Writing,
    period: str,
    number: RowNumber,
    jour: Typed = "",
    refuse: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Says what the bank did: all executed on a day, except those it refused."""
    day = read_day(jour)
    done: object = PaymentRefusal.DAY_WRONG
    if day is not None:
        by = visit.visitor.coordinator_id
        done = execute_run(visit.session, period, number, day, by, visit.now_ms, set(refuse or ()))
    return _after(visit, period, done, "payment-run-executed", "virements-executes")


@router.post("/periodes/{period}/virements/{number}/revenu")
def say_returned(
    visit: Writing, period: str, number: RowNumber, personne: Typed = "", jour: Typed = ""
) -> Response:
    """Says that a transfer came back."""
    day = read_day(jour)
    done: object = PaymentRefusal.DAY_WRONG
    if day is not None:
        by = visit.visitor.coordinator_id
        done = return_transfer(visit.session, period, number, personne, day, by, visit.now_ms)
    return _after(visit, period, done, "payment-returned", "virement-revenu")


@router.post("/periodes/{period}/encaissements/{person_id}")
def say_received(visit: Writing, period: str, person_id: str, jour: Typed = "") -> Response:
    """Says that somebody who owed has paid in."""
    day = read_day(jour)
    done: object = PaymentRefusal.DAY_WRONG
    if day is not None:
        by = visit.visitor.coordinator_id
        done = receive(visit.session, period, person_id, day, by, visit.now_ms)
    return _after(visit, period, done, "payment-received", "encaissement-note")


@router.get("/ecritures/{span}.txt")
def download_entries(visit: Reading, span: str) -> Response:
    """The bookkeeping entries of a month or a year, in the 18-column layout."""
    if not is_span(span):
        raise PageMissing
    return _file(entry_file(entries_in(visit.session, span)), "text/plain", f"ecritures-{span}.txt")


def _after(visit: Visit, period: str, done: object, event: str, notice: str) -> Response:
    if isinstance(done, PaymentRefusal):
        return _refused(visit, period, done)
    log_event(event, period=period, by=visit.visitor.coordinator_id)
    return see_other(f"{_here(period)}?fait={notice}")


def _refused(visit: Visit, period: str, refusal: PaymentRefusal) -> Response:
    if refusal is PaymentRefusal.RUN_UNKNOWN:
        raise PageMissing
    return _payment_page(visit, period, REFUSALS[refusal], _STATUS.get(refusal, UNPROCESSABLE))


def _payment_page(visit: Visit, period: str, fault: str = "", status: int = 200) -> HTMLResponse:
    if not is_period(period):
        raise PageMissing
    state = payment_state(visit.session, period)
    context = payment_context(visit, period, state, fault)
    return page(visit, "periodes", "payment.html", context, status)


def _here(period: str) -> str:
    return f"/console/periodes/{period}/paiement"


def _file(content: bytes, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)
