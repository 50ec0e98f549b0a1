"""The real server as an operator starts it, in a process that may be killed and started again."""

import os
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import httpx

REPOSITORY = Path(__file__).parents[3]
TURNS_MAX = 1_200
TURN_S = 0.1


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class ServerProcess:
    """`python -m sync_server serve` on a data folder."""

    data_dir: Path
    database_url: str = ""
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where phones find it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """What it said, over all its starts."""
        return self.data_dir / "server.log"

    def start(self) -> None:
        """Start it; it listens a little later."""
        settings = {
            "RELAIS_DATA_DIR": str(self.data_dir),
            "RELAIS_DATABASE_URL": self.database_url,
            "RELAIS_PORT": str(self.port),
            "RELAIS_SYNCS_A_MINUTE": "1000000",
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "sync_server", "serve"],
                cwd=REPOSITORY,
                env={**os.environ, **settings},
                stdout=log,
                stderr=log,
            )

    def kill(self) -> None:
        """SIGKILL: nothing of it can clean up."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def wait_until_it_answers(self) -> None:
        """Returns once it is healthy. Raises AssertionError where it ended instead."""
        assert self.process is not None
        for _ in range(TURNS_MAX):
            try:
                self.process.wait(TURN_S)
            except subprocess.TimeoutExpired:
                pass
            else:
                raise AssertionError(f"the server ended: {self.log.read_text()[-2000:]}")
            try:
                if httpx.get(f"{self.address}/healthz", timeout=5).status_code == 200:
                    return
            except httpx.TransportError:
                continue
        raise AssertionError("the server never answers")
