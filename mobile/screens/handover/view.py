"""How « Remettre des caisses » looks: to whom, how many, which not, and the one action."""

import flet as ft

from mobile.actions.attaching import Attached
from mobile.actions.give_handover import GiveHandover
from mobile.actions.record_drop import RecordDrop
from mobile.components.buttons import primary_button
from mobile.components.count import big_count
from mobile.components.crate_row import CrateWords, Mark, group_row
from mobile.components.empty_state import empty_state
from mobile.components.message import inline_message
from mobile.components.signature_ink import picture_of
from mobile.components.tokens import GRID, WAITING, WRONG
from mobile.screens.contract import Scene
from mobile.screens.frame import HOME, inner_frame
from mobile.screens.handover.draft import GiveDraft, Side, ToggleAboard
from mobile.screens.handover.state import AboardGroup, AboardLine, GiveState
from mobile.screens.handover.whom_part import badge_name, taker_name, to_whom
from mobile.screens.just_recorded import recorded_message, undone_message
from mobile.screens.routes import round_route, stop_route
from mobile.screens.rows import kept_crate_row
from shared.custody.discrepancies import CRATES_AT_ONCE_MAX
from shared.custody.events import How


def view(scene: Scene, state: GiveState | None, draft: GiveDraft) -> ft.View:
    """The giver's side; without a crate aboard, what will appear here."""
    look, words = scene.look, scene.look.texts.handover
    if state is None:
        gone = empty_state(look, ft.Icons.SWAP_HORIZ, words.give_title, words.no_round)
        return inner_frame(scene, HOME, words.give_title, [gone])
    up = stop_route(state.round_id, state.place_id) if state.place_id else round_route(state.round_id)
    body = _answers(scene, state, draft)
    if not state.codes:
        nothing = empty_state(look, ft.Icons.LOCAL_SHIPPING, words.nothing_title, words.nothing_text)
        return inner_frame(scene, up, words.give_title, [*body, nothing])
    chosen = tuple(code for code in state.codes if code not in draft.kept)
    body += to_whom(scene, state, draft)
    body += _crates(scene, state, draft, len(chosen))
    return inner_frame(
        scene, up, words.give_title, body, foot=_foot(scene, state, draft, chosen), spacing=GRID
    )


def _answers(scene: Scene, state: GiveState, draft: GiveDraft) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.handover
    if draft.refused is not None:
        count = len(draft.refused.crates)
        said = words.refused_crates(count) if count else words.refused
        said = look.texts.stop.refusals.get(draft.refused.reason.value, said) if not count else said
        return [inline_message(look, WRONG, said)]
    if draft.dropped is not None:
        hour = look.format.clock(draft.dropped.at_ms)
        said = words.badge_dropped(draft.dropped_crates, badge_name(state, draft), hour)
        return [recorded_message(scene, said, draft.intent_id, draft.dropped)]
    return [undone_message(scene, words.undone)] if draft.was_undone else []


def _crates(scene: Scene, state: GiveState, draft: GiveDraft, chosen: int) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.handover
    rows: list[ft.Control] = [
        ft.Container(
            big_count(look, chosen, len(state.codes), words.to_give(chosen)),
            padding=ft.Padding.only(top=GRID),
        )
    ]
    if chosen > CRATES_AT_ONCE_MAX:
        rows.append(inline_message(look, WAITING, words.too_many(CRATES_AT_ONCE_MAX), identifier="too-many"))
    rows.append(look.small(look.texts.stop.tap_to_except))
    for group in state.groups:
        rows.extend(_group(scene, draft, group))
    return rows


def _group(scene: Scene, draft: GiveDraft, group: AboardGroup) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.handover
    given = sum(code not in draft.kept for code in group.codes)
    name = look.texts.stop.towards(group.name) if group.name else words.unknown_destination
    head = group_row(
        look,
        identifier=f"group-{group.codes[0]}",
        name=name,
        count=f"{given}/{len(group.lines)}",
        is_ticked=given > 0,
        on_tap=lambda: scene.dispatch(ToggleAboard(group.codes)),
    )
    return [head, *(_line(scene, draft, line) for line in group.lines)]


def _line(scene: Scene, draft: GiveDraft, line: AboardLine) -> ft.Control:
    is_kept = line.code in draft.kept
    return kept_crate_row(
        scene,
        CrateWords(line.code, line.printed, line.whose, scene.look.texts.stop.excepted if is_kept else ""),
        Mark.EXCEPTED if is_kept else Mark.TICKED,
        ToggleAboard((line.code,)),
    )


def _foot(scene: Scene, state: GiveState, draft: GiveDraft, chosen: tuple[str, ...]) -> ft.Control:
    look, words = scene.look, scene.look.texts.handover
    hindrance = _hindrance(scene, state, draft, chosen)
    if hindrance:
        return primary_button(look, "give", hindrance, lambda: None, enabled=False)
    count = len(chosen)
    match draft.taker:
        case Side.BADGE:
            said = words.drop_by_badge(count, badge_name(state, draft))
        case Side.WITHOUT_APP:
            said = words.give(count, draft.name.latest().strip())
        case _:
            said = words.give(count, taker_name(state, draft))
    return primary_button(
        look,
        "give",
        said,
        lambda: scene.dispatch(_intent(state, draft, chosen)),
        icon=ft.Icons.SWAP_HORIZ,
    )


def _hindrance(scene: Scene, state: GiveState, draft: GiveDraft, chosen: tuple[str, ...]) -> str:
    """What still lacks, in the words of the button that waits for it."""
    words = scene.look.texts.handover
    if draft.taker is None:
        return words.choose_whom
    if not chosen:
        return words.choose_crates
    if len(chosen) > CRATES_AT_ONCE_MAX:
        return words.give_unnamed(len(chosen))
    if draft.taker is Side.WITHOUT_APP:
        has_proof = draft.ink.is_signature or bool(state.photos)
        return "" if draft.name.latest().strip() and has_proof else words.proof_needed
    if draft.taker is Side.BADGE:
        place_id = draft.badge.place_id if draft.badge else None
        is_here = place_id is not None and state.place_id in (None, place_id)
        return "" if is_here else words.badge_label
    return ""


def _intent(state: GiveState, draft: GiveDraft, chosen: tuple[str, ...]) -> GiveHandover | RecordDrop:
    how = How.TAPPED if draft.kept else How.BULK
    if draft.taker is Side.BADGE and draft.badge is not None and draft.badge.place_id is not None:
        place_id = draft.badge.place_id
        return RecordDrop(
            draft.intent_id, state.round_id, place_id, chosen, how=draft.badge.how, badge=place_id
        )
    if draft.taker is Side.WITHOUT_APP:
        signature = picture_of(draft.ink) if draft.ink.is_signature else None
        return GiveHandover(
            draft.intent_id,
            chosen,
            to_name=draft.name.latest().strip(),
            round_id=state.round_id,
            place_id=state.place_id,
            how=how,
            attached=Attached(signature=signature, photos_of=state.subject),
        )
    return GiveHandover(
        draft.intent_id,
        chosen,
        to_person_id=str(draft.taker),
        round_id=state.round_id,
        place_id=state.place_id,
        how=how,
    )
