"""Before crates set aside for some reasons are recorded: a photo, or a word where none can be taken."""

from collections.abc import Sequence

import flet as ft

from mobile.actions.crate_acts import CrateException
from mobile.actions.keep_photo import photos_of_stop
from mobile.components.buttons import quiet_button
from mobile.components.line_field import FieldWords, line_field
from mobile.components.message import inline_message
from mobile.components.tokens import WAITING, WRONG
from mobile.screens.contract import Scene
from mobile.screens.photos import photo_part
from mobile.screens.stop.draft import StopDraft
from mobile.screens.stop.proof_draft import ShowProof, reasons_to_prove
from mobile.screens.stop.state import StopState
from shared.custody.codes import print_code
from shared.custody.events import IncidentReason
from shared.custody.incident_proof import PHOTO_ASKED

NOTE_LINES = 2


def is_proof_open(draft: StopDraft) -> bool:
    """Whether the screen is at the photo: asked for, and every crate set aside has its reason."""
    return draft.proof.is_open and not draft.unexplained and bool(reasons_to_prove(draft.excepted))


def lacks_proof(state: StopState, exceptions: Sequence[CrateException]) -> bool:
    """Whether these exceptions ask for a photo, and there is neither one nor a word."""
    asked = [each for each in exceptions if each.reason in PHOTO_ASKED]
    return bool(asked) and not state.photos and not all(each.note for each in asked)


def exceptions_of(draft: StopDraft, codes: Sequence[str]) -> tuple[CrateException, ...]:
    """These crates where they were set aside with a reason, the word written going with those it is for."""
    word = draft.proof.word
    return tuple(
        CrateException(code, reason, word if reason in PHOTO_ASKED else None)
        for code in codes
        if (reason := draft.excepted.get(code)) is not None
    )


def proof_body(scene: Scene, state: StopState, draft: StopDraft) -> list[ft.Control]:
    """Which crates, why a photo, the camera, and a line for a word; nothing else takes the eye."""
    look, words = scene.look, scene.look.texts.stop
    back = quiet_button(
        look, "back-to-crates", words.back_to_crates, lambda: scene.dispatch(ShowProof(is_open=False))
    )
    asked = reasons_to_prove(draft.excepted)
    parts: list[ft.Control] = []
    for reason, codes in asked.items():
        heading = look.title(look.format.title_word(reason))
        parts += [look.beside(heading, back) if not parts else heading, _which(scene, codes)]
    if not state.photos:
        parts.append(_asked(scene, draft, next(iter(asked))))
    subject = photos_of_stop(state.round_id, state.place_id)
    parts.append(photo_part(scene, subject, state.photos, draft.photo))
    if not draft.photo.is_aiming:
        note = FieldWords(words.proof_note, hint=look.texts.incident.note_hint)
        parts.append(line_field(look, "proof-note", draft.proof.note, note, lines=NOTE_LINES))
    return parts


def _which(scene: Scene, codes: tuple[str, ...]) -> ft.Control:
    look = scene.look
    return look.body(print_code(codes[0]) if len(codes) == 1 else look.texts.common.crates(len(codes)))


def _asked(scene: Scene, draft: StopDraft, reason: IncidentReason) -> ft.Control:
    look, words = scene.look, scene.look.texts.incident
    is_missing = draft.proof.is_missing
    said = words.photo_asked(look.format.title_word(PHOTO_ASKED[reason]))
    return inline_message(
        look,
        WRONG if is_missing else WAITING,
        words.photo_missing if is_missing else said,
        identifier="photo-asked",
        icon=ft.Icons.PHOTO_CAMERA,
    )
