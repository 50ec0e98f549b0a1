"""SIGKILL at random, phones and server alike: every fact told is on the server once, nothing is left over."""

import subprocess
import sys

from tests.reliability.processes.server_process import REPOSITORY


def test_after_a_storm_of_kills_every_fact_told_is_on_the_server_once() -> None:
    program = [sys.executable, "-m", "tests.reliability.processes.storm"]
    run = subprocess.run(
        [*program, "--phone-deaths", "40", "--seed", "ci"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
