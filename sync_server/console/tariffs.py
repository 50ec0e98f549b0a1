"""Pages « Barèmes »: every version and draft, one version read in words, taking back one not begun."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import HTMLResponse, Response

from shared.commission.tariff import NoTariff, Tariff, TariffBook
from sync_server.accounts.names import coordinator_names
from sync_server.accounts.rights import Right
from sync_server.commission.open_rows import follow_tariffs
from sync_server.commission.queries import earliest_carried_day
from sync_server.commission.tariff_drafts import list_drafts
from sync_server.commission.tariffs import (
    OPERATOR,
    RecordedDeed,
    TariffBegun,
    TariffDeed,
    deeds,
    load_tariffs,
    withdraw_tariff,
)
from sync_server.console import french
from sync_server.console.chips import Chip, Tone
from sync_server.console.tariff_words import (
    EXAMPLE_CRATES,
    EXAMPLE_TURNOVER_CENTS,
    Term,
    example_of,
    terms_of,
)
from sync_server.console.visit import PageMissing, Visit, page, reading_with, see_other, writing_with
from sync_server.db.feed import lock_feed
from sync_server.log import log_event

router = APIRouter()
Reading = Annotated[Visit, reading_with(Right.SEE_MONEY_OF_ALL)]
Writing = Annotated[Visit, writing_with(Right.SET_TARIFFS)]
SECTION = "baremes"
IN_FORCE = Chip(Tone.DONE, "check", "En vigueur")
TO_COME = Chip(Tone.INFO, "calendar", "À venir")
PAST = Chip(Tone.PLAIN, "lock", "Passé")
DEED_WORDS = {TariffDeed.ADDED: "ajouté", TariffDeed.WITHDRAWN: "retiré avant d'avoir servi"}
VersionName = Annotated[str, Path(max_length=40)]


@dataclass(frozen=True, slots=True)
class TariffRow:
    """A version in the list."""

    version: str
    days: str
    approved_by: str
    minutes_ref: str
    status: Chip


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft in the list."""

    id: int
    version: str
    by: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class TariffsContext:
    """All versions, the latest first; drafts; what was done by whom; days that no version covers."""

    rows: list[TariffRow]
    drafts: list[DraftRow]
    deeds: list[str]
    hole: str


@dataclass(frozen=True, slots=True)
class TariffContext:
    """One version in words."""

    version: str
    lead: str
    status: Chip
    approved_by: str
    minutes_ref: str
    terms: list[Term]
    example_says: str
    example: list[tuple[str, str]]
    deeds: list[str]
    can_be_withdrawn: bool


@router.get("/baremes")
def list_tariffs(visit: Reading) -> HTMLResponse:
    """The versions, and what waits for a vote."""
    book = load_tariffs(visit.session)
    names = coordinator_names(visit.session)
    rows = [_row(book, tariff, visit.today) for tariff in reversed(book.tariffs)]
    drafts = [
        DraftRow(each.id, each.form.get("version") or "sans nom", names.get(each.by, each.by), each.at_ms)
        for each in list_drafts(visit.session)
    ]
    told = [deed_sentence(each, names) for each in deeds(visit.session)]
    context = TariffsContext(rows, drafts, told, hole_sentence(visit, book))
    return page(visit, SECTION, "tariffs.html", context)


@router.get("/baremes/{version}")
def show_tariff(visit: Reading, version: VersionName) -> HTMLResponse:
    """One version, term by term."""
    book = load_tariffs(visit.session)
    tariff = book.version(version)
    if tariff is None:
        raise PageMissing
    names = coordinator_names(visit.session)
    goods = f"Un lot de {french.euros(EXAMPLE_TURNOVER_CENTS)} en {EXAMPLE_CRATES} caisses"
    context = TariffContext(
        version=version,
        lead=_days(book, tariff),
        status=_status(book, tariff, visit.today),
        approved_by=tariff.approved_by,
        minutes_ref=tariff.minutes_ref,
        terms=terms_of(tariff),
        example_says=f"{goods}, entièrement porté pour un autre, rapporterait :",
        example=example_of(tariff),
        deeds=[deed_sentence(each, names) for each in deeds(visit.session) if each.version == version],
        can_be_withdrawn=tariff.valid_from > visit.today,
    )
    return page(visit, SECTION, "tariff.html", context)


@router.post("/baremes/{version}/retirer")
def withdraw(visit: Writing, version: VersionName) -> Response:
    """Taken back as long as its first day has not come; once begun, it stays for ever."""
    by = visit.visitor.coordinator_id
    feed = lock_feed(visit.session)
    outcome = withdraw_tariff(visit.session, feed, version, visit.now_ms, by)
    if outcome is None:
        return see_other("/console/baremes?fait=bareme-retire-deja")
    if isinstance(outcome, TariffBegun):
        return see_other(f"/console/baremes/{version}?fait=bareme-commence")
    follow_tariffs(visit.session, feed, has_begun=False)
    log_event("tariff-withdrawn", version=version, by=by)
    return see_other("/console/baremes?fait=bareme-retire")


def hole_sentence(visit: Visit, book: TariffBook) -> str:
    """Which carried days no version covers; empty where there is none."""
    first_carried = earliest_carried_day(visit.session)
    if first_carried is None or not isinstance(book.in_force_on(first_carried), NoTariff):
        return ""
    since = f"Des trajets ont été faits dès le {french.long_day(first_carried)}"
    if not book.tariffs:
        return f"{since}, et aucun barème n'existe encore : rien ne se paie avant le premier."
    first = french.long_day(book.tariffs[0].valid_from)
    return f"{since}, et le premier barème ne commence que le {first} : d'ici là rien ne se paie."


def deed_sentence(deed: RecordedDeed, names: dict[str, str]) -> str:
    """« Barème 2 ajouté par Camille Ferrand, ven. 6 nov. à 18 h 42 »."""
    by = "la personne qui tient le serveur" if deed.by == OPERATOR else names.get(deed.by, deed.by)
    return f"Barème {deed.version} {DEED_WORDS[deed.what]} par {by}, {french.day_and_clock(deed.at_ms)}"


def _row(book: TariffBook, tariff: Tariff, today: date) -> TariffRow:
    status = _status(book, tariff, today)
    return TariffRow(tariff.version, _days(book, tariff), tariff.approved_by, tariff.minutes_ref, status)


def _status(book: TariffBook, tariff: Tariff, today: date) -> Chip:
    if tariff.valid_from > today:
        return TO_COME
    return IN_FORCE if book.in_force_on(today) == tariff else PAST


def _days(book: TariffBook, tariff: Tariff) -> str:
    last = book.last_day_of(tariff)
    if last is None:
        return f"Depuis le {french.long_day(tariff.valid_from)}, sans fin prévue"
    return f"Du {french.long_day(tariff.valid_from)} au {french.long_day(last)}"
