"""Enrolment of a phone: a code shown once, a claim, four digits compared by two people, one token."""

import hmac
import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from sqlmodel import Session, col, select

from shared.sync.protocol import ENROLMENT_LIFE_S
from sync_server.accounts.devices import (
    DeviceStatus,
    NewDevice,
    new_device_id,
    own_device_ids,
    put_device,
)
from sync_server.accounts.secrets import CODE_BYTES, RandomBytes, kept_form, new_secret
from sync_server.accounts.tables import Device, Enrolment

LIFE_MS = ENROLMENT_LIFE_S * 1000
DIGITS = 4
SALT_BYTES = 16
_DEVICE_ID = re.compile(r"d_[0-9a-f]{10}")


class EnrolmentStatus(StrEnum):
    """How far an enrolment is; `killed` = claimed by two phones, so neither is trusted."""

    OPEN = "open"
    CLAIMED = "claimed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    KILLED = "killed"


class ClaimRefusal(StrEnum):
    """Why a code does not let a phone in."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    USED = "used"
    CLAIMED_TWICE = "claimed_twice"


@dataclass(frozen=True, slots=True)
class OpenedEnrolment:
    """A code to show as a QR for ten minutes; it is kept nowhere in the clear."""

    id: int
    code: str
    expires_ms: int


@dataclass(frozen=True, slots=True)
class Claimed:
    """What the phone polls with, and the digits it shows."""

    claim: str
    match_digits: str


@dataclass(frozen=True, slots=True)
class StillWaiting:
    """The coordinator has not decided yet."""


@dataclass(frozen=True, slots=True)
class NotLetIn:
    """The claim was refused, killed, left too long, or never made."""


@dataclass(frozen=True, slots=True)
class LetIn:
    """The phone's token, repeatable for ten minutes after the confirmation."""

    device_id: str
    person_id: str
    token: str


def open_enrolment(
    session: Session, person_id: str, opened_by: str, now_ms: int, random_bytes: RandomBytes
) -> OpenedEnrolment:
    """Opens « Ajouter un téléphone » for a person."""
    code = new_secret(random_bytes, CODE_BYTES)
    row = Enrolment(
        person_id=person_id,
        code_sha256=kept_form(code),
        opened_by=opened_by,
        expires_ms=now_ms + LIFE_MS,
        token_salt=random_bytes(SALT_BYTES).hex(),
    )
    session.add(row)
    session.flush()
    return OpenedEnrolment(row.id or 0, code, row.expires_ms)


def claim_enrolment(
    session: Session, code: str, device: str, nonce: str, now_ms: int, random_bytes: RandomBytes
) -> Claimed | ClaimRefusal:
    """A phone claims a code. Asking again with the same nonce gets the same answer: replies get lost.

    A second claimant kills the enrolment for both: one of them photographed the screen.
    """
    found = select(Enrolment).where(Enrolment.code_sha256 == kept_form(code)).with_for_update()
    row = session.exec(found).one_or_none()
    if row is None:
        return ClaimRefusal.UNKNOWN
    claim = _derived(code, f"claim\n{nonce}\n{device}")
    if row.status == EnrolmentStatus.OPEN:
        if now_ms > row.expires_ms:
            return ClaimRefusal.EXPIRED
        row.status, row.claim_sha256, row.asked_device = EnrolmentStatus.CLAIMED, kept_form(claim), device
        row.match_digits = f"{int.from_bytes(random_bytes(8)) % 10**DIGITS:0{DIGITS}d}"
        session.add(row)
        return Claimed(claim, row.match_digits)
    if row.claim_sha256 == kept_form(claim):
        return Claimed(claim, row.match_digits or "") if _is_live(row, now_ms) else ClaimRefusal.EXPIRED
    if row.status in (EnrolmentStatus.CLAIMED, EnrolmentStatus.CONFIRMED) and _is_live(row, now_ms):
        _kill(session, row, now_ms)
        return ClaimRefusal.CLAIMED_TWICE
    return ClaimRefusal.USED


def confirm_enrolment(session: Session, enrolment_id: int, match_digits: str, now_ms: int) -> bool:
    """The coordinator saw the same digits on the phone; False where the claim cannot be confirmed so."""
    row = _locked(session, enrolment_id)
    if row is None or row.status != EnrolmentStatus.CLAIMED or not _is_live(row, now_ms):
        return False
    # As bytes: texts with signs outside ASCII cannot be compared so.
    typed = match_digits.encode("utf-8", "surrogatepass")
    if not hmac.compare_digest((row.match_digits or "").encode(), typed):
        return False
    row.status, row.confirmed_ms = EnrolmentStatus.CONFIRMED, now_ms
    session.add(row)
    return True


def refuse_enrolment(session: Session, enrolment_id: int) -> bool:
    """The digits differ, or the code is not wanted any more; False once a phone has been let in."""
    row = _locked(session, enrolment_id)
    if row is None or row.status not in (EnrolmentStatus.OPEN, EnrolmentStatus.CLAIMED):
        return False
    row.status = EnrolmentStatus.REFUSED
    session.add(row)
    return True


def poll_enrolment(
    session: Session, claim: str, now_ms: int, random_bytes: RandomBytes
) -> StillWaiting | NotLetIn | LetIn:
    """Whether the claim was confirmed. The token follows from the claim, so it can be told again."""
    found = select(Enrolment).where(Enrolment.claim_sha256 == kept_form(claim)).with_for_update()
    row = session.exec(found).one_or_none()
    if row is None or not _is_live(row, now_ms):
        return NotLetIn()
    if row.status == EnrolmentStatus.CLAIMED:
        return StillWaiting()
    if row.status != EnrolmentStatus.CONFIRMED:
        return NotLetIn()
    token = _derived(claim, f"token\n{row.token_salt}")
    if row.device_id is None:
        device_id = _kept_device_id(session, row) or new_device_id(random_bytes)
        put_device(session, row.person_id, NewDevice(device_id, token), now_ms, row.asked_device or "")
        row.device_id = device_id
        session.add(row)
    return LetIn(row.device_id, row.person_id, token)


def find_enrolment(session: Session, enrolment_id: int) -> Enrolment | None:
    """An enrolment as it stands, for the coordinator's screen."""
    return session.get(Enrolment, enrolment_id)


def waiting_enrolments(session: Session, now_ms: int) -> list[Enrolment]:
    """Codes still open and claims to be confirmed, the newest first."""
    waiting = (EnrolmentStatus.OPEN.value, EnrolmentStatus.CLAIMED.value)
    statement = (
        select(Enrolment)
        .where(col(Enrolment.status).in_(waiting), Enrolment.expires_ms >= now_ms)
        .order_by(col(Enrolment.id).desc())
    )
    return list(session.exec(statement).all())


def _derived(secret: str, purpose: str) -> str:
    """256 bits only the holder of `secret` can work out."""
    digest = hmac.new(secret.encode(), purpose.encode(), sha256).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def _is_live(row: Enrolment, now_ms: int) -> bool:
    return now_ms <= (row.expires_ms if row.confirmed_ms is None else row.confirmed_ms + LIFE_MS)


def _locked(session: Session, enrolment_id: int) -> Enrolment | None:
    return session.exec(select(Enrolment).where(Enrolment.id == enrolment_id).with_for_update()).one_or_none()


def _kill(session: Session, row: Enrolment, now_ms: int) -> None:
    row.status = EnrolmentStatus.KILLED
    session.add(row)
    device = None if row.device_id is None else session.get(Device, row.device_id)
    if device is not None and device.status == DeviceStatus.ACTIVE:
        device.status, device.revoked_ms = DeviceStatus.STOLEN, now_ms
        session.add(device)


def _kept_device_id(session: Session, row: Enrolment) -> str | None:
    """The id a phone already has is kept where it is this person's or nobody's: its facts carry it."""
    asked = row.asked_device or ""
    if _DEVICE_ID.fullmatch(asked) is None:
        return None
    device = session.get(Device, asked)
    return asked if device is None or asked in own_device_ids(session, row.person_id) else None
