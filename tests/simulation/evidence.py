"""What people attach in a simulated world: small pictures and positions, sent in small chunks."""

import random
from collections.abc import Generator
from contextlib import contextmanager

import mobile.sync.evidence
from mobile.actions.attaching import NOTHING_ATTACHED, Attached
from shared.custody.evidence import Position
from tests.builders_evidence import a_photo, a_signature

# A few hundred bytes travel in two or three chunks: uploads are cut half-way as real ones are.
CHUNK_BYTES = 250
PHOTOS = 5


def something_to_show(camera: random.Random, likely: float) -> Attached:
    """A position, a photo, a signature, or nothing, by a chance of its own: worlds stay what they were."""
    if camera.random() >= likely:
        return NOTHING_ATTACHED
    position = Position(
        camera.randrange(10**9) - 5 * 10**8, camera.randrange(10**9), 8, camera.randrange(10**12)
    )
    photo = a_photo(8, camera.randrange(PHOTOS), quality=30)
    return camera.choice(
        (
            Attached(position=position),
            Attached(position=position, photos=(photo,)),
            Attached(photos=(photo, a_photo(8, PHOTOS, quality=30)), signature=a_signature()),
        )
    )


@contextmanager
def small_chunks() -> Generator[None]:
    """The phone sends so many bytes at a time."""
    kept = mobile.sync.evidence.BLOB_CHUNK_BYTES
    mobile.sync.evidence.BLOB_CHUNK_BYTES = CHUNK_BYTES
    try:
        yield
    finally:
        mobile.sync.evidence.BLOB_CHUNK_BYTES = kept
