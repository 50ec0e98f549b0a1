"""The part of « Fin de tournée » for figures: kilometres, time, costs, and what follows from them."""

import flet as ft

from mobile.components.buttons import quiet_button
from mobile.components.line_field import FieldWords, figure_field
from mobile.components.tokens import GRID
from mobile.screens.closing.draft import ClosingDraft, ReadOdometer, Retyped
from mobile.screens.closing.figures import DISTANCE, FEES, MINUTES, ODOMETER, STOPS, Figures, figures_of
from mobile.screens.closing.state import ClosingState
from mobile.screens.contract import Scene
from shared.commission.round_cost import cost_of_round


def figure_fields(scene: Scene, state: ClosingState, draft: ClosingDraft) -> list[ft.Control]:
    """Distance or odometer, time as the facts tell it, costs."""
    look, words = scene.look, scene.look.texts.closing
    fees = figure_field(
        look,
        "fees",
        draft.fees,
        FieldWords(words.fees, unit="€", fault=_fault(scene, draft, FEES)),
        has_comma=True,
        on_change=lambda: scene.dispatch(Retyped()),
    )
    help_text = look.small(words.fees_help, max_lines=None)
    return [
        _head(scene, words.figures),
        *_distance(scene, draft),
        *_time(scene, state, draft),
        fees,
        help_text,
    ]


def _time(scene: Scene, state: ClosingState, draft: ClosingDraft) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.closing
    told = words.minutes_unknown
    if state.started_ms is not None:
        told = words.minutes_from(look.format.moment(state.started_ms, scene.now_ms))
    all_of_it = "" if state.minutes is None else str(state.minutes)
    at_stops = str(state.stop_minutes) if state.stop_minutes else ""
    fields = (
        ("minutes", draft.minutes, words.minutes, all_of_it, MINUTES),
        ("stop-minutes", draft.stop_minutes, words.stop_minutes, at_stops, STOPS),
    )
    return [
        *(
            figure_field(
                look,
                identifier,
                typed,
                FieldWords(label, unit="min", start=start, fault=_fault(scene, draft, name)),
                on_change=lambda: scene.dispatch(Retyped()),
            )
            for identifier, typed, label, start, name in fields
        ),
        look.small(told, max_lines=None),
    ]


def _distance(scene: Scene, draft: ClosingDraft) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.closing
    other = words.use_distance if draft.reads_odometer else words.use_odometer
    switch = quiet_button(
        look, "use-odometer", other, lambda: scene.dispatch(ReadOdometer(not draft.reads_odometer))
    )
    if not draft.reads_odometer:
        field = figure_field(
            look,
            "distance",
            draft.distance,
            FieldWords(words.distance, unit="km", fault=_fault(scene, draft, DISTANCE)),
            on_change=lambda: scene.dispatch(Retyped()),
        )
        return [field, switch]
    start = figure_field(
        look,
        "odometer-start",
        draft.odometer_start,
        FieldWords(words.odometer_start, unit="km"),
        on_change=lambda: scene.dispatch(Retyped()),
    )
    end = figure_field(
        look,
        "odometer-end",
        draft.odometer_end,
        FieldWords(words.odometer_end, unit="km", fault=_fault(scene, draft, ODOMETER)),
        on_change=lambda: scene.dispatch(Retyped()),
    )
    return [start, end, switch]


def estimates(scene: Scene, state: ClosingState, draft: ClosingDraft) -> list[ft.Control]:
    """What is known of the commission, and the real cost with its method; nothing is made up."""
    look, words = scene.look, scene.look.texts.closing
    estimate = state.estimate
    lines = [words.commission_unknown]
    if estimate.line_count or estimate.withheld_cents:
        lines = [words.commission_known(look.format.money(estimate.due_cents), estimate.line_count)]
        if estimate.withheld_cents:
            lines.append(words.commission_withheld(look.format.money(estimate.withheld_cents)))
    if estimate.waiting:
        lines.append(words.commission_waiting(estimate.waiting))
    texts: list[ft.Control] = [look.body(line) for line in lines]
    return [_head(scene, words.estimates), *texts, *_cost(scene, state, _figures(state, draft))]


def _figures(state: ClosingState, draft: ClosingDraft) -> Figures:
    closed = state.closed
    if closed is None or not state.is_over:
        return figures_of(draft)
    return Figures(
        closed.distance_m,
        None,
        None,
        closed.drive_minutes,
        closed.stop_minutes,
        closed.fees_cents,
        frozenset(),
    )


def _cost(scene: Scene, state: ClosingState, figures: Figures) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.closing
    fees_cents, rates = figures.fees_cents, state.rates
    if rates is None:
        if fees_cents is None:
            return [look.body(words.cost_unknown)]
        total = words.cost(look.format.money(fees_cents))
        return [look.strong(total), look.small(words.cost_fees_only, max_lines=None)]
    if figures.distance_m is None:
        return [look.body(words.cost_unknown)]
    minutes = (figures.drive_minutes or 0) + (figures.stop_minutes or 0)
    cost = cost_of_round(figures.distance_m, minutes, fees_cents or 0, rates)
    money = look.format.money
    parts = words.cost_parts(
        f"{look.format.kilometres(figures.distance_m)} km : {money(cost.distance_cents)}",
        f"{minutes} min : {money(cost.time_cents)}",
        money(cost.fees_cents),
    )
    said = [parts, rates.method] if rates.method else [parts]
    return [look.strong(words.cost(money(cost.total_cents))), look.small("\n".join(said), max_lines=None)]


def _fault(scene: Scene, draft: ClosingDraft, name: str) -> str:
    return scene.look.texts.closing.faults[name] if name in draft.faults else ""


def _head(scene: Scene, text: str) -> ft.Control:
    return ft.Container(scene.look.section(text), padding=ft.Padding.only(top=GRID))
