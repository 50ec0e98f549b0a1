"""Labels in bad light, several to a picture, and pictures that are none: what the decoder tells, and when."""

import asyncio
from threading import Event

import pytest
from PIL import Image

from mobile.device.decoder import SAME_CODE_MS, FrameReader, Sightings, decode_picture, reader_for
from tests.builders_labels import jpeg, label, label_text, picture_of, seen
from tests.builders_phone import crate_codes

ONE, TWO, THREE = crate_codes(3)


@pytest.mark.parametrize("degrees", [0, 17, 45, 90, 180, 263])
def test_a_label_is_read_however_it_lies(degrees: float):
    picture = jpeg(seen([label(label_text(ONE), turned_degrees=degrees)]))
    assert decode_picture(picture) == (label_text(ONE),)


def test_a_label_is_read_a_little_out_of_focus():
    assert decode_picture(jpeg(seen([label(label_text(ONE), module_pixels=9)], blur_pixels=2.5))) == (
        label_text(ONE),
    )


@pytest.mark.parametrize("light", [0.15, 0.4, 1.6])
def test_a_label_is_read_in_a_dark_hall_and_in_full_sun(light: float):
    assert decode_picture(jpeg(seen([label(label_text(ONE))], light=light))) == (label_text(ONE),)


def test_a_coarse_picture_is_enough():
    assert decode_picture(jpeg(seen([label(label_text(ONE), module_pixels=8)]), quality=15)) == (
        label_text(ONE),
    )


def test_all_the_labels_of_a_picture_are_told_once_each():
    labels = [
        label(label_text(code), turned_degrees=at * 30) for at, code in enumerate((ONE, TWO, THREE, ONE))
    ]
    assert set(decode_picture(jpeg(seen(labels, size=(1600, 720))))) == {
        label_text(ONE),
        label_text(TWO),
        label_text(THREE),
    }
    assert len(decode_picture(picture_of(ONE, ONE))) == 1


def test_the_picture_of_a_phone_is_made_small_before_it_is_read():
    assert decode_picture(jpeg(seen([label(label_text(ONE), module_pixels=24)], size=(4000, 3000)))) == (
        label_text(ONE),
    )


@pytest.mark.parametrize(
    "raw", [b"", b"\xff\xd8\xff", b"not a picture" * 100, picture_of(ONE)[:300]], ids=len
)
def test_what_is_no_picture_tells_nothing(raw: bytes):
    assert decode_picture(raw) == ()


def test_an_enormous_picture_is_refused_before_it_is_unpacked():
    blank = Image.new("1", (12_000, 12_000))
    assert decode_picture(jpeg(blank)) == ()


def test_a_desk_reads_with_zxing():
    assert reader_for("Linux").__class__.__name__ == "module"
    assert getattr(reader_for("Darwin"), "__name__", "").endswith("zxing_reader")


def test_a_code_is_told_when_it_comes_and_again_once_it_was_gone_for_three_seconds():
    sightings = Sightings()
    assert sightings.is_new(ONE, 0)
    assert not sightings.is_new(ONE, 2_000)
    # Held in view for long: it never went away.
    assert not sightings.is_new(ONE, 4_900)
    assert sightings.is_new(TWO, 5_000)
    assert sightings.is_new(ONE, 4_900 + SAME_CODE_MS)


def test_a_picture_that_comes_while_another_is_read_is_dropped_and_never_waits():
    told: list[str] = []
    is_reading, may_end = Event(), Event()

    def slow(_picture: bytes) -> tuple[str, ...]:
        is_reading.set()
        assert may_end.wait(30)
        return (ONE,)

    async def story() -> None:
        reader = FrameReader(slow, lambda: 0, told.append)
        first = asyncio.create_task(reader.take(b"first"))
        await asyncio.to_thread(is_reading.wait, 30)
        for _ in range(5):
            await reader.take(b"too soon")
        assert (reader.dropped, told) == (5, [])
        may_end.set()
        await first
        assert told == [ONE]

    asyncio.run(story())


def test_a_decoder_that_fails_leaves_the_next_picture_its_turn():
    told: list[str] = []

    def fragile(picture: bytes) -> tuple[str, ...]:
        if picture == b"bad":
            raise ValueError("spoilt")
        return (TWO,)

    async def story() -> None:
        reader = FrameReader(fragile, lambda: 0, told.append)
        with pytest.raises(ValueError, match="spoilt"):
            await reader.take(b"bad")
        await reader.take(b"good")

    asyncio.run(story())
    assert told == [TWO]
