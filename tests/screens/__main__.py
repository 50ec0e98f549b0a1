"""`python -m tests.screens`: every screen in both languages, both themes, at two sizes, on contact sheets."""

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.phone_browser import (
    PhoneProcess,
    PhoneScreen,
    choices_as_kept,
    free_port,
    wait_for_port,
)
from tests.screens.cast import Cast, gather
from tests.screens.sheet import write_picture, write_sheet
from tests.screens.shots import GUIDE_PICTURES, Shot, shots_of
from tools.browser import NO_BROWSER, find_browser

ROOT = Path(__file__).parents[2]
SHEETS = ROOT / "docs" / "pictures" / "screens"
SIZES = ((360, 740), (412, 915))
LANGUAGES = ("fr", "en")
THEMES = ("light", "dark")
PIXELS = 2
# A camera is pictured as well: one that shows a test picture to whoever asks.
BROWSER = ("--no-sandbox", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")
# A camera, and a code in many pictures, never stand still.
LOOKS_MAX, LOOKS_ALIKE = 7, 2
FRAMES_BETWEEN_LOOKS = """async () => {
    for (let n = 0; n < 12; n += 1) await new Promise(requestAnimationFrame);
}"""


@dataclass(frozen=True, slots=True)
class Dress:
    """One way a phone may look: language, colours, size of the screen and of the text."""

    language: str
    theme: str
    width: int
    height: int
    scale: float = 1.0

    @property
    def name(self) -> str:
        """As the sheet is named."""
        large = "" if self.scale == 1.0 else f"-{int(self.scale * 100)}"
        return f"{self.language}-{self.theme}-{self.width}x{self.height}{large}"


ALL = (
    *(Dress(language, theme, *size) for language, theme, size in product(LANGUAGES, THEMES, SIZES)),
    # Twice as large as usual: what has to be stacked then is looked at once in each language.
    *(Dress(language, "light", *SIZES[0], scale=2.0) for language in LANGUAGES),
)
OF_GUIDES = Dress("fr", "light", *SIZES[0])


def main() -> int:
    """Take the pictures asked for and write the sheets."""
    parser = argparse.ArgumentParser(prog="python -m tests.screens", description=__doc__)
    parser.add_argument("--to", type=Path, default=SHEETS, help="where the sheets go")
    parser.add_argument("--pictures", type=Path, help="keep each picture in this folder too")
    parser.add_argument("--only", default="", help="only screens whose names contain one of these, by commas")
    parser.add_argument("--dress", default="", help="only looks whose name contains this: fr-light-360")
    parser.add_argument(
        "--pixels", type=int, default=PIXELS, help="a dot's; 1 is quicker, and too coarse for guides"
    )
    asked = parser.parse_args()
    chromium = find_browser()
    if chromium is None:
        sys.stderr.write(NO_BROWSER + "\n")
        return 1
    with tempfile.TemporaryDirectory(prefix="relais-screens-") as name, sync_playwright() as playwright:
        folder = Path(name)
        cast = gather(folder / "cast")
        shots = [shot for shot in shots_of(cast) if any(part in shot.name for part in asked.only.split(","))]
        browser = playwright.chromium.launch(executable_path=chromium, args=BROWSER)
        pictures = asked.pictures or folder / "pictures"
        for dresses in _of_one_visit(asked.dress):
            sys.stderr.write(f"{', '.join(dress.name for dress in dresses)}\n")
            take(browser, folder, cast, dresses, shots, pictures, asked.pixels)
            for dress in dresses:
                taken = [(shot.title, pictures / dress.name / f"{shot.name}.png") for shot in shots]
                write_sheet(taken, dress.theme, asked.to / f"{dress.name}.png")
                if dress == OF_GUIDES and asked.pixels == PIXELS:
                    _write_guide_pictures(pictures / dress.name, asked.to.parent)
        browser.close()
    return 0


def _of_one_visit(asked: str) -> list[list[Dress]]:
    """The looks asked for, those together that one opening of the app can show one after the other."""
    wanted = [dress for dress in ALL if asked in dress.name]
    visits = dict.fromkeys((dress.language, dress.scale) for dress in wanted)
    return [[dress for dress in wanted if (dress.language, dress.scale) == visit] for visit in visits]


def _write_guide_pictures(pictures: Path, target: Path) -> None:
    for name in GUIDE_PICTURES:
        if (pictures / f"{name}.png").exists():
            write_picture(pictures / f"{name}.png", target / f"phone-{name}.png")


def take(
    browser: Browser,
    folder: Path,
    cast: Cast,
    dresses: list[Dress],
    shots: Iterable[Shot],
    pictures: Path,
    pixels: int,
) -> None:
    """The pictures of looks of one language and size of text, on phones copied for them alone."""
    phones = folder / dresses[0].name
    shutil.copytree(folder / "cast", phones)
    for dress in dresses:
        (pictures / dress.name).mkdir(parents=True, exist_ok=True)
    with app_at(phones, cast.wall_ms) as process:
        for shot in shots:
            with _visit(browser, process, cast, dresses[0], shot, pixels) as screen:
                for dress in dresses:
                    _dress(screen, dress)
                    screen.picture(pictures / dress.name / f"{shot.name}.png")
    shutil.rmtree(phones)


@contextmanager
def app_at(phones: Path, wall_ms: int) -> Generator[PhoneProcess]:
    """The app's process at that instant."""
    port = free_port()
    app = PhoneProcess(phones, "", port)
    with app.log.open("a") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.screens.app", str(phones), str(port), str(wall_ms)],
            cwd=ROOT,
            stdout=log,
            stderr=subprocess.STDOUT,
            text=True,
        )
    app.process = process
    try:
        wait_for_port(port, process)
        yield app
    finally:
        app.stop()
    assert not app.faults(), app.faults()


@contextmanager
def _visit(
    browser: Browser, app: PhoneProcess, cast: Cast, dress: Dress, shot: Shot, pixels: int
) -> Generator[PhoneScreen]:
    """The screen opened and tapped, in the colours and at the size of whoever looks."""
    context = browser.new_context(
        viewport={"width": dress.width, "height": dress.height}, device_scale_factor=pixels, locale="fr-FR"
    )
    context.add_init_script(
        choices_as_kept(language=dress.language, theme="system", scale=str(dress.scale), profile=shot.phone)
    )
    screen = PhoneScreen(context.new_page(), app)
    screen.watch()
    try:
        screen.open(shot.route(cast))
        for name in shot.taps:
            if dress.scale > 1 or shot.is_long:
                screen.scroll_to(name)
            screen.tap(name)
        yield screen
    finally:
        context.close()
    assert not screen.faults, (shot.name, screen.faults)


def _dress(screen: PhoneScreen, dress: Dress) -> None:
    """A screen once opened is dressed in turns: the app follows the browser's colours and size."""
    screen.page.set_viewport_size({"width": dress.width, "height": dress.height})
    screen.page.emulate_media(color_scheme="dark" if dress.theme == "dark" else "light")
    settle(screen)


def settle(screen: PhoneScreen) -> None:
    """Wait until pictures in a row are the same: the stack is built, fonts are drawn, nothing moves."""
    screen.page.locator("flt-semantics[flt-semantics-identifier]").first.wait_for(state="attached")
    before, alike = b"", 0
    for _ in range(LOOKS_MAX):
        now = screen.page.screenshot()
        alike = alike + 1 if now == before else 0
        if alike == LOOKS_ALIKE:
            return
        before = now
        screen.page.evaluate(FRAMES_BETWEEN_LOOKS)


if __name__ == "__main__":
    sys.exit(main())
