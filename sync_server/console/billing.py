"""Pages « Coordonnées bancaires et TVA »: everybody's, and one person's account, VAT and mandate."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response

from sync_server.accounts.names import people_names
from sync_server.accounts.rights import Right
from sync_server.billing.reading import (
    AccountFields,
    FieldFault,
    MandateFields,
    RegimeFields,
    read_account,
    read_mandate,
    read_regime,
)
from sync_server.billing.service import record_account, record_mandate, record_regime
from sync_server.billing.values import CO_OP
from sync_server.console.billing_rows import BillingRow, PersonShown, billing_rows, person_shown
from sync_server.console.visit import PageMissing, Visit, page, reading_with, see_other, writing_with
from sync_server.db.feed import lock_feed
from sync_server.log import log_event

TYPED_MAX = 400
router = APIRouter()
Reading = Annotated[Visit, reading_with(Right.PAY)]
Writing = Annotated[Visit, writing_with(Right.PAY)]
# A changed account is how a payment goes astray: it asks for as much as the payment itself.
Fresh = Annotated[Visit, writing_with(Right.PAY, is_fresh_needed=True)]
Typed = Annotated[str, Form(max_length=TYPED_MAX)]


@dataclass(frozen=True, slots=True)
class BillingContext:
    """Everybody, the co-op first; what lacks where."""

    rows: list[BillingRow]
    co_op: BillingRow
    without_account: int
    without_regime: int


@dataclass(frozen=True, slots=True)
class PersonContext:
    """One person: what holds, what held, and the forms as they were left."""

    shown: PersonShown
    typed: Mapping[str, str] = field(default_factory=dict[str, str])
    faults: Mapping[str, str] = field(default_factory=dict[str, str])


@router.get("/comptes")
def list_billing(visit: Reading) -> HTMLResponse:
    """Everybody's account, regime and mandate; IBANs are masked."""
    co_op, *rows = billing_rows(visit.session, visit.today)
    context = BillingContext(
        rows,
        co_op,
        sum(1 for row in rows if not row.masked_iban),
        sum(1 for row in rows if not row.has_regime),
    )
    return page(visit, "comptes", "billing.html", context)


@router.get("/comptes/{person_id}")
def show_person(visit: Reading, person_id: str) -> HTMLResponse:
    """One person's, or the co-op's."""
    return _person_page(visit, person_id)


@router.post("/comptes/{person_id}/banque")
def keep_account(
    visit: Fresh, person_id: str, iban: Typed = "", bic: Typed = "", titulaire: Typed = ""
) -> Response:
    """Keeps another account; the former stay in the list."""
    _must_exist(visit, person_id)
    read = read_account(iban, bic, titulaire)
    if not isinstance(read, AccountFields):
        typed = {"iban": iban, "bic": bic, "titulaire": titulaire}
        return _person_page(visit, person_id, typed, read)
    lock_feed(visit.session)
    done = record_account(visit.session, person_id, read, visit.visitor.coordinator_id, visit.now_ms)
    return _kept(visit, person_id, "bank-account-recorded", is_new=done)


@router.post("/comptes/{person_id}/tva")
def keep_regime(
    visit: Writing, person_id: str, regime: Typed = "", taux: Typed = "", depuis: Typed = ""
) -> Response:
    """Keeps a regime from a day on; closed periods do not move."""
    _must_be_a_person(visit, person_id)
    read = read_regime(regime, taux, depuis)
    if not isinstance(read, RegimeFields):
        typed = {"regime": regime, "taux": taux, "depuis": depuis}
        return _person_page(visit, person_id, typed, read)
    lock_feed(visit.session)
    done = record_regime(visit.session, person_id, read, visit.visitor.coordinator_id, visit.now_ms)
    return _kept(visit, person_id, "vat-regime-recorded", is_new=done)


@router.post("/comptes/{person_id}/mandat")
def keep_mandate(
    visit: Writing, person_id: str, mandat_du: Typed = "", mandat_reference: Typed = "", fin: Typed = ""
) -> Response:
    """Keeps a mandate, or its end."""
    _must_be_a_person(visit, person_id)
    read = read_mandate(mandat_du, mandat_reference, is_ended=fin == "oui")
    if not isinstance(read, MandateFields):
        typed = {"mandat_du": mandat_du, "mandat_reference": mandat_reference, "fin": fin}
        return _person_page(visit, person_id, typed, read)
    lock_feed(visit.session)
    done = record_mandate(visit.session, person_id, read, visit.visitor.coordinator_id, visit.now_ms)
    return _kept(visit, person_id, "mandate-recorded", is_new=done)


def _must_exist(visit: Visit, person_id: str) -> None:
    if person_id != CO_OP:
        _must_be_a_person(visit, person_id)


def _must_be_a_person(visit: Visit, person_id: str) -> None:
    if person_id not in people_names(visit.session):
        raise PageMissing


def _kept(visit: Visit, person_id: str, event: str, *, is_new: bool) -> Response:
    if is_new:
        # Who and when, never which account: logs are read by more people than this page.
        log_event(event, person=person_id, by=visit.visitor.coordinator_id)
    done = "compte-note" if is_new else "compte-inchange"
    return see_other(f"/console/comptes/{person_id}?fait={done}")


def _person_page(
    visit: Visit,
    person_id: str,
    typed: Mapping[str, str] | None = None,
    faults: tuple[FieldFault, ...] = (),
) -> HTMLResponse:
    _must_exist(visit, person_id)
    shown = person_shown(visit.session, person_id, visit.today)
    if typed is None:
        return page(visit, "comptes", "billing_person.html", PersonContext(shown))
    context = PersonContext(shown, typed, shown.fault_words(faults, typed))
    return page(visit, "comptes", "billing_person.html", context, 422)
