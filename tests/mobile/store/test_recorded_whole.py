"""A fact and what it says of crates are recorded together or not at all."""

from pathlib import Path

import pytest

from mobile.store.database import StoreFailedError
from mobile.store.outbox import outbox_counts
from tests.builders_phone import a_small_round, an_enrolled_phone, crate_codes


def test_a_fact_whose_crates_cannot_be_noted_is_not_recorded(tmp_path: Path) -> None:
    codes = crate_codes(2)
    bruno = an_enrolled_phone(tmp_path, a_small_round(codes))
    with bruno.store.writing() as connection:
        connection.exec_driver_sql(
            "CREATE TEMP TRIGGER full BEFORE INSERT ON own_movement BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    with pytest.raises(StoreFailedError):
        bruno.pick_up(*codes)
    assert outbox_counts(bruno.store).head == 0
