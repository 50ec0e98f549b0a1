"""How a sync pass ended; the screen puts it into words, the schedule decides when to try again."""

from dataclasses import dataclass

from mobile.sync.peer import NoNetworkReason


@dataclass(frozen=True, slots=True)
class EvidencePass:
    """What became of evidence after the facts: pieces still here, and why none went up any more.

    `has_more`: some went up, and the next pass may go on at once.
    """

    waiting: int = 0
    has_more: bool = False
    problem: str | None = None
    retry_after_s: float | None = None


@dataclass(frozen=True, slots=True)
class Synced:
    """Everything asked for was exchanged; `pending` facts came in meanwhile. `notice` is the server's word.

    `is_pull_refused`: facts were taken but no rows given, as for a phone that was taken back.
    """

    pushed: int
    rows: int
    pending: int
    was_reset: bool = False
    was_fork: bool = False
    is_pull_refused: bool = False
    notice: str | None = None
    update_available: bool = False
    evidence: EvidencePass = EvidencePass()


@dataclass(frozen=True, slots=True)
class NoNetwork:
    """Nothing that speaks relais/1 answered: the round goes on."""

    reason: NoNetworkReason


@dataclass(frozen=True, slots=True)
class NotEnrolled:
    """This phone has no credential yet."""


@dataclass(frozen=True, slots=True)
class MustEnrol:
    """The server does not know this credential: enrol again, the log resumes under the next one."""


@dataclass(frozen=True, slots=True)
class PhoneRevoked:
    """This phone was taken out of service; what it recorded stays on it."""


@dataclass(frozen=True, slots=True)
class TryLater:
    """The server asks for patience."""

    slug: str
    retry_after_s: float | None


@dataclass(frozen=True, slots=True)
class UpgradeRequired:
    """This program is too old to be given rows."""


@dataclass(frozen=True, slots=True)
class ContactCoordinator:
    """The two programs disagree: a bug. `detail` names what to report, such as a fact's hash."""

    slug: str
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class AlreadySyncing:
    """Another pass is in flight."""


SyncOutcome = (
    Synced
    | NoNetwork
    | NotEnrolled
    | MustEnrol
    | PhoneRevoked
    | TryLater
    | UpgradeRequired
    | ContactCoordinator
    | AlreadySyncing
)


def problem_of(outcome: SyncOutcome) -> str | None:
    """The slug to remember as the last problem; None where all went well."""
    match outcome:
        case Synced(is_pull_refused=True, update_available=is_too_old):
            return "upgrade-required" if is_too_old else "pull-refused"
        case Synced() | AlreadySyncing():
            return None
        case NoNetwork(reason=reason):
            return f"no-network-{reason.value.replace('_', '-')}"
        case TryLater(slug=slug) | ContactCoordinator(slug=slug):
            return slug
        case MustEnrol():
            return "unknown-device"
        case PhoneRevoked():
            return "revoked"
        case UpgradeRequired():
            return "upgrade-required"
        case NotEnrolled():
            return "not-enrolled"
