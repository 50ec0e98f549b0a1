"""`GET /healthz` and `GET /v1/version`: whether the server answers, and what it speaks and accepts."""

from fastapi import APIRouter, Request, Response

from shared.sync.protocol import Limits, VersionReply
from sync_server.api.problems import NO_STORE
from sync_server.api.runtime import runtime_of
from sync_server.config import APP_VERSION
from sync_server.db.feed import read_head
from sync_server.db.session import read

router = APIRouter()


@router.get("/healthz")
def healthz(request: Request) -> Response:
    """Answers 200 only when the database answers."""
    with read(runtime_of(request).database) as session:
        read_head(session)
    return Response('{"status":"ok"}', headers=NO_STORE, media_type="application/json")


@router.get("/v1/version")
def version(request: Request) -> Response:
    """The protocol, the versions and the limits in force."""
    settings = runtime_of(request).settings
    limits = Limits(syncs_a_minute=settings.syncs_a_minute)
    reply = VersionReply(app=APP_VERSION, min_app=settings.min_app, limits=limits)
    return Response(reply.model_dump_json(), headers=NO_STORE, media_type="application/json")
