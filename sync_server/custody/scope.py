"""What one person's phones may see, as audiences: everyone's rows, their own, and those of their rounds."""

from datetime import date, timedelta

from sqlalchemy import bindparam, or_, select
from sqlmodel import Session

from shared.network import PlaceRole
from sync_server.db.base import table_of
from sync_server.db.bulk import rows_of
from sync_server.db.rows import EVERYONE, person_audience, place_audience, round_audience
from sync_server.network.status import RoundStatus
from sync_server.network.tables import DoorCode, Place, PlacePhoto, Round, RoundStop

_ROUND = table_of(Round)
_STOP = table_of(RoundStop)
_PLACE = table_of(Place)
_CODE = table_of(DoorCode)
_PHOTO = table_of(PlacePhoto)
_DRIVEN = (
    select(_ROUND.c.id)
    .where(
        _ROUND.c.helper_person_id == bindparam("helper"),
        or_(_ROUND.c.date >= bindparam("oldest"), _ROUND.c.status != bindparam("closed")),
    )
    .order_by(_ROUND.c.id)
)
KEPT_AFTER_CLOSING_DAYS = 45
# Door codes, who is behind which door, what a place looks like, whom to call: around the day, no longer.
AROUND_THE_DAY_DAYS = 2
# Only places with something to tell: with every place, a phone would be reset whenever a round comes near.
_COMES_BY = (
    select(_STOP.c.place_id)
    .join(_ROUND, _ROUND.c.id == _STOP.c.round_id)
    .join(_PLACE, _PLACE.c.id == _STOP.c.place_id)
    .where(
        or_(
            _PLACE.c.role == bindparam("locker"),
            _PLACE.c.phone != bindparam("nothing"),
            _STOP.c.place_id.in_(select(_CODE.c.place_id)),
            _STOP.c.place_id.in_(select(_PHOTO.c.place_id)),
        ),
        _ROUND.c.helper_person_id == bindparam("helper"),
        _ROUND.c.date >= bindparam("first"),
        _ROUND.c.date <= bindparam("last"),
    )
    .distinct()
    .order_by(_STOP.c.place_id)
)


def audiences_of_person(session: Session, person_id: str, today: date) -> list[str]:
    """The audiences in a fixed order; `today` is the local day in France.

    A round stays with its driver until it is closed, however late that is, and 45 days after its day.
    The doors, photos and numbers of its places are his two days before and after that day, closed or not.
    """
    oldest = (today - timedelta(days=KEPT_AFTER_CLOSING_DAYS)).isoformat()
    closed = RoundStatus.CLOSED.value
    rounds = rows_of(session.connection(), _DRIVEN, helper=person_id, oldest=oldest, closed=closed)
    around = timedelta(days=AROUND_THE_DAY_DAYS)
    first, last = (today - around).isoformat(), (today + around).isoformat()
    window = {"first": first, "last": last, "locker": PlaceRole.LOCKER.value, "nothing": ""}
    places = rows_of(session.connection(), _COMES_BY, helper=person_id, **window)
    return [
        EVERYONE,
        person_audience(person_id),
        *(round_audience(round_id) for (round_id,) in rounds),
        *(place_audience(place_id) for (place_id,) in places),
    ]
