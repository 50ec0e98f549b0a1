"""Who keeps a place from which day on: what a former keeper earned stays his."""

from datetime import date, timedelta

from sqlmodel import Session, col, delete, select

from sync_server.network.tables import KeeperBefore, Place


def note_new_keeper(session: Session, place: Place, keeper_id: str | None, since: date) -> None:
    """Keeps who kept the place up to `since`; the place itself is then given its new keeper by the caller.

    Changes known for that day or later are overridden: from `since` on it is the new keeper alone.
    """
    kept = _keeper_on(session, place, since - timedelta(days=1))
    session.exec(
        delete(KeeperBefore).where(
            col(KeeperBefore.place_id) == place.id, col(KeeperBefore.until) >= since.isoformat()
        )
    )
    if kept != keeper_id:
        session.add(KeeperBefore(place_id=place.id, until=since.isoformat(), person_id=kept))
    session.flush()


def _keeper_on(session: Session, place: Place, day: date) -> str | None:
    past = session.exec(
        select(KeeperBefore)
        .where(KeeperBefore.place_id == place.id, KeeperBefore.until > day.isoformat())
        .order_by(col(KeeperBefore.until))
    ).first()
    return place.keeper_person_id if past is None else past.person_id
