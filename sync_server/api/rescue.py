"""`POST /v1/rescue`: a phone hands over a sealed pack of another phone's facts."""

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from shared.sync.outcomes import Problem
from shared.sync.rescue import PACK_MEDIA_TYPE, RescueRefusal, RescueReply, RescueStatus
from shared.sync.rescue_pack import PACK_MAX_BYTES, PackFault, SealedPack, read_pack
from sync_server.accounts.devices import KnownDevice
from sync_server.api.admission import admit, bearer_token, sync_rate_of
from sync_server.api.bodies import read_bounded, require_media_type
from sync_server.api.problems import NO_STORE, Refused
from sync_server.api.rate import Rate
from sync_server.api.runtime import runtime_of
from sync_server.backup.queries import safe_seq
from sync_server.db.feed import lock_feed
from sync_server.db.runtime import Runtime
from sync_server.db.session import begin, read
from sync_server.evidence.naming import note_evidence
from sync_server.log import log_event
from sync_server.rescue.service import HandedOver, OpenedPack, open_for_its_phone, take_pack
from sync_server.upkeep.after_push import project_what_was_taken, refresh_dirty_lines

router = APIRouter()


@router.post("/v1/rescue")
async def rescue(request: Request) -> Response:
    """What became of the pack is inside a 200: problems speak of the phone that carries it."""
    token = bearer_token(request)
    require_media_type(request, PACK_MEDIA_TYPE)
    raw = await read_bounded(request, PACK_MAX_BYTES)
    reply = await run_in_threadpool(answer_rescue, runtime_of(request), sync_rate_of(request), token, raw)
    return Response(reply.model_dump_json(), headers=NO_STORE, media_type="application/json")


def answer_rescue(runtime: Runtime, rate: Rate, token: str, raw: bytes) -> RescueReply:
    """Raises: Refused."""
    now_ms = runtime.now_ms()
    carrier = admit(runtime, rate, token, now_ms)
    pack = read_pack(raw)
    if isinstance(pack, PackFault):
        raise Refused(Problem.ENVELOPE, detail=pack.value)
    with read(runtime.database) as session:
        opened = open_for_its_phone(session, pack, now_ms)
    if isinstance(opened, RescueRefusal):
        return _refused(pack, carrier, opened)
    return _hand_over(runtime, opened, carrier, now_ms)


def _refused(pack: SealedPack, carrier: KnownDevice, reason: RescueRefusal) -> RescueReply:
    log_event("rescue_refused", carrier=carrier.id, device=pack.label.device, reason=reason.value)
    return RescueReply(pack=pack.digest, status=RescueStatus.REFUSED, reason=reason.value)


def _hand_over(runtime: Runtime, opened: OpenedPack, carrier: KnownDevice, now_ms: int) -> RescueReply:
    with begin(runtime.database) as session:
        feed = lock_feed(session)
        handed = take_pack(session, feed, opened, carrier.id, now_ms)
        first = handed.last - len(opened.push.events) + 1
        note_evidence(session, handed.log_id, first, handed.last, now_ms)
        legs_moved = handed.taken is not None and project_what_was_taken(session, feed, handed.taken, now_ms)
        is_safe = 0 < handed.last <= safe_seq(session, handed.log_id)
    if legs_moved:
        refresh_dirty_lines(runtime)
    log_event(
        "rescue_handed_over",
        carrier=carrier.id,
        device=opened.sender.device_id,
        facts=len(opened.push.events),
        status=handed.status.value,
    )
    return _reply(opened, handed, is_safe)


def _reply(
    opened: OpenedPack,
    handed: HandedOver,
    is_safe: bool,  # noqa: FBT001 - what the backups said
) -> RescueReply:
    return RescueReply(
        pack=opened.pack.digest,
        status=handed.status,
        reason=None if handed.reason is None else handed.reason.value,
        next=handed.next,
        safe=is_safe,
        quarantined=handed.quarantined_facts,
    )
