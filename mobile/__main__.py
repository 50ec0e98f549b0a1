"""The phone in a browser: `python -m mobile`, for development, the demo and the tests."""

import logging
import os

from mobile.app.opening import app_on
from mobile.app.phones import phones_of_this_process
from mobile.web_host import serve

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8550


def run() -> None:
    """Serve until stopped, then leave the files in order."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for chatty in ("flet_web", "httpx"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    phones = phones_of_this_process()
    try:
        serve(
            app_on(phones),
            host=os.environ.get("RELAIS_PHONE_HOST", DEFAULT_HOST),
            port=int(os.environ.get("RELAIS_PHONE_PORT", str(DEFAULT_PORT))),
        )
    finally:
        phones.close()


if __name__ == "__main__":
    run()
