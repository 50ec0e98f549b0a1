"""Who is let in: the phone behind a bearer token, its rate, and whether it was shut out."""

from typing import cast

from fastapi import Request

from shared.sync.outcomes import Problem
from sync_server.accounts.devices import KnownDevice, device_with_token
from sync_server.api.problems import Refused
from sync_server.api.rate import Rate
from sync_server.db.runtime import Runtime
from sync_server.db.session import read
from sync_server.log import log_event


def bearer_token(request: Request) -> str:
    """The token of the Authorization header. Raises: Refused with unknown-device."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Refused(Problem.UNKNOWN_DEVICE)
    return token.strip()


def sync_rate_of(request: Request) -> Rate:
    """How often each phone synced lately."""
    return cast(Rate, request.app.state.sync_rate)


def admit(runtime: Runtime, rate: Rate, token: str, now_ms: int) -> KnownDevice:
    """The phone of this token, revoked or not, unless it is unknown, too frequent, or shut out.

    Raises: Refused with unknown-device, rate or revoked.
    """
    with read(runtime.database) as session:
        device = device_with_token(session, token)
    if device is None:
        raise Refused(Problem.UNKNOWN_DEVICE)
    wait_s = rate.wait_s(device.id, now_ms)
    if wait_s:
        raise Refused(Problem.RATE, retry_after_s=wait_s)
    if device.is_shut_out(now_ms):
        log_event("revoked_device_refused", device=device.id)
        raise Refused(Problem.REVOKED)
    return device
