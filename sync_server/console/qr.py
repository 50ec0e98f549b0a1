"""QR codes drawn into a page."""

import io

import segno
from markupsafe import Markup


def qr_svg(text: str) -> Markup:
    """The QR as an SVG drawn in attributes only: the page allows no inline style."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        drawn, kind="svg", xmldecl=False, border=2, svgclass=None, lineclass=None, omitsize=True
    )
    # Drawn by the library from black and white squares alone: nothing of the text is in it.
    return Markup(drawn.getvalue().decode())
