"""The photo of a place that a coordinator accepted: one a place, small enough for a phone to hold."""

from base64 import b64encode

from sqlmodel import Session

from sync_server.db.feed import LockedFeed
from sync_server.db.rows import RowPut, drop_rows, place_audience, put_rows
from sync_server.network.correcting import By
from sync_server.network.edits import EditedField, EditOf, Subject, note_edits
from sync_server.network.tables import PlacePhoto

ROW = "place_photo"


def place_photo(session: Session, place_id: str) -> PlacePhoto | None:
    """What phones show of the place now."""
    return session.get(PlacePhoto, place_id)


def keep_place_photo(
    session: Session, feed: LockedFeed, place_id: str, jpeg: bytes, taken_ms: int, by: By
) -> None:
    """Puts it in the place of the one before and sends it to whoever soon comes by."""
    before = place_photo(session, place_id)
    _note(session, place_id, before, str(taken_ms), by)
    session.merge(PlacePhoto(place_id=place_id, jpeg=jpeg, taken_ms=taken_ms))
    session.flush()
    content = {"jpeg": b64encode(jpeg).decode(), "at_ms": taken_ms}
    put_rows(session, feed, [RowPut(ROW, place_id, content, (place_audience(place_id),))])


def drop_place_photo(session: Session, feed: LockedFeed, place_id: str, by: By) -> bool:
    """Takes it away here and from the phones; False where there is none."""
    before = place_photo(session, place_id)
    if before is None:
        return False
    _note(session, place_id, before, "", by)
    session.delete(before)
    session.flush()
    drop_rows(session, feed, [(ROW, place_id)])
    return True


def _note(session: Session, place_id: str, before: PlacePhoto | None, after: str, by: By) -> None:
    edit = EditOf(Subject.PLACE, place_id, by.id, by.at_ms)
    said = "" if before is None else str(before.taken_ms)
    note_edits(session, edit, {EditedField.PHOTO: said}, {EditedField.PHOTO: after})
