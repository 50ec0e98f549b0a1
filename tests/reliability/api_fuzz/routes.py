"""Every route of both doors as its OpenAPI schema tells it: ids in the path, query, form or body."""

from dataclasses import dataclass
from typing import Any, cast

from fastapi import FastAPI
from fastapi.routing import APIRoute
from pydantic import BaseModel

from shared.sync.protocol import EnrolRequest, PollRequest, SyncRequest
from sync_server.api.door import ROUTERS
from sync_server.console import public
from sync_server.console.site import PAGES

CONSOLE = "/console"
PUBLIC_PATHS = frozenset(route.path for route in public.router.routes if isinstance(route, APIRoute))
# Bodies the doors read themselves, so that no framework tells them: JSON by a model, else plain bytes.
JSON_BODIES: dict[str, type[BaseModel]] = {
    "/v1/sync": SyncRequest,
    "/v1/enrol": EnrolRequest,
    "/v1/enrol/poll": PollRequest,
}
FORM, UPLOAD = "application/x-www-form-urlencoded", "multipart/form-data"
Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """A part of a request by its name, and what the schema says of it."""

    name: str
    schema: Schema


@dataclass(frozen=True, slots=True)
class Route:
    """Where one may ask, and with what. `body` is a schema with all references followed."""

    method: str
    path: str
    in_path: tuple[Field, ...]
    in_query: tuple[Field, ...]
    media_type: str = ""
    body: Schema | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Its name in the table of who may ask what."""
        return self.method, self.path

    @property
    def is_console(self) -> bool:
        """Whether coordinators ask here, with a browser."""
        return self.path.startswith(CONSOLE)

    @property
    def is_public(self) -> bool:
        """Whether it is a page behind one of our QR codes, for whoever points a camera at it."""
        return self.path in PUBLIC_PATHS

    @property
    def only_looks(self) -> bool:
        """Whether asking may change nothing at all."""
        return self.method in ("GET", "HEAD", "OPTIONS")


def every_route() -> list[Route]:
    """The routes of the phones' and of the coordinators' door, in a fixed order."""
    phones, console = FastAPI(), FastAPI()
    for router in (*ROUTERS, public.router):
        phones.include_router(router)
    for page in PAGES:
        console.include_router(page.router)
    routes = [Route("GET", "/", (), ()), *_of(phones, ""), *_of(console, CONSOLE)]
    told = {route.key for route in routes}
    asked = {
        (method, prefix + each.path)
        for prefix, app in (("", phones), (CONSOLE, console))
        for each in app.routes
        if isinstance(each, APIRoute)
        for method in each.methods or ()
    }
    # A route hidden from the schema would never be attacked.
    assert asked <= told, asked - told
    return sorted(routes, key=lambda route: (route.path, route.method))


def _of(app: FastAPI, prefix: str) -> list[Route]:
    schema = app.openapi()
    parts = schema.get("components", {}).get("schemas", {})
    return [
        _route(method.upper(), prefix + path, operation, parts)
        for path, operations in schema["paths"].items()
        for method, operation in operations.items()
    ]


def _route(method: str, path: str, operation: Schema, parts: Schema) -> Route:
    fields = {
        where: tuple(
            Field(each["name"], followed(each["schema"], parts))
            for each in operation.get("parameters", [])
            if each["in"] == where
        )
        for where in ("path", "query")
    }
    content = operation.get("requestBody", {}).get("content", {})
    media_type, body = "", None
    if content:
        ((media_type, told),) = content.items()
        body = followed(told["schema"], parts)
    elif path in JSON_BODIES:
        model = JSON_BODIES[path].model_json_schema()
        media_type, body = "application/json", followed(model, model.get("$defs", {}))
    elif method not in ("GET", "HEAD"):
        media_type = "application/octet-stream"
    return Route(method, path, fields["path"], fields["query"], media_type, body)


def followed(schema: Schema, parts: Schema) -> Schema:
    """The schema with what it refers to put in its place."""
    if "$ref" in schema:
        return followed(parts[schema["$ref"].rpartition("/")[2]], parts)
    return {name: _followed_value(held, parts) for name, held in schema.items()}


def _followed_value(value: Any, parts: Schema) -> Any:
    if isinstance(value, dict):
        return followed(cast(Schema, value), parts)
    return (
        [_followed_value(each, parts) for each in cast(list[Any], value)]
        if isinstance(value, list)
        else value
    )
