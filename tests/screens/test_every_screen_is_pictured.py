"""No screen is left out of the contact sheets, and a sheet is what it says."""

from pathlib import Path

from PIL import Image

from mobile.app.routes import WAYS, stack_for
from tests.screens.cast import Cast
from tests.screens.sheet import ACROSS, GAP, THUMB_WIDTH, write_sheet
from tests.screens.shots import GUIDE_PICTURES, shots_of

CAST = Cast(wall_ms=1, round_id="r_1", pickup_place="F001", drop_place="R001", line_key="l_1")


def test_every_screen_of_the_app_is_on_the_contact_sheets() -> None:
    pictured = {stack_for(shot.route(CAST))[-1].screen.path for shot in shots_of(CAST)}
    assert {way.path for way in WAYS} == pictured


def test_pictures_have_different_names() -> None:
    shots = shots_of(CAST)
    assert len({shot.name for shot in shots}) == len(shots)


def test_a_sheet_shows_each_picture_once_at_the_same_width(tmp_path: Path) -> None:
    pictures: list[tuple[str, Path]] = []
    for n in range(ACROSS + 1):
        path = tmp_path / f"{n}.png"
        Image.new("RGB", (720, 1480), (n * 30, 0, 90)).save(path)
        pictures.append((f"Écran {n}", path))
    write_sheet(pictures, "dark", tmp_path / "sheet.png")
    with Image.open(tmp_path / "sheet.png") as sheet:
        shown = sheet.convert("RGB")
        assert sheet.width == GAP + ACROSS * (THUMB_WIDTH + GAP)
    colours = {shown.getpixel((GAP + 9 + n * (THUMB_WIDTH + GAP), 300)) for n in range(ACROSS)}
    assert len(colours) == ACROSS


def test_every_picture_a_guide_shows_is_taken() -> None:
    assert set(GUIDE_PICTURES) <= {shot.name for shot in shots_of(CAST)}
