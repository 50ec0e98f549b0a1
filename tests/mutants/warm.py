"""`python -m tests.mutants.warm`: runs pytest in forks of a process that has the libraries loaded already.

Reads one JSON line for each run (`arguments`, `limit_s`) and answers it with one (`code`, None at the time
limit, and `output`). With `changing`, files of ours, what the run loaded and none of these touches is loaded
here too, for the runs after it. The rest is read from the tree as it is at each run.
"""

import gc
import importlib
import json
import os
import select
import signal
import sys
import time
from collections.abc import Sequence

import pytest

from tests.mutants.staying import load_what_stays, own_modules_loaded

# What costs most to load. Hypothesis is not among them: pytest wants to load it itself.
LIBRARIES = (
    "alembic",
    "argon2",
    "cryptography.x509",
    "fastapi",
    "flet",
    "httpx",
    "jinja2",
    "PIL.Image",
    "playwright.sync_api",
    "psycopg",
    "pydantic_settings",
    "pyotp",
    "segno",
    "sepaxml",
    "sqlmodel",
    "typer",
    "typst",
    "uvicorn",
)
# pytest says so of libraries that bring a plugin and are loaded before it.
LOADED_BEFORE = ("-W", "ignore::pytest.PytestAssertRewriteWarning")
CHUNK = 65_536
# Stands between what a run printed and the modules it loaded.
END_OF_OUTPUT = "\0"


def run_forked(arguments: Sequence[str], limit_s: float) -> tuple[int | None, str, list[str]]:
    """pytest with these arguments in a process of its own: how it ended, what it printed, what it loaded."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _become_pytest(writing, arguments)
    os.close(writing)
    output, has_ended = _read_until(reading, time.monotonic() + limit_s)
    os.close(reading)
    if not has_ended:
        # With all it started: a server it left behind would hold the next one up.
        os.killpg(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    printed, _, loaded = output.partition(END_OF_OUTPUT)
    return os.waitstatus_to_exitcode(status) if has_ended else None, printed, loaded.split()


def _become_pytest(writing: int, arguments: Sequence[str]) -> None:
    os.setsid()
    for stream in (1, 2):
        os.dup2(writing, stream)
    os.close(writing)
    code = 3
    try:
        code = int(pytest.main([*LOADED_BEFORE, *arguments]))
    finally:
        sys.stdout.write(END_OF_OUTPUT + " ".join(own_modules_loaded()))
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _read_until(reading: int, deadline_s: float) -> tuple[str, bool]:
    """What comes until its end, and whether that came before the deadline."""
    chunks: list[bytes] = []
    while select.select([reading], [], [], max(0.0, deadline_s - time.monotonic()))[0]:
        chunk = os.read(reading, CHUNK)
        if not chunk:
            return b"".join(chunks).decode(errors="replace"), True
        chunks.append(chunk)
    return b"".join(chunks).decode(errors="replace"), False


def main() -> int:
    """Answer until nobody asks any more."""
    for name in LIBRARIES:
        importlib.import_module(name)
    # What a run makes it takes with it: collecting beside the loaded libraries is a fifth of its time.
    gc.disable()
    for line in sys.stdin:
        asked = json.loads(line)
        code, output, loaded = run_forked(asked["arguments"], asked["limit_s"])
        if asked["changing"] is not None:
            load_what_stays(loaded, asked["changing"])
        sys.stdout.write(json.dumps({"code": code, "output": output}) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
