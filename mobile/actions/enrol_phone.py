"""Enrol this phone: read the offer, claim it, wait until both screens showed the same four digits."""

import json
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from ipaddress import ip_address
from typing import Any, cast
from urllib.parse import SplitResult, parse_qs, urlsplit

from mobile.store.database import Store
from mobile.store.enrolment import Enrolment
from mobile.store.outbox import log_name
from mobile.sync.peer import NoNetworkReason, Peer, ProblemAnswer, Unreachable
from shared.sync.outcomes import Problem
from shared.sync.protocol import EnrolReply, EnrolRequest, PollReply, PollRequest, claim_digest

OFFER_MAX_CHARACTERS = 1000
CODE_MAX_CHARACTERS = 200
PHONE_NAME_MAX_CHARACTERS = 120


@dataclass(frozen=True, slots=True)
class Offer:
    """What the coordinator's QR says: which server, and the code to claim there."""

    server_url: str
    code: str


class OfferFault(StrEnum):
    """Why a scanned or typed text is no offer."""

    UNREADABLE = "unreadable"
    NO_ADDRESS = "no_address"
    INSECURE_ADDRESS = "insecure_address"


@dataclass(frozen=True, slots=True)
class Claimed:
    """Claimed, not confirmed: both screens now show the four digits of `match`."""

    server_url: str
    claim: str
    match: str


@dataclass(frozen=True, slots=True)
class StillWaiting:
    """The coordinator has not confirmed yet."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The credential is kept; the next sync brings the rounds."""

    person_id: str


class EnrolFailure(StrEnum):
    """Why enrolment did not go on."""

    WRONG_CODE = "wrong_code"
    EXPIRED_CODE = "expired_code"
    USED_CODE = "used_code"
    REFUSED = "refused"
    TOO_MANY_TRIES = "too_many_tries"
    NO_NETWORK = "no_network"
    SERVER_UNREACHABLE = "server_unreachable"
    NOT_OUR_SERVER = "not_our_server"
    SERVER_FAULT = "server_fault"
    OTHER_PERSON = "other_person"


_FAILURE_OF_SLUG = {
    Problem.ENROLMENT_UNKNOWN.value: EnrolFailure.WRONG_CODE,
    Problem.ENROLMENT_EXPIRED.value: EnrolFailure.EXPIRED_CODE,
    Problem.ENROLMENT_USED.value: EnrolFailure.USED_CODE,
    Problem.RATE.value: EnrolFailure.TOO_MANY_TRIES,
    Problem.MAINTENANCE.value: EnrolFailure.SERVER_UNREACHABLE,
    Problem.TIMEOUT.value: EnrolFailure.SERVER_UNREACHABLE,
}
_FAILURE_OF_NETWORK = {
    NoNetworkReason.NO_NETWORK: EnrolFailure.NO_NETWORK,
    NoNetworkReason.UNREACHABLE: EnrolFailure.SERVER_UNREACHABLE,
    NoNetworkReason.TIMED_OUT: EnrolFailure.SERVER_UNREACHABLE,
    NoNetworkReason.NOT_OUR_SERVER: EnrolFailure.NOT_OUR_SERVER,
}


def read_offer(text: str, default_url: str | None = None) -> Offer | OfferFault:
    """Read a QR's JSON, a link, or a typed code, for which the address must be known already."""
    kept = text.strip()[:OFFER_MAX_CHARACTERS]
    url, code = _parts(kept, default_url)
    if not code or len(code) > CODE_MAX_CHARACTERS:
        return OfferFault.UNREADABLE
    if not url:
        return OfferFault.NO_ADDRESS
    return _offer_at(url, code)


def claim_enrolment(offer: Offer, peer: Peer, store: Store, phone_name: str) -> Claimed | EnrolFailure:
    """Claim the code. A phone enrolled before gives its own id: its log goes on under it.

    Claiming again after a lost answer is the same claim: another nonce would look like a second phone,
    and the server then trusts neither.
    """
    known = store.enrolment.device_id if store.enrolment else None
    nonce = sha256(f"{log_name(store)} {offer.code}".encode()).hexdigest()
    device = known or phone_name.strip()[:PHONE_NAME_MAX_CHARACTERS] or "téléphone"
    answer = peer.claim(EnrolRequest(code=offer.code, device=device, nonce=nonce))
    match answer:
        case EnrolReply(nonce=echoed) if echoed != nonce:
            return EnrolFailure.NOT_OUR_SERVER
        case EnrolReply():
            return Claimed(offer.server_url, answer.claim, answer.match)
        case _:
            return _failure(answer)


def poll_enrolment(claimed: Claimed, peer: Peer, store: Store) -> Enrolled | StillWaiting | EnrolFailure:
    """Ask once whether the coordinator confirmed; `Enrolled` means that the credential is on the disk."""
    answer = peer.poll(PollRequest(claim=claimed.claim))
    match answer:
        case PollReply(claim_sha256=str() as answered) if answered != claim_digest(claimed.claim):
            return EnrolFailure.NOT_OUR_SERVER
        case PollReply(status="waiting"):
            return StillWaiting()
        case PollReply(
            status="confirmed", token=str() as token, device_id=str() as device, person_id=str() as person
        ):
            known = store.enrolment
            if known is not None and known.person_id != person:
                # Facts of two people never stand in one log: the second has a store of their own.
                return EnrolFailure.OTHER_PERSON
            store.save_enrolment(Enrolment(claimed.server_url, device, person, token))
            return Enrolled(person)
        case PollReply(status="refused"):
            return EnrolFailure.REFUSED
        case PollReply():
            return EnrolFailure.SERVER_FAULT
        case _:
            return _failure(answer)


def _failure(answer: ProblemAnswer | Unreachable) -> EnrolFailure:
    match answer:
        case Unreachable(reason=reason):
            return _FAILURE_OF_NETWORK[reason]
        case ProblemAnswer(slug=slug):
            return _FAILURE_OF_SLUG.get(slug, EnrolFailure.SERVER_FAULT)


def _parts(text: str, default_url: str | None) -> tuple[str | None, str]:
    if text.startswith("{"):
        return _parts_of_json(text)
    if text.lower().startswith(("http://", "https://")):
        return _parts_of_link(text)
    return default_url, "".join(text.split())


def _parts_of_json(text: str) -> tuple[str | None, str]:
    try:
        parsed: object = json.loads(text)
    except (ValueError, RecursionError):
        return None, ""
    found = cast(dict[str, Any], parsed) if isinstance(parsed, dict) else {}
    url, code = found.get("url"), found.get("code")
    return (url if isinstance(url, str) else None), (code if isinstance(code, str) else "")


def _parts_of_link(text: str) -> tuple[str | None, str]:
    """`https://server/enrol#code`, or the same with `?code=`: a fragment stays out of the server's logs."""
    try:
        link = urlsplit(text)
    except ValueError:
        return None, ""
    asked = parse_qs(link.fragment or link.query).get("code", [])
    return f"{link.scheme}://{link.netloc}", asked[0] if asked else link.fragment


def _offer_at(url: str, code: str) -> Offer | OfferFault:
    try:
        address = urlsplit(url)
        host = address.hostname or ""
    except ValueError:
        return OfferFault.UNREADABLE
    if address.scheme not in ("http", "https") or not host or address.username or address.password:
        return OfferFault.UNREADABLE
    if address.scheme == "http" and not _is_this_machine(host):
        return OfferFault.INSECURE_ADDRESS
    return Offer(_without_path(address), code)


def _without_path(address: SplitResult) -> str:
    return f"{address.scheme}://{address.netloc}"


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
