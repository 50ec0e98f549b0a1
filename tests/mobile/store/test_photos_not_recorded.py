"""Photos that no record has taken yet: they outlive damage, and are forgotten in time but never one's own."""

import sqlite3
from contextlib import closing
from pathlib import Path

from mobile.actions.keep_photo import KeepPhoto, PhotoKept, PhotoRefusal, keep_photo
from mobile.store.database import FILE_NAME, open_store
from mobile.store.draft_photos import (
    KEPT_UNRECORDED_MS,
    PHOTOS_AT_ONCE_MAX,
    contents_of_drafts,
    draft_photos,
)
from tests.builders_evidence import a_photo
from tests.builders_phone import Hands, a_small_round, an_enrolled_phone, crate_codes

PAGE = 4096


def keep(hands: Hands, subject: str, seed: int) -> PhotoKept | PhotoRefusal:
    intent = KeepPhoto(f"{subject}-{seed}", subject, a_photo(24, seed))
    return keep_photo(intent, hands.store, hands.clock, hands.randomness)


def count(hands: Hands, subject: str) -> int:
    with hands.store.reading() as connection:
        return len(draft_photos(connection, subject))


def test_they_outlive_the_damage_of_another_page(tmp_path: Path) -> None:
    bruno = an_enrolled_phone(tmp_path, a_small_round(crate_codes(8)))
    for seed in (1, 2):
        assert isinstance(keep(bruno, "stop/r/F001", seed), PhotoKept)
    with bruno.store.reading() as connection:
        before = contents_of_drafts(connection, "stop/r/F001")
    bruno.store.close()
    path = tmp_path / FILE_NAME
    with closing(sqlite3.connect(path)) as database:
        [(page,)] = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'logged_fact'")
    with path.open("r+b") as file:
        file.seek((page - 1) * PAGE)
        file.write(bytes(range(256)) * (PAGE // 256))
    store = open_store(tmp_path)
    assert store.salvage is not None
    with store.reading() as connection:
        assert contents_of_drafts(connection, "stop/r/F001") == before
        assert len(draft_photos(connection, "stop/r/F001")) == 2
    store.close()


def test_the_same_photo_twice_is_one_and_there_is_room_for_six(tmp_path: Path) -> None:
    bruno = an_enrolled_phone(tmp_path)
    answers = [keep(bruno, "here", seed) for seed in (1, 1, 2, 3, 4, 5, 6)]
    assert all(isinstance(answer, PhotoKept) for answer in answers)
    assert keep(bruno, "here", 7) is PhotoRefusal.ENOUGH
    assert isinstance(keep(bruno, "elsewhere", 7), PhotoKept)
    assert (count(bruno, "here"), count(bruno, "elsewhere")) == (PHOTOS_AT_ONCE_MAX, 1)


def test_what_nobody_recorded_goes_after_a_week_and_never_ones_own(tmp_path: Path) -> None:
    bruno = an_enrolled_phone(tmp_path)
    keep(bruno, "last week", 1)
    keep(bruno, "here", 2)
    # The clock jumps ten years ahead while a stop is being photographed.
    bruno.clock.advance(3_650 * 24 * 3_600_000)
    assert KEPT_UNRECORDED_MS < 3_650 * 24 * 3_600_000
    keep(bruno, "here", 3)
    assert (count(bruno, "last week"), count(bruno, "here")) == (0, 2)
