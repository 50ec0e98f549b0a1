"""How the end of a round looks: what was done, who has what is aboard, figures, and the one action."""

import flet as ft

from mobile.actions.close_round import CloseRound
from mobile.actions.undo_record import UndoRecord
from mobile.components.buttons import primary_button, second_button
from mobile.components.count import big_count
from mobile.components.empty_state import empty_state
from mobile.components.message import inline_message
from mobile.components.tokens import DONE, WAITING, WRONG
from mobile.screens.closing.aboard_part import aboard, asked_for, leftovers_of, where_are
from mobile.screens.closing.draft import ClosingDraft, Complain
from mobile.screens.closing.figures import figures_of
from mobile.screens.closing.figures_part import estimates, figure_fields
from mobile.screens.closing.state import Closed, ClosingState
from mobile.screens.contract import Scene
from mobile.screens.frame import HOME, inner_frame
from mobile.screens.just_recorded import recorded_message, undone_message
from mobile.screens.routes import round_route


def view(scene: Scene, state: ClosingState | None, draft: ClosingDraft) -> ft.View:
    """The form as long as the round is open, then what was recorded."""
    look, words = scene.look, scene.look.texts.closing
    if state is None:
        gone = empty_state(look, ft.Icons.FLAG, words.title, words.unknown)
        return inner_frame(scene, HOME, words.title, [gone])
    up = round_route(state.round_id)
    if state.is_over:
        home = primary_button(look, "home", look.texts.stop.back_to_round, lambda: scene.go(HOME))
        return inner_frame(scene, HOME, words.title, _over(scene, state, draft), foot=home)
    if draft.chosen and draft.asking is not None:
        return inner_frame(scene, up, words.title, asked_for(scene, state, draft))
    body = [*_answers(scene, draft), *_done(scene, state), *aboard(scene, state, draft)]
    body += figure_fields(scene, state, draft)
    body += estimates(scene, state, draft)
    foot = where_are(scene, draft) if draft.chosen else _finish(scene, state, draft)
    return inner_frame(scene, up, words.title, body, foot=foot)


def _answers(scene: Scene, draft: ClosingDraft) -> list[ft.Control]:
    words = scene.look.texts.closing
    if draft.refusal is not None:
        said = scene.look.texts.stop.refusals.get(draft.refusal.value, words.refused)
        return [inline_message(scene.look, WRONG, said)]
    return [undone_message(scene, words.undone)] if draft.was_undone else []


def _done(scene: Scene, state: ClosingState) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.closing
    parts: list[ft.Control] = [big_count(look, state.stops_done, state.stop_count, words.stops_done)]
    if state.not_handled:
        said = words.not_handled(state.not_handled)
        parts.append(inline_message(look, WAITING, said, identifier="not-handled"))
    return parts


def _finish(scene: Scene, state: ClosingState, draft: ClosingDraft) -> ft.Control:
    def finish() -> None:
        figures = figures_of(draft)
        if figures.faults:
            scene.dispatch(Complain(figures.faults))
            return
        kept, leftovers = leftovers_of(state, draft)
        scene.dispatch(
            CloseRound(
                draft.intent_id,
                state.round_id,
                distance_m=figures.distance_m,
                drive_minutes=figures.drive_minutes,
                stop_minutes=figures.stop_minutes,
                fees_cents=figures.fees_cents,
                odometer_start_m=figures.odometer_start_m,
                odometer_end_m=figures.odometer_end_m,
                kept=kept,
                leftovers=leftovers,
            )
        )

    words = scene.look.texts.closing
    return primary_button(scene.look, "end-round", words.finish, finish, icon=ft.Icons.FLAG)


def _over(scene: Scene, state: ClosingState, draft: ClosingDraft) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.closing
    body: list[ft.Control] = []
    if draft.recorded is not None:
        body.append(recorded_message(scene, words.finished, draft.intent_id, draft.recorded))
    elif state.closed is not None:
        when = look.format.moment(state.closed.at_ms, scene.now_ms)
        body.append(inline_message(look, DONE, words.finished_at(when)))
    else:
        body.append(inline_message(look, DONE, words.finished))
    body.append(big_count(look, state.stops_done, state.stop_count, words.stops_done))
    if state.closed is not None:
        body += [look.body(line) for line in _recap(scene, state.closed)]
    body += estimates(scene, state, draft)
    easy = draft.recorded is not None and draft.recorded.may_undo
    if state.closed is not None and not easy:
        undo = UndoRecord(draft.intent_id, state.closed.fact_ids)
        body.append(look.small(words.correct_help, max_lines=None))
        body.append(second_button(look, "correct", words.correct, lambda: scene.dispatch(undo)))
    return body


def _recap(scene: Scene, closed: Closed) -> list[str]:
    look, words = scene.look, scene.look.texts.closing
    lines: list[str] = []
    if closed.distance_m is not None:
        lines.append(words.recap_distance(look.format.kilometres(closed.distance_m)))
    if closed.drive_minutes is not None:
        lines.append(words.recap_minutes(closed.drive_minutes, closed.stop_minutes or 0))
    if closed.fees_cents is not None:
        lines.append(words.recap_fees(look.format.money(closed.fees_cents)))
    return lines
