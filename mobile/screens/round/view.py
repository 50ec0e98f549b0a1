"""How the round looks: the count of stops, the next one large, then all of them."""

import flet as ft

from mobile.actions.start_round import StartRound
from mobile.components.buttons import primary_button, second_button
from mobile.components.count import big_count
from mobile.components.empty_state import empty_state
from mobile.components.message import inline_message
from mobile.components.round_row import RoundWords, round_row
from mobile.components.state_chip import state_chip
from mobile.components.stop_row import StopWords, next_stop_card, stop_row
from mobile.components.tokens import DONE, GRID, NEUTRAL, WAITING, WRONG
from mobile.screens.contract import Scene
from mobile.screens.frame import HOME, UNPLANNED, inner_frame, tab_frame
from mobile.screens.round.more import more
from mobile.screens.round.state import RoundDraft, RoundLine, RoundState, ShownRound, StopLine
from mobile.screens.routes import (
    add_stop_route,
    closing_route,
    load_route,
    round_route,
    stop_route,
    take_over_route,
)
from mobile.screens.rows import more_rows


def view(scene: Scene, state: RoundState, draft: RoundDraft) -> ft.View:
    """The round, or what to expect where there is none."""
    words = scene.look.texts.round
    shown = state.shown
    if shown is None:
        # Without a round one may still be handed crates on the road.
        take = second_button(
            scene.look,
            "open-take-over",
            scene.look.texts.handover.tile_take,
            lambda: scene.go(take_over_route()),
            icon=ft.Icons.CALL_RECEIVED,
        )
        nothing = empty_state(scene.look, ft.Icons.ROUTE, words.none_title, words.none_text, action=take)
        body: list[ft.Control] = [nothing]
        foot = None
    else:
        body = _round(scene, state, shown, draft)
        foot = _foot(scene, shown, draft)
    body += _others(scene, state, draft)
    if state.is_only_choice:
        body.append(_unplanned(scene))
    if state.is_only_choice:
        return tab_frame(scene, HOME, words.title, body, foot=foot)
    return inner_frame(scene, HOME, words.title, body, foot=foot)


def _round(scene: Scene, state: RoundState, shown: ShownRound, draft: RoundDraft) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.round
    body: list[ft.Control] = [
        ft.Column(
            [look.title(look.format.big_day(shown.day)), look.small(shown.title)],
            spacing=GRID // 2,
            tight=True,
        )
    ]
    chips = _chips(scene, state, shown)
    if chips:
        body.append(ft.Row(chips, wrap=True, spacing=GRID, run_spacing=GRID))
    if draft.refusal is not None:
        body.append(inline_message(look, WRONG, look.texts.stop.other_refusal))
    if shown.stops:
        body.append(big_count(look, shown.stops_done, len(shown.stops), words.stops_done))
    if shown.next_stop is not None and not shown.is_closed:
        body.append(_next(scene, shown, shown.next_stop))
    if shown.stops:
        body.append(ft.Container(look.section(words.all_stops), padding=ft.Padding.only(top=GRID)))
    body.extend(
        stop_row(
            look,
            StopWords(stop.n, stop.name, _task(scene, stop), _hour(scene, stop), done=stop.is_done),
            lambda stop=stop: scene.go(stop_route(shown.round_id, stop.place_id)),
        )
        for stop in shown.stops
    )
    body.extend(more(scene, shown))
    return body


def _chips(scene: Scene, state: RoundState, shown: ShownRound) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.round
    chips: list[ft.Control] = []
    if shown.is_closed:
        chips.append(state_chip(look, DONE, words.closed))
    elif shown.day != state.today:
        late = shown.day < state.today
        chips.append(state_chip(look, WAITING if late else NEUTRAL, words.past if late else words.coming))
    if not shown.is_planned:
        chips.append(state_chip(look, NEUTRAL, look.texts.unplanned.chip, icon=ft.Icons.ADD_ROAD))
    if shown.aboard:
        said = words.aboard(shown.aboard)
        chips.append(state_chip(look, NEUTRAL, said, icon=ft.Icons.LOCAL_SHIPPING))
    return chips


def _next(scene: Scene, shown: ShownRound, stop: StopLine) -> ft.Control:
    words = scene.look.texts.round
    return next_stop_card(
        scene.look,
        words.next_stop,
        StopWords(stop.n, stop.name, _task(scene, stop), _hour(scene, stop), done=False),
        lambda: scene.go(stop_route(shown.round_id, stop.place_id)),
    )


def _task(scene: Scene, stop: StopLine) -> str:
    words = scene.look.texts.round
    if stop.is_done:
        return words.stop_done
    parts = [words.leave(stop.to_leave)] if stop.to_leave else []
    if stop.to_take:
        parts.append(words.take(stop.to_take))
    return " · ".join(parts) or words.nothing_to_do


def _hour(scene: Scene, stop: StopLine) -> str:
    return scene.look.format.hour_minute(stop.planned_at) if stop.planned_at and not stop.is_done else ""


def _foot(scene: Scene, shown: ShownRound, draft: RoundDraft) -> ft.Control | None:
    look, words = scene.look, scene.look.texts.round
    if shown.is_closed:
        return None
    if not shown.is_started:
        return _begin(scene, shown, draft)
    following = shown.next_stop
    if not shown.stops:
        add = add_stop_route(shown.round_id)
        said = look.texts.unplanned.stop_entry
        return primary_button(look, "add-stop", said, lambda: scene.go(add), icon=ft.Icons.ADD_LOCATION_ALT)
    if following is None:
        route = closing_route(shown.round_id)
        return primary_button(look, "close-round", words.finish, lambda: scene.go(route), icon=ft.Icons.FLAG)
    route = stop_route(shown.round_id, following.place_id)
    return primary_button(look, "open-next", words.open_stop(following.name), lambda: scene.go(route))


def _begin(scene: Scene, shown: ShownRound, draft: RoundDraft) -> ft.Control:
    """Where crates should be aboard on leaving, they are counted first; starting without that stays a tap."""
    look, words = scene.look, scene.look.texts.round
    start = StartRound(draft.intent_id, shown.round_id)
    if not shown.to_load:
        return primary_button(
            look, "start-round", words.start, lambda: scene.dispatch(start), icon=ft.Icons.PLAY_ARROW
        )
    route, said = load_route(shown.round_id), look.texts.load.check(shown.to_load)
    check = primary_button(look, "load-check", said, lambda: scene.go(route), icon=ft.Icons.LOCAL_SHIPPING)
    unchecked = second_button(
        look, "start-round", look.texts.load.start_unchecked, lambda: scene.dispatch(start)
    )
    return ft.Column(
        [check, unchecked],
        spacing=GRID,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _unplanned(scene: Scene) -> ft.Control:
    said = scene.look.texts.unplanned.title
    button = second_button(
        scene.look, "open-unplanned", said, lambda: scene.go(UNPLANNED), icon=ft.Icons.ADD_ROAD
    )
    return ft.Container(button, padding=ft.Padding.only(top=2 * GRID))


def _others(scene: Scene, state: RoundState, draft: RoundDraft) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.round
    if not state.others or not state.is_only_choice:
        return []
    head = ft.Container(look.section(words.other_rounds), padding=ft.Padding.only(top=2 * GRID))
    shown = state.others[: max(state.due, draft.rounds_shown)]
    more = more_rows(scene, len(state.others) - len(shown))
    return [head, *(_other(scene, one) for one in shown), *more]


def _other(scene: Scene, one: RoundLine) -> ft.Control:
    look, words = scene.look, scene.look.texts.round
    return round_row(
        look,
        RoundWords(
            one.round_id,
            look.format.day(one.day),
            " · ".join((one.title, words.stop_count(one.stop_count))),
            is_closed=one.is_closed,
        ),
        lambda: scene.go(round_route(one.round_id)),
    )
