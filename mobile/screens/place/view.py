"""How « Le lieu » looks: the way there first, then the way in, then what should be corrected."""

import flet as ft

from mobile.actions.attaching import Attached
from mobile.actions.keep_photo import photos_of_place
from mobile.actions.propose_place import ProposePlace
from mobile.actions.show_door_code import ShowDoorCode
from mobile.actions.undo_record import UndoRecord
from mobile.components.buttons import primary_button, quiet_button, second_button
from mobile.components.call_button import call_button
from mobile.components.empty_state import empty_state
from mobile.components.hold_card import hold_card
from mobile.components.line_field import FieldWords, line_field
from mobile.components.map_button import map_button
from mobile.components.message import inline_message
from mobile.components.tokens import DONE, GRID, RADIUS, WRONG
from mobile.screens.contract import Scene
from mobile.screens.frame import HOME, inner_frame
from mobile.screens.lockers.draft import THE_PLACE, HoldDoor, LetGo
from mobile.screens.photos import photo_part
from mobile.screens.place.draft import NotAPin, OpenCorrection, PlaceDraft, Proposed
from mobile.screens.place.state import OwnProposal, PlaceState
from mobile.screens.routes import stop_route
from shared.network import read_pin

NOTE_LINES = 3
PHOTO_HEIGHT = 220


def view(scene: Scene, state: PlaceState | None, draft: PlaceDraft) -> ft.View:
    """The whole place; an unknown one says so."""
    look = scene.look
    if state is None:
        words = look.texts.place
        nothing = empty_state(look, ft.Icons.WRONG_LOCATION, words.unknown, look.texts.round.none_text)
        return inner_frame(scene, HOME, words.title, [nothing])
    body = [
        *_head(scene, state),
        *_answer(scene, draft),
        *_photo(scene, state),
        *_way_there(scene, state),
        *_call(scene, state),
        *_way_in(scene, state, draft),
        *_correction(scene, state, draft),
        *_before(scene, state),
    ]
    foot = _propose(scene, state, draft) if draft.is_open else None
    return inner_frame(scene, stop_route(state.round_id, state.place_id), state.name, body, foot=foot)


def _head(scene: Scene, state: PlaceState) -> list[ft.Control]:
    look = scene.look
    parts = [look.format.title_word(state.role), state.area]
    lines: list[ft.Control] = [look.body(" · ".join(part for part in parts if part))]
    if state.keeper:
        lines.append(look.body(look.texts.place.keeper(state.keeper)))
    return [ft.Column(lines, spacing=GRID // 2, tight=True)]


def _answer(scene: Scene, draft: PlaceDraft) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts
    match draft.answer:
        case None:
            return []
        case Proposed(at_ms=at_ms, fact_ids=fact_ids):
            undo = UndoRecord(draft.intent_id, fact_ids)
            action = quiet_button(look, "undo", words.stop.undo, lambda: scene.dispatch(undo))
            said = f"{words.place.proposed(look.format.clock(at_ms))}. {words.place.decided_later}"
            return [inline_message(look, DONE, said, action=action)]
        case reason:
            said = words.stop.refusals.get(reason.value, words.stop.other_refusal)
            return [inline_message(look, WRONG, said)]


def _photo(scene: Scene, state: PlaceState) -> list[ft.Control]:
    """What to look for from the road."""
    if state.photo is None:
        return []
    look = scene.look
    words = look.texts.place
    picture = ft.Image(
        src=state.photo.jpeg,
        height=PHOTO_HEIGHT,
        fit=ft.BoxFit.CONTAIN,
        border_radius=RADIUS,
        gapless_playback=True,
        semantics_label=words.photo_of(state.name),
        error_content=look.small(words.photo_unreadable),
    )
    seen = look.small(words.photo_seen(look.format.moment(state.photo.at_ms, scene.now_ms)))
    shown = ft.Semantics(content=picture, identifier="place-photo", container=True)
    return [ft.Column([shown, seen], spacing=GRID // 2, tight=True, key="place-photo")]


def _way_there(scene: Scene, state: PlaceState) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.place
    if state.lat is None or state.lon is None:
        return [look.body(words.no_position)]
    return [
        map_button(look, "go-there", words.go, lat=state.lat, lon=state.lon, name=state.name),
        look.small(look.format.pin(state.lat, state.lon)),
        look.small(words.go_help, max_lines=4),
    ]


def _call(scene: Scene, state: PlaceState) -> list[ft.Control]:
    if not state.phone:
        return []
    look = scene.look
    said = look.texts.place.call(look.format.phone(state.phone))
    return [call_button(look, "call-place", said, state.phone)]


def _way_in(scene: Scene, state: PlaceState, draft: PlaceDraft) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts
    parts: list[ft.Control] = [
        look.section(words.place.access),
        look.body(state.note or words.place.no_note),
    ]
    if not state.has_code:
        return parts
    is_seen = draft.is_shown and state.code is not None

    def hold() -> None:
        scene.dispatch(HoldDoor(THE_PLACE))
        scene.dispatch(ShowDoorCode(draft.intent_id, state.round_id, state.place_id))

    card = hold_card(
        look,
        "door-code",
        words.locker.code_of_place,
        words.locker.shown_hint if is_seen else words.locker.hold_hint,
        state.code if is_seen else None,
        on_hold=hold,
        on_release=lambda: scene.dispatch(LetGo()),
    )
    return [*parts, card]


def _correction(scene: Scene, state: PlaceState, draft: PlaceDraft) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.place
    if not draft.is_open:
        return [
            second_button(
                look,
                "correct-place",
                words.correct,
                lambda: scene.dispatch(OpenCorrection(is_open=True)),
                icon=ft.Icons.EDIT_LOCATION_ALT,
            )
        ]

    def close() -> None:
        scene.dispatch(OpenCorrection(is_open=False))

    note = FieldWords(label=words.note_label, hint=words.note_hint)
    fault = words.not_a_pin if draft.is_no_pin else ""
    pin = FieldWords(label=words.pin_label, hint=words.pin_hint, fault=fault)
    return [
        look.section(words.correct),
        line_field(look, "place-note", draft.note, note, lines=NOTE_LINES),
        line_field(look, "place-pin", draft.pin, pin),
        look.strong(words.photo_label),
        look.small(words.photo_help, max_lines=4),
        photo_part(
            scene,
            photos_of_place(state.place_id),
            state.proposed_photos,
            draft.photo,
            at_most=1,
            goes_with=words.photo_kept,
        ),
        look.small(words.decided_later, max_lines=3),
        quiet_button(look, "close-correction", words.close_correct, close),
    ]


def _propose(scene: Scene, state: PlaceState, draft: PlaceDraft) -> ft.Control:
    def propose() -> None:
        typed = draft.pin.latest().strip()
        pin = read_pin(typed) if typed else None
        if typed and pin is None:
            scene.dispatch(NotAPin())
            return
        note = draft.note.latest().strip() or None
        attached = Attached(photos_of=photos_of_place(state.place_id))
        scene.dispatch(
            ProposePlace(draft.intent_id, state.round_id, state.place_id, note, pin, attached=attached)
        )

    words = scene.look.texts.place
    return primary_button(scene.look, "propose", words.propose, propose, icon=ft.Icons.SEND)


def _before(scene: Scene, state: PlaceState) -> list[ft.Control]:
    if not state.proposals:
        return []
    look = scene.look
    return [look.section(look.texts.place.before), *(_proposal(scene, each) for each in state.proposals)]


def _proposal(scene: Scene, proposal: OwnProposal) -> ft.Control:
    look, words = scene.look, scene.look.texts.place
    lines: list[ft.Control] = []
    if proposal.note:
        lines.append(look.body(words.proposed_note(proposal.note)))
    if proposal.pin is not None:
        pin = look.format.pin(proposal.pin.lat, proposal.pin.lon)
        lines.append(look.body(words.proposed_pin(pin)))
    if proposal.has_photo:
        lines.append(look.body(words.proposed_photo))
    lines.append(look.small(look.format.moment(proposal.at_ms, scene.now_ms)))
    return ft.Column(lines, spacing=2, tight=True, key=proposal.fact_id)
