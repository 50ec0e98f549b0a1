"""Local time of France by a pure rule: a phone without time zone tables agrees with the server."""

from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@lru_cache(maxsize=256)
def _summer_time_ms(year: int) -> tuple[int, int]:
    """When summer time starts and ends: last Sundays of March and October, 01:00 UTC.

    Source: directive 2000/84/CE.
    """
    return _last_sunday_ms(year, 3), _last_sunday_ms(year, 10)


def _last_sunday_ms(year: int, month: int) -> int:
    month_end = date(year, month, 31)
    days_past_sunday = month_end.isoweekday() % 7
    return (month_end.toordinal() - days_past_sunday - EPOCH_ORDINAL) * DAY_MS + HOUR_MS


def local_offset_ms(at_ms: int) -> int:
    """What to add to an instant to read it on a clock in France: one hour, two in summer."""
    year = (EPOCH + timedelta(milliseconds=at_ms)).year
    summer_start_ms, summer_end_ms = _summer_time_ms(year)
    return 2 * HOUR_MS if summer_start_ms <= at_ms < summer_end_ms else HOUR_MS


def local_datetime(at_ms: int) -> datetime:
    """The instant as a wall clock in France shows it, aware of its offset."""
    moment = EPOCH + timedelta(milliseconds=at_ms)
    return moment.astimezone(timezone(timedelta(milliseconds=local_offset_ms(at_ms))))


def local_date(at_ms: int) -> date:
    """The local day of an instant."""
    return date.fromordinal(EPOCH_ORDINAL + (at_ms + local_offset_ms(at_ms)) // DAY_MS)


def day_start_ms(day: date) -> int:
    """The instant at which a local day begins: clocks change later in the night."""
    midnight_ms = (day.toordinal() - EPOCH_ORDINAL) * DAY_MS
    return midnight_ms - local_offset_ms(midnight_ms - HOUR_MS)


def local_period(at_ms: int) -> str:
    """The local month of an instant, as `2026-11`."""
    return period_of(local_date(at_ms))


@lru_cache(maxsize=4096)
def period_of(day: date) -> str:
    """The month of a local day, as `2026-11`."""
    return f"{day.year:04d}-{day.month:02d}"
