"""What is safe once stays safe: a copy that holds less of a log takes nothing back."""

from sqlmodel import Session

from sync_server.backup.queries import raise_safe, safe_seq
from tests.builders import ServerInProcess

LOG_ID = "00000000-0000-4000-8000-000000000001"


def test_an_older_copy_takes_nothing_back(server: ServerInProcess) -> None:
    found: list[int] = []

    def count(session: Session) -> None:
        for seq in (3, 5, 4):
            raise_safe(session, {LOG_ID: seq})
            found.append(safe_seq(session, LOG_ID))

    server.change(count)
    assert found == [3, 5, 5]
