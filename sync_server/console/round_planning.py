"""Act « Préparer les tournées »: plans a day's rounds anew, around those that have begun."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse

from sync_server.accounts.rights import Right
from sync_server.console.rounds import DAYS_SHOWN_AT_ONCE
from sync_server.console.visit import PageMissing, Visit, see_other, writing_with
from sync_server.custody.round_progress import last_heard
from sync_server.db.feed import lock_feed
from sync_server.log import log_event
from sync_server.network.round_list import days_with_goods, rounds_on
from sync_server.network.rounds import plan_rounds
from sync_server.upkeep.after_planning import follow_plan

router = APIRouter()
Writing = Annotated[Visit, writing_with(Right.PLAN_ROUNDS)]


@router.post("/tournees/preparer")
def plan_day(visit: Writing, jour: Annotated[str, Form(max_length=10)]) -> RedirectResponse:
    """Plans the rounds of a day; asked again, an unchanged plan changes nothing."""
    if jour not in days_with_goods(visit.session, DAYS_SHOWN_AT_ONCE):
        raise PageMissing
    feed = lock_feed(visit.session)
    # A round somebody has recorded anything in counts as begun, whatever its status says yet.
    begun = last_heard(visit.session, [each.id for each in rounds_on(visit.session, [jour])])
    outcome = plan_rounds(visit.session, feed, jour, begun)
    follow_plan(visit.session, feed, outcome.replanned, visit.now_ms)
    log_event("rounds-planned", day=jour, rounds=len(outcome.round_ids), by=visit.visitor.coordinator_id)
    done = "tournees-pretes" if outcome.is_changed else "tournees-inchangees"
    return see_other(f"/console/tournees?jour={jour}&fait={done}")
