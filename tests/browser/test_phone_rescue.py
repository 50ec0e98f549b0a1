"""Two phones in real browsers, no server anywhere: a file goes between them, pictures can be read."""

from pathlib import Path

import pytest
import segno
from PIL import Image
from playwright.sync_api import Browser

from mobile.actions.rescue_make import Entrusted, Form, entrusted_now
from mobile.components.qr_picture import MASK, QUIET_ZONE_MODULES
from mobile.components.tokens import GRID
from mobile.store.carried import CarriedState, carried_packs
from mobile.store.enrolment import Enrolment
from tests.browser.phone_browser import PIXELS, PhoneProcess, PhoneScreen, phone_in_browser
from tests.builders_phone import FARM, a_person, a_small_round, an_enrolled_phone, crate_codes

BLACK = 0
PADDING = GRID // 2


@pytest.fixture
def bruno(tmp_path: Path) -> PhoneProcess:
    """Bruno's phone: a pickup and some arrivals that nobody has received."""
    hands = an_enrolled_phone(tmp_path / "bruno", a_small_round(crate_codes(8)))
    hands.pick_up(*crate_codes(8))
    for _ in range(8):
        hands.arrive(FARM)
    hands.store.close()
    return PhoneProcess(tmp_path, "bruno")


@pytest.fixture
def chloe(tmp_path: Path) -> PhoneProcess:
    """Chloé's phone, beside his."""
    hands = an_enrolled_phone(tmp_path / "chloe", [a_person("P004", "Chloé")], person_id="P004")
    hands.store.save_enrolment(Enrolment("http://127.0.0.1:9", "d_0000000002", "P004", "another token"))
    hands.store.close()
    return PhoneProcess(tmp_path, "chloe")


def test_a_file_goes_from_one_phone_to_the_other(
    chromium: Browser, bruno: PhoneProcess, chloe: PhoneProcess, tmp_path: Path
) -> None:
    file = tmp_path / "given.relais"
    with phone_in_browser(chromium, bruno) as phone:
        phone.open("/outbox")
        phone.scroll_to("save-file")
        with phone.page.expect_download() as download:
            phone.tap("save-file")
        assert download.value.suggested_filename.startswith("relais-1-9-")
        download.value.save_as(file)
        phone.sees("9 saisies dans le fichier")
    with phone_in_browser(chromium, chloe) as phone:
        phone.open("/outbox")
        phone.scroll_to("take-file")
        with phone.page.expect_file_chooser() as chooser:
            phone.tap("take-file")
        chooser.value.set_files(file)
        phone.sees("Vous portez 9 saisies de Bruno")
        chloe.stop()
    store = an_enrolled_phone(tmp_path / "chloe").store
    assert [(pack.facts, pack.state) for pack in carried_packs(store)] == [(9, CarriedState.WAITING)]
    store.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_picture_on_the_screen_is_one_of_the_codes_module_for_module(
    chromium: Browser, bruno: PhoneProcess, tmp_path: Path, theme: str
) -> None:
    store = an_enrolled_phone(tmp_path / "bruno").store
    made = entrusted_now(store, Form.PICTURES)
    store.close()
    assert isinstance(made, Entrusted)
    with phone_in_browser(chromium, bruno, dark=theme == "dark") as phone:
        phone.open("/outbox/entrust")
        phone.tap("pause")
        phone.named("next-picture").wait_for(state="attached")
        box = phone.named("rescue-picture").bounding_box()
        seen = picture_at_rest(phone, tmp_path / "screen.png")
    assert box is not None
    paper = (box["x"] + PADDING, box["y"] + PADDING, box["width"] - 2 * PADDING)
    assert [is_shown(seen, paper, frame) for frame in made.frames].count(True) == 1


def picture_at_rest(phone: PhoneScreen, path: Path) -> Image.Image:
    """What is seen once two pictures in a row are alike: screens slide in, and colours fade."""
    before = b""
    for _ in range(40):
        phone.picture(path)
        if path.read_bytes() == before:
            return Image.open(path).convert("L")
        before = path.read_bytes()
    raise AssertionError("the screen never comes to rest")


def is_shown(seen: Image.Image, paper: tuple[float, float, float], frame: str) -> bool:
    """Whether every module of a frame's code is black or white at its middle, as it should be."""
    code = segno.make_qr(frame, error="m", boost_error=False, mask=MASK)
    modules = [bytes(row) for row in code.matrix_iter(border=QUIET_ZONE_MODULES)]
    left, top, width = paper
    module = width / len(modules)
    assert module > 4, "too small for a phone's camera"
    return all(
        (seen.getpixel(pixel(left + (x + 0.5) * module, top + (y + 0.5) * module)) == BLACK) == bool(is_black)
        for y, row in enumerate(modules)
        for x, is_black in enumerate(row)
    )


def pixel(x: float, y: float) -> tuple[int, int]:
    """The pixel at a point of the page."""
    return round(x * PIXELS), round(y * PIXELS)
