"""Pictures of one kind side by side on one sheet, each with its name."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONT = Path(__file__).parents[2] / "mobile" / "assets" / "fonts" / "Roboto-Medium.ttf"
ACROSS = 6
THUMB_WIDTH = 270
GAP, CAPTION = 18, 30
PAPERS = {"light": ("#E9E7DC", "#1B1F1A"), "dark": ("#2A2E27", "#ECEFE6")}
COLOURS_KEPT = 128


def write_sheet(pictures: Sequence[tuple[str, Path]], theme: str, target: Path) -> None:
    """Thumbnails of the same width, six to a row, on one PNG of few colours."""
    thumbs = [(title, _thumb(path)) for title, path in pictures]
    height = max(thumb.height for _, thumb in thumbs)
    rows = -(-len(thumbs) // ACROSS)
    paper, ink = PAPERS[theme]
    size = (GAP + ACROSS * (THUMB_WIDTH + GAP), GAP + rows * (height + CAPTION + GAP))
    sheet = Image.new("RGB", size, paper)
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.truetype(str(FONT), 18)
    for index, (title, thumb) in enumerate(thumbs):
        x = GAP + index % ACROSS * (THUMB_WIDTH + GAP)
        y = GAP + index // ACROSS * (height + CAPTION + GAP)
        draw.text((x, y), title, font=font, fill=ink)
        sheet.paste(thumb, (x, y + CAPTION))
    target.parent.mkdir(parents=True, exist_ok=True)
    sheet.quantize(COLOURS_KEPT).save(target, optimize=True)


def _thumb(path: Path) -> Image.Image:
    with Image.open(path) as picture:
        whole = picture.convert("RGB")
    whole.thumbnail((THUMB_WIDTH, whole.height), Image.Resampling.LANCZOS)
    return whole


def write_picture(picture: Path, target: Path) -> None:
    """One screen as the guides show it: of few colours, so that it weighs little."""
    with Image.open(picture) as whole:
        whole.convert("RGB").quantize(COLOURS_KEPT).save(target, optimize=True)
