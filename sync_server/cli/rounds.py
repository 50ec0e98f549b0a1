"""`plan-rounds`: the rounds of a distribution day."""

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

import typer

from shared.words.format import format_count, format_planned_time
from shared.words.language import Language
from sync_server.cli.command import AsJson, answer, open_runtime, refuse
from sync_server.custody.round_progress import last_heard
from sync_server.db.feed import lock_feed
from sync_server.db.runtime import Runtime
from sync_server.db.session import begin, read
from sync_server.network.plan_queries import KnownRound, KnownStop, rounds_of_day, stops_by_round
from sync_server.network.rounds import PlanOutcome, plan_rounds
from sync_server.upkeep.after_planning import follow_plan

FR = Language.FRENCH


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("plan-rounds")(plan_day)


def plan_day(
    day: Annotated[str, typer.Argument(metavar="JOUR", help="Jour de distribution, comme 2026-11-06.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Planifie les tournées d'un jour. Une tournée commencée n'est jamais touchée."""
    iso_day = _iso_day(day, as_json=as_json)
    runtime = open_runtime()
    outcome = plan_rounds_of(runtime, iso_day)
    with read(runtime.database) as session:
        rounds = rounds_of_day(session, iso_day)
        stops = stops_by_round(session, outcome.round_ids)
    runtime.database.close()
    if not outcome.crates:
        raise refuse("no-crates", f"Aucune caisse à transporter le {iso_day}.", as_json=as_json)
    listed = [(one, stops.get(one.id, [])) for one in rounds]
    counts = {name: value for name, value in asdict(outcome).items() if name != "replanned"}
    payload = counts | {"rounds": [_round_to_json(*one) for one in listed]}
    answer(payload, _text(outcome, listed), as_json=as_json)


def plan_rounds_of(runtime: Runtime, iso_day: str) -> PlanOutcome:
    """Plans in one transaction; a round somebody has recorded anything in counts as begun."""
    with begin(runtime.database) as session:
        feed = lock_feed(session)
        begun = last_heard(session, [one.id for one in rounds_of_day(session, iso_day)])
        outcome = plan_rounds(session, feed, iso_day, begun)
        follow_plan(session, feed, outcome.replanned, runtime.now_ms())
        return outcome


def _iso_day(text: str, *, as_json: bool) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise refuse("day-wrong", f"« {text} » n'est pas un jour (AAAA-MM-JJ).", as_json=as_json) from None


def _round_to_json(one: KnownRound, stops: list[KnownStop]) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "kind": one.kind,
        "helper": one.helper_person_id,
        "status": one.status,
        "stops": len(stops),
        "crates": sum(stop.pickups for stop in stops),
        "starts_at": stops[0].planned_at if stops else None,
        "ends_at": stops[-1].planned_at if stops else None,
    }


def _hour(stop: KnownStop) -> str:
    return format_planned_time(stop.planned_at, FR) if stop.planned_at else "—"


def _text(outcome: PlanOutcome, listed: list[tuple[KnownRound, list[KnownStop]]]) -> str:
    lines = [
        f"{one.id}  {one.helper_person_id}  {_counts(stops)}, "
        f"{_hour(stops[0])} à {_hour(stops[-1])}  {one.title}"
        for one, stops in listed
        if stops
    ]
    lines.append(
        f"{format_count(outcome.crates, 'caisse', 'caisses', FR)}, "
        f"{format_count(len(listed), 'tournée', 'tournées', FR)}, dont commencées : {outcome.kept}."
        + ("" if outcome.is_changed else " Rien ne change.")
    )
    if not outcome.has_hub or not outcome.has_helper:
        lines.append("Sans plateforme ou sans aidant, chaque ferme livre elle-même.")
    return "\n".join(lines)


def _counts(stops: list[KnownStop]) -> str:
    crates = sum(stop.pickups for stop in stops)
    return (
        f"{format_count(len(stops), 'arrêt', 'arrêts', FR)}, {format_count(crates, 'caisse', 'caisses', FR)}"
    )
