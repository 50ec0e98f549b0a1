"""`python -m tools.pictures`: the README's pictures, taken from the demonstration itself."""

import re
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.phone_browser import PhoneProcess, PhoneScreen, phone_context
from tools.browser import find_browser

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
REST_MS = 1_500


def main() -> int:
    """Starts the demonstration, walks through both programs, and stops it."""
    with (
        tempfile.TemporaryDirectory() as name,
        demonstration(Path(name)) as (phone_url, console_url),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        take_console(browser, console_url)
        take_phone(browser, phone_url, Path(name))
        browser.close()
    return 0


@contextmanager
def demonstration(folder: Path) -> Generator[tuple[str, str]]:
    """A demonstration that runs, and the addresses it printed: phone, console."""
    command = [sys.executable, "-m", "sync_server", "demo", "--folder", str(folder / "demo")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = ""
        for line in process.stdout:
            said += line
            if "tout arrêter" in line:
                break
        phone, console = re.findall(r"http://127\.0\.0\.1:\S+", said)[-2:]
        try:
            yield phone, console
        finally:
            process.terminate()


def take_phone(browser: Browser, url: str, folder: Path) -> None:
    """The round, a stop with one crate set apart, the outbox, the commissions and one « pourquoi ? »."""
    context = phone_context(browser)
    process = PhoneProcess(folder, "demo", port=int(url.rstrip("/").rsplit(":", 1)[1]))
    screen = PhoneScreen(context.new_page(), process)
    screen.watch()
    screen.open("/")
    screen.sees("Prochain arrêt")
    take(screen, "phone-round")
    screen.tap("start-round")
    screen.tap("open-next")
    screen.tap("record-all")
    screen.sees("Enregistré à")
    take(screen, "phone-recorded")
    screen.tap("next-stop")
    screen.named("undo").wait_for(state="detached")
    screen.named("record-all").wait_for(state="attached")
    take(screen, "phone-stop")
    screen.tap("back")
    screen.tap("tab-commissions")
    screen.sees("novembre 2026")
    tap_first(screen, "payer-")
    take(screen, "phone-commissions")
    tap_first(screen, "line-")
    screen.sees("Pas à pas")
    take(screen, "phone-why")
    screen.open("/")
    screen.tap("tab-outbox")
    screen.sees("Envoyer maintenant")
    take(screen, "phone-outbox")
    context.close()


def take(screen: PhoneScreen, name: str) -> None:
    """The screen once it has come to rest."""
    screen.page.wait_for_timeout(REST_MS)
    screen.picture(PICTURES / f"{name}.png")


def tap_first(screen: PhoneScreen, prefix: str) -> None:
    """Touch the first thing whose name begins so."""
    named = screen.page.locator(f'flt-semantics[flt-semantics-identifier^="{prefix}"]').first
    identifier = named.get_attribute("flt-semantics-identifier")
    assert identifier is not None
    screen.tap(identifier)


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
