"""Photos on any screen that records: what of them is begun, how they come, and the strip that shows them.

A screen keeps a `PhotoDraft`, folds news into it by `change_photos`, follows by `follow_photos`, shows
`photo_part`, and records with `Attached(photos_of=subject)`: the record takes them along.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

import flet as ft

from mobile.actions.keep_photo import DropPhoto, KeepPhoto, PhotoDropped, PhotoKept, PhotoRefusal
from mobile.components.buttons import quiet_button
from mobile.components.photo_box import photo_box
from mobile.components.photo_strip import PhotoWays, ShownPhoto, photo_strip
from mobile.components.tokens import GRID
from mobile.screens.contract import Carried, FileChosen, Gesture, PickFile, Reading, Scene
from mobile.store.draft_photos import PHOTOS_AT_ONCE_MAX, draft_photos


@dataclass(frozen=True, slots=True)
class PhotoDraft:
    """What is under way: the lens open, a picture being made small, or why the last one was not kept."""

    is_aiming: bool = False
    is_busy: bool = False
    problem: PhotoRefusal | None = None


NO_PHOTO_BEGUN = PhotoDraft()


@dataclass(frozen=True, slots=True)
class UseLens(Gesture):
    """Open the camera in the screen, or close it."""

    is_on: bool


@dataclass(frozen=True, slots=True)
class Develop(Gesture):
    """The shutter was pressed."""


def load_photos(reading: Reading, subject: str) -> tuple[ShownPhoto, ...]:
    """The photos kept for the next record about this subject."""
    with reading.store.reading() as connection:
        kept = draft_photos(connection, subject)
    return tuple(ShownPhoto(photo.photo_id, photo.thumbnail) for photo in kept)


def change_photos(draft: PhotoDraft, news: object) -> PhotoDraft:
    """Fold what came of a photo; anything else leaves it."""
    match news:
        case UseLens(is_on=is_on):
            return PhotoDraft(is_aiming=is_on)
        case Develop():
            return PhotoDraft(is_busy=True)
        case Carried(intent=PickFile(picture_of=str()), outcome=FileChosen(content=bytes())):
            return PhotoDraft(is_busy=True)
        case Carried(intent=KeepPhoto(), outcome=PhotoRefusal() as refusal):
            return PhotoDraft(problem=refusal)
        case Carried(outcome=PhotoKept() | PhotoDropped()):
            return NO_PHOTO_BEGUN
        case _:
            return replace(draft, problem=None) if isinstance(news, Carried) else draft


def follow_photos(carried: Carried) -> KeepPhoto | None:
    """A picture that was chosen is kept at once."""
    match carried:
        case Carried(intent=PickFile(picture_of=str(subject)), outcome=FileChosen(content=bytes(raw))):
            return KeepPhoto(carried.fresh_id, subject, raw)
        case _:
            return None


def photo_part(
    scene: Scene,
    subject: str,
    photos: Sequence[ShownPhoto],
    draft: PhotoDraft,
    *,
    at_most: int = PHOTOS_AT_ONCE_MAX,
    goes_with: str | None = None,
) -> ft.Control:
    """The strip, its intents going where the screen's others go; `goes_with` says what takes the photos."""
    words = scene.look.texts.evidence
    if draft.is_aiming:
        return _lens(scene, subject)
    has_room = len(photos) < at_most
    return photo_strip(
        scene.look,
        photos,
        PhotoWays(
            remove=lambda photo_id: scene.dispatch(DropPhoto(photo_id)),
            take=(lambda: scene.dispatch(UseLens(is_on=True))) if has_room else None,
            choose=(lambda: scene.dispatch(PickFile(picture_of=subject))) if has_room else None,
        ),
        goes_with=goes_with,
        problem=words.photo_problems[draft.problem.value] if draft.problem else None,
        is_busy=draft.is_busy,
    )


def _lens(scene: Scene, subject: str) -> ft.Control:
    look, words = scene.look, scene.look.texts.evidence

    def keep(picture: bytes) -> None:
        scene.dispatch(Develop())
        # Named by its bytes: the shutter pressed twice on one picture is one photo.
        scene.dispatch(KeepPhoto(sha256(picture).hexdigest(), subject, picture))

    close = quiet_button(look, "close-lens", words.close_lens, lambda: scene.dispatch(UseLens(is_on=False)))
    return ft.Column([photo_box(look, "photo-lens", keep), close], spacing=GRID, tight=True, key="photo-part")
