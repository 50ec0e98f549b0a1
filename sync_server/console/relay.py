"""Page « Mon relais »: the crates of a day for the places somebody keeps, and which of them stand there."""

from dataclasses import dataclass
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from shared.network import TemperatureClass
from shared.words.labels import label
from sync_server.accounts.rights import Right
from sync_server.console.doors_shown import BankShown, banks_shown
from sync_server.console.names import Names, read_names
from sync_server.console.own_pages import CrateShown, crate_shown, own_person
from sync_server.console.visit import Visit, page, reading_with
from sync_server.custody.own_goods import (
    CrateThere,
    crates_at_relay,
    days_at_relay,
    places_kept_by,
)
from sync_server.network.bank_queries import bank_ids_kept_by

DAYS_SHOWN = 26
router = APIRouter()
Reading = Annotated[Visit, reading_with(Right.SEE_RELAY)]


@dataclass(frozen=True, slots=True)
class FarmAtRelay:
    """The crates of one lot: whose they are and how cold they must be kept, no price."""

    producer_name: str
    place_name: str
    cold_word: str
    arrived: int
    crates: list[CrateShown]


@dataclass(frozen=True, slots=True)
class RelayContext:
    """One day at the places somebody keeps."""

    places: list[str]
    days: list[str]
    day: str
    awaited: int
    arrived: int
    farms: list[FarmAtRelay]
    banks: list[tuple[str, BankShown]]


@router.get("/mon-relais")
def show_relay(visit: Reading, jour: Annotated[str, Query(max_length=10)] = "") -> HTMLResponse:
    """The crates awaited and dropped at the own relay on one day, the latest unless another is asked."""
    keeper_id = own_person(visit)
    days = days_at_relay(visit.session, keeper_id, DAYS_SHOWN)
    shown = next((each for each in days if each.date == jour), days[0] if days else None)
    crates = crates_at_relay(visit.session, keeper_id, shown.date) if shown else []
    names = read_names(visit.session)
    context = RelayContext(
        places=places_kept_by(visit.session, keeper_id),
        days=[each.date for each in days],
        day=shown.date if shown else "",
        awaited=shown.crates if shown else 0,
        arrived=shown.arrived if shown else 0,
        banks=[
            (names.place(bank.place_id), bank)
            for bank in banks_shown(visit.session, visit.now_ms, bank_ids_kept_by(visit.session, keeper_id))
        ],
        farms=[_farm(list(own), names) for _, own in groupby(crates, key=lambda each: each.consignment_id)],
    )
    return page(visit, "relais", "relay.html", context)


def _farm(crates: list[CrateThere], names: Names) -> FarmAtRelay:
    first = crates[0]
    return FarmAtRelay(
        producer_name=first.producer_name,
        place_name=first.place_name,
        cold_word=label(TemperatureClass(first.cls)),
        arrived=sum(crate.has_arrived for crate in crates),
        crates=[crate_shown(crate, names) for crate in crates],
    )
