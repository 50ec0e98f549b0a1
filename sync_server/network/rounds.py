"""Planning the rounds of a day anew; a round that has begun is never touched."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from shared.network import PlaceRole
from sync_server.accounts.people import Role
from sync_server.db.feed import LockedFeed
from sync_server.db.rows import drop_rows
from sync_server.network.plan_queries import (
    crates_to_carry,
    delete_rounds,
    insert_rounds,
    insert_steps,
    rounds_of_day,
    steps_of_rounds,
)
from sync_server.network.planning.plan import plan_day
from sync_server.network.planning.request import Ground, Helper, Load, PlanRequest, Rules, Spot
from sync_server.network.publish import publish_consignments, publish_rounds
from sync_server.network.queries import crates_by_code, people_by_id, places_by_id
from sync_server.network.rows import republish_crates
from sync_server.network.status import RoundStatus
from sync_server.network.written_plan import WrittenPlan, loads_left, standing_plan, write_plan


@dataclass(frozen=True, slots=True)
class PlanOutcome:
    """What a planning did. `kept` rounds had begun; `is_changed` is False where the plan stood already.

    `replanned` are the crates whose way changed: what was recorded of them may mean something else now.
    """

    date: str
    round_ids: tuple[str, ...]
    kept: int
    crates: int
    moves: int
    is_changed: bool
    has_hub: bool
    has_helper: bool
    replanned: tuple[str, ...]


def plan_rounds(
    session: Session, feed: LockedFeed, date: str, begun: Iterable[str] = (), rules: Rules | None = None
) -> PlanOutcome:
    """Plans the day's crates anew around the rounds that have begun, and sends the rows to the phones.

    `date` is an ISO day; `begun` names rounds that have events though their status does not say so yet.
    """
    standing = rounds_of_day(session, date)
    have_begun = set(begun)
    kept = {one.id for one in standing if one.status != RoundStatus.PLANNED or one.id in have_begun}
    places = places_by_id(session)
    people = people_by_id(session)
    crates = crates_to_carry(session, date, {key: one.farm_place_id for key, one in people.items()})
    kept_steps = steps_of_rounds(session, kept)
    request = _request(places, people, loads_left(crates, kept_steps), rules or Rules())
    plan = write_plan(date, plan_day(request), kept_steps, kept, places)
    before = standing_plan(session, [one for one in standing if one.id not in kept])
    if plan != before:
        _replace(session, feed, before, plan)
    replanned = {step.crate_code for step in (*before.steps, *plan.steps)} if plan != before else ()
    return PlanOutcome(
        date=date,
        round_ids=tuple(sorted(kept | {one.id for one in plan.rounds})),
        kept=len(kept),
        crates=len(crates),
        moves=len(plan.steps),
        is_changed=plan != before,
        has_hub=bool(request.hub_ids),
        has_helper=bool(request.helpers),
        replanned=tuple(sorted(replanned)),
    )


def _request(
    places: Mapping[str, Row[Any]],
    people: Mapping[str, Row[Any]],
    loads: tuple[Load, ...],
    rules: Rules,
) -> PlanRequest:
    hub_ids = tuple(place.id for place in places.values() if place.role == PlaceRole.HUB)
    helpers = [one for one in people.values() if Role.HELPER in one.roles.split(",")]
    return PlanRequest(
        ground=Ground({place.id: Spot(place.lat, place.lon) for place in places.values()}),
        hub_ids=hub_ids,
        # A helper who farms nothing sets out from a hub.
        helpers=tuple(
            Helper(one.id, one.farm_place_id or hub_ids[0]) for one in helpers if one.farm_place_id or hub_ids
        ),
        loads=loads,
        rules=rules,
    )


def _replace(session: Session, feed: LockedFeed, before: WrittenPlan, plan: WrittenPlan) -> None:
    delete_rounds(session, (one.id for one in before.rounds))
    insert_rounds(session, plan.rounds, plan.stops)
    insert_steps(session, plan.steps)
    written = {one.id for one in plan.rounds}
    drop_rows(session, feed, [("round", one.id) for one in before.rounds if one.id not in written])
    publish_rounds(session, feed, written)
    codes = {step.crate_code for step in (*before.steps, *plan.steps)}
    republish_crates(session, feed, sorted(codes))
    consignments = {crate.consignment_id for crate in crates_by_code(session, sorted(codes)).values()}
    publish_consignments(session, feed, sorted(consignments))
