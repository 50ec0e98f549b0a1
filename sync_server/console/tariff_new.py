"""Pages « Nouveau barème »: a form kept as a draft, simulated before the vote, and written once voted."""

import json
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, Response

from shared.commission.legs import Stage
from shared.commission.tariff import (
    CrateWeights,
    HandoverSplit,
    NoTariff,
    PoolKey,
    Tariff,
    TariffBook,
    TurnoverBase,
)
from shared.commission.tariff_faults import TariffRefused
from shared.commission.tariff_form import tariff_to_json
from shared.words.labels import label
from sync_server.accounts.rights import Right
from sync_server.commission.open_rows import follow_tariffs
from sync_server.commission.queries import earliest_carried_day
from sync_server.commission.tariff_drafts import drop_draft, find_draft, keep_draft
from sync_server.commission.tariffs import TariffInClosedPeriod, add_tariff, load_tariffs
from sync_server.console import french
from sync_server.console.tariff_form import (
    TariffFields,
    field_of,
    next_form,
    read_fields,
    sentence_of,
)
from sync_server.console.tariffs import SECTION
from sync_server.console.visit import (
    PageMissing,
    RowAsked,
    RowNumber,
    Visit,
    page,
    reading_with,
    row_asked,
    see_other,
    writing_with,
)
from sync_server.db.feed import lock_feed
from sync_server.log import log_event

router = APIRouter()
Reading = Annotated[Visit, reading_with(Right.SET_TARIFFS)]
Writing = Annotated[Visit, writing_with(Right.SET_TARIFFS)]
UNPROCESSABLE = 422
Option = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the lists of the form offer, as values and words."""

    bases: list[Option]
    stages: list[Option]
    crate_weights: list[Option]
    handover_splits: list[Option]
    pool_keys: list[Option]


@dataclass(frozen=True, slots=True)
class NewTariffContext:
    """The form as it was left, and what is wrong with it."""

    form: TariffFields
    faults: dict[str, str]
    draft_id: int | None
    choices: Choices


@router.get("/baremes/nouveau")
def ask_for_tariff(
    visit: Reading,
    brouillon: RowAsked = "",
    depuis: Annotated[str, Query(max_length=40)] = "",
) -> HTMLResponse:
    """The form: a draft as it was left, or the version in force to start from."""
    draft_id = row_asked(brouillon)
    if draft_id is not None:
        draft = find_draft(visit.session, draft_id)
        if draft is None:
            raise PageMissing
        return _form(visit, TariffFields.model_validate(dict(draft.form)), {}, draft_id)
    book = load_tariffs(visit.session)
    start = book.version(depuis) or _in_force(book, visit)
    versions = {tariff.version for tariff in book.tariffs}
    return _form(visit, next_form(start, versions, visit.today), {}, None)


@router.post("/baremes/brouillon")
def keep(
    visit: Writing,
    fields: Annotated[TariffFields, Form()],
    brouillon: RowAsked = "",
) -> Response:
    """Keeps what was typed and goes on to its simulation."""
    draft_id = row_asked(brouillon)
    typed = read_fields(fields, is_draft=True)
    if typed.tariff is None:
        return _form(visit, fields, dict(typed.faults), draft_id, UNPROCESSABLE)
    by = visit.visitor.coordinator_id
    kept_id = keep_draft(visit.session, fields.held(), by, visit.now_ms, draft_id)
    return see_other(f"/console/baremes/simulation?brouillon={kept_id}")


@router.post("/baremes/brouillons/{draft_id}/jeter")
def throw_away(visit: Writing, draft_id: RowNumber) -> Response:
    """Forgets a draft; once more changes nothing."""
    drop_draft(visit.session, draft_id)
    return see_other("/console/baremes?fait=brouillon-jete")


@router.post("/baremes/voter")
def write_voted(
    visit: Writing,
    fields: Annotated[TariffFields, Form()],
    brouillon: RowAsked = "",
) -> Response:
    """Writes a voted version; its draft has served. Sent twice, it is one version."""
    draft_id = row_asked(brouillon)
    typed = read_fields(fields)
    faults = dict(typed.faults)
    tariff = typed.tariff
    if tariff is not None:
        faults |= _add(visit, tariff)
    if faults:
        return _form(visit, fields, faults, draft_id, UNPROCESSABLE)
    if draft_id is not None:
        drop_draft(visit.session, draft_id)
    return see_other("/console/baremes?fait=bareme-ajoute")


def _add(visit: Visit, tariff: Tariff) -> dict[str, str]:
    """Adds the version; the faults by field where it cannot be."""
    feed = lock_feed(visit.session)
    book = load_tariffs(visit.session)
    if book.version(tariff.version) == tariff:
        return {}
    hole = _hole_left(visit, book, tariff)
    if hole:
        return {"valid_from": hole}
    by = visit.visitor.coordinator_id
    outcome = add_tariff(visit.session, feed, json.dumps(tariff_to_json(tariff)), visit.now_ms, by)
    match outcome:
        case TariffRefused():
            return {field_of(fault): sentence_of(fault) for fault in outcome.faults}
        case TariffInClosedPeriod(closed):
            month = french.month(closed)
            return {"valid_from": f"{month.capitalize()} est close : commencez un mois plus tard."}
        case _:
            follow_tariffs(visit.session, feed, has_begun=tariff.valid_from <= visit.today)
            log_event("tariff-added", version=tariff.version, by=by)
            return {}


def _hole_left(visit: Visit, book: TariffBook, tariff: Tariff) -> str:
    """Why the first version ever would leave carried days without a tariff; empty where it does not."""
    first_carried = earliest_carried_day(visit.session)
    if first_carried is None or tariff.valid_from <= first_carried:
        return ""
    if not isinstance(book.in_force_on(first_carried), NoTariff) or book.tariffs:
        return ""
    day = french.long_day(first_carried)
    return f"Un trou : des trajets ont été faits dès le {day}. Commencez ce jour-là ou avant."


def _in_force(book: TariffBook, visit: Visit) -> Tariff | None:
    found = book.in_force_on(visit.today)
    if isinstance(found, Tariff):
        return found
    return book.tariffs[-1] if book.tariffs else None


def _form(
    visit: Visit, fields: TariffFields, faults: dict[str, str], draft_id: int | None, status: int = 200
) -> HTMLResponse:
    choices = Choices(
        bases=[(each.value, label(each)) for each in TurnoverBase],
        stages=[(each.value, label(each).capitalize()) for each in Stage],
        crate_weights=[(each.value, label(each)) for each in CrateWeights],
        handover_splits=[(each.value, label(each)) for each in HandoverSplit],
        pool_keys=[(each.value, label(each)) for each in PoolKey],
    )
    return page(
        visit, SECTION, "tariff_new.html", NewTariffContext(fields, faults, draft_id, choices), status
    )
