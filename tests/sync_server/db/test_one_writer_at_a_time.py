"""Two programs on one SQLite file, such as server and command: the second writer waits before reading."""

from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from sync_server.db import session as opening
from sync_server.db.feed import NewEntry, append_feed, lock_feed
from sync_server.db.session import begin, open_database
from tests.builders import ServerInProcess


def test_a_second_writer_is_kept_out_before_it_has_read_anything(
    server: ServerInProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Had it read the head first, it would give numbers that the first writer is giving."""
    monkeypatch.setattr(opening, "BUSY_TIMEOUT_MS", 0)
    other = open_database(f"sqlite:///{tmp_path / 'relais.db'}")
    with begin(server.runtime.database) as first:
        append_feed(first, lock_feed(first), [NewEntry("row", "notice/a", b"{}")])
        with pytest.raises(OperationalError, match="locked"), begin(other) as second:
            lock_feed(second)
    with begin(other) as second:
        assert lock_feed(second).seq == 1
    other.close()
