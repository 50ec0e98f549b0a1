"""A signature: ink under the finger, a bounded picture that holds nothing but pixels."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from mobile.components.signature_ink import (
    PICTURE_HEIGHT_PX,
    PICTURE_WIDTH_PX,
    POINTS_MAX,
    Ink,
    picture_of,
)
from shared.custody.evidence import EvidenceKind, Piece, pack

ZIGZAG = tuple((20.0 + 6 * n, 60.0 if n % 2 else 120.0) for n in range(40))

COORDINATES = st.floats(min_value=0, max_value=2000, allow_nan=False)
STROKES = st.lists(st.tuples(COORDINATES, COORDINATES), min_size=2, max_size=60).map(tuple)


def opened(picture: bytes) -> Image.Image:
    return Image.open(BytesIO(picture))


def test_a_scratch_is_no_signature_and_a_drawn_name_is():
    assert not Ink().is_signature
    assert not Ink().with_stroke(((5.0, 5.0), (9.0, 5.0))).is_signature
    assert Ink().with_stroke(ZIGZAG).is_signature


def test_a_single_point_adds_no_stroke():
    assert Ink().with_stroke(((5.0, 5.0),)) == Ink()


def test_more_ink_than_any_hand_gives_is_left_out():
    ink = Ink()
    for _ in range(3):
        ink = ink.with_stroke(tuple((float(n % 300), float(n % 200)) for n in range(3000)))
    assert sum(len(stroke) for stroke in ink.strokes) == POINTS_MAX


def test_the_picture_shows_black_ink_on_white_wherever_it_was_drawn():
    near, far = Ink((ZIGZAG,)), Ink((tuple((x + 900, y + 40) for x, y in ZIGZAG),))
    assert picture_of(near) == picture_of(far)
    assert opened(picture_of(near)).getextrema() == (0, 255)


def test_nothing_drawn_has_no_picture():
    with pytest.raises(ValueError, match="nothing was drawn"):
        picture_of(Ink())


@given(st.lists(STROKES, min_size=1, max_size=8))
def test_any_ink_gives_a_picture_that_may_be_attached(strokes: list[tuple[tuple[float, float], ...]]):
    picture = picture_of(Ink(tuple(strokes)))
    image = opened(picture)
    assert image.format == "PNG"
    assert image.width <= PICTURE_WIDTH_PX
    assert image.height <= PICTURE_HEIGHT_PX
    assert len(picture) < 200_000
    # Nothing beside the pixels: no date, no device, no text.
    assert (image.info, len(image.getexif())) == ({}, 0)
    assert isinstance(pack(Piece(EvidenceKind.SIGNATURE, picture), bytes(32)), bytes)
