"""The composition root of the server: one application, its two doors and what they share."""

from fastapi import FastAPI

from sync_server.api.door import open_phone_door
from sync_server.config import APP_VERSION, Settings
from sync_server.console.site import open_console_door
from sync_server.db.migrate import migrate
from sync_server.db.runtime import Runtime
from sync_server.db.session import open_database


def create_app(settings: Settings) -> FastAPI:
    """The server on the database its settings name, migrated."""
    runtime = Runtime(settings, open_database(settings.effective_database_url))
    migrate(runtime.database)
    return app_on(runtime)


def app_on(runtime: Runtime) -> FastAPI:
    """The server on a runtime whose database is migrated; tests bring their own clock."""
    # No generated documentation: the protocol is written down, and a route less is a route less.
    # A redirect to the address with or without its last slash would take the Host header's word for it.
    app = FastAPI(title="Relais Fermier", version=APP_VERSION, openapi_url=None, redirect_slashes=False)
    open_phone_door(app, runtime)
    open_console_door(app, runtime)
    return app
