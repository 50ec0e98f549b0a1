"""Pages « Tournées »: the list by day, and one round with its stops and crates."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from shared.network import PlaceRole
from shared.words.labels import label
from sync_server.accounts.rights import Right
from sync_server.console import french
from sync_server.console.chips import ROUND_STATUS, Chip
from sync_server.console.listing import Listing, in_order, read_order
from sync_server.console.names import Names, read_names
from sync_server.console.round_words import RoundTold, round_told
from sync_server.console.visit import PageMissing, Visit, page, reading_with
from sync_server.custody.round_progress import (
    MoveProgress,
    RoundCounts,
    arrivals_of_round,
    counts_of_rounds,
    last_heard,
    moves_of_round,
)
from sync_server.custody.round_told import told_of_round
from sync_server.network.crate_search import FoundCrate, crates_by_codes
from sync_server.network.round_list import (
    ListedRound,
    ListedStop,
    days_with_goods,
    find_round,
    latest_days,
    rounds_a_day,
    rounds_on,
    stops_of_round,
)

DAYS_SHOWN_AT_ONCE = 8
# Of days with many rounds fewer are shown: each round's crates are counted.
ROUNDS_SHOWN_AT_ONCE = 100
router = APIRouter()
Reading = Annotated[Visit, reading_with(Right.SEE_ROUNDS)]


@dataclass(frozen=True, slots=True)
class RoundShown:
    """A round in a list, with how far it is."""

    round_id: str
    date: str
    title: str
    helper_name: str
    stops: int
    expected: int
    picked: int
    dropped: int
    last_heard_ms: int | None
    status: Chip


@dataclass(frozen=True, slots=True)
class RoundsContext:
    """The rounds a filter leaves, and the filter. `older_href` and `latest_href` turn to other days."""

    lead: str
    older_href: str
    latest_href: str
    days: list[str]
    day: str
    states: list[tuple[str, str]]
    state: str
    text: str
    listing: Listing
    rounds: list[RoundShown]
    days_to_plan: list[str]


@dataclass(frozen=True, slots=True)
class StopShown:
    """A stop of a round: planned, passed, and its counts."""

    n: int
    place_name: str
    role_word: str
    planned_at: str | None
    passed_words: str
    pickups: int
    picked: int
    drops: int
    dropped: int


@dataclass(frozen=True, slots=True)
class CrateOfRound:
    """A crate a round is to move."""

    code: str
    producer_name: str
    rank: int
    of: int
    from_name: str
    to_name: str
    picked_ms: int | None
    dropped_ms: int | None


@dataclass(frozen=True, slots=True)
class RoundContext:
    """One round: its figures, stops and crates."""

    round_id: str
    date: str
    title: str
    helper_name: str
    status: Chip
    picked: int
    expected: int
    dropped: int
    stops: list[StopShown]
    stops_note: str
    last_heard_ms: int | None
    heard_note: str
    told: RoundTold
    crates: list[CrateOfRound]
    listing: Listing


_LIST_KEYS: dict[str, Callable[[RoundShown], Any]] = {
    "jour": lambda each: (each.date, each.round_id),
    "titre": lambda each: each.title.casefold(),
    "aidant": lambda each: each.helper_name.casefold(),
    "arrets": lambda each: each.stops,
    "collectees": lambda each: each.picked / max(1, each.expected),
    "deposees": lambda each: each.dropped / max(1, each.expected),
}
_CRATE_KEYS: dict[str, Callable[[CrateOfRound], Any]] = {
    "code": lambda each: each.code,
    "producteur": lambda each: each.producer_name.casefold(),
    "depart": lambda each: each.from_name.casefold(),
    "arrivee": lambda each: each.to_name.casefold(),
    "collecte": lambda each: each.picked_ms or 0,
    "depot": lambda each: each.dropped_ms or 0,
}


@router.get("/tournees")
def list_rounds(
    visit: Reading,
    jour: Annotated[str, Query(max_length=10)] = "",
    etat: Annotated[str, Query(max_length=20)] = "",
    q: Annotated[str, Query(max_length=80)] = "",
    tri: Annotated[str, Query(max_length=20)] = "",
    avant: Annotated[str, Query(max_length=10)] = "",
) -> HTMLResponse:
    """The rounds of one day, or of the latest days, or of the last ones before a day."""
    counted = rounds_a_day(visit.session)
    days = [day for day, _ in counted]
    is_one_day = jour in days
    asked = [jour] if is_one_day else latest_days(counted, DAYS_SHOWN_AT_ONCE, ROUNDS_SHOWN_AT_ONCE, avant)
    filters = {"jour": jour, "etat": etat, "q": q}
    order = read_order(tri, list(_LIST_KEYS), "jour")
    listing = Listing("/console/tournees", order, filters | {"avant": avant})
    has_older = bool(asked) and not is_one_day and asked[-1] != days[-1]
    is_latest = is_one_day or not days or days[0] in asked
    shown = [
        each
        for each in shown_rounds(visit, rounds_on(visit.session, asked))
        if _answers(each, etat, q.casefold())
    ]
    context = RoundsContext(
        lead="Une ligne par tournée ; les comptes suivent ce que les téléphones envoient.",
        older_href=replace(listing, filters=filters | {"avant": asked[-1]}).turned_to(1) if has_older else "",
        latest_href="" if is_latest else replace(listing, filters=filters).turned_to(1),
        days=days,
        day=jour,
        states=[(value, chip.word) for value, chip in ROUND_STATUS.items()],
        state=etat,
        text=q,
        listing=listing,
        rounds=in_order(shown, listing, _LIST_KEYS),
        days_to_plan=days_with_goods(visit.session, DAYS_SHOWN_AT_ONCE),
    )
    return page(visit, "tournees", "rounds.html", context)


@router.get("/tournees/{round_id}")
def show_round(visit: Reading, round_id: str, tri: Annotated[str, Query(max_length=20)] = "") -> HTMLResponse:
    """One round with its stops and crates."""
    listed = find_round(visit.session, round_id)
    if listed is None:
        raise PageMissing
    moves = moves_of_round(visit.session, round_id)
    names = read_names(visit.session)
    stops = _stops(stops_of_round(visit.session, round_id), moves, arrivals_of_round(visit.session, round_id))
    listing = Listing(f"/console/tournees/{round_id}", read_order(tri, list(_CRATE_KEYS), "code"))
    heard_ms = last_heard(visit.session, [round_id]).get(round_id)
    passed = sum(1 for stop in stops if stop.passed_words != _NOT_PASSED)
    context = RoundContext(
        round_id=round_id,
        date=listed.date,
        title=listed.title,
        helper_name=listed.helper_name or listed.helper_id,
        status=ROUND_STATUS[listed.status],
        picked=sum(1 for move in moves if move.picked_ms),
        expected=len(moves),
        dropped=sum(1 for move in moves if move.dropped_ms),
        stops=stops,
        stops_note=f"{passed} faits" if passed > 1 else f"{passed} fait",
        last_heard_ms=heard_ms,
        heard_note=french.day(french.local_day(heard_ms)) if heard_ms else "rien n'est encore reçu",
        told=round_told(told_of_round(visit.session, round_id), names),
        crates=in_order(_crates(visit, moves, names), listing, _CRATE_KEYS),
        listing=listing,
    )
    return page(visit, "tournees", "round.html", context)


def shown_rounds(visit: Visit, rounds: Sequence[ListedRound]) -> list[RoundShown]:
    """Rounds with their counts, as lists show them."""
    ids = [each.id for each in rounds]
    counts = counts_of_rounds(visit.session, ids)
    heard = last_heard(visit.session, ids)
    return [_shown(each, counts.get(each.id, RoundCounts()), heard.get(each.id)) for each in rounds]


def _shown(listed: ListedRound, counts: RoundCounts, heard_ms: int | None) -> RoundShown:
    return RoundShown(
        listed.id,
        listed.date,
        listed.title,
        listed.helper_name or listed.helper_id,
        listed.stop_count,
        counts.expected,
        counts.picked,
        counts.dropped,
        heard_ms,
        ROUND_STATUS[listed.status],
    )


def _answers(shown: RoundShown, state: str, text: str) -> bool:
    if state in ROUND_STATUS and shown.status != ROUND_STATUS[state]:
        return False
    return text in f"{shown.title} {shown.helper_name}".casefold()


_NOT_PASSED = "pas encore"


def _stops(
    stops: Sequence[ListedStop], moves: Sequence[MoveProgress], arrivals: dict[str, int]
) -> list[StopShown]:
    shown: list[StopShown] = []
    for stop in stops:
        pickups = [move for move in moves if move.from_place_id == stop.place_id]
        drops = [move for move in moves if move.to_place_id == stop.place_id]
        arrived_ms = arrivals.get(stop.place_id)
        shown.append(
            StopShown(
                stop.n,
                stop.place_name,
                label(PlaceRole(stop.role)),
                stop.planned_at and french.planned_clock(stop.planned_at),
                french.clock(arrived_ms) if arrived_ms else _NOT_PASSED,
                len(pickups),
                sum(1 for move in pickups if move.picked_ms),
                len(drops),
                sum(1 for move in drops if move.dropped_ms),
            )
        )
    return shown


def _crates(visit: Visit, moves: Sequence[MoveProgress], names: Names) -> list[CrateOfRound]:
    known = crates_by_codes(visit.session, [move.crate_code for move in moves])
    return [_crate(move, known.get(move.crate_code), names) for move in moves]


def _crate(move: MoveProgress, crate: FoundCrate | None, names: Names) -> CrateOfRound:
    return CrateOfRound(
        move.crate_code,
        crate.farm if crate else "",
        crate.rank if crate else 0,
        crate.of if crate else 0,
        names.place(move.from_place_id),
        names.place(move.to_place_id),
        move.picked_ms,
        move.dropped_ms,
    )
