"""How « À envoyer » looks: three numbers, one button."""

import flet as ft

from mobile.components.buttons import primary_button, second_button
from mobile.components.message import inline_message
from mobile.components.number_card import number_card
from mobile.components.tokens import DONE, GRID, NEUTRAL, WAITING, WRONG
from mobile.screens.contract import Scene, SyncNow
from mobile.screens.frame import ENROL, OUTBOX, tab_frame
from mobile.screens.outbox.draft import OutboxDraft
from mobile.screens.outbox.rescue_part import carried_part, entrust_part
from mobile.screens.outbox.state import OutboxState

# Problems that only a person can end; the others pass by themselves.
CALLS_FOR_A_PERSON = frozenset({"unknown-device", "revoked", "envelope"})
NO_NETWORK = "no-network"
ENDS_BY_ENROLLING = frozenset({"unknown-device"})


def view(scene: Scene, state: OutboxState, draft: OutboxDraft) -> ft.View:
    """Pending, received, safe; when; and what is wrong, in words."""
    look, words = scene.look, scene.look.texts.sync
    pending_tint = WAITING if state.pending else DONE
    # A tick under « 0 en lieu sûr » would read as if something were.
    received_tint, safe_tint = (DONE if count else NEUTRAL for count in (state.received, state.safe))
    number = look.format.number
    body: list[ft.Control] = [
        number_card(look, "pending", number(state.pending), words.pending, words.pending_help, pending_tint),
        number_card(
            look, "received", number(state.received), words.received, words.received_help, received_tint
        ),
        number_card(look, "safe", number(state.safe), words.safe, words.safe_help, safe_tint),
        *_problem(scene, state),
        ft.Column(_when(scene, state), spacing=GRID // 2, tight=True),
        *_review(scene, state),
        # What is practised goes to no colleague either.
        *([] if scene.is_practice else entrust_part(scene, state, draft)),
        *([] if scene.is_practice else carried_part(scene, state, draft)),
    ]
    if state.facts_salvaged is not None:
        body.append(
            inline_message(look, WAITING, words.salvaged(state.facts_salvaged), identifier="salvaged")
        )
    foot = primary_button(
        look,
        "send-now",
        words.sending if scene.is_syncing else words.send_now,
        lambda: scene.dispatch(SyncNow()),
        icon=ft.Icons.CLOUD_UPLOAD,
        enabled=not scene.is_syncing,
    )
    return tab_frame(scene, OUTBOX, words.title, body, foot=foot)


def _when(scene: Scene, state: OutboxState) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.sync
    lines: list[str] = []
    if state.pending and state.oldest_age_ms is not None:
        lines.append(words.oldest(look.format.age(state.oldest_age_ms)))
    if state.last_sync_ms is None:
        lines.append(words.never_synced)
    else:
        lines.append(words.last_sync(look.format.moment(state.last_sync_ms, scene.now_ms)))
    if state.evidence.waiting:
        lines.append(words.evidence_waiting(state.evidence.waiting))
    if state.evidence.refused:
        lines.append(words.evidence_refused(state.evidence.refused))
    return [look.small(line, max_lines=None) for line in lines]


def _problem(scene: Scene, state: OutboxState) -> list[ft.Control]:
    if state.problem is None or scene.is_syncing:
        return []
    words = scene.look.texts.sync
    is_offline = state.problem.startswith(NO_NETWORK)
    said = words.offline if is_offline else words.problems.get(state.problem, words.other_problem)
    tint = WRONG if state.problem in CALLS_FOR_A_PERSON else NEUTRAL
    icon = ft.Icons.CLOUD_OFF if is_offline else None
    message = inline_message(scene.look, tint, said, identifier="sync-problem", icon=icon)
    if state.problem not in ENDS_BY_ENROLLING:
        return [message]
    again = second_button(scene.look, "enrol-again", words.enrol_again, lambda: scene.go(ENROL))
    return [message, again]


def _review(scene: Scene, state: OutboxState) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.sync
    if not state.review:
        return []
    lines = [
        look.body(words.review_line(one.seq, words.review_reasons.get(one.reason, one.reason)))
        for one in state.review
    ]
    return [
        ft.Container(look.section(words.review_title), padding=ft.Padding.only(top=GRID)),
        look.small(words.review_help, max_lines=None),
        *lines,
    ]
