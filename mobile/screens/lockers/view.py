"""How « Consigne » looks: the crate and its door, the code under a thumb, the map, and the one action."""

import flet as ft

from mobile.actions.record_incident import RecordIncident
from mobile.actions.show_door_code import ShowDoorCode
from mobile.components.buttons import quiet_button, second_button
from mobile.components.code_field import code_field
from mobile.components.count import big_count
from mobile.components.crate_row import CrateWords, Mark
from mobile.components.empty_state import empty_state
from mobile.components.hold_card import hold_card
from mobile.components.scan_box import scan_box
from mobile.components.tokens import FONT_BOLD, GRID, PRIMARY, RADIUS, SIZE_SECTION, SURFACE
from mobile.screens.cold import asking, reading_part
from mobile.screens.contract import CodeRead, Scene
from mobile.screens.frame import HOME, inner_frame
from mobile.screens.lockers.answer import answer_message
from mobile.screens.lockers.choice import Choice, Doubt, choose
from mobile.screens.lockers.doors import map_of_doors
from mobile.screens.lockers.draft import (
    THE_PLACE,
    ChooseCrate,
    HoldDoor,
    LetGo,
    LockerDraft,
    UseCamera,
)
from mobile.screens.lockers.foot import doubt_words, foot
from mobile.screens.lockers.state import CrateToStow, LockerState
from mobile.screens.routes import stop_route
from mobile.screens.rows import kept_crate_row
from shared.custody.events import How, IncidentReason


def view(scene: Scene, state: LockerState | None, draft: LockerDraft) -> ft.View:
    """The whole bank; an unknown one says so."""
    look = scene.look
    if state is None:
        back = quiet_button(look, "home", look.texts.stop.back_to_round, lambda: scene.go(HOME))
        nothing = empty_state(
            look, ft.Icons.WRONG_LOCATION, look.texts.locker.unknown, look.texts.round.none_text, action=back
        )
        return inner_frame(scene, HOME, look.texts.locker.title, [nothing])
    up = stop_route(state.round_id, state.place_id)
    choice = choose(state, draft)
    body = [
        *_count(scene, state),
        *answer_message(scene, draft),
        *_current(scene, choice),
        *_code(scene, state, draft, choice),
        *_reading(scene, draft, choice),
        *map_of_doors(scene, state.doors, choice.door.compartment if choice and choice.door else None),
        *_out_of_order(scene, state, draft, choice),
        *_scanning(scene, state, draft, choice),
        *_others(scene, state, choice),
    ]
    last = foot(scene, state, draft, choice)
    return inner_frame(scene, up, state.name, body, foot=last, spacing=GRID)


def _count(scene: Scene, state: LockerState) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.locker
    free = look.small(words.free_doors(state.free))
    if not state.total:
        return [look.body(words.all_done), free]
    done = state.total - len(state.todo)
    return [big_count(look, done, state.total, words.done(state.total)), free]


def _current(scene: Scene, choice: Choice | None) -> list[ft.Control]:
    """« 7K2M-9QXC », whose it is and how cold; where it goes, in large."""
    if choice is None:
        return []
    look, words = scene.look, scene.look.texts.locker
    crate, door = choice.crate, choice.door
    into = words.door(door.compartment) if door is not None else words.no_door
    cold = look.format.word(crate.load.cls) if crate.load.cls is not None else ""
    lines: list[ft.Control] = [
        look.small(words.this_crate),
        look.text(crate.printed, size=SIZE_SECTION, font=FONT_BOLD, max_lines=1),
        look.small(" · ".join(part for part in (crate.whose, crate.place, cold) if part), max_lines=3),
    ]
    target = look.title(into, color=PRIMARY)
    target.expand = True
    arrow = ft.Icon(ft.Icons.SUBDIRECTORY_ARROW_RIGHT, size=look.icon(28), color=PRIMARY)
    # At 200 % « Compartment » has the whole width of a small phone, or it is broken in two.
    where: list[ft.Control] = [target] if look.is_large else [arrow, target]
    parts: list[ft.Control] = [ft.Column(lines, spacing=2, tight=True), ft.Row(where, spacing=GRID)]
    if choice.doubt is not Doubt.NONE:
        parts.append(doubt_words(scene, choice))
    card = ft.Container(
        ft.Column(parts, spacing=GRID // 2, tight=True),
        bgcolor=SURFACE,
        border=ft.Border.all(2, PRIMARY),
        border_radius=RADIUS,
        padding=ft.Padding.symmetric(vertical=GRID + GRID // 2, horizontal=2 * GRID),
    )
    return [ft.Semantics(content=card, identifier="current-crate", container=True, key="current-crate")]


def _code(scene: Scene, state: LockerState, draft: LockerDraft, choice: Choice | None) -> list[ft.Control]:
    """The code of the chosen door, else of the place, where one is lent."""
    look, words = scene.look, scene.look.texts.locker
    chosen = choice.door.compartment if choice is not None and choice.door is not None else None
    if chosen is not None and chosen in state.coded:
        door, label = chosen, words.code_of_door(chosen)
    elif state.has_place_code:
        door, label = THE_PLACE, words.code_of_place
    else:
        return []
    is_seen = draft.shown == door and state.code is not None

    def hold() -> None:
        scene.dispatch(HoldDoor(door))
        scene.dispatch(ShowDoorCode(draft.intent_id, state.round_id, state.place_id, door or None))

    return [
        hold_card(
            look,
            "door-code",
            label,
            words.shown_hint if is_seen else words.hold_hint,
            state.code if is_seen else None,
            on_hold=hold,
            on_release=lambda: scene.dispatch(LetGo()),
        )
    ]


def _out_of_order(
    scene: Scene, state: LockerState, draft: LockerDraft, choice: Choice | None
) -> list[ft.Control]:
    """The chosen door does not open, or does not close."""
    if choice is None or choice.door is None or choice.doubt is not Doubt.NONE or state.is_closed:
        return []
    door, words = choice.door.compartment, scene.look.texts.locker
    broken = RecordIncident(
        draft.intent_id, IncidentReason.LOCKER_BROKEN, state.round_id, state.place_id, compartment=door
    )
    return [
        quiet_button(scene.look, "report-broken", words.report_broken(door), lambda: scene.dispatch(broken))
    ]


def _reading(scene: Scene, draft: LockerDraft, choice: Choice | None) -> list[ft.Control]:
    if choice is None or choice.door is None:
        return []
    return reading_part(scene, asking([choice.crate.load.cls]), draft.reading)


def _scanning(
    scene: Scene, state: LockerState, draft: LockerDraft, choice: Choice | None
) -> list[ft.Control]:
    """Two labels are a deposit: the crate's, then the door's; typed or seen alike."""
    look, words = scene.look, scene.look.texts.locker
    if choice is None or state.is_closed:
        return []

    parts: list[ft.Control] = [
        code_field(
            look,
            "locker-code",
            draft.typed,
            label=words.scan_label,
            hint=words.scan_hint,
            on_submit=lambda text: scene.dispatch(CodeRead(text, How.TYPED)),
        )
    ]
    if draft.is_camera_on:
        parts.append(scan_box(look, "locker-camera", lambda text: scene.dispatch(CodeRead(text, How.QR))))
    toggle = words.camera_off if draft.is_camera_on else words.camera
    parts.append(
        second_button(
            look,
            "use-camera",
            toggle,
            lambda: scene.dispatch(UseCamera(is_on=not draft.is_camera_on)),
            icon=ft.Icons.QR_CODE_SCANNER,
        )
    )
    return parts


def _others(scene: Scene, state: LockerState, choice: Choice | None) -> list[ft.Control]:
    others = [each for each in state.todo if choice is None or each.code != choice.crate.code]
    if not others:
        return []
    look = scene.look
    head = ft.Container(look.section(look.texts.locker.others), padding=ft.Padding.only(top=GRID))
    return [head, *(_other(scene, state, each) for each in others)]


def _other(scene: Scene, state: LockerState, crate: CrateToStow) -> ft.Control:
    planned = state.proposal.get(crate.code)
    words = CrateWords(
        crate.code,
        crate.printed,
        f"{crate.whose} · {crate.place}",
        planned or scene.look.texts.locker.no_door,
    )
    mark = Mark.TICKED if planned else Mark.EXCEPTED
    return kept_crate_row(scene, words, mark, ChooseCrate(crate.code))
