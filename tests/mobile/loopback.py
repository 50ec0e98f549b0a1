"""The real server behind a real socket of this machine, in a thread or in a process of its own."""

import threading
from collections.abc import Generator
from contextlib import contextmanager

import uvicorn

from sync_server.app import app_on
from tests.builders import ServerInProcess


@contextmanager
def over_loopback(server: ServerInProcess, port: int = 0) -> Generator[str]:
    """The address at which the server listens until the block ends."""
    config = uvicorn.Config(app_on(server.runtime), host="127.0.0.1", port=port, log_level="error")
    listening = uvicorn.Server(config)
    ready = threading.Event()
    config.load()
    started = listening.startup

    async def startup_and_tell(sockets: object = None) -> None:
        await started(sockets)  # type: ignore[arg-type]
        ready.set()

    listening.startup = startup_and_tell  # type: ignore[method-assign]
    thread = threading.Thread(target=listening.run, daemon=True)
    thread.start()
    assert ready.wait(20), "the server does not listen"
    try:
        yield f"http://127.0.0.1:{listening.servers[0].sockets[0].getsockname()[1]}"
    finally:
        listening.should_exit = True
        thread.join(20)
