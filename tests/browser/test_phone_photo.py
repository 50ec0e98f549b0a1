"""A photo chosen on the phone in a real browser, with no server anywhere."""

import signal
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageStat
from playwright.sync_api import Browser, Playwright

from mobile.store.history import newest_facts
from shared.custody.events import Fact, Kind
from shared.custody.evidence import Piece, names_in, unpack
from tests.browser.phone_browser import PhoneProcess, PhoneScreen
from tests.builders_phone import FARM, ROUND, a_small_round, an_enrolled_phone, crate_codes

# A camera that films a pattern, and nobody to be asked for leave.
ARGUMENTS = ["--no-sandbox", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
STOP_AT_THE_FARM = f"/stop/{ROUND}/{FARM}"


@pytest.fixture(scope="module")
def chromium(playwright: Playwright, chromium_path: str) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=chromium_path, args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture
def app(tmp_path: Path) -> PhoneProcess:
    """Bruno's phone with his round; its server does not answer. Two crates: the button stays in sight."""
    an_enrolled_phone(tmp_path / "bruno", a_small_round(crate_codes(2))).store.close()
    return PhoneProcess(tmp_path, "bruno")


def a_picture_of_a_torn_label(path: Path) -> Path:
    """What a camera gives: 12 Mpx, turned, with the maker's name and a place in it."""
    image = Image.effect_noise((4000, 3000), 20).convert("RGB")
    image.paste("red", (0, 0, 1000, 3000))
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "CANARY-PHONE"
    image.save(path, "JPEG", quality=80, exif=exif)
    return path


def test_a_photo_goes_with_the_crates_and_outlives_a_dead_battery(
    phone: PhoneScreen, app: PhoneProcess, tmp_path: Path
) -> None:
    picture = a_picture_of_a_torn_label(tmp_path / "torn.jpg")
    phone.open(STOP_AT_THE_FARM)
    with phone.page.expect_file_chooser() as chooser:
        phone.tap("choose-photo")
    chooser.value.set_files(picture)
    phone.named("remove-photo-1").wait_for(state="attached")
    app.stop(signal.SIGKILL)
    app.start()
    phone.open(STOP_AT_THE_FARM)
    phone.sees("avec 1 photo")
    phone.tap("record-all")
    phone.sees("Enregistré à")
    app.stop()

    store = an_enrolled_phone(tmp_path / "bruno").store
    (pickup,) = [each.fact for each in newest_facts(store, 10) if isinstance(each.fact, Fact)]
    with store.reading() as connection:
        kept = dict(connection.exec_driver_sql("SELECT name, content FROM evidence").all())
    store.close()
    assert pickup.kind is Kind.PICKUP
    assert names_in(pickup.evidence) == tuple(kept)
    (packed,) = kept.values()
    piece = unpack(packed)
    assert isinstance(piece, Piece)
    assert b"CANARY" not in piece.content
    assert Image.open(BytesIO(piece.content)).size == (1200, 1600)


def test_a_photo_is_taken_by_the_camera_in_the_screen(phone: PhoneScreen, app: PhoneProcess) -> None:
    phone.open(STOP_AT_THE_FARM)
    phone.tap("take-photo")
    phone.named("shutter").locator("[flt-tappable]").first.wait_for(state="attached")
    phone.tap("shutter")
    phone.named("remove-photo-1").wait_for(state="attached")
    phone.sees("avec 1 photo")
    phone.tap("record-all")
    phone.sees("Enregistré à")
    app.stop()
    store = an_enrolled_phone(app.folder / app.profile).store
    with store.reading() as connection:
        (packed,) = connection.exec_driver_sql("SELECT content FROM evidence").scalars()
    store.close()
    piece = unpack(packed)
    assert isinstance(piece, Piece)
    # The pattern is green and fills the picture.
    with Image.open(BytesIO(piece.content)) as photo:
        red, green, blue = ImageStat.Stat(photo).mean
    assert green > red
    assert green > blue
