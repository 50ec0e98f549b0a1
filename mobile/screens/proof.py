"""Before crates set aside for some reasons are recorded: a photo, or a word where none can be taken.

A screen keeps a `ProofDraft`, folds news into it by `change_proof`, and while `Proving.is_open` shows nothing
but `proof_body`. Its one button asks `Proving.lacks` before it records `Proving.exceptions`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import flet as ft

from mobile.actions.crate_acts import CrateException
from mobile.actions.outcomes import Recorded
from mobile.actions.record_drop import RecordDrop
from mobile.actions.record_pickup import RecordPickup
from mobile.actions.take_handover import TakeHandover
from mobile.components.buttons import quiet_button
from mobile.components.code_field import Typed
from mobile.components.line_field import FieldWords, line_field
from mobile.components.message import inline_message
from mobile.components.photo_strip import ShownPhoto
from mobile.components.tokens import WAITING, WRONG
from mobile.screens.aside import GiveReason, named_crates, unexplained
from mobile.screens.contract import Carried, Gesture, Scene
from mobile.screens.photos import PhotoDraft, photo_part
from shared.custody.events import IncidentReason
from shared.custody.incident_proof import PHOTO_ASKED

NOTE_LINES = 2


@dataclass(frozen=True, slots=True)
class ShowProof(Gesture):
    """Look at the photo asked for, or at the crates again. `is_missing`: it was about to be left out."""

    is_open: bool
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class ProofDraft:
    """Whether the photo is being asked for, and the word written where none can be taken."""

    is_open: bool = False
    is_missing: bool = False
    note: Typed = field(default_factory=Typed, compare=False)

    @property
    def word(self) -> str | None:
        """What was written in place of a photo."""
        return self.note.latest().strip() or None


def change_proof(draft: ProofDraft, news: object) -> ProofDraft:
    """Fold a gesture, or what came of recording; anything else leaves it."""
    match news:
        case GiveReason(reason=reason) if reason in PHOTO_ASKED:
            return replace(draft, is_open=True, is_missing=False)
        case ShowProof(is_open=is_open, is_missing=is_missing):
            return replace(draft, is_open=is_open, is_missing=is_missing)
        case Carried(intent=RecordDrop() | RecordPickup() | TakeHandover() as intent, outcome=Recorded()) if (
            intent.exceptions
        ):
            draft.note.clear()
            return replace(draft, is_open=False, is_missing=False)
        case _:
            return draft


@dataclass(frozen=True, slots=True)
class Proving:
    """What is to be proven: crates set aside with their reasons, and what was begun of it.

    `photos` are those kept under `subject` for the record to come.
    """

    aside: Mapping[str, IncidentReason | None]
    subject: str
    photos: tuple[ShownPhoto, ...]
    proof: ProofDraft
    photo: PhotoDraft

    @property
    def asked(self) -> dict[IncidentReason, tuple[str, ...]]:
        """The reasons given that ask for a photo, with the crates set aside for each."""
        asked: dict[IncidentReason, tuple[str, ...]] = {}
        for code, reason in self.aside.items():
            if reason is not None and reason in PHOTO_ASKED:
                asked[reason] = (*asked.get(reason, ()), code)
        return asked

    @property
    def is_open(self) -> bool:
        """Whether the screen is at the photo: asked for, and every crate set aside has its reason."""
        return self.proof.is_open and not unexplained(self.aside) and bool(self.asked)

    def exceptions(self, codes: Sequence[str]) -> tuple[CrateException, ...]:
        """These crates where they were set aside with a reason; the word goes with those it is for."""
        word = self.proof.word
        return tuple(
            CrateException(code, reason, word if reason in PHOTO_ASKED else None)
            for code in codes
            if (reason := self.aside.get(code)) is not None
        )

    def lacks(self, exceptions: Sequence[CrateException]) -> bool:
        """Whether these exceptions ask for a photo, and there is neither one nor a word."""
        asked = [each for each in exceptions if each.reason in PHOTO_ASKED]
        return bool(asked) and not self.photos and not all(each.note for each in asked)

    def ask_once_more(self) -> ShowProof:
        """What a tap shows that would have recorded without proof."""
        return ShowProof(is_open=True, is_missing=self.proof.is_open)


def proof_body(scene: Scene, proving: Proving) -> list[ft.Control]:
    """Which crates, why a photo, the camera, and a line for a word; nothing else takes the eye."""
    look, words = scene.look, scene.look.texts.stop
    back = quiet_button(
        look, "back-to-crates", words.back_to_crates, lambda: scene.dispatch(ShowProof(is_open=False))
    )
    asked = proving.asked
    parts: list[ft.Control] = []
    for reason, codes in asked.items():
        heading = look.title(look.format.title_word(reason))
        parts += [look.beside(heading, back) if not parts else heading, look.body(named_crates(scene, codes))]
    if not proving.photos:
        parts.append(_asked(scene, proving.proof, next(iter(asked))))
    parts.append(photo_part(scene, proving.subject, proving.photos, proving.photo))
    if not proving.photo.is_aiming:
        note = FieldWords(words.proof_note, hint=look.texts.incident.note_hint)
        parts.append(line_field(look, "proof-note", proving.proof.note, note, lines=NOTE_LINES))
    return parts


def _asked(scene: Scene, draft: ProofDraft, reason: IncidentReason) -> ft.Control:
    look, words = scene.look, scene.look.texts.incident
    said = words.photo_asked(look.format.title_word(PHOTO_ASKED[reason]))
    return inline_message(
        look,
        WRONG if draft.is_missing else WAITING,
        words.photo_missing if draft.is_missing else said,
        identifier="photo-asked",
        icon=ft.Icons.PHOTO_CAMERA,
    )
