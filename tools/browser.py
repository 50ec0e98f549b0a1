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
PLAYWRIGHT = (sys.executable, "-m", "playwright")
NO_BROWSER = (
    "Aucun Chromium utilisable : installez Chromium ou Chrome, ou donnez son chemin dans RELAIS_CHROMIUM.\n"
    "No usable Chromium: install Chromium or Chrome, or give its path in RELAIS_CHROMIUM."
)
NO_DRIVER = (
    "Playwright ne démarre pas ; sur Debian et Ubuntu : sudo apt-get install libatomic1\n"
    "Playwright does not start; on Debian and Ubuntu: sudo apt-get install libatomic1"
)


def find_browser() -> str | None:
    """The path of a browser that starts, or None; RELAIS_CHROMIUM, when set, is the only candidate."""
    return next((path for path in _candidates() if _answers(path, "--version")), None)


def _candidates() -> Iterator[str]:
    chosen = os.environ.get("RELAIS_CHROMIUM")
    if chosen:
        yield chosen
        return
    yield from (path for command in COMMANDS if (path := shutil.which(command)))
    yield from (path for path in MAC_APPLICATIONS if Path(path).exists())
    with sync_playwright() as playwright:
        yield playwright.chromium.executable_path


def _answers(*command: str) -> bool:
    # Ubuntu's chromium-browser may be a stub without its snap, a library may be missing: only running tells.
    try:
        answer = subprocess.run(command, capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def _install_browser() -> None:
    if _may_use_apt() and _is_debian():
        _apt_install("chromium")
        if find_browser():
            return
    _run(*PLAYWRIGHT, "install", *(["--with-deps"] if _may_use_apt() else []), "chromium")


def _may_use_apt() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def _is_debian() -> bool:
    release = Path("/etc/os-release")
    return release.exists() and "ID=debian" in release.read_text(encoding="utf-8").splitlines()


def _apt_install(package: str) -> None:
    _run("apt-get", "update", "-qq")
    _run("apt-get", "install", "-y", "-qq", package)


def _run(*command: str) -> None:
    # Installers speak on stdout; ours stays free for the answer of the command that needed the browser.
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(command, env=environment, stdout=sys.stderr, check=False)


def main() -> None:
    """Make sure that Playwright and a browser start; exit 1 with what to do otherwise."""
    if not _answers(*PLAYWRIGHT, "--version"):
        if _may_use_apt():
            # Playwright's Node needs it, and the smallest Debian comes without.
            _apt_install("libatomic1")
        if not _answers(*PLAYWRIGHT, "--version"):
            sys.exit(NO_DRIVER)
    if find_browser():
        return
    if not os.environ.get("RELAIS_CHROMIUM"):
        sys.stderr.write("→ navigateur pour les tests / browser for the tests\n")
        _install_browser()
    if not find_browser():
        sys.exit(NO_BROWSER)


if __name__ == "__main__":
    main()
