"""The runtime of the app that answers a request."""

from typing import cast

from fastapi import Request

from sync_server.db.runtime import Runtime


def runtime_of(request: Request) -> Runtime:
    """What the composition root put on the app."""
    return cast(Runtime, request.app.state.runtime)
