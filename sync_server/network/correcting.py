"""Correcting a place the network knows: its access note, its position."""

from sqlmodel import Session

from shared.network import Pin
from sync_server.db.feed import LockedFeed
from sync_server.network.publish import publish_places
from sync_server.network.tables import Place


def correct_place(
    session: Session, feed: LockedFeed, place_id: str, note: str | None, pin: Pin | None
) -> bool:
    """Writes what is given and tells the phones; False where the network does not know the place."""
    place = session.get(Place, place_id)
    if place is None:
        return False
    if note is not None:
        place.note = note
    if pin is not None:
        place.lat, place.lon = pin.lat, pin.lon
    session.flush()
    publish_places(session, feed)
    return True
