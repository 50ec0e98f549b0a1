"""The second factor: codes of six digits from an authenticator app (RFC 6238), and recovery codes."""

from base64 import b32encode
from dataclasses import dataclass
from enum import StrEnum

from pyotp.totp import TOTP
from sqlmodel import Session, col, delete, func, select, update

from sync_server.accounts.sealing import Seal
from sync_server.accounts.secrets import RandomBytes, kept_form
from sync_server.accounts.tables import RecoveryCode, SecondFactor

KEY_FILE = "factor.key"
ISSUER = "Relais fermier"
STEP_S = 30
CODE_DIGITS = 6
# A phone's clock may be half a minute off either way.
STEPS_OFF = 1
SECRET_BYTES = 20
RECOVERY_CODES = 10
# Ten bytes are sixteen characters of base32, written in fours.
RECOVERY_BYTES = 10


class FactorAnswer(StrEnum):
    """What became of a code."""

    RIGHT = "right"
    RECOVERED = "recovered"
    WRONG = "wrong"
    # Right, but it was used already: somebody may have looked over a shoulder.
    REPLAYED = "replayed"
    # The server's key is not the one the secret was sealed with: only a reset helps.
    UNREADABLE = "unreadable"

    @property
    def lets_in(self) -> bool:
        """Whether the factor is shown."""
        return self in (FactorAnswer.RIGHT, FactorAnswer.RECOVERED)


@dataclass(frozen=True, slots=True)
class Enrolling:
    """A second factor that is not in force yet: what to type or scan into the app."""

    secret: str
    uri: str


def begin_factor(session: Session, seal: Seal, user_id: str, random_bytes: RandomBytes, now_ms: int) -> None:
    """Draws a secret unless there is one; it counts once a first code was typed."""
    if session.get(SecondFactor, user_id) is None:
        secret = b32encode(random_bytes(SECRET_BYTES)).decode()
        sealed = seal.close(secret, _about(user_id))
        session.add(SecondFactor(coordinator_id=user_id, sealed=sealed, begun_ms=now_ms))
        session.flush()


def enrolling(session: Session, seal: Seal, user_id: str, login: str) -> Enrolling | None:
    """What to put into the app; None once the factor is in force, or none was begun."""
    row = session.get(SecondFactor, user_id)
    if row is None or row.confirmed_ms is not None:
        return None
    secret = seal.open(row.sealed, _about(user_id))
    if secret is None:
        return None
    return Enrolling(secret, TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER))


def confirm_factor(
    session: Session, seal: Seal, user_id: str, code: str, random_bytes: RandomBytes, now_ms: int
) -> tuple[str, ...] | FactorAnswer:
    """Puts the factor in force with a first code; its recovery codes, told this once."""
    row = session.get(SecondFactor, user_id)
    if row is None or row.confirmed_ms is not None:
        return FactorAnswer.WRONG
    answer = _check(session, seal, row, code, now_ms)
    if answer is not FactorAnswer.RIGHT:
        return answer
    row.confirmed_ms = now_ms
    session.add(row)
    return renew_recovery_codes(session, user_id, random_bytes)


def has_factor(session: Session, user_id: str) -> bool:
    """Whether a second factor is in force."""
    row = session.get(SecondFactor, user_id)
    return row is not None and row.confirmed_ms is not None


def check_factor(session: Session, seal: Seal, user_id: str, typed: str, now_ms: int) -> FactorAnswer:
    """Tries a code of the app, or a recovery code, which is then used up."""
    row = session.get(SecondFactor, user_id)
    if row is None or row.confirmed_ms is None:
        return FactorAnswer.WRONG
    plain = _plain(typed)
    if len(plain) == CODE_DIGITS:
        return _check(session, seal, row, plain, now_ms)
    used = session.exec(
        update(RecoveryCode)
        .where(col(RecoveryCode.code_sha256) == kept_form(plain))
        .where(col(RecoveryCode.coordinator_id) == user_id)
        .where(col(RecoveryCode.used_ms).is_(None))
        .values(used_ms=now_ms)
    )
    return FactorAnswer.RECOVERED if used.rowcount == 1 else FactorAnswer.WRONG


def renew_recovery_codes(session: Session, user_id: str, random_bytes: RandomBytes) -> tuple[str, ...]:
    """Ten new recovery codes, told this once; those before are void."""
    session.exec(delete(RecoveryCode).where(col(RecoveryCode.coordinator_id) == user_id))
    codes = tuple(b32encode(random_bytes(RECOVERY_BYTES)).decode() for _ in range(RECOVERY_CODES))
    for code in codes:
        session.add(RecoveryCode(code_sha256=kept_form(code), coordinator_id=user_id))
    session.flush()
    return tuple("-".join(code[at : at + 4] for at in range(0, len(code), 4)) for code in codes)


def recovery_codes_left(session: Session, user_id: str) -> int:
    """How many recovery codes were not used yet."""
    unused = (
        select(func.count())
        .where(col(RecoveryCode.coordinator_id) == user_id)
        .where(col(RecoveryCode.used_ms).is_(None))
    )
    return session.exec(unused).one()


def reset_factor(session: Session, user_id: str) -> bool:
    """Takes the second factor away: a new one is asked at the next sign-in. False where there was none."""
    session.exec(delete(RecoveryCode).where(col(RecoveryCode.coordinator_id) == user_id))
    gone = session.exec(delete(SecondFactor).where(col(SecondFactor.coordinator_id) == user_id))
    return gone.rowcount == 1


def _check(session: Session, seal: Seal, row: SecondFactor, code: str, now_ms: int) -> FactorAnswer:
    secret = seal.open(row.sealed, _about(row.coordinator_id))
    if secret is None:
        return FactorAnswer.UNREADABLE
    totp = TOTP(secret)
    now_step = now_ms // 1000 // STEP_S
    steps = range(now_step - STEPS_OFF, now_step + STEPS_OFF + 1)
    right = [step for step in steps if totp.verify(_plain(code), for_time=step * STEP_S)]
    if not right:
        return FactorAnswer.WRONG
    # One statement: of two requests with the same code, one finds the step taken.
    taken = session.exec(
        update(SecondFactor)
        .where(col(SecondFactor.coordinator_id) == row.coordinator_id)
        .where(col(SecondFactor.last_step) < right[-1])
        .values(last_step=right[-1])
    )
    return FactorAnswer.RIGHT if taken.rowcount == 1 else FactorAnswer.REPLAYED


def _plain(typed: str) -> str:
    """What was typed without blanks and hyphens, in capitals."""
    return "".join(character for character in typed.upper() if character.isalnum())


def _about(user_id: str) -> str:
    return f"second-factor {user_id}"
