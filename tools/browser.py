"""Finds the Chromium the tests drive, and installs one where none works: `python -m tools.browser`."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

COMMANDS = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser")
MAC_APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
NOT_FOUND = (
    "Aucun Chromium utilisable : installez Chromium ou Chrome, ou donnez son chemin dans RELAIS_CHROMIUM.\n"
    "No usable Chromium: install Chromium or Chrome, or give its path in RELAIS_CHROMIUM."
)


def find_browser() -> str | None:
    """The path of a browser that starts, or None; RELAIS_CHROMIUM, when set, is the only candidate."""
    return next((path for path in _candidates() if _starts(path)), None)


def _candidates() -> Iterator[str]:
    chosen = os.environ.get("RELAIS_CHROMIUM")
    if chosen:
        yield chosen
        return
    yield from (path for command in COMMANDS if (path := shutil.which(command)))
    yield from (path for path in MAC_APPLICATIONS if Path(path).exists())
    with sync_playwright() as playwright:
        yield playwright.chromium.executable_path


def _starts(path: str) -> bool:
    # Ubuntu's chromium-browser may be a stub without its snap, a library may be missing: only running tells.
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def _install_browser() -> None:
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if is_root and _is_debian():
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        _run(["apt-get", "update", "-qq"], environment)
        _run(["apt-get", "install", "-y", "-qq", "chromium"], environment)
        if find_browser():
            return
    libraries = ["--with-deps"] if is_root and shutil.which("apt-get") else []
    _run([sys.executable, "-m", "playwright", "install", *libraries, "chromium"], dict(os.environ))


def _is_debian() -> bool:
    release = Path("/etc/os-release")
    return release.exists() and "ID=debian" in release.read_text(encoding="utf-8").splitlines()


def _run(command: list[str], environment: dict[str, str]) -> None:
    # Installers speak on stdout; ours stays free for the answer of the command that needed the browser.
    subprocess.run(command, env=environment, stdout=sys.stderr, check=False)


def main() -> None:
    """Make sure that a browser starts; exit 1 with what to do otherwise."""
    if find_browser():
        return
    if not os.environ.get("RELAIS_CHROMIUM"):
        sys.stderr.write("→ navigateur pour les tests / browser for the tests\n")
        _install_browser()
    if not find_browser():
        sys.exit(NOT_FOUND)


if __name__ == "__main__":
    main()
