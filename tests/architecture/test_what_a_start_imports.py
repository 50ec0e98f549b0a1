"""What the phone's start imports: the first screen, and nothing that only a later touch needs."""

import subprocess
import sys

import pytest

# By modules and not by time: each of these costs a cheap phone as much as a second.
LATER = ("httpx", "PIL", "segno", "argon2", "cryptography", "zxingcpp", "pyzbar", "sqlmodel", "rich")
START = "import mobile.main, mobile.app.opening, mobile.app.phones, mobile.screens.round.screen"
LISTED = "import sys; print(*sys.modules, sep='\\n')"


@pytest.fixture(scope="module")
def imported() -> list[str]:
    """The modules of a fresh interpreter that has opened the app's first screen."""
    done = subprocess.run(
        [sys.executable, "-c", f"{START}\n{LISTED}"], capture_output=True, text=True, check=True
    )
    return done.stdout.split()


def test_no_library_is_imported_that_the_first_screen_does_not_need(imported: list[str]):
    assert {module.partition(".")[0] for module in imported}.isdisjoint(LATER)


def test_no_other_screen_and_no_action_but_the_first_screens_own_is_imported(imported: list[str]):
    folders = {module.split(".")[2] for module in imported if module.startswith("mobile.screens.")}
    with_screens = {"access", "stop", "scan", "closing", "commissions", "handover", "outbox", "why"}
    assert "round" in folders
    assert folders.isdisjoint(with_screens)
    assert "mobile.app.intents" not in imported
    assert "mobile.app.carrier" not in imported
