"""The app on a clock that stands still, so that a picture taken twice is the same: FOLDER PORT WALL_MS."""

import sys
from pathlib import Path

from mobile.app.opening import app_on
from mobile.app.phones import Phones, http_peers
from mobile.device.clock import SeededRandomness, SetClock
from mobile.web_host import serve

BOOTED_BEFORE_MS = 3_600_000


def run(folder: Path, port: int, wall_ms: int) -> None:
    """Serve until stopped. Nothing is sent: there is no network where these pictures are taken."""
    clock = SetClock(wall_ms, wall_ms - BOOTED_BEFORE_MS)
    phones = Phones(folder, clock, SeededRandomness(3), http_peers(), is_syncing=False)
    try:
        serve(app_on(phones), host="127.0.0.1", port=port)
    finally:
        phones.close()


if __name__ == "__main__":
    run(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
