"""The phones' door: its routes, how it refuses, and what it remembers between requests."""

from fastapi import FastAPI

from sync_server.api import blobs, enrolment, export, problems, rescue, service_state, sync
from sync_server.api.rate import Rate
from sync_server.db.runtime import Runtime

ROUTERS = (sync.router, blobs.router, rescue.router, enrolment.router, export.router, service_state.router)


def open_phone_door(app: FastAPI, runtime: Runtime) -> None:
    """Adds the phones' routes to the application."""
    app.state.runtime = runtime
    app.state.sync_rate = Rate(runtime.settings.syncs_a_minute)
    app.state.blob_rate = blobs.new_blob_rate()
    app.state.guess_rate = enrolment.new_guess_rate(runtime.settings.enrolment_tries)
    app.state.poll_rate = enrolment.new_poll_rate()
    problems.install(app)
    for router in ROUTERS:
        app.include_router(router)
