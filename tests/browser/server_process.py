"""The real server as a process beside phones in a browser, on a small co-op of today."""

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sync_server.db.session import Database, open_database, read
from tests.browser.phone_browser import ROOT, wait_for_port


@dataclass
class ServerProcess:
    """`python -m sync_server serve` on a folder; may be stopped and started again on the same port."""

    folder: Path
    port: int
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def database(self) -> Database:
        return open_database(f"sqlite:///{self.folder / 'relais.db'}")

    def start(self) -> None:
        settings = {"RELAIS_DATA_DIR": str(self.folder), "RELAIS_PORT": str(self.port)}
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "sync_server", "serve"],
                cwd=ROOT,
                env={**os.environ, **settings},
                stdout=log,
                stderr=log,
            )
        wait_for_port(self.port, self.process)

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=30)
            self.process = None

    def asked(self, statement: str) -> Any:
        """What the database answers to a plain question."""
        with read(self.database) as session:
            return session.connection().exec_driver_sql(statement).scalar_one()

    def all_of(self, statement: str) -> list[Any]:
        """All rows of the answer."""
        with read(self.database) as session:
            return list(session.connection().exec_driver_sql(statement).all())


def move_to_today(session: Any) -> None:
    """The co-op's rounds are driven today."""
    day = date.today().isoformat()  # noqa: DTZ011 - the programs under test go by this machine's day
    connection = session.connection()
    connection.exec_driver_sql("UPDATE round SET date = ?", (day,))
    connection.exec_driver_sql(
        "UPDATE pull_row SET d = replace(d, '2026-11-06', ?) WHERE t = 'round'", (day,)
    )
