"""`python -m tools.pictures`: the console's pictures of README and guides, taken from the demonstration.

Those of the phone come with its sheets: `make screens`.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tools.browser import find_browser

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"


def main() -> int:
    """Starts the demonstration, walks through the console, and stops it."""
    with (
        tempfile.TemporaryDirectory() as name,
        demonstration(Path(name)) as console_url,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        take_console(browser, console_url)
        browser.close()
    return 0


@contextmanager
def demonstration(folder: Path) -> Generator[str]:
    """A demonstration that runs, and the console's address it printed."""
    command = [sys.executable, "-m", "sync_server", "demo", "--folder", str(folder / "demo")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = ""
        for line in process.stdout:
            said += line
            if "tout arrêter" in line:
                break
        console = re.findall(r"http://127\.0\.0\.1:\S+", said)[-1]
        try:
            yield console
        finally:
            process.terminate()


def take_console(browser: Browser, link: str) -> None:
    """The driven week's board, a discrepancy, its crate's chain, the period and a statement."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="fr-FR")
    page = context.new_page()
    page.goto(link)
    page.get_by_role("button", name="Ouvrir la console").click()
    base = link.partition("/lien/")[0]
    page.goto(f"{base}/?jour=2026-11-06")
    page.screenshot(path=PICTURES / "console-board.png")
    page.goto(f"{base}/ecarts")
    page.get_by_role("link", name="Caisse prise par deux aidants").click()
    page.screenshot(path=PICTURES / "console-discrepancy.png")
    page.locator('main a[href*="/caisses/"]').first.click()
    page.screenshot(path=PICTURES / "console-trace.png")
    page.goto(f"{base}/periodes/2026-11")
    page.screenshot(path=PICTURES / "console-period.png")
    page.locator('main tbody a[href*="/releves/"]').first.click()
    page.screenshot(path=PICTURES / "console-statement.png")
    context.close()


if __name__ == "__main__":
    sys.exit(main())
