"""How one handover looks: what was handed to whom, the code for the other phone, and what answered it."""

import flet as ft

from mobile.actions.keep_receipt import KeepReceipt
from mobile.actions.undo_record import UndoRecord
from mobile.components.buttons import primary_button, quiet_button, second_button
from mobile.components.code_field import code_field
from mobile.components.count import big_count
from mobile.components.crate_row import CrateWords, Mark
from mobile.components.empty_state import empty_state
from mobile.components.message import inline_message
from mobile.components.qr_picture import qr_picture
from mobile.components.scan_box import scan_box
from mobile.components.tap import named
from mobile.components.tokens import DONE, FONT_BOLD, GRID, NEUTRAL, SIZE_TITLE, WAITING, WRONG
from mobile.screens.contract import CodeRead, Scene
from mobile.screens.frame import HOME, inner_frame
from mobile.screens.handover_shown.draft import (
    OpenCamera,
    ShownDraft,
    ToggleNotTaken,
    TurnByItself,
    WeighWithdrawal,
)
from mobile.screens.handover_shown.state import ShownState
from mobile.screens.routes import handovers_route
from mobile.screens.rows import kept_crate_row
from shared.custody.events import How


def view(scene: Scene, state: ShownState | None, draft: ShownDraft) -> ft.View:
    """One handover, or that it is not here."""
    look, words = scene.look, scene.look.texts.handover
    if state is None:
        gone = empty_state(look, ft.Icons.SWAP_HORIZ, words.title, words.not_here)
        return inner_frame(scene, handovers_route(), words.title, [gone])
    if draft.asking is not None and not state.is_voided:
        body, foot = _which(scene, state, draft)
        return inner_frame(scene, handovers_route(), words.title, body, foot=foot, spacing=GRID)
    body = [
        _head(scene, state),
        *_status(scene, state),
        *_refused(scene, draft),
        *_lens(scene, state, draft),
        *_code(scene, state, draft),
        *_receipt_field(scene, state, draft),
        *_crates(scene, state),
        *_withdraw(scene, state, draft),
    ]
    return inner_frame(scene, handovers_route(), words.title, body, foot=_foot(scene, state, draft))


def _head(scene: Scene, state: ShownState) -> ft.Control:
    look, words = scene.look, scene.look.texts.handover
    name = state.with_name or words.somebody
    when = look.format.moment(state.at_ms, scene.now_ms)
    said = words.given_to(name, when) if state.is_given else words.taken_from(name, when)
    count = look.texts.common.crates(len(state.crates))
    return ft.Column([look.title(count), look.body(said)], spacing=GRID // 2, tight=True)


def _status(scene: Scene, state: ShownState) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.handover
    parts: list[ft.Control] = []
    if state.is_voided:
        return [inline_message(look, NEUTRAL, words.withdrawn, identifier="status")]
    if state.receipt is not None:
        receipt, hour = state.receipt, look.format.moment(state.receipt.at_ms, scene.now_ms)
        of = len(state.crates)
        name = receipt.taker_name or state.with_name or words.somebody
        said = words.received_by(name, hour, len(receipt.crates), of)
        parts.append(inline_message(look, DONE, said, identifier="status"))
        if len(receipt.crates) < of:
            missing = words.some_missing(of - len(receipt.crates))
            parts.append(inline_message(look, WAITING, missing, identifier="missing"))
        return parts
    if not state.is_given:
        said = words.taken_sent if state.is_sent else words.taken_waiting
        return [inline_message(look, DONE if state.is_sent else WAITING, said, identifier="status")]
    if state.has_proof:
        return [inline_message(look, DONE, words.proven, identifier="status")]
    if state.is_open:
        return [inline_message(look, WAITING, words.waiting, identifier="status")]
    return [inline_message(look, DONE, words.gone_on, identifier="status")]


def _refused(scene: Scene, draft: ShownDraft) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.handover
    if draft.refused is not None:
        return [inline_message(look, WRONG, words.answers[draft.refused.why.value])]
    if draft.refusal is not None:
        said = look.texts.stop.refusals.get(draft.refusal.value, words.refused)
        return [inline_message(look, WRONG, said)]
    return []


def _code(scene: Scene, state: ShownState, draft: ShownDraft) -> list[ft.Control]:
    """The picture and the twelve characters, as long as the other phone may want them."""
    look, words = scene.look, scene.look.texts.handover
    if not state.pictures or state.is_voided or state.receipt is not None or draft.has_camera:
        return []
    if state.is_given and not state.is_open:
        return []
    name = state.with_name or words.somebody
    lead = words.show_offer(name) if state.is_given else words.show_receipt(name)
    label = words.offer_picture if state.is_given else words.receipt_picture
    at = draft.turn % len(state.pictures)
    parts: list[ft.Control] = [
        look.body(lead),
        qr_picture("handover-picture", state.pictures[at], label),
    ]
    if len(state.pictures) > 1:
        parts.append(look.small(words.pictures(at + 1, len(state.pictures))))
        turning = words.stop_turning if draft.turns_by_itself else words.turn_pictures
        icon = ft.Icons.PAUSE if draft.turns_by_itself else ft.Icons.PLAY_ARROW
        parts.append(
            second_button(look, "turn-pictures", turning, lambda: scene.dispatch(TurnByItself()), icon=icon)
        )
    return [*parts, _to_type(scene, state)]


def _to_type(scene: Scene, state: ShownState) -> ft.Control:
    look, words = scene.look, scene.look.texts.handover
    short = look.text(state.short, size=SIZE_TITLE, font=FONT_BOLD, max_lines=2)
    whole = look.small(state.text, max_lines=None)
    whole.selectable = True
    return ft.Column(
        [
            look.small(words.or_type),
            named("short-code", short, button=False),
            look.small(words.copy_text),
            named("whole-code", whole, button=False),
        ],
        spacing=GRID // 2,
        tight=True,
    )


def _lens(scene: Scene, state: ShownState, draft: ShownDraft) -> list[ft.Control]:
    """In the place of the own code while the taker's is looked for."""
    if not state.is_given or not state.is_open or not draft.has_camera:
        return []
    return [scan_box(scene.look, "receipt-camera", lambda text: scene.dispatch(CodeRead(text, How.QR)))]


def _receipt_field(scene: Scene, state: ShownState, draft: ShownDraft) -> list[ft.Control]:
    """The equal way to the camera."""
    look, words = scene.look, scene.look.texts.handover
    if not state.is_given or not state.is_open:
        return []
    field = code_field(
        look,
        "receipt-code",
        draft.typed,
        label=words.receipt_label,
        hint=words.receipt_hint,
        on_submit=lambda text: scene.dispatch(CodeRead(text, How.TYPED)),
    )
    return [field, look.small(words.receipt_hint, max_lines=None)]


def _foot(scene: Scene, state: ShownState, draft: ShownDraft) -> ft.Control:
    """The giver's next act is to read the receipt; everybody else is done here."""
    look, words = scene.look, scene.look.texts.handover
    if state.is_given and state.is_open:
        said = words.show_code if draft.has_camera else words.read_receipt
        icon = ft.Icons.QR_CODE if draft.has_camera else ft.Icons.QR_CODE_SCANNER
        return primary_button(look, "open-camera", said, lambda: scene.dispatch(OpenCamera()), icon=icon)
    return primary_button(look, "home", words.back_home, lambda: scene.go(HOME), icon=ft.Icons.CHECK)


def _crates(scene: Scene, state: ShownState) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.handover
    rows: list[ft.Control] = []
    for lot in state.lots:
        name = look.texts.stop.towards(lot.name) if lot.name else words.unknown_destination
        codes = "  ".join(printed for _, printed in lot.crates)
        rows.append(
            ft.Column([look.strong(name), look.small(codes, max_lines=None)], spacing=GRID // 2, tight=True)
        )
    return [ft.Container(look.section(words.crates_title), padding=ft.Padding.only(top=GRID)), *rows]


def _withdraw(scene: Scene, state: ShownState, draft: ShownDraft) -> list[ft.Control]:
    """One tap within 30 s, a second thought later; both halves stay in the story."""
    look, words = scene.look, scene.look.texts.handover
    if state.is_voided:
        return []
    undo = UndoRecord(draft.intent_id, (state.fact_id,))
    if draft.weighs_withdrawal:
        return [
            look.body(words.withdraw_sure),
            second_button(look, "withdraw-yes", words.withdraw_yes, lambda: scene.dispatch(undo)),
            quiet_button(
                look,
                "withdraw-no",
                words.withdraw_no,
                lambda: scene.dispatch(WeighWithdrawal(is_weighed=False)),
            ),
        ]
    weigh = WeighWithdrawal(is_weighed=True)
    intent = undo if state.may_undo_easily else weigh
    return [quiet_button(look, "withdraw", words.withdraw, lambda: scene.dispatch(intent))]


def _which(scene: Scene, state: ShownState, draft: ShownDraft) -> tuple[list[ft.Control], ft.Control]:
    """A typed receipt says how many crates were taken; which were not is asked once."""
    look, words = scene.look, scene.look.texts.handover
    asking = draft.asking
    assert asking is not None
    taken = len(state.crates) - len(draft.not_taken)
    rows: list[ft.Control] = [
        inline_message(look, WAITING, words.which_not_taken(asking.taken, asking.given)),
        big_count(look, taken, len(state.crates), words.to_take(taken)),
    ]
    for lot in state.lots:
        for code, printed in lot.crates:
            is_out = code in draft.not_taken
            rows.append(
                kept_crate_row(
                    scene,
                    CrateWords(code, printed, lot.name, look.texts.stop.excepted if is_out else ""),
                    Mark.EXCEPTED if is_out else Mark.TICKED,
                    ToggleNotTaken(code),
                )
            )
    intent = KeepReceipt(draft.intent_id, asking.text, asking.how, tuple(draft.not_taken))
    foot = primary_button(
        look,
        "keep-receipt",
        words.keep_receipt,
        lambda: scene.dispatch(intent),
        icon=ft.Icons.CHECK,
        enabled=taken == asking.taken,
    )
    return rows, foot
