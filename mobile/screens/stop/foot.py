"""The foot of the stop: ask why a crate is set aside, else the one action, else where to go next."""

from dataclasses import replace

import flet as ft

from mobile.actions.undo_record import UndoRecord
from mobile.components.buttons import choice_button, primary_button, quiet_button, second_button
from mobile.components.tokens import GRID
from mobile.screens.aside import ask_why
from mobile.screens.cold import AskWarm, warm_foot
from mobile.screens.contract import Scene
from mobile.screens.frame import HOME
from mobile.screens.routes import extra_route, stop_route
from mobile.screens.stop.draft import (
    OpenHandled,
    ShowAllReasons,
    StopDraft,
    TakeBack,
    WasRefused,
    record_of,
)
from mobile.screens.stop.proving import proving_of
from mobile.screens.stop.state import ActTasks, CrateLine, StopState
from shared.custody.events import How, IncidentReason
from shared.custody.rules import Act

USUAL_REASONS: dict[Act, tuple[IncidentReason, ...]] = {
    Act.PICKUP: (
        IncidentReason.NOT_READY,
        IncidentReason.MISSING,
        IncidentReason.BROKEN,
        IncidentReason.ABSENT,
        IncidentReason.TOO_WARM,
    ),
    Act.DROP: (
        IncidentReason.MISSING,
        IncidentReason.BROKEN,
        IncidentReason.CLOSED,
        IncidentReason.FULL,
        IncidentReason.REFUSED,
    ),
}


def foot(scene: Scene, state: StopState, draft: StopDraft, tasks: ActTasks) -> ft.Control | None:
    """What the thumb finds at the bottom."""
    if draft.unexplained:
        return why_foot(scene, draft, tasks.act)
    opened = state.line(draft.opened) if draft.opened else None
    if opened is not None:
        return _correct(scene, state, draft, opened)
    if tasks.todo and not state.is_closed:
        return _record(scene, state, draft, tasks)
    return _onwards(scene, state)


def why_foot(scene: Scene, draft: StopDraft, act: Act) -> ft.Control:
    """Why the crates set aside are: asked once for all of them."""
    look, words = scene.look, scene.look.texts.stop
    offered = tuple(IncidentReason) if draft.all_reasons else USUAL_REASONS[act]
    more = choice_button(look, "reason-more", words.other_reason, lambda: scene.dispatch(ShowAllReasons()))
    also = [] if draft.all_reasons else [more]
    back = quiet_button(look, "take-back", words.take_back, lambda: scene.dispatch(TakeBack()))
    asked = ask_why(scene, draft.unexplained, offered, beside=back, also=also)
    if isinstance(draft.answer, WasRefused) and draft.answer.insisting is not None:
        insisting = draft.answer.insisting
        asked.controls.append(second_button(look, "insist", words.insist, lambda: scene.dispatch(insisting)))
    return asked


def _correct(scene: Scene, state: StopState, draft: StopDraft, line: CrateLine) -> ft.Control:
    """A fact is withdrawn whole: the crates recorded in the same gesture are to be done again with it."""
    look, words = scene.look, scene.look.texts.stop
    when = look.format.moment(line.at_ms, scene.now_ms) if line.at_ms is not None else "?"
    together = state.recorded_with(line)
    parts: list[ft.Control] = [
        look.strong(words.recorded_then(line.printed, when)),
        look.small(words.correct_help(together), max_lines=None),
    ]
    choices: list[ft.Control] = [
        second_button(look, "keep", words.keep_as_is, lambda: scene.dispatch(OpenHandled(None)), expand=True)
    ]
    if line.event_id is not None:
        undo = UndoRecord(draft.intent_id, (line.event_id,))
        choices.insert(
            0, second_button(look, "correct", words.correct, lambda: scene.dispatch(undo), expand=True)
        )
    return ft.Column([*parts, ft.Row(choices, spacing=GRID)], spacing=GRID, tight=True)


def _record(scene: Scene, state: StopState, draft: StopDraft, tasks: ActTasks) -> ft.Control:
    crates = tuple(code for code in tasks.todo if code not in draft.excepted)
    how = How.QR if crates and draft.scanned.issuperset(crates) else How.BULK
    warm = tuple(code for code in tasks.too_warm(draft.reading.dc) if code in crates)
    intent = record_of(tasks.act, draft, state.round_id, state.place_id, crates, how)

    def record(*, too_warm: tuple[str, ...] = ()) -> None:
        # Read at the tap: the word in place of a photo may have been typed since this was drawn.
        proving = proving_of(state, draft)
        exceptions = proving.exceptions(tasks.todo)
        if proving.lacks(exceptions):
            scene.dispatch(proving.ask_once_more())
        elif warm and not too_warm:
            scene.dispatch(AskWarm(is_asked=True))
        else:
            scene.dispatch(replace(intent, exceptions=exceptions, too_warm=too_warm))

    if warm and draft.reading.is_asked:
        dc = draft.reading.dc or 0
        return warm_foot(scene, tasks.asking, dc, lambda: record(too_warm=warm))
    excepted = sum(draft.excepted.get(code) is not None for code in tasks.todo)
    said = record_words(scene, tasks.act, len(crates), excepted)
    if state.photos:
        said = scene.look.texts.evidence.with_photos(said, len(state.photos))
    button = primary_button(scene.look, "record-all", said, record, icon=ft.Icons.CHECK)
    if not tasks.asking or draft.reading.dc is not None:
        return button
    without = scene.look.small(scene.look.texts.cargo.without_reading)
    return ft.Column([without, button], spacing=GRID // 2, tight=True)


def record_words(scene: Scene, act: Act, crates: int, excepted: int) -> str:
    """What recording these would be called: « Déposer 7 caisses, sauf 1 »."""
    words = scene.look.texts.stop
    if not crates:
        return words.except_all(excepted)
    if act is Act.DROP:
        return words.drop_but(crates, excepted) if excepted else words.drop_all(crates)
    return words.pick_but(crates, excepted) if excepted else words.pick_all(crates)


def _onwards(scene: Scene, state: StopState) -> ft.Control:
    look, words = scene.look, scene.look.texts.stop
    following = state.next_stop
    if not state.drops.total + state.pickups.total and not state.is_closed:
        # Nobody planned anything here: what there is to do is what one finds.
        extra = extra_route(state.round_id, state.place_id)
        said = look.texts.unplanned.crate_title
        return primary_button(look, "add-crates", said, lambda: scene.go(extra), icon=ft.Icons.ADD_BOX)
    if following is None or state.is_closed:
        return primary_button(look, "back-to-round", words.back_to_round, lambda: scene.go(HOME))
    route = stop_route(state.round_id, following.place_id)
    return primary_button(
        look,
        "next-stop",
        words.next_stop_named(following.name),
        lambda: scene.go(route),
        icon=ft.Icons.ARROW_FORWARD,
    )
