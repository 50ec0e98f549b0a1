"""The demonstration's programs as processes of their own: server, phone, and the helpers' rehearsal."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import httpx

from sync_server.demo.co_op import DemoPhone, DemoStopped

HEALTH_TRIES = 600
STOP_AFTER_S = 10

Tell = Callable[[Mapping[str, Any]], None]


@dataclass(slots=True)
class Program:
    """A program that runs beside this one; stopped by its own process id."""

    process: "subprocess.Popen[bytes]"
    url: str

    @property
    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self.process.poll() is None

    def stop(self) -> None:
        """Asks it to end, and ends it where it does not."""
        if not self.is_running:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_AFTER_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@dataclass(frozen=True, slots=True)
class Launch:
    """How a program is started: its module, what it is told, and the file that keeps what it says."""

    module: str
    arguments: tuple[str, ...]
    settings: Mapping[str, str]
    log: Path


def start_server(data_dir: Path, port: int) -> Program:
    """The server on the demonstration's folder, once it answers. Raises: DemoStopped."""
    settings = {
        "RELAIS_DATA_DIR": str(data_dir),
        "RELAIS_PORT": str(port),
        "RELAIS_DATABASE_URL": "",
        # Its coordinator has neither password nor phone: the link it prints lets in by itself.
        "RELAIS_DEMO": "1",
    }
    return _start(Launch("sync_server", ("serve",), settings, data_dir / "server.log"), port, "/healthz")


def start_phone(phones_folder: Path, profile: str, port: int) -> Program:
    """The phone's program in a browser, opening as the phone of `profile`. Raises: DemoStopped."""
    settings = {
        "RELAIS_PHONE_DIR": str(phones_folder),
        "RELAIS_PHONE_PROFILE": profile,
        "RELAIS_PHONE_PORT": str(port),
    }
    return _start(Launch("mobile", (), settings, phones_folder / "phone.log"), port, "/")


def rehearse(server_url: str, day: str, phones: Sequence[DemoPhone], phones_folder: Path, tell: Tell) -> None:
    """Lets the helpers drive the day through the phones' own code. Raises: DemoStopped."""
    given = [asdict(phone) | {"folder": str(phones_folder / phone.person_id)} for phone in phones]
    command = ["--server", server_url, "--date", day, "--mistakes"]
    process = subprocess.Popen(
        [sys.executable, "-m", "mobile.rehearsal", *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    with process:
        process.stdin.write(json.dumps(given))
        process.stdin.close()
        for line in process.stdout:
            tell(json.loads(line))
    if process.returncode:
        raise DemoStopped(step="rehearsal", returncode=process.returncode)


def free_port(wanted: int = 0) -> int:
    """`wanted` where it is free, else any free port of the loopback."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return probe.getsockname()[1]
    raise DemoStopped(step="port", wanted=wanted)


def _start(launch: Launch, port: int, ready_path: str) -> Program:
    with launch.log.open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", launch.module, *launch.arguments],
            env=os.environ | launch.settings,
            stdout=log,
            stderr=log,
            # A key press that stops the demonstration is for this program to pass on, in its own order.
            start_new_session=True,
        )
    program = Program(process, f"http://127.0.0.1:{port}")
    # The transport retries refused connections by itself, waiting longer each time.
    with httpx.Client(transport=httpx.HTTPTransport(retries=9)) as client:
        for _ in range(HEALTH_TRIES):
            if not program.is_running:
                raise DemoStopped(step=launch.module, returncode=process.returncode, log=str(launch.log))
            try:
                if client.get(program.url + ready_path, timeout=5).is_success:
                    return program
            except httpx.TransportError:
                continue
    program.stop()
    raise DemoStopped(step=launch.module, answer="silent", log=str(launch.log))
