"""Pages « Chez moi »: a person's own crates, orders and statements, and nothing of anybody else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from shared.network import TemperatureClass
from shared.words.labels import label
from sync_server.accounts.rights import Right
from sync_server.console.chips import PERIOD_CLOSED, PERIOD_OPEN, Chip
from sync_server.console.crate_words import where_chip, where_words
from sync_server.console.crates import crate_page, read_code_letters
from sync_server.console.names import Names, read_names
from sync_server.console.statement import (
    Asked,
    made_outline,
    made_statement,
    statement_page,
    statement_paper,
    statement_table,
)
from sync_server.console.visit import PageMissing, Visit, page, reading_with
from sync_server.custody.crate_story import WhereNow
from sync_server.custody.leg_periods import periods_with_legs
from sync_server.custody.own_goods import (
    CrateThere,
    DayOfGoods,
    LotOfDay,
    crates_of_producer,
    days_of_producer,
    lots_of_producer,
    producer_of_crate,
)
from sync_server.settlement.preview import net_of_person
from sync_server.settlement.queries import closed_periods, statement_of

SECTION, HOME = "chez-moi", "/console/chez-moi"
DAYS_SHOWN = 12
PERIODS_SHOWN = 24
router = APIRouter()
Reading = Annotated[Visit, reading_with(Right.SEE_OWN)]


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One own statement in the list; `number` is empty while the period is open."""

    period: str
    number: str
    earned_cents: int
    owed_cents: int
    net_cents: int
    status: Chip


@dataclass(frozen=True, slots=True)
class OwnContext:
    """What is this person's: goods by day, statements by month."""

    name: str
    days: list[DayOfGoods]
    statements: list[StatementRow]


@dataclass(frozen=True, slots=True)
class CrateShown:
    """One own crate and where it is."""

    code: str
    rank: int
    of: int
    where: str
    since_ms: int | None
    status: Chip


@dataclass(frozen=True, slots=True)
class LotShown:
    """One own lot with its crates."""

    id: str
    place_name: str
    cold_word: str
    turnover_ttc_cents: int
    arrived: int
    crates: list[CrateShown]


@dataclass(frozen=True, slots=True)
class OwnDayContext:
    """The own lots of a day."""

    date: str
    lots: list[LotShown]
    crates: int
    arrived: int
    turnover_ttc_cents: int


@router.get("/chez-moi")
def show_own(visit: Reading) -> HTMLResponse:
    """Goods by day and statements by month of the person behind the account."""
    person_id = own_person(visit)
    context = OwnContext(
        name=read_names(visit.session).person(person_id),
        days=days_of_producer(visit.session, person_id, DAYS_SHOWN),
        statements=list(_statements(visit, person_id)),
    )
    return page(visit, SECTION, "own.html", context)


@router.get("/chez-moi/jours/{day}")
def show_own_day(visit: Reading, day: str) -> HTMLResponse:
    """The own lots of a day, each crate with where it is."""
    person_id = own_person(visit)
    lots = lots_of_producer(visit.session, person_id, day)
    if not lots:
        raise PageMissing
    names = read_names(visit.session)
    crates = crates_of_producer(visit.session, person_id, day)
    context = OwnDayContext(
        date=day,
        lots=[_lot(lot, crates, names) for lot in lots],
        crates=len(crates),
        arrived=sum(crate.has_arrived for crate in crates),
        turnover_ttc_cents=sum(lot.turnover_ttc_cents for lot in lots),
    )
    return page(visit, SECTION, "own_day.html", context)


@router.get("/chez-moi/caisses/{code}")
def show_own_crate(visit: Reading, code: str) -> HTMLResponse:
    """The whole chain of an own crate; another's is as unknown as one that does not exist."""
    letters = read_code_letters(code)
    if producer_of_crate(visit.session, letters) != own_person(visit):
        raise PageMissing
    return crate_page(visit, letters, SECTION, (HOME, "Chez moi"))


@router.get("/chez-moi/releves/{period}")
def show_own_statement(visit: Reading, period: str, asked: Asked) -> HTMLResponse:
    """The own statement of a period, each line with its « pourquoi ? »."""
    made = made_outline(visit, period, own_person(visit))
    at = (SECTION, _statement_address(period))
    return statement_page(visit, made, at, (HOME, "Chez moi"), asked)


@router.get("/chez-moi/releves/{period}/pdf")
def download_own_statement(visit: Reading, period: str) -> Response:
    """The own statement as a paper."""
    made = made_statement(visit, period, own_person(visit))
    return statement_paper(visit, made, _statement_address(period))


@router.get("/chez-moi/releves/{period}/csv")
def download_own_statement_lines(visit: Reading, period: str) -> Response:
    """The own statement's lines with the ids of their events."""
    return statement_table(made_statement(visit, period, own_person(visit)))


def _statement_address(period: str) -> str:
    return f"{HOME}/releves/{period}"


def own_person(visit: Visit) -> str:
    """Who the account is in the network: never taken from an address. Raises: PageMissing."""
    if visit.visitor.person_id is None:
        raise PageMissing
    return visit.visitor.person_id


def _statements(visit: Visit, person_id: str) -> Iterable[StatementRow]:
    closed = {each.period: each for each in closed_periods(visit.session)}
    periods = sorted({*closed, *periods_with_legs(visit.session)}, reverse=True)[:PERIODS_SHOWN]
    for period in periods:
        settlement = closed.get(period)
        if settlement is not None:
            made = statement_of(visit.session, settlement.id, person_id)
            number, status = (made.label if made else ""), PERIOD_CLOSED
        else:
            made = net_of_person(visit.session, period, person_id)
            number, status = "", PERIOD_OPEN
        if made is not None:
            yield StatementRow(period, number, made.earned_cents, made.owed_cents, made.net_cents, status)


def _lot(lot: LotOfDay, crates: Sequence[CrateThere], names: Names) -> LotShown:
    own = [crate for crate in crates if crate.consignment_id == lot.id]
    return LotShown(
        id=lot.id,
        place_name=lot.place_name,
        cold_word=label(TemperatureClass(lot.cls)),
        turnover_ttc_cents=lot.turnover_ttc_cents,
        arrived=sum(crate.has_arrived for crate in own),
        crates=[crate_shown(crate, names) for crate in own],
    )


def crate_shown(crate: CrateThere, names: Names) -> CrateShown:
    """A crate and where it is, in words."""
    where = WhereNow(crate.holder_kind or "not_seen", crate.holder_id, crate.since_ms)
    status = where_chip(where, crate.place_id)
    return CrateShown(crate.code, crate.rank, crate.of, where_words(where, names), crate.since_ms, status)
