"""Page « Équité »: what each farm carries for others and receives, once a recorded vote lets it be shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from sync_server.accounts.names import coordinator_names
from sync_server.accounts.rights import Right
from sync_server.commission.fairness import (
    FEWEST_CONTRIBUTORS,
    FarmShare,
    Vote,
    VoteDeed,
    farm_shares,
    record_vote,
    vote_in_force,
    votes,
)
from sync_server.console import french
from sync_server.console.tariff_simulation import chosen_periods
from sync_server.console.visit import Visit, page, reading_with, see_other, writing_with
from sync_server.custody.leg_periods import periods_with_legs
from sync_server.db.feed import lock_feed
from sync_server.log import log_event

router = APIRouter()
Reading = Annotated[Visit, reading_with(Right.SEE_MONEY_OF_ALL)]
Writing = Annotated[Visit, writing_with(Right.SET_TARIFFS)]
SECTION = "equite"
UNPROCESSABLE = 422
Typed = Annotated[str, Field(max_length=1_000)]
MonthAsked = Annotated[str, Query(max_length=7)]
_LACKING = {
    "voted_by": "Dites qui a voté, par exemple : assemblée générale.",
    "minutes_ref": "Dites où c'est écrit, par exemple : PV du 12 janvier 2027.",
    "rule": "Écrivez la règle telle que votée : qui voit quoi, et pour quoi faire.",
}


class VoteFields(BaseModel):
    """The form of the vote, as a browser sends it."""

    voted_on: Typed = ""
    voted_by: Typed = ""
    minutes_ref: Typed = ""
    rule: Typed = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """What the group carried; None where too few farms stand behind it."""

    for_others: int
    turnover_cents: int


@dataclass(frozen=True, slots=True)
class FairnessContext:
    """The vote, the shares it lets be shown, and the form."""

    vote: Vote | None
    vote_says: str
    shares: list[FarmShare]
    totals: Totals | None
    hidden: str
    periods: list[str]
    first: str
    last: str
    history: list[str]
    form: VoteFields
    faults: dict[str, str]


@router.get("/equite")
def show_fairness(visit: Reading, de: MonthAsked = "", a: MonthAsked = "") -> HTMLResponse:
    """The shares over the months asked for, the latest three otherwise; without a vote, how to get one."""
    return _page(visit, VoteFields(), {}, de, a)


@router.post("/equite/vote")
def write_vote(visit: Writing, fields: Annotated[VoteFields, Form()]) -> Response:
    """Records the vote. Sent twice, it is one."""
    faults = {name: says for name, says in _LACKING.items() if not getattr(fields, name).strip()}
    voted_on = _day(fields.voted_on)
    if voted_on is None or voted_on > visit.today:
        faults["voted_on"] = "Le jour du vote est à choisir, aujourd'hui ou avant."
    if faults or voted_on is None:
        return _page(visit, fields, faults, status=UNPROCESSABLE)
    by = visit.visitor.coordinator_id
    texts = (fields.voted_by.strip(), fields.minutes_ref.strip(), fields.rule.strip())
    lock_feed(visit.session)
    record_vote(visit.session, Vote(VoteDeed.RECORDED, voted_on.isoformat(), *texts, by, visit.now_ms))
    log_event("fairness-vote-recorded", by=by)
    return see_other("/console/equite?fait=vote-note")


@router.post("/equite/retirer")
def withdraw_vote(visit: Writing, pourquoi: Annotated[str, Form(max_length=1_000)] = "") -> Response:
    """Hides the shares again, with the reason."""
    if not pourquoi.strip():
        faults = {"pourquoi": "Dites pourquoi, par exemple : vote de l'assemblée du 3 mai."}
        return _page(visit, VoteFields(), faults, status=UNPROCESSABLE)
    by = visit.visitor.coordinator_id
    lock_feed(visit.session)
    gone = Vote(VoteDeed.WITHDRAWN, visit.today.isoformat(), "", "", pourquoi.strip(), by, visit.now_ms)
    record_vote(visit.session, gone)
    log_event("fairness-vote-withdrawn", by=by)
    return see_other("/console/equite?fait=vote-retire")


def _page(
    visit: Visit, form: VoteFields, faults: dict[str, str], first: str = "", last: str = "", status: int = 200
) -> HTMLResponse:
    vote = vote_in_force(visit.session)
    periods = periods_with_legs(visit.session)
    chosen = chosen_periods(periods, first, last)
    # Nothing is even computed before a vote: what is not asked for cannot leak.
    shares = farm_shares(visit.session, chosen) if vote else []
    names = coordinator_names(visit.session)
    totals = _totals(shares)
    context = FairnessContext(
        vote=vote,
        vote_says="" if vote is None else _says(vote, names),
        shares=shares,
        totals=totals,
        hidden=f"Total caché : moins de {FEWEST_CONTRIBUTORS} fermes ont porté pour d'autres."
        if shares and totals is None
        else "",
        periods=periods,
        first=chosen[0] if chosen else "",
        last=chosen[-1] if chosen else "",
        history=[_says(each, names) for each in votes(visit.session)],
        form=form,
        faults=faults,
    )
    return page(visit, SECTION, "fairness.html", context, status)


def _totals(shares: Sequence[FarmShare]) -> Totals | None:
    if sum(1 for each in shares if each.carried_for_others) < FEWEST_CONTRIBUTORS:
        return None
    return Totals(
        sum(each.carried_for_others for each in shares), sum(each.turnover_carried_cents for each in shares)
    )


def _says(vote: Vote, names: dict[str, str]) -> str:
    noted = f"{names.get(vote.by, vote.by)}, {french.day_and_clock(vote.at_ms)}"
    if vote.what is VoteDeed.WITHDRAWN:
        return f"Vote retiré : « {vote.rule} » ({noted})"
    return (
        f"Voté le {french.long_day(vote.voted_on)} par {vote.voted_by}, {vote.minutes_ref} (noté par {noted})"
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
