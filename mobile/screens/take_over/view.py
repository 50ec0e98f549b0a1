"""How « Recevoir une remise » looks: read the code, see who gives what, set aside what lacks, take it."""

from dataclasses import replace

import flet as ft

from mobile.actions.attaching import Attached
from mobile.actions.scan_handover import OfferSeen, ShortOfferSeen
from mobile.actions.take_handover import TakeHandover
from mobile.components.buttons import choice_button, primary_button, quiet_button, second_button
from mobile.components.code_field import code_field
from mobile.components.count import big_count
from mobile.components.crate_row import CrateWords, Mark
from mobile.components.message import inline_message
from mobile.components.scan_box import scan_box
from mobile.components.tokens import GRID, WAITING, WRONG
from mobile.screens.aside import ToggleCrates, ask_why
from mobile.screens.contract import CodeRead, Scene
from mobile.screens.frame import HOME, inner_frame
from mobile.screens.proof import Proving, proof_body
from mobile.screens.routes import round_route
from mobile.screens.rows import kept_crate_row
from mobile.screens.take_over.draft import GiverIs, OpenCamera, StartAgain, TakeDraft
from mobile.screens.take_over.state import TakeState
from shared.custody.codes import print_code
from shared.custody.events import How, IncidentReason
from shared.custody.handover_code import Lot

REASONS = (
    IncidentReason.MISSING,
    IncidentReason.BROKEN,
    IncidentReason.TOO_WARM,
    IncidentReason.REFUSED,
    IncidentReason.LABEL_UNREADABLE,
)


def view(scene: Scene, state: TakeState, draft: TakeDraft) -> ft.View:
    """Reading first, then choosing."""
    words = scene.look.texts.handover
    up = round_route(state.round_id) if scene.route.startswith("/round/") and state.round_id else HOME
    page = "reading" if draft.seen is None else "offer"
    if _proving(state, draft).is_open:
        page = "proof"
    match draft.seen:
        case OfferSeen() as seen:
            name = state.people.get(seen.offer.giver_id, words.somebody)
            body = _offered(scene, state, draft, name, seen.offer.lots)
            foot = _foot(scene, state, draft, seen.offer.crates, _whole(state, draft, seen))
        case ShortOfferSeen() as seen:
            body = _typed_offer(scene, state, draft, seen)
            taken = _typed(state, draft, seen)
            foot = _foot(scene, state, draft, draft.added, taken) if draft.giver_id else None
        case _:
            body, foot = _reading(scene, draft), _camera(scene, draft)
    if page == "proof":
        body = proof_body(scene, _proving(state, draft))
    return inner_frame(scene, up, words.take_title, body, foot=foot, spacing=GRID, page=page)


def _proving(state: TakeState, draft: TakeDraft) -> Proving:
    return Proving(draft.aside, state.subject, state.photos, draft.proof, draft.photo)


def _reading(scene: Scene, draft: TakeDraft) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.handover
    parts: list[ft.Control] = [look.section(words.take_help), *_refused(scene, draft)]
    if draft.has_camera:
        parts.append(scan_box(look, "handover-camera", lambda text: scene.dispatch(CodeRead(text, How.QR))))
    if draft.frames_got:
        said = words.frames_read(draft.frames_got, draft.collection.total)
        parts.append(inline_message(look, WAITING, said, identifier="frames"))
    field = code_field(
        look,
        "handover-code",
        draft.typed,
        label=words.code_label,
        hint=words.code_hint,
        on_submit=lambda text: scene.dispatch(CodeRead(text, How.TYPED)),
    )
    return [*parts, field, look.small(words.code_hint, max_lines=None)]


def _camera(scene: Scene, draft: TakeDraft) -> ft.Control:
    words = scene.look.texts.handover
    said = words.camera_off if draft.has_camera else words.camera
    icon = ft.Icons.VIDEOCAM_OFF if draft.has_camera else ft.Icons.QR_CODE_SCANNER
    return second_button(scene.look, "open-camera", said, lambda: scene.dispatch(OpenCamera()), icon=icon)


def _refused(scene: Scene, draft: TakeDraft) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.handover
    if draft.refused is not None:
        return [inline_message(look, WRONG, words.answers[draft.refused.why.value])]
    if draft.refusal is not None:
        said = look.texts.stop.refusals.get(draft.refusal.value, words.refused)
        return [inline_message(look, WRONG, said)]
    return []


def _offered(
    scene: Scene, state: TakeState, draft: TakeDraft, name: str, lots: tuple[Lot, ...]
) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.handover
    total = sum(len(lot.crates) for lot in lots)
    rows: list[ft.Control] = [
        look.section(words.gives_you(name, total)),
        *_refused(scene, draft),
        big_count(look, total - len(draft.aside), total, words.to_take(total - len(draft.aside))),
        look.small(words.tap_missing),
    ]
    for lot in lots:
        known = state.places.get(lot.destination_id or "", "")
        place = look.texts.stop.towards(known) if known else words.unknown_destination
        rows.append(ft.Container(look.strong(place), padding=ft.Padding.only(top=GRID)))
        rows.extend(_row(scene, draft, code) for code in lot.crates)
    rows.append(quiet_button(look, "start-again", words.start_again, lambda: scene.dispatch(StartAgain())))
    return rows


def _typed_offer(scene: Scene, state: TakeState, draft: TakeDraft, seen: ShortOfferSeen) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.handover
    if draft.giver_id is None:
        people = [_giver(scene, one.person_id, one.name) for one in seen.givers]
        return [look.section(words.who_gives), ft.Row([*people], wrap=True, spacing=GRID, run_spacing=GRID)]
    name = state.people.get(draft.giver_id, words.somebody)
    taken = len(draft.added) - len(draft.aside)
    rows: list[ft.Control] = [
        look.section(words.gives_you(name, seen.count)),
        *_refused(scene, draft),
        big_count(look, taken, max(seen.count, len(draft.added)), words.to_take(taken)),
        look.small(words.add_crate_help(seen.count), max_lines=None),
    ]
    if draft.is_bad_crate:
        rows.append(inline_message(look, WRONG, words.bad_crate))
    if draft.has_camera:
        rows.append(scan_box(look, "crate-camera", lambda text: scene.dispatch(CodeRead(text, How.QR))))
    rows += [
        code_field(
            look,
            "taken-crate",
            draft.typed,
            label=words.add_crate_label,
            hint=look.texts.stop.code_hint,
            on_submit=lambda text: scene.dispatch(CodeRead(text, How.TYPED)),
        ),
        _camera(scene, draft),
        *(_row(scene, draft, code) for code in reversed(draft.added)),
        quiet_button(look, "start-again", words.start_again, lambda: scene.dispatch(StartAgain())),
    ]
    return rows


def _giver(scene: Scene, person_id: str, name: str) -> ft.Control:
    choose = GiverIs(person_id)
    return choice_button(scene.look, f"giver-{person_id}", name, lambda: scene.dispatch(choose))


def _row(scene: Scene, draft: TakeDraft, code: str) -> ft.Control:
    look = scene.look
    reason = draft.aside.get(code)
    is_aside = code in draft.aside
    said = look.format.title_word(reason) if reason else look.texts.stop.excepted if is_aside else ""
    return kept_crate_row(
        scene,
        CrateWords(code, print_code(code), "", said),
        Mark.EXCEPTED if is_aside else Mark.TICKED,
        ToggleCrates((code,)),
    )


def _foot(
    scene: Scene, state: TakeState, draft: TakeDraft, codes: tuple[str, ...], intent: TakeHandover
) -> ft.Control:
    look, words = scene.look, scene.look.texts.handover
    if draft.unexplained:
        return ask_why(scene, draft.unexplained, REASONS)
    count, out = len(codes) - len(draft.aside), len(draft.aside)
    if not count:
        return primary_button(look, "take", words.take_none, lambda: None, enabled=False)
    proving = _proving(state, draft)

    def take() -> None:
        # Read at the tap: the word in place of a photo may have been typed since this was drawn.
        exceptions = proving.exceptions(tuple(draft.aside))
        lacks = proving.lacks(exceptions)
        scene.dispatch(proving.ask_once_more() if lacks else replace(intent, exceptions=exceptions))

    said = words.take_but(count, out) if out else words.take(count)
    if state.photos:
        said = look.texts.evidence.with_photos(said, len(state.photos))
    return primary_button(look, "take", said, take, icon=ft.Icons.CHECK)


def _whole(state: TakeState, draft: TakeDraft, seen: OfferSeen) -> TakeHandover:
    offer = seen.offer
    return TakeHandover(
        draft.intent_id,
        tuple(code for code in offer.crates if code not in draft.aside),
        giver_id=offer.giver_id,
        given_id=offer.given_id,
        round_id=state.round_id,
        place_id=offer.place_id,
        how=seen.how,
        lots=offer.lots,
        attached=Attached(photos_of=state.subject),
    )


def _typed(state: TakeState, draft: TakeDraft, seen: ShortOfferSeen) -> TakeHandover:
    return TakeHandover(
        draft.intent_id,
        tuple(code for code in draft.added if code not in draft.aside),
        giver_id=draft.giver_id,
        given_code=seen.code,
        round_id=state.round_id,
        how=How.TYPED,
        attached=Attached(photos_of=state.subject),
    )
