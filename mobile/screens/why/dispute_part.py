"""The part of « pourquoi ? » for « je conteste »: ask why, say what it freezes, take it back."""

import flet as ft

from mobile.actions.dispute_line import DisputeLine
from mobile.actions.undo_record import UndoRecord
from mobile.components.buttons import primary_button, quiet_button, second_button
from mobile.components.line_field import FieldWords, line_field
from mobile.components.message import inline_message
from mobile.components.tokens import WAITING, WRONG
from mobile.screens.contract import Scene
from mobile.screens.just_recorded import recorded_message, undone_message
from mobile.screens.why.draft import AskWhy, WhyDraft
from mobile.screens.why.state import WhyState

NOTE_LINES = 3


def why_dispute(scene: Scene, draft: WhyDraft, state: WhyState) -> list[ft.Control]:
    """The whole screen while a reason is asked for; none is needed."""
    look, words = scene.look, scene.look.texts.commission

    def send() -> None:
        because = draft.reason.latest().strip() or None
        scene.dispatch(DisputeLine(draft.intent_id, state.line.key, because))

    parts: list[ft.Control] = [
        look.count(look.format.money(state.line.amount_cents)),
        look.section(words.dispute_why),
    ]
    if draft.refusal is not None:
        said = look.texts.stop.refusals.get(draft.refusal.value, look.texts.common.action_error)
        parts.append(inline_message(look, WRONG, said))
    label = FieldWords(words.dispute_label, hint=words.dispute_hint)
    return [
        *parts,
        line_field(look, "dispute-reason", draft.reason, label, lines=NOTE_LINES),
        look.body(words.dispute_only),
        primary_button(look, "send-dispute", words.dispute_send, send),
        quiet_button(
            look,
            "never-mind",
            look.texts.common.cancel,
            lambda: scene.dispatch(AskWhy(is_asking=False)),
        ),
    ]


def dispute_part(scene: Scene, state: WhyState, draft: WhyDraft) -> list[ft.Control]:
    """What was disputed and why, below the amount; nothing where nothing was."""
    look, words = scene.look, scene.look.texts.commission
    if state.dispute is None:
        if draft.was_withdrawn:
            return [undone_message(scene, words.dispute_withdrawn)]
        if state.line.is_disputed:
            return [inline_message(look, WAITING, words.disputed, identifier="disputed")]
        return []
    parts: list[ft.Control] = []
    is_fresh = draft.recorded is not None and draft.recorded.may_undo
    if draft.recorded is not None and is_fresh:
        parts.append(recorded_message(scene, words.disputed, draft.intent_id, draft.recorded))
    else:
        parts.append(inline_message(look, WAITING, words.disputed, identifier="disputed"))
    parts.append(look.body(words.dispute_only))
    if state.dispute.because:
        parts.append(look.small(words.dispute_reason))
        parts.append(look.body(state.dispute.because))
    if not is_fresh:
        undo = UndoRecord(draft.intent_id, state.dispute.fact_ids)
        parts.append(
            second_button(look, "withdraw-dispute", words.dispute_withdraw, lambda: scene.dispatch(undo))
        )
    return parts
