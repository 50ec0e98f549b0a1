"""Page « Tableau de bord »: the day's rounds, silent phones, discrepancies, the period, what to do next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from shared.commission.local_time import period_of
from sync_server.accounts.rights import Right
from sync_server.console import french
from sync_server.console.chips import ROUND_STATUS, Tone
from sync_server.console.discrepancy_words import GapShown, gaps_shown
from sync_server.console.rounds import RoundShown, shown_rounds
from sync_server.console.silence import SilentShown, silence_words, silences_shown, silent_on
from sync_server.console.visit import Visit, page, reading_with
from sync_server.custody.leg_periods import periods_with_legs
from sync_server.network.round_list import last_day_begun, round_days, rounds_on
from sync_server.network.silent_phones import SilentHelper
from sync_server.network.status import RoundStatus
from sync_server.reconciliation.queries import ItemFilter, count_open, open_items
from sync_server.settlement.preview import sums_of_month
from sync_server.settlement.queries import closed_period, closed_periods

DISCREPANCIES_SHOWN = 5
HELPERS_NAMED = 3
router = APIRouter()
Reading = Annotated[Visit, reading_with(Right.SEE_ROUNDS)]


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing to do, why, and where."""

    href: str
    tone: Tone
    icon: str
    says: str
    why: str


@dataclass(frozen=True, slots=True)
class BoardContext:
    """The day as it stands now."""

    day: str | None
    lead: str
    previous_day: str | None
    next_day: str | None
    rounds: list[RoundShown]
    rounds_closed: int
    rounds_note: str
    crates_expected: int
    crates_picked: int
    crates_dropped: int
    discrepancies_open: int
    discrepancies_note: str
    period: str
    period_cents: int
    period_note: str
    discrepancies: list[GapShown]
    next_steps: list[NextStep]
    silent: list[SilentShown]
    silent_note: str


@router.get("/")
def show_board(visit: Reading, jour: Annotated[str, Query(max_length=10)] = "") -> HTMLResponse:
    """The board of one distribution day; without one, of the day that matters now."""
    days = round_days(visit.session)
    day = jour if jour in days else day_that_matters(days, last_day_begun(visit.session), visit.today)
    rounds = shown_rounds(visit, rounds_on(visit.session, [day])) if day else []
    silent = silent_on(visit, day)
    return page(visit, "bord", "board.html", _context(visit, days, day, rounds, silent))


def day_that_matters(days: Sequence[str], begun: str | None, today: date) -> str | None:
    """Today when it has rounds, else the last day that has `begun`, else the first of all `days`."""
    if today.isoformat() in days:
        return today.isoformat()
    return begun or (days[-1] if days else None)


def _context(
    visit: Visit,
    days: Sequence[str],
    day: str | None,
    rounds: list[RoundShown],
    silent: list[SilentHelper],
) -> BoardContext:
    later = [other for other in days if day and other > day]
    earlier = [other for other in days if day and other < day]
    period = day[:7] if day else period_of(visit.today)
    seen = sums_of_month(visit.session, period)
    items = open_items(visit.session, limit=DISCREPANCIES_SHOWN)
    blocking = count_open(visit.session, ItemFilter(is_blocking=True))
    closed = sum(1 for each in rounds if each.status == ROUND_STATUS[RoundStatus.CLOSED])
    return BoardContext(
        day=day,
        lead=_lead(rounds, closed),
        previous_day=earlier[0] if earlier else None,
        next_day=later[-1] if later else None,
        rounds=rounds,
        rounds_closed=closed,
        rounds_note=_rounds_note(rounds),
        crates_expected=sum(each.expected for each in rounds),
        crates_picked=sum(each.picked for each in rounds),
        crates_dropped=sum(each.dropped for each in rounds),
        discrepancies_open=count_open(visit.session),
        discrepancies_note=_discrepancies_note(blocking, bool(items)),
        period=period,
        period_cents=seen.due_cents,
        period_note=_period_note(
            seen.withheld_cents, is_closed=closed_period(visit.session, period) is not None
        ),
        discrepancies=gaps_shown(visit.session, items),
        next_steps=list(_next_steps(visit, days, blocking, silent)),
        silent=silences_shown(visit, silent, day),
        silent_note=_silent_note(day, visit.today),
    )


def _lead(rounds: Sequence[RoundShown], closed: int) -> str:
    if not rounds:
        return "Aucune tournée n'est encore prévue."
    on_the_way = sum(each.picked - each.dropped for each in rounds)
    if closed == len(rounds) and not on_the_way:
        return "Toutes les tournées sont finies, toutes les caisses collectées sont déposées."
    if not any(each.picked for each in rounds):
        return f"{french.counted(len(rounds), 'tournée')} à faire, rien n'est encore collecté."
    moving = french.counted(max(0, on_the_way), "caisse")
    return f"{closed} sur {len(rounds)} tournées finies, {moving} encore en chemin."


def _rounds_note(rounds: Sequence[RoundShown]) -> str:
    started = sum(1 for each in rounds if each.status == ROUND_STATUS[RoundStatus.STARTED])
    planned = sum(1 for each in rounds if each.status == ROUND_STATUS[RoundStatus.PLANNED])
    parts = [f"{started} en route" if started else "", f"{planned} à partir" if planned else ""]
    return ", ".join(part for part in parts if part) or "rien en attente"


def _discrepancies_note(blocking: int, has_open: bool) -> str:  # noqa: FBT001
    if blocking:
        return (
            f"dont {blocking} qui retiennent un paiement"
            if blocking > 1
            else "dont 1 qui retient un paiement"
        )
    return "aucun ne retient de paiement" if has_open else "tous les constats s'accordent"


def _period_note(withheld_cents: int, *, is_closed: bool) -> str:
    if is_closed:
        return "la période est close"
    return f"et {french.euros(withheld_cents)} retenus" if withheld_cents else "rien n'est retenu"


def _silent_note(day: str | None, today: date) -> str:
    if day is None or day > today.isoformat():
        return "Rien à attendre des téléphones avant le jour des tournées."
    return "Tous les téléphones de ce jour ont donné de leurs nouvelles."


def _next_steps(
    visit: Visit, days: Sequence[str], blocking: int, silent: Sequence[SilentHelper]
) -> Iterable[NextStep]:
    """What needs a person, the most pressing first; never empty."""
    steps = [
        *_discrepancy_steps(blocking),
        *_silence_steps(silent, visit.now_ms),
        *_import_steps(days, visit.today),
        *_closing_steps(visit),
    ]
    return steps or [NextStep("/console/periodes", Tone.DONE, "check", "Rien ne presse", "Tout est à jour.")]


def _discrepancy_steps(blocking: int) -> Iterable[NextStep]:
    if blocking:
        says = f"Regarder {french.counted(blocking, 'écart bloquant', 'écarts bloquants')}"
        why = "Tant qu'ils sont ouverts, leurs trajets ne sont pas payés."
        yield NextStep("/console/ecarts", Tone.WRONG, "alert", says, why)


def _silence_steps(silent: Sequence[SilentHelper], now_ms: int) -> Iterable[NextStep]:
    for helper in silent[:HELPERS_NAMED]:
        says, why = f"Appeler {helper.name}", silence_words(helper, now_ms)
        yield NextStep("/console/telephones", Tone.WAITING, "silent", says, f"{why[0].upper()}{why[1:]}.")


def _import_steps(days: Sequence[str], today: date) -> Iterable[NextStep]:
    if not days or days[0] < today.isoformat():
        last = f"La dernière distribution connue est le {french.long_day(days[0])}." if days else ""
        says = "Importer les commandes suivantes" if days else "Importer les premières commandes"
        yield NextStep("/console/imports", Tone.INFO, "upload", says, last or "Tout part de là.")


def _closing_steps(visit: Visit) -> Iterable[NextStep]:
    closed = {each.period for each in closed_periods(visit.session)}
    now = period_of(visit.today)
    for period in periods_with_legs(visit.session):
        if period < now and period not in closed:
            says = f"Clore {french.month(period)}"
            yield NextStep(f"/console/periodes/{period}", Tone.INFO, "lock", says, "Le mois est fini.")
