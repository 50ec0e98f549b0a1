"""What the phone's program is set to: its version, where it keeps its files, the limits of its screens."""

import os
from pathlib import Path

APP_VERSION = "0.1.0"
UNDO_WINDOW_MS = 30_000
# Away for longer, the app asks for the person's code again.
LOCK_AFTER_MS = 5 * 60_000
NOTE_MAX_CHARACTERS = 2000
# Hosts whose QR labels are ours besides its own server's; a bare code with a good check is read as well.
LABEL_HOSTS: tuple[str, ...] = ("relais.example", "127.0.0.1", "localhost")

SYNC_CONNECT_TIMEOUT_S = 10.0
SYNC_READ_TIMEOUT_S = 30.0
SYNC_SLOW_S = 15.0
# What is recorded goes up shortly after, so that a burst of scans makes one push.
SYNC_AFTER_RECORD_S = 3.0
SYNC_IDLE_S = 300.0
BACKOFF_FIRST_S = 5.0
BACKOFF_LAST_S = 900.0
CLOCK_MARK_EVERY_MS = 3_600_000


def default_folder() -> Path:
    """The durable folder of this phone: Flet's own on a phone, RELAIS_PHONE_DIR or ./var/phone elsewhere."""
    for name in ("FLET_APP_STORAGE_DATA", "RELAIS_PHONE_DIR"):
        folder = os.environ.get(name)
        if folder:
            return Path(folder)
    return Path("var") / "phone"
