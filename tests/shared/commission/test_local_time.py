"""The clock of France without time zone tables."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from shared.commission.legs import local_date, local_period
from shared.commission.local_time import local_datetime

PARIS = ZoneInfo("Europe/Paris")
FIRST_MS = int(datetime(1996, 1, 1, tzinfo=UTC).timestamp() * 1000)
LAST_MS = int(datetime(2090, 1, 1, tzinfo=UTC).timestamp() * 1000)


@given(at_ms=st.integers(FIRST_MS, LAST_MS))
def test_the_rule_agrees_with_the_time_zone_tables(at_ms: int):
    expected = datetime.fromtimestamp(at_ms // 1000, UTC).astimezone(PARIS)
    assert local_date(at_ms) == expected.date()
    assert local_datetime(at_ms).replace(microsecond=0).isoformat() == expected.isoformat()


def test_every_hour_around_each_change_agrees_with_the_tables():
    for year in range(1996, 2037):
        for month in (3, 10):
            start_ms = int(datetime(year, month, 24, tzinfo=UTC).timestamp() * 1000)
            for hour in range(9 * 24):
                at_ms = start_ms + hour * 3_600_000
                expected = datetime.fromtimestamp(at_ms // 1000, UTC).astimezone(PARIS)
                assert local_datetime(at_ms).isoformat() == expected.isoformat()


def test_a_drop_after_midnight_in_france_belongs_to_the_new_month():
    late_evening = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)
    assert local_period(int(late_evening.timestamp() * 1000)) == "2026-11"
    summer_night = datetime(2026, 7, 31, 22, 5, tzinfo=UTC)
    assert local_period(int(summer_night.timestamp() * 1000)) == "2026-08"
