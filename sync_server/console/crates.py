"""Pages « Caisses »: finding a crate by its code, and the whole story of one."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response

from shared.custody.codes import CODE_LENGTH, CodeFault, CodeOk, read_code
from shared.network import TemperatureClass
from shared.words.labels import label
from sync_server.accounts.rights import Right
from sync_server.console import crate_words, french
from sync_server.console.chips import Chip
from sync_server.console.crate_words import ChainStep, LegShown, WayPoint
from sync_server.console.discrepancy_words import GapShown, gaps_of_crate
from sync_server.console.names import Names, read_names
from sync_server.console.visit import PageMissing, Visit, page, reading_with, see_other
from sync_server.custody.crate_story import (
    NOT_SEEN,
    ToldFact,
    WhereNow,
    facts_of_crate,
    legs_of_crate,
    where_now,
)
from sync_server.network.crate_search import FoundCrate, crates_beginning_with
from sync_server.network.queries import moves_by_crate

FOUND_MAX = 50
router = APIRouter()
Reading = Annotated[Visit, reading_with(Right.SEE_CRATES)]


@dataclass(frozen=True, slots=True)
class CrateRow:
    """A crate among those found."""

    code: str
    producer_name: str
    rank: int
    of: int
    place_name: str
    date: str
    where: str


@dataclass(frozen=True, slots=True)
class CratesContext:
    """The search as it was typed, what it found, or why it found nothing."""

    typed: str
    sentence: str
    found: list[CrateRow]
    found_title: str


@dataclass(frozen=True, slots=True)
class CrateContext:
    """One crate: where it is, its way, its facts, its consignment and its legs."""

    back: tuple[str, str]
    code: str
    lead: str
    status: Chip
    discrepancies: list[GapShown]
    way: list[WayPoint]
    movements: list[ChainStep]
    facts: list[tuple[str, str]]
    legs: list[LegShown]


@router.get("/caisses")
def search_crates(visit: Reading, code: Annotated[str, Query(max_length=80)] = "") -> Response:
    """Finds crates by a whole or begun code, however it was typed."""
    letters = read_code_letters(code)
    found = crates_beginning_with(visit.session, letters, FOUND_MAX) if letters else []
    if len(found) == 1 and found[0].code == letters:
        return see_other(f"/console/caisses/{letters}")
    sentence = "" if found or not code.strip() else _why_nothing(code, letters)
    title = f"Les {FOUND_MAX} premières caisses" if len(found) == FOUND_MAX else "Caisses trouvées"
    return page(visit, "caisses", "crates.html", CratesContext(code, sentence, _rows(visit, found), title))


@router.get("/caisses/{code}")
def show_crate(visit: Reading, code: str) -> HTMLResponse:
    """The whole chain of one crate."""
    return crate_page(visit, read_code_letters(code), "caisses", ("/console/caisses", "Traçabilité"))


def crate_page(visit: Visit, letters: str, section: str, back: tuple[str, str]) -> HTMLResponse:
    """The story of one crate; `back` is the page it is reached from and its name. Raises: PageMissing."""
    told = facts_of_crate(visit.session, letters)
    crate = next((each for each in crates_beginning_with(visit.session, letters, 2) if letters), None)
    crate = crate if crate and crate.code == letters else None
    if crate is None and not told:
        raise PageMissing
    return page(visit, section, "crate.html", _crate_context(visit, letters, crate, told, back))


def read_code_letters(typed: str) -> str:
    """The characters of a typed code, whole or begun, in their one spelling."""
    read = read_code(typed)
    if isinstance(read, CodeOk):
        return read.code
    kept = "".join(character for character in typed.upper() if character.isalnum() and character.isascii())
    return kept.replace("O", "0").replace("I", "1").replace("L", "1")[:CODE_LENGTH]


def _why_nothing(typed: str, letters: str) -> str:
    read = read_code(typed)
    if isinstance(read, CodeOk):
        return "Ce code est bien formé, mais aucune caisse de ce réseau ne le porte."
    if read.fault is CodeFault.WRONG_CHECK:
        return "Ce code est mal recopié : le dernier caractère contrôle les autres, vérifiez chacun d'eux."
    if not letters:
        return "Un code n'a que des lettres et des chiffres."
    return "Aucune caisse ne commence ainsi."


def _rows(visit: Visit, found: list[FoundCrate]) -> list[CrateRow]:
    if not found:
        return []
    names = read_names(visit.session)
    where = where_now(visit.session, [crate.code for crate in found])
    return [
        CrateRow(
            crate.code,
            crate.farm,
            crate.rank,
            crate.of,
            crate.place_name,
            crate.date,
            crate_words.where_words(where.get(crate.code, NOT_SEEN), names),
        )
        for crate in found
    ]


def _crate_context(
    visit: Visit, code: str, crate: FoundCrate | None, told: list[ToldFact], back: tuple[str, str]
) -> CrateContext:
    legs = legs_of_crate(visit.session, code)
    moves = moves_by_crate(visit.session, [code]).get(code, [])
    names = read_names(visit.session, [each.fact.round_id for each in told])
    where = where_now(visit.session, [code]).get(code, NOT_SEEN)
    return CrateContext(
        back=back,
        code=code,
        lead=_lead(where, names),
        status=crate_words.where_chip(where, crate.place_id if crate else None),
        discrepancies=gaps_of_crate(visit.session, code),
        way=crate_words.way_of(moves, legs, names),
        movements=[crate_words.step_of(each, names) for each in told],
        facts=_consignment_facts(crate) if crate else [("Lot", "cette caisse n'est dans aucun lot connu")],
        legs=[crate_words.leg_shown(leg, names) for leg in legs],
    )


def _lead(where: WhereNow, names: Names) -> str:
    if where.since_ms is None:
        return "Pas encore vue : aucun mouvement n'est reçu."
    since = french.day_and_clock(where.since_ms)
    if where.holder_kind == "person":
        return f"Avec {names.person(where.holder_id)} depuis {since}."
    return f"Déposée le {since} : {names.place(where.holder_id)}."


def _consignment_facts(crate: FoundCrate) -> list[tuple[str, str]]:
    return [
        ("Producteur", crate.farm),
        ("Destination", crate.place_name),
        ("Distribution", french.long_day(crate.date)),
        ("Caisse", f"{crate.rank} sur {crate.of}"),
        ("Froid", label(TemperatureClass(crate.cls))),
        ("Lot", crate.consignment_id),
    ]
