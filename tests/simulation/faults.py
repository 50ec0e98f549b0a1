"""Everything that may go wrong in a world, by name; each time it does, it is counted."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from mobile.sync.outcome import Synced, SyncOutcome


class Fault(StrEnum):
    """What may go wrong between and inside the programs."""

    REQUEST_LOST = "request_lost"
    REPLY_LOST = "reply_lost"
    DUPLICATE = "duplicate"
    LATE = "late_redelivery"
    REQUEST_CUT = "request_cut"
    EVENTS_CUT = "events_cut"
    REPLY_CUT = "reply_cut"
    PORTAL_PAGE = "portal_page"
    PORTAL_JSON = "portal_json"
    SERVER_ERROR = "server_error"
    TOO_MANY = "too_many_requests"
    TOO_LARGE = "too_large"
    SLOW = "slow"
    OLDER_CLIENT = "older_client"
    NEWER_CLIENT = "newer_client"
    NEWER_SERVER = "newer_server"
    PHONE_CRASH = "phone_crash"
    PHONE_RESTART = "phone_restart"
    PHONE_FULL = "phone_disk_full"
    PHONE_RESTORED = "phone_restored"
    PHONE_CLONED = "phone_cloned"
    PHONE_LOST = "phone_lost"
    DOUBLE_TAP = "double_tap"
    CLOCK_JUMP = "clock_jump"
    REBOOT = "reboot"
    SERVER_CRASH = "server_crash"
    SERVER_RESTART = "server_restart"
    SERVER_FULL = "server_disk_full"
    SERVER_RESTORED = "server_restored"
    SCOPE_CHANGE = "scope_change"
    REPLAN = "replan"
    REVOKED = "revoked"
    STOLEN = "stolen"
    ENROLLED_AGAIN = "enrolled_again"
    CLOSING = "period_closed"
    UPGRADE = "server_upgraded"
    PURGE = "tombstones_purged"
    BACKUP_RESTORED = "backup_restored"
    CARRIED = "carried_by_a_colleague"


ON_THE_LINE = (
    Fault.REQUEST_LOST,
    Fault.REPLY_LOST,
    Fault.DUPLICATE,
    Fault.LATE,
    Fault.REQUEST_CUT,
    Fault.EVENTS_CUT,
    Fault.REPLY_CUT,
    Fault.PORTAL_PAGE,
    Fault.PORTAL_JSON,
    Fault.SERVER_ERROR,
    Fault.TOO_MANY,
    Fault.TOO_LARGE,
    Fault.SLOW,
    Fault.OLDER_CLIENT,
    Fault.NEWER_SERVER,
)


@dataclass(slots=True)
class Tally:
    """How often each fault really happened, and what the world did besides."""

    faults: Counter[Fault] = field(default_factory=Counter[Fault])
    outcomes: Counter[str] = field(default_factory=Counter[str])
    steps: int = 0
    syncs: int = 0
    checks: int = 0

    def happened(self, fault: Fault) -> None:
        """Counts one."""
        self.faults[fault] += 1

    def ended(self, outcome: SyncOutcome | None) -> None:
        """Counts how a pass ended: what a world never met, it proves nothing about."""
        self.outcomes[type(outcome).__name__ if outcome is not None else "Died"] += 1
        if isinstance(outcome, Synced):
            self.outcomes["was_fork"] += outcome.was_fork
            self.outcomes["was_reset"] += outcome.was_reset
            self.outcomes["pull_refused"] += outcome.is_pull_refused
