"""Photos taken and not recorded yet: on the disk from the first moment, until the record that takes them."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from mobile.store.damaged import rows_from_either_end
from mobile.store.statements import first, run
from shared.custody.evidence_image import image_size

# With a signature and a position, a fact still names fewer pieces than the server looks at.
PHOTOS_AT_ONCE_MAX = 6
# A photo nobody recorded is nobody's proof, and may show somebody's yard.
KEPT_UNRECORDED_MS = 7 * 24 * 3_600_000
_DRAFTS = "SELECT id, subject, taken_ms, content, thumbnail FROM draft_photo ORDER BY rowid"


@dataclass(frozen=True, slots=True)
class DraftPhoto:
    """A photo as a screen shows it before it is recorded."""

    photo_id: str
    thumbnail: bytes


def draft_photos(connection: Connection, subject: str) -> tuple[DraftPhoto, ...]:
    """The photos waiting for the next record about this subject, oldest first."""
    found = run(
        connection, "SELECT id, thumbnail FROM draft_photo WHERE subject = ? ORDER BY rowid", (subject,)
    )
    return tuple(DraftPhoto(photo_id, thumbnail) for photo_id, thumbnail in found.fetchall())


def keep_draft(
    connection: Connection, photo_id: str, subject: str, content: bytes, thumbnail: bytes, now_ms: int
) -> bool:
    """Keep one more, in the caller's transaction; False where there are enough. The same id is one photo.

    Forgotten ones of other subjects go: whatever the clock says now, this subject's own stay.
    """
    run(
        connection,
        "DELETE FROM draft_photo WHERE subject <> ? AND taken_ms < ?",
        (subject, now_ms - KEPT_UNRECORDED_MS),
    )
    (count,) = first(
        connection, "SELECT count(*) FROM draft_photo WHERE subject = ? AND id <> ?", (subject, photo_id)
    )
    if count >= PHOTOS_AT_ONCE_MAX:
        return False
    run(
        connection,
        "INSERT OR IGNORE INTO draft_photo (id, subject, taken_ms, content, thumbnail)"
        " VALUES (?, ?, ?, ?, ?)",
        (photo_id, subject, now_ms, content, thumbnail),
    )
    return True


def drop_draft(connection: Connection, photo_id: str) -> None:
    """The person does not want it."""
    run(connection, "DELETE FROM draft_photo WHERE id = ?", (photo_id,))


def contents_of_drafts(connection: Connection, subject: str) -> tuple[bytes, ...]:
    """The photos a record about this subject takes with it, oldest first."""
    found = run(connection, "SELECT content FROM draft_photo WHERE subject = ? ORDER BY rowid", (subject,))
    return tuple(content for (content,) in found.fetchall())


def forget_drafts(connection: Connection, subject: str) -> None:
    """They are evidence now: in the same transaction, so that each photo is in one place and one only."""
    run(connection, "DELETE FROM draft_photo WHERE subject = ?", (subject,))


def salvage_drafts(connection: Connection, copy: Path) -> None:
    """Take over the photos that a copy of the damaged file still gives whole."""
    for photo_id, subject, taken_ms, content, thumbnail in rows_from_either_end(copy, _DRAFTS):
        words_are_whole = isinstance(photo_id, str) and isinstance(subject, str) and isinstance(taken_ms, int)
        if words_are_whole and _is_image(content) and _is_image(thumbnail):
            keep_draft(connection, photo_id, subject, content, thumbnail, taken_ms)


def _is_image(content: object) -> bool:
    return isinstance(content, bytes) and image_size(content) is not None
