"""The foot of the bank: the deposit, or the way out where a door is taken, broken or lacking."""

from dataclasses import replace

import flet as ft

from mobile.actions.crate_acts import CrateException
from mobile.actions.record_drop import RecordDrop
from mobile.components.buttons import primary_button, second_button
from mobile.components.message import inline_message
from mobile.components.tokens import GRID, WAITING
from mobile.screens.cold import AskWarm, asking, warm_foot
from mobile.screens.contract import Scene
from mobile.screens.lockers.choice import Choice, Doubt, choose, drop_of, is_too_warm
from mobile.screens.lockers.draft import ChooseDoor, LockerDraft
from mobile.screens.lockers.state import LockerState
from mobile.screens.routes import place_route, stop_route
from shared.custody.codes import print_code
from shared.custody.events import How, IncidentReason


def foot(scene: Scene, state: LockerState, draft: LockerDraft, choice: Choice | None) -> ft.Control:
    """What the thumb finds at the bottom."""
    look, words = scene.look, scene.look.texts.locker
    if choice is None or state.is_closed:
        up = stop_route(state.round_id, state.place_id)
        return primary_button(look, "back-to-stop", words.back_to_stop, lambda: scene.go(up))
    if choice.door is None:
        return _no_door(scene, state, draft)
    if draft.reading.is_asked:
        return _too_warm(scene, state, draft, choice)
    if choice.doubt is not Doubt.NONE:
        return _doubtful(scene, state, draft, choice)
    return _deposit(scene, state, draft, choice.door.compartment)


def doubt_words(scene: Scene, choice: Choice) -> ft.Control:
    """What speaks against this door, and the way out."""
    look, words = scene.look, scene.look.texts.locker
    door = choice.door.compartment if choice.door is not None else ""
    instead = f" {words.instead(choice.instead)}" if choice.instead is not None else ""
    match choice.doubt:
        case Doubt.TAKEN:
            crates = choice.door.crates if choice.door is not None else ()
            said = words.taken(door, print_code(crates[0]) if crates else "") + instead
        case Doubt.BROKEN:
            said = words.broken(door) + instead
        case Doubt.NOT_COLD:
            said = words.not_cold(door) + instead
        case Doubt.NONE_SUITS:
            said = words.none_suits
        case Doubt.NONE_LEFT | Doubt.NONE:
            said = words.none_left
    return inline_message(look, WAITING, said, identifier="doubt")


def _deposit(scene: Scene, state: LockerState, draft: LockerDraft, compartment: str) -> ft.Control:
    look, words = scene.look, scene.look.texts
    choice = choose(state, draft)
    assert choice is not None
    parts: list[ft.Control] = []
    if asking([choice.crate.load.cls]) and draft.reading.dc is None:
        parts.append(look.small(words.cargo.without_reading))
    intent = (
        AskWarm(is_asked=True) if is_too_warm(draft, choice) else drop_of(state, draft, choice, compartment)
    )
    said = words.locker.deposit(compartment)
    parts.append(primary_button(look, "deposit", said, lambda: scene.dispatch(intent), icon=ft.Icons.CHECK))
    return ft.Column(parts, spacing=GRID // 2, tight=True)


def _doubtful(scene: Scene, state: LockerState, draft: LockerDraft, choice: Choice) -> ft.Control:
    look, words = scene.look, scene.look.texts.locker
    assert choice.door is not None
    door, instead = choice.door.compartment, choice.instead
    anyway = drop_of(state, draft, choice, door)
    intent = AskWarm(is_asked=True) if is_too_warm(draft, choice) else anyway
    parts: list[ft.Control] = []
    if instead is not None:
        said = words.take_door(instead)
        parts.append(primary_button(look, "take-instead", said, lambda: scene.dispatch(ChooseDoor(instead))))
    said = words.deposit_anyway(door)
    parts.append(second_button(look, "deposit-anyway", said, lambda: scene.dispatch(intent)))
    return ft.Column(parts, spacing=GRID, tight=True)


def _too_warm(scene: Scene, state: LockerState, draft: LockerDraft, choice: Choice) -> ft.Control:
    assert choice.door is not None
    drop = drop_of(state, draft, choice, choice.door.compartment)
    warm = replace(drop, too_warm=(choice.crate.code,))
    classes, dc = asking([choice.crate.load.cls]), draft.reading.dc or 0
    return warm_foot(scene, classes, dc, lambda: scene.dispatch(warm))


def _no_door(scene: Scene, state: LockerState, draft: LockerDraft) -> ft.Control:
    """Full: said to the coordinator, and where the crates may go instead."""
    look, words = scene.look, scene.look.texts.locker
    kept = tuple(each.code for each in state.todo if each.code not in state.proposal)
    full = RecordDrop(
        draft.intent_id,
        state.round_id,
        state.place_id,
        (),
        tuple(CrateException(code, IncidentReason.FULL) for code in kept),
        how=How.TAPPED,
    )
    parts: list[ft.Control] = []
    other = state.fallback
    if other is None:
        parts.append(look.body(words.no_fallback))
    else:
        told = words.fallback_on_round if other.is_on_round else words.fallback
        parts.append(look.strong(told(other.name, look.format.distance(other.away_m)), max_lines=3))
    parts.append(
        primary_button(look, "report-full", words.report_full(len(kept)), lambda: scene.dispatch(full))
    )
    if other is not None:
        way = place_route(state.round_id, other.place_id)
        parts.append(second_button(look, "fallback", words.way_to(other.name), lambda: scene.go(way)))
    return ft.Column(parts, spacing=GRID, tight=True)
