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


def start_server(data_dir: Path, port: int) -> Program:
    """The server on the demonstration's folder, once it answers. Raises: DemoStopped."""
    settings = {"RELAIS_DATA_DIR": str(data_dir), "RELAIS_PORT": str(port), "RELAIS_DATABASE_URL": ""}
    return _start("sync_server", ["serve"], settings, port, "/healthz")


def start_phone(phones_folder: Path, profile: str, port: int) -> Program:
    """The phone's program in a browser, opening as the phone of `profile`. Raises: DemoStopped."""
    settings = {
        "RELAIS_PHONE_DIR": str(phones_folder),
        "RELAIS_PHONE_PROFILE": profile,
        "RELAIS_PHONE_PORT": str(port),
    }
    return _start("mobile", [], settings, port, "/")


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


def _start(
    module: str, arguments: list[str], settings: Mapping[str, str], port: int, ready_path: str
) -> Program:
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        env=os.environ | settings,
        stdout=subprocess.DEVNULL,
        # A key press that stops the demonstration is for this program to pass on, in its own order.
        start_new_session=True,
    )
    program = Program(process, f"http://127.0.0.1:{port}")
    # The transport retries refused connections by itself, waiting longer each time.
    with httpx.Client(transport=httpx.HTTPTransport(retries=9)) as client:
        for _ in range(HEALTH_TRIES):
            if not program.is_running:
                raise DemoStopped(step=module, returncode=process.returncode)
            try:
                if client.get(program.url + ready_path, timeout=5).is_success:
                    return program
            except httpx.TransportError:
                continue
    program.stop()
    raise DemoStopped(step=module, answer="silent")
