"""`python -m tools.phone_icon`: draws the app's icon and splash, a slatted crate on the farm's green."""

from pathlib import Path

from PIL import Image, ImageDraw

ASSETS = Path(__file__).resolve().parent.parent / "mobile" / "assets"
GREEN, PAPER, INK_ON_DARK = "#1E5B3A", "#FBFAF5", "#8FD3A8"
EDGE = 1024
# Drawn four times as large, then made small: edges without steps.
OVER = 4


def main() -> None:
    """Write every picture anew."""
    for name, picture in pictures().items():
        path = ASSETS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        picture.save(path, "PNG", optimize=True)


def pictures() -> dict[str, Image.Image]:
    """By file name, as Flet looks for them; Android cuts its own outline out of the middle of its icon."""
    nothing = (0, 0, 0, 0)
    return {
        "icon.png": crate_picture(EDGE, GREEN, PAPER, share=0.62).convert("RGB"),
        "icon_android.png": crate_picture(EDGE, nothing, PAPER, share=0.44),
        "splash.png": crate_picture(EDGE // 2, nothing, GREEN, share=0.56),
        "splash_dark.png": crate_picture(EDGE // 2, nothing, INK_ON_DARK, share=0.56),
        "favicon.png": crate_picture(64, GREEN, PAPER, share=0.78),
        "icons/loading-animation.png": crate_picture(EDGE // 4, nothing, GREEN, share=0.8),
    }


def crate_picture(
    edge: int, paper: str | tuple[int, int, int, int], ink: str, *, share: float
) -> Image.Image:
    """A crate as wide as its share of the picture: two posts, three slats, and the hand's way in."""
    large = edge * OVER
    image = Image.new("RGBA", (large, large), paper)
    draw = ImageDraw.Draw(image)
    width = large * share
    height, slat, gap = width * 0.78, width * 0.2, width * 0.09
    left, top = (large - width) / 2, (large - height) / 2
    for number in range(3):
        at = top + number * (slat + gap)
        draw.rounded_rectangle((left, at, left + width, at + slat), radius=slat * 0.22, fill=ink)
    # Posts show between the slats only: they stand behind.
    for post in (left + width * 0.1, left + width * 0.78):
        draw.rectangle((post, top + slat * 0.5, post + width * 0.12, top + height - slat * 0.5), fill=ink)
    hand = (left + width * 0.36, top + slat * 0.3, left + width * 0.64, top + slat * 0.7)
    hole = paper if isinstance(paper, tuple) else Image.new("RGBA", (1, 1), paper).getpixel((0, 0))
    draw.rounded_rectangle(hand, radius=slat * 0.2, fill=hole)
    image.thumbnail((edge, edge), Image.Resampling.LANCZOS)
    return image


if __name__ == "__main__":
    main()
