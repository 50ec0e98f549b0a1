"""`POST /v1/enrol` and `/v1/enrol/poll`: a phone claims a code and waits to be let in."""

from typing import TypeVar, cast

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ValidationError
from starlette.concurrency import run_in_threadpool

from shared.sync.outcomes import Problem
from shared.sync.protocol import EnrolReply, EnrolRequest, PollReply, PollRequest, claim_digest
from sync_server.accounts.enrolment import (
    Claimed,
    ClaimRefusal,
    LetIn,
    NotLetIn,
    StillWaiting,
    claim_enrolment,
    poll_enrolment,
)
from sync_server.api.bodies import read_json_body
from sync_server.api.problems import NO_STORE, Refused
from sync_server.api.rate import Rate
from sync_server.api.runtime import runtime_of
from sync_server.db.runtime import Runtime
from sync_server.db.session import begin
from sync_server.log import log_alarm, log_event
from sync_server.upkeep.after_push import read_what_waited_for

router = APIRouter()
# Guessing 128 bits is hopeless; this keeps a guesser from costing the server anything.
GUESS_WINDOW_MS = 10 * 60_000
POLLS_A_MINUTE = 300
_PROBLEMS = {
    ClaimRefusal.UNKNOWN: Problem.ENROLMENT_UNKNOWN,
    ClaimRefusal.EXPIRED: Problem.ENROLMENT_EXPIRED,
    ClaimRefusal.USED: Problem.ENROLMENT_USED,
    ClaimRefusal.CLAIMED_TWICE: Problem.ENROLMENT_USED,
}
Asked = TypeVar("Asked", bound=BaseModel)


def new_guess_rate(tries: int) -> Rate:
    """How many wrong codes an address may try."""
    return Rate(tries, GUESS_WINDOW_MS)


def new_poll_rate() -> Rate:
    """How often an address may ask whether it was let in."""
    return Rate(POLLS_A_MINUTE)


@router.post("/v1/enrol")
async def enrol(request: Request) -> Response:
    """The claim to poll with and four digits to compare; a code serves once."""
    asked = _read(EnrolRequest, await read_json_body(request))
    rate = cast(Rate, request.app.state.guess_rate)
    claimed = await run_in_threadpool(_claim, runtime_of(request), rate, _address(request), asked)
    return _json(EnrolReply(claim=claimed.claim, match=claimed.match_digits, nonce=asked.nonce))


@router.post("/v1/enrol/poll")
async def poll(request: Request) -> Response:
    """`waiting`, `confirmed` with the token, or `refused`."""
    asked = _read(PollRequest, await read_json_body(request))
    rate = cast(Rate, request.app.state.poll_rate)
    wait_s = rate.wait_s(_address(request), runtime_of(request).now_ms())
    if wait_s:
        raise Refused(Problem.RATE, retry_after_s=wait_s)
    return _json(await run_in_threadpool(_poll, runtime_of(request), asked))


def _claim(runtime: Runtime, rate: Rate, address: str, asked: EnrolRequest) -> Claimed:
    now_ms = runtime.now_ms()
    wait_s = rate.wait_s(address, now_ms)
    if wait_s:
        raise Refused(Problem.RATE, retry_after_s=wait_s)
    with begin(runtime.database) as session:
        outcome = claim_enrolment(
            session, asked.code, asked.device, asked.nonce, now_ms, runtime.random_bytes
        )
    if isinstance(outcome, Claimed):
        rate.give_back(address)
        log_event("enrolment_claimed")
        return outcome
    if outcome is ClaimRefusal.CLAIMED_TWICE:
        log_alarm("enrolment_claimed_twice")
    raise Refused(_PROBLEMS[outcome])


def _poll(runtime: Runtime, asked: PollRequest) -> PollReply:
    with begin(runtime.database) as session:
        outcome = poll_enrolment(session, asked.claim, runtime.now_ms(), runtime.random_bytes)
    answered = claim_digest(asked.claim)
    match outcome:
        case StillWaiting():
            return PollReply(status="waiting", claim_sha256=answered)
        case NotLetIn():
            return PollReply(status="refused", claim_sha256=answered)
        case LetIn(device_id=device_id, person_id=person_id, token=token):
            read_what_waited_for(runtime, device_id)
            return PollReply(
                status="confirmed",
                claim_sha256=answered,
                token=token,
                device_id=device_id,
                person_id=person_id,
            )


def _read(message: type[Asked], raw: bytes) -> Asked:
    try:
        return message.model_validate_json(raw)
    except ValidationError as error:
        unreadable = error.errors(include_url=False)[0]["type"] == "json_invalid"
        raise Refused(Problem.BAD_JSON if unreadable else Problem.ENVELOPE) from None


def _address(request: Request) -> str:
    # The peer's own address: a forwarded header is anybody's word.
    return request.client.host if request.client else ""


def _json(reply: BaseModel) -> Response:
    text = reply.model_dump_json(exclude_none=True)
    return Response(text, headers=NO_STORE, media_type="application/json")
