"""Keep a photo taken for something not recorded yet, or take it away again: no fact, nothing that is sent."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection

from mobile.device.clock import Clock, Randomness
from mobile.device.pictures import Picture, PictureFault, prepare_picture, thumbnail_of
from mobile.store.database import Store
from mobile.store.draft_photos import drop_draft, keep_draft
from mobile.store.evidence import photos_of_facts
from shared.custody.evidence import Piece, unpack


@dataclass(frozen=True, slots=True)
class KeepPhoto:
    """What a camera or a file gave, for a subject; `photo_id` is minted with the tap."""

    photo_id: str
    subject: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class DropPhoto:
    """Not this one."""

    photo_id: str


@dataclass(frozen=True, slots=True)
class PhotoKept:
    """On the disk; the next record about its subject takes it along."""

    photo_id: str


@dataclass(frozen=True, slots=True)
class PhotoDropped:
    """It is gone."""

    photo_id: str


class PhotoRefusal(StrEnum):
    """Why a picture was not kept; the first three are a picture's own faults."""

    NOT_A_PICTURE = PictureFault.NOT_A_PICTURE.value
    TOO_LARGE = PictureFault.TOO_LARGE.value
    DAMAGED = PictureFault.DAMAGED.value
    ENOUGH = "enough"


def photos_of_stop(round_id: str, place_id: str) -> str:
    """The subject of photos taken at a stop: whatever is recorded there next takes them."""
    return f"stop/{round_id}/{place_id}"


def photos_of_place(place_id: str) -> str:
    """The subject of the photo that shows a place itself: only a proposal about the place takes it."""
    return f"place {place_id}"


def keep_photo(
    intent: KeepPhoto, store: Store, clock: Clock, _randomness: Randomness
) -> PhotoKept | PhotoRefusal:
    """Made small and bare first. Returns after the commit: a phone that dies now still has it."""
    picture = prepare_picture(intent.raw)
    if not isinstance(picture, Picture):
        return PhotoRefusal(picture.value)
    now_ms = clock.wall_ms()
    with store.writing() as connection:
        is_kept = keep_draft(
            connection, intent.photo_id, intent.subject, picture.content, picture.thumbnail, now_ms
        )
    return PhotoKept(intent.photo_id) if is_kept else PhotoRefusal.ENOUGH


def give_photos_back(connection: Connection, fact_ids: Sequence[str], now_ms: int) -> None:
    """Photos of acts being withdrawn wait again at their stop, in the transaction that withdraws them.

    The withdrawn fact goes on naming its own copy.
    """
    for kept in photos_of_facts(connection, fact_ids):
        piece = unpack(kept.packed)
        if isinstance(piece, Piece) and kept.round_id:
            # An incident on the road has no place; its photos wait under the round alone.
            subject = photos_of_stop(kept.round_id, kept.place_id or "")
            with suppress(OSError):
                keep_draft(connection, kept.name, subject, piece.content, thumbnail_of(piece.content), now_ms)


def drop_photo(intent: DropPhoto, store: Store, _clock: Clock, _randomness: Randomness) -> PhotoDropped:
    """Twice is once."""
    with store.writing() as connection:
        drop_draft(connection, intent.photo_id)
    return PhotoDropped(intent.photo_id)
