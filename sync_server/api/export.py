"""`POST /v1/me/export`: a person takes away everything the server keeps of theirs."""

import json
from dataclasses import asdict

from fastapi import APIRouter, Request, Response

from shared.sync.outcomes import Problem
from sync_server.api.admission import admit, bearer_token, sync_rate_of
from sync_server.api.problems import NO_STORE, Refused
from sync_server.api.runtime import runtime_of
from sync_server.custody.own_record import own_record
from sync_server.db.session import read
from sync_server.log import log_event

router = APIRouter()


@router.post("/v1/me/export")
def export(request: Request) -> Response:
    """Facts, quarantined bodies and rows of the person behind the token; counted as a sync."""
    runtime = runtime_of(request)
    now_ms = runtime.now_ms()
    device = admit(runtime, sync_rate_of(request), bearer_token(request), now_ms)
    if device.is_revoked:
        raise Refused(Problem.REVOKED)
    with read(runtime.database) as session:
        record = own_record(session, device.person_id)
    log_event("own_record_exported", person=device.person_id)
    told = {"person": device.person_id, "exported_ms": now_ms, **asdict(record)}
    return Response(json.dumps(told, ensure_ascii=False), headers=NO_STORE, media_type="application/json")
