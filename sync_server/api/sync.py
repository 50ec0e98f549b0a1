"""`POST /v1/sync`: one round trip of a phone, pushing its log and pulling its rows."""

import gzip
import json
from dataclasses import dataclass, replace
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import ValidationError
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool

from shared.commission.local_time import local_date
from shared.custody.bodies import names_a_key_twice
from shared.sync.outcomes import LogStatus, Problem
from shared.sync.protocol import PROTO, PUSH_MAX_EVENTS, LogPush, LogReply, Notice, SyncRequest
from shared.sync.versions import is_older
from sync_server.accounts.devices import KnownDevice, note_device_seen, own_device_ids
from sync_server.api.admission import admit, bearer_token, sync_rate_of
from sync_server.api.bodies import read_json_body
from sync_server.api.problems import NO_STORE, Refused
from sync_server.api.rate import Rate
from sync_server.api.runtime import runtime_of
from sync_server.backup.queries import safe_seq
from sync_server.custody.ingest import Fork, Gap, Taken, Truncated, take_stretch
from sync_server.custody.pull import REFUSED_PAGE, Page, read_page
from sync_server.custody.scope import audiences_of_person
from sync_server.custody.stretch import Sender, read_stretch
from sync_server.db.feed import lock_feed
from sync_server.db.runtime import Runtime
from sync_server.db.session import begin, read
from sync_server.evidence.naming import may_name_evidence, missing_evidence, note_evidence
from sync_server.network.doors import known_door_seal, open_codes
from sync_server.upkeep.after_push import project_what_was_taken, refresh_dirty_lines

router = APIRouter()
COMPRESS_FROM_BYTES = 1_000
# Level 6 saves a further tenth of the bytes for three times the work.
COMPRESSION_LEVEL = 3
# A phone told to fork begins a log of which no backup holds anything.
NOTHING_SAFE = 0


@dataclass(frozen=True, slots=True)
class Visit:
    """A phone let in, what it asks, and when."""

    runtime: Runtime
    device: KnownDevice
    asked: SyncRequest
    now_ms: int

    @property
    def is_too_old(self) -> bool:
        """Whether its app must be updated before it gets rows; its facts are taken whatever its age."""
        return is_older(self.asked.app, self.runtime.settings.min_app)


@router.post("/v1/sync")
async def sync(request: Request) -> Response:
    """Push and pull in one round trip; the outcome of each is inside a 200, so neither hides the other."""
    token = bearer_token(request)
    raw = await read_json_body(request)
    reply = await run_in_threadpool(answer_sync, runtime_of(request), sync_rate_of(request), token, raw)
    headers = dict(NO_STORE)
    if len(reply) >= COMPRESS_FROM_BYTES and "gzip" in request.headers.get("accept-encoding", ""):
        reply = await run_in_threadpool(gzip.compress, reply, COMPRESSION_LEVEL, mtime=0)
        headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return Response(reply, headers=headers, media_type="application/json")


def answer_sync(runtime: Runtime, rate: Rate, token: str, raw: bytes) -> bytes:
    """The reply's bytes. Raises: Refused."""
    now_ms = runtime.now_ms()
    device = admit(runtime, rate, token, now_ms)
    visit = Visit(runtime, device, read_request(raw), now_ms)
    if visit.asked.log is None and visit.is_too_old:
        raise Refused(Problem.UPGRADE_REQUIRED)
    log_reply = None if visit.asked.log is None else push(visit, visit.asked.log)
    page, missing = pull(visit)
    return _written(visit, log_reply, page, missing)


def read_request(raw: bytes) -> SyncRequest:
    """What a phone asks. Raises: Refused with bad-json, envelope, upgrade-required or too-large."""
    try:
        asked = SyncRequest.model_validate_json(raw)
        if names_a_key_twice(raw):
            raise Refused(Problem.BAD_JSON)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        if first["type"] == "json_invalid":
            raise Refused(Problem.BAD_JSON) from None
        raise Refused(Problem.ENVELOPE, detail=".".join(str(part) for part in first["loc"])) from None
    if asked.proto != PROTO:
        raise Refused(Problem.UPGRADE_REQUIRED)
    if asked.log is not None:
        _check_stretch(asked.log)
    return asked


def push(visit: Visit, log: LogPush) -> LogReply:
    """Takes the pushed stretch in and projects what it touched, all in one transaction.

    Raises: Refused with truncated; nothing is stored then.
    """
    sender = _sender(visit)
    # Read before the lock is taken, so that the lock is held for the writing alone.
    stretch = read_stretch(log, sender)
    with begin(visit.runtime.database) as session:
        feed = lock_feed(session)
        result = take_stretch(session, feed, stretch, sender, visit.now_ms)
        if isinstance(result, Truncated):
            raise Refused(Problem.TRUNCATED)
        note_device_seen(session, visit.device.id, visit.now_ms, visit.asked.app)
        if isinstance(result, Taken) and any(may_name_evidence(text) for text in log.events):
            note_evidence(session, log.id, log.first, log.first + len(log.events) - 1, visit.now_ms)
        legs_moved = isinstance(result, Taken) and project_what_was_taken(session, feed, result, visit.now_ms)
        safe = NOTHING_SAFE if isinstance(result, Fork) else safe_seq(session, log.id)
    if legs_moved:
        refresh_dirty_lines(visit.runtime)
    return _log_reply(result, safe)


def pull(visit: Visit) -> tuple[Page, list[str]]:
    """The page of rows this phone gets now, none if it may not have any, and the evidence it is asked for."""
    if visit.device.is_revoked or visit.is_too_old:
        # What its accepted facts name may be on this phone alone: it is asked for that, and told no more.
        with read(visit.runtime.database) as session:
            return REFUSED_PAGE, _missing(session, visit)
    if visit.asked.log is None and visit.device.was_seen_long_before(visit.now_ms):
        with begin(visit.runtime.database) as session:
            note_device_seen(session, visit.device.id, visit.now_ms, visit.asked.app)
    with read(visit.runtime.database) as session:
        audiences = audiences_of_person(session, visit.device.person_id, local_date(visit.now_ms))
        page = read_page(session, visit.asked.cursor, audiences, visit.asked.max_rows)
        rows = open_codes(page.rows, known_door_seal(visit.runtime.settings.data_dir))
        return replace(page, rows=rows), _missing(session, visit)


def _sender(visit: Visit) -> Sender:
    device = visit.device
    with read(visit.runtime.database) as session:
        own = own_device_ids(session, device.person_id)
    return Sender(device.id, device.person_id, own, is_revoked=device.is_revoked)


def _check_stretch(log: LogPush) -> None:
    if len(log.events) > PUSH_MAX_EVENTS:
        raise Refused(Problem.TOO_LARGE)
    if log.events and log.head is None:
        raise Refused(Problem.ENVELOPE, detail="log.head")
    if log.events and log.first > 1 and log.prev is None:
        raise Refused(Problem.ENVELOPE, detail="log.prev")


def _log_reply(result: Taken | Gap | Fork, safe: int) -> LogReply:
    match result:
        case Taken(next=position, quarantined=quarantined):
            status, listed = LogStatus.OK, list(quarantined)
        case Gap(next=position, quarantined=quarantined):
            status, listed = LogStatus.GAP, list(quarantined)
        case Fork(next=position):
            status, listed = LogStatus.FORK, []
    return LogReply(status=status, next=position, safe=safe, quarantined=listed)


def _missing(session: Session, visit: Visit) -> list[str]:
    """Evidence that facts of this log name and that has not come."""
    if visit.asked.log is None:
        return []
    return missing_evidence(session, visit.asked.log.id, visit.device.person_id)


def _written(visit: Visit, log_reply: LogReply | None, page: Page, missing: list[str]) -> bytes:
    # The rows are JSON already; everything around them is small.
    rows = ",".join(page.rows)
    parts: dict[str, Any] = {
        "nonce": visit.asked.nonce,
        "server_time": visit.now_ms,
        "log": None if log_reply is None else log_reply.model_dump(mode="json"),
        "blobs": {"missing": missing},
        "notice": Notice(min_app=visit.runtime.settings.min_app, update=visit.is_too_old).model_dump(),
    }
    outer = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    cursor, more = json.dumps(page.cursor), json.dumps(page.more)
    pulled = f'"pull":{{"status":"{page.status}","rows":[{rows}],"cursor":{cursor},"more":{more}}}'
    return f"{outer[:-1]},{pulled}}}".encode()
